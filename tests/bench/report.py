"""How long the program's own reading commands take on records of several sizes, and how much memory.

    python tests/bench/report.py [--sizes 10000 100000] [--runs N]

Makes synthetic records in a temporary folder and runs each command as its own process, writing to nowhere; prints the
median of processor time, the peak of memory, and by how much both grew from the size before. Add 1000000 to the sizes
for a few minutes more.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent.parent
MAKE = "import sys; from pathlib import Path; from tests.bench.synthetic import synthetic; "
MAKE += "synthetic(Path(sys.argv[1]), int(sys.argv[2]))"

COMMANDS = (
    "report --format csv",
    "report",
    "report --columns measure,title,status",
    "report --format csv --disputed --kind refuge",
    "mention list --format csv",
    "measure list --limit 50",
    "measure show m777",
    "measure explain m777",
    "mention show MENTION",
    "search troops",
    "search missiles law --limit 50",
    "search missiles law --limit 50 --disputed",
)


def run(command: str, database: Path) -> tuple[float, float]:
    """Processor seconds and peak memory in MiB of one run."""
    environment = {**os.environ, "TRACKER_DB": str(database), "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, "-m", "tracker", *command.split()],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"tracker {command}: exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print a line for every command and size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        records = {size: Path(folder) / f"{size}.db" for size in given.sizes}
        for size, path in records.items():
            # In a process of its own: the peak of a child's memory is never below its parent's.
            subprocess.run([sys.executable, "-c", MAKE, str(path), str(size)], cwd=ROOT, check=True)
        print(f"{'command':<44} {'mentions':>10} {'seconds':>8} {'MiB':>6} {'× time':>7} {'× MiB':>6}")
        for command in COMMANDS:
            before: tuple[float, float] | None = None
            for size, path in records.items():
                (mention,) = sqlite3.connect(path).execute("SELECT min(key) FROM mention").fetchone()
                runs = [run(command.replace("MENTION", mention), path) for _ in range(given.runs)]
                time, memory = median(one[0] for one in runs), median(one[1] for one in runs)
                grew = f" {time / before[0]:7.1f} {memory / before[1]:6.1f}" if before else ""
                print(f"{command:<44} {size:>10,} {time:8.2f} {memory:6.0f}{grew}")
                before = time, memory


if __name__ == "__main__":
    main()
