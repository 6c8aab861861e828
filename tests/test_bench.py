"""The table of the benchmark, and what its gate refuses."""

from pathlib import Path

from tests.bench.__main__ import Cost, beyond, table, write
from tests.bench.jobs import Job

SIZES = [1_000, 10_000]
JOBS = [
    Job("plain", []),
    Job("ours", [], "plain", limit=3.0, growth=2.0, memory=100.0),
    Job("start", [], left_out="alike at any size"),
]
COSTS = {
    1_000: {"plain": Cost(0.05, 10.0), "ours": Cost(0.1, 20.0), "start": Cost(0.2, 20.0)},
    10_000: {"plain": Cost(0.1, 10.0), "ours": Cost(0.15, 90.0)},
}
KNOWN = dict.fromkeys(SIZES, JOBS)


def test_a_row_says_ratio_memory_and_growth() -> None:
    """A job has its time, how many times its peer's that is and its memory at each size, and how much it grew."""
    lines = table(SIZES, COSTS, KNOWN)
    assert lines[3] == "| ours | 0.10 s, 2.00 × plain, 20 MiB | 0.15 s, 1.50 × plain, 90 MiB | × 1.5 |"
    assert lines[4] == "| start | 0.20 s, 20 MiB | left out: alike at any size |  |"


def test_the_gate() -> None:
    """Each limit is one by itself: of the peer's time, of growth and of memory; within all of them nothing is said."""
    assert beyond(SIZES, COSTS, KNOWN) == []
    worse = COSTS | {10_000: {"plain": Cost(0.1, 10.0), "ours": Cost(0.31, 101.0)}}
    assert beyond(SIZES, worse, KNOWN) == [
        "ours at 10,000: 3.1 × plain, at most 3",
        "ours at 10,000: 3.1 × the smallest, at most 2",
        "ours at 10,000: 101.0 MiB, at most 100",
    ]


def test_a_table_takes_the_place_of_the_one_that_is_there(tmp_path: Path) -> None:
    """In a Markdown file the former table alone is replaced; a file without one becomes the table."""
    file = tmp_path / "README.md"
    file.write_text("# Figures\n\n| job | old |\n| --- | --- |\n| x | 1 |\n\n| other | table |\n", encoding="utf-8")
    write(file, ["| job | new |", "| --- | --- |"])
    assert file.read_text(encoding="utf-8") == "# Figures\n\n| job | new |\n| --- | --- |\n\n| other | table |\n"
    write(tmp_path / "new.md", ["| job | new |"])
    assert (tmp_path / "new.md").read_text(encoding="utf-8") == "| job | new |\n"
