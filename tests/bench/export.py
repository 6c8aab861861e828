"""How long `tracker export` takes for a record of a size, and how much memory, beside `sqlite3 -csv` of its mentions.

    python -m tests.bench.export [--sizes 10000 100000] [--runs N]

Makes a synthetic record in a temporary folder. Then, round after round and each in a process of its own, has the
sqlite3 shell (where there is none, Python's csv over a cursor) write the joined mentions as they are kept, and exports
the whole package: decided, ranked, guarded, described. Prints medians of processor time, their ratio, and the most
memory an export took.
"""

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.children import apart, spent
from tests.bench.synthetic import synthetic
from tracker.db.queries import query_text

LITERALS = {
    "revision": "1",
    "established_as_of": "'9999-12-31'",
    "established": "0",
    "as_of": "'9999-12-31'",
    "first": "''",
    "last": "'~'",
}
WRITE = """
import csv, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(sys.argv[2])
writer = csv.writer(sys.stdout)
writer.writerow([column[0] for column in rows.description])
writer.writerows(rows)
"""


def peer(database: Path) -> list[str]:
    """What writes the joined mentions and works nothing out."""
    said = "\n".join(line for line in query_text("mentions").splitlines() if not line.startswith("--"))
    query = re.sub(r":(\w+)", lambda found: LITERALS[found[1]], said)
    shell = shutil.which("sqlite3")
    if shell:
        return [shell, "-csv", "-header", str(database), query]
    return [sys.executable, "-c", WRITE, str(database), query]


def main() -> None:
    """Print a line for every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    headings = ("mentions", "sqlite3", "export", "ratio", "takes")
    print("  ".join(f"{heading:>10}" for heading in headings))
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as name:
            database = Path(name) / "record.db"
            apart(synthetic, database, size)
            tracker = [sys.executable, "-m", "tracker", "--db", str(database)]
            plain, exported = [], []
            for _ in range(given.runs):
                plain.append(spent(peer(database))[0])
                exported.append(spent([*tracker, "export", str(Path(name) / "package")]))
        seconds, memory = (median(found) for found in zip(*exported, strict=True))
        figures = f"{median(plain):>9.2f}s  {seconds:>9.2f}s  {seconds / median(plain):>10.1f}"
        print(f"{size:>10,}  {figures}  {memory:>6.0f} MiB")


if __name__ == "__main__":
    main()
