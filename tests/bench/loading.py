"""How long `tracker load` takes for a package of a size, and how much memory, beside `sqlite3 .import` of its files.

    python -m tests.bench.loading [--sizes 10000 100000] [--runs N]

Makes a synthetic record in a temporary folder and exports it. Then, round after round and each in a process of its
own, imports the files with the sqlite3 shell (where there is none, with Python's csv and executemany of the raw
cells), which checks nothing; reads and checks every cell of them, and nothing else; and loads the package whole into
an empty record: checked, indexed, searchable, chained and compared. Prints medians of processor time, their ratios to
the import, and the most memory a load took.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.children import apart, spent
from tests.bench.synthetic import synthetic
from tracker.db.address import Address
from tracker.db.reader import reading
from tracker.package import write_package
from tracker.package.descriptor import TABLES
from tracker.reports.snapshot import Snapshot

READ = """
import sys
from pathlib import Path
from tracker.package.csv_rows import pages_of
from tracker.package.open_package import opened
for page in pages_of(opened([Path(sys.argv[1])])).values():
    for _ in page.keyed():
        pass
"""
IMPORT = """
import csv, sqlite3, sys
from pathlib import Path
connection = sqlite3.connect(sys.argv[2])
for file in sorted(Path(sys.argv[1]).glob("*.csv")):
    with file.open(newline="") as text:
        reader = csv.reader(text)
        header = next(reader)
        connection.execute(f"CREATE TABLE {file.stem} ({', '.join(f'\\"{name}\\"' for name in header)})")
        connection.executemany(f"INSERT INTO {file.stem} VALUES ({', '.join('?' * len(header))})", reader)
connection.commit()
"""


def make(folder: Path, mentions: int) -> None:
    """Make a package of so many mentions in a folder."""
    synthetic(folder / "synthetic.db", mentions)
    with reading(Address.of(folder / "synthetic.db")) as reader:
        write_package.export(Snapshot(reader.rows), folder / "package")


def importing(files: Path, database: Path) -> list[str]:
    """What imports the files and checks nothing."""
    shell = shutil.which("sqlite3")
    if not shell:
        return [sys.executable, "-c", IMPORT, str(files), str(database)]
    imports = [f".import {files / table.name}.csv {table.name}" for table in TABLES]
    return [shell, str(database), ".mode csv", *imports]


def bench(files: Path, folder: Path, runs: int) -> list[tuple[float, float]]:
    """Medians of seconds and mebibytes: importing, reading, loading."""
    taken: list[list[tuple[float, float]]] = [[], [], []]
    for round_ in range(runs):
        target = folder / f"load-{round_}.db"
        tracker = [sys.executable, "-m", "tracker", "--quiet", "--db", str(target)]
        spent([*tracker, "db", "init", "--empty"])
        jobs = (
            importing(files, folder / f"import-{round_}.db"),
            [sys.executable, "-c", READ, str(files)],
            [*tracker, "load", str(files), "--yes", "--why", "for timing"],
        )
        for job, held in zip(jobs, taken, strict=True):
            held.append(spent(job))
    return [(median(seconds for seconds, _ in held), median(memory for _, memory in held)) for held in taken]


def main() -> None:
    """Print a line for every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    print("import by the sqlite3 shell" if shutil.which("sqlite3") else "import by Python's csv and executemany")
    headings = ("mentions", "import", "read", "ratio", "load", "ratio", "load takes")
    print("  ".join(f"{heading:>10}" for heading in headings))
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            apart(make, folder, size)
            (imported, _), (read, _), (loaded, memory) = bench(folder / "package", folder, given.runs)
        figures = (
            f"{imported:>9.2f}s  {read:>9.2f}s  {read / imported:>10.1f}  {loaded:>9.2f}s  {loaded / imported:>10.1f}"
        )
        print(f"{size:>10,}  {figures}  {memory:>6.0f} MiB")


if __name__ == "__main__":
    main()
