"""What every job costs on synthetic records of several sizes, beside the peers that do as much of it as they can.

    python -m tests.bench [--sizes 10000 100000 1000000] [--runs 3] [--gate] [-o FILE]

Installs this checkout as a wheel, and each peer, into environments of their own in a temporary folder. Every job runs
in a process of its own, round after round, so that a machine that slows down slows all of them. Costs are medians of
processor time and the most memory, and the measure is the ratio: to the peer that stands beside a job, and to what it
took in the smallest record. The queries of search and of the status as of a day are asked in one process, beside LIKE
and ROW_NUMBER(). Prints a table in Markdown; -o writes it to a file, or in place of the one that a Markdown file has.

With --gate, what is held to no ratio runs once and not in the smallest record, what is long not at all, and the end is
an error where a ratio or a peak of memory is beyond its limit: that of a target with slack for small records, in which
a start weighs most.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench import as_of, search
from tests.bench.children import apart, spent
from tests.bench.jobs import SMALLEST, Job, Programs, installed, jobs
from tests.bench.loading import make

# The queries that are asked in this process; what the gate allows of the peer's time.
QUERIES = {
    "statuses as of a day": ("ROW_NUMBER()", 1.5),
    "a page of 50 statuses": ("ROW_NUMBER(), a page", 0.5),
    **{f"search for {words!r}": (f"LIKE {words!r}", 1.0) for words in search.COMMON},
}
# In a smaller record a scan is done before a search has begun.
SCAN = 10_000
_TABLE = re.compile(r"^\| job \|.*\n(?:\|.*\n)*", re.MULTILINE)


class Cost(NamedTuple):
    """Medians of processor seconds, and of the most mebibytes where that was measured."""

    seconds: float
    memory: float = 0.0


Costs = dict[str, Cost]


def measured(programs: Programs, size: int, runs: int, gate: bool) -> tuple[Costs, list[Job]]:
    """The costs of every job on a record of a size."""
    taken: dict[str, list[tuple[float, float]]] = {}
    known: list[Job] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(make, folder, size)
        for turn in range(runs):
            known = list(jobs(programs, folder, size, turn))
            needed = {job.name for job in known if job.limit} | {job.peer for job in known if job.limit}
            for job in known:
                once = gate and job.name not in needed
                if job.command and not (once and (turn or size == SMALLEST)) and not (gate and job.long):
                    taken.setdefault(job.name, []).append(spent(job.command))
        costs = {name: Cost(*map(median, zip(*held, strict=True))) for name, held in taken.items()}
        queries, asked = _asked(folder / "synthetic.db", runs, size >= SCAN)
    return costs | queries, known + asked


def _asked(record: Path, runs: int, held: bool) -> tuple[Costs, list[Job]]:
    """The queries in this process: what they take, what stands beside them, and whether they are held to a limit."""
    whole, whole_peer, page, page_peer = as_of.bench(record, runs).values()
    seconds = [(whole, whole_peer), (page, page_peer)]
    seconds += [(one.ours, one.scan) for one in search.bench(record, search.COMMON, runs)]
    costs, known = Costs(), list[Job]()
    for (name, (peer, limit)), (ours, theirs) in zip(QUERIES.items(), seconds, strict=True):
        costs |= {peer: Cost(theirs), name: Cost(ours)}
        known += [Job(peer, []), Job(name, [], peer, limit * held)]
    return costs, known


def cell(costs: dict[int, Costs], size: int, job: Job) -> str:
    """What a job costs at a size."""
    cost = costs[size].get(job.name)
    if cost is None:
        return job.left_out and f"left out: {job.left_out}"
    told = [f"{cost.seconds:.2f} s" if cost.seconds >= 0.095 else f"{cost.seconds * 1000:.1f} ms"]
    if job.peer in costs[size]:
        told.append(f"{cost.seconds / costs[size][job.peer].seconds:.2f} × {job.peer}")
    if cost.memory:
        told.append(f"{cost.memory:.0f} MiB")
    return ", ".join(told)


def grown(costs: dict[int, Costs], first: int, last: int, job: Job) -> float:
    """How many times what a job takes at one size it takes at another; nought where that was not measured."""
    before, after = (costs[size].get(job.name) for size in (first, last))
    return after.seconds / before.seconds if before and after else 0.0


def table(sizes: Sequence[int], costs: dict[int, Costs], known: dict[int, list[Job]]) -> list[str]:
    """A row a job: seconds, ratio and memory at each size, and growth from each to the next."""
    heading = ["job", *(f"{size:,} mentions" for size in sizes), "growth"]
    lines = [f"| {' | '.join(heading)} |", f"|{' --- |' * len(heading)}"]
    for number, job in enumerate(known[sizes[0]]):
        steps = [grown(costs, *pair, job) for pair in pairwise(sizes)]
        cells = [cell(costs, size, known[size][number]) for size in sizes]
        lines.append(f"| {' | '.join([job.name, *cells, ' '.join(f'× {step:.1f}' for step in steps if step)])} |")
    return lines


def beyond(sizes: Sequence[int], costs: dict[int, Costs], known: dict[int, list[Job]]) -> list[str]:
    """What is beyond a limit, in words."""
    found = []
    for size in sizes:
        for job in known[size]:
            cost = costs[size].get(job.name)
            if cost is None:
                continue
            ratio = cost.seconds / costs[size][job.peer].seconds if job.limit else 0.0
            growth = grown(costs, sizes[0], size, job) if job.growth else 0.0
            for unit, value, limit in (
                (f"× {job.peer}", ratio, job.limit),
                ("× the smallest", growth, job.growth),
                ("MiB", cost.memory if job.memory else 0.0, job.memory),
            ):
                if value > limit:
                    found.append(f"{job.name} at {size:,}: {value:.1f} {unit}, at most {limit:g}")
    return found


def write(path: Path, lines: Sequence[str]) -> None:
    """Write the table to a file, or in place of the one that is in it."""
    text, made = path.read_text(encoding="utf-8") if path.exists() else "", "\n".join(lines) + "\n"
    path.write_text(_TABLE.sub(lambda _: made, text, count=1) if _TABLE.search(text) else made, encoding="utf-8")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    sizes, costs, known = [SMALLEST, *given.sizes], dict[int, Costs](), dict[int, list[Job]]()
    with tempfile.TemporaryDirectory() as folder:
        programs = installed(Path(folder))
        for size in sizes:
            costs[size], known[size] = measured(programs, size, given.runs, given.gate)
    lines = table(sizes, costs, known)
    print("\n".join(lines))
    if given.output:
        write(given.output, lines)
    if given.gate and (found := beyond(sizes, costs, known)):
        sys.exit("\n".join(["beyond the limit:", *found]))


if __name__ == "__main__":
    main()
