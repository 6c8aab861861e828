"""How long "which status, as of a day" takes on a record of a size, beside the same asked with ROW_NUMBER().

    python tests/bench/as_of.py [--sizes 10000 100000 1000000] [--runs N]

Makes a synthetic record in a temporary folder. Then asks, in turn and round after round, for the status of every
measure as of a day and for a page of fifty, both ways, and prints medians of processor time and their ratio. Both
answers are compared first.
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.bench.synthetic import AS_OF, REVISION, synthetic  # noqa: E402

PAGE = 50

# The latest that had spoken, by the stored order: what the covering index ix_mention_version_deciding is for.
SUBQUERY = """
SELECT a.key, (
  SELECT m.status FROM mention_version AS m
  WHERE m.measure_id = a.id AND m.standing < 2 AND m.spoken_on <= :as_of
    AND m.made_in <= :revision AND m.ended_in > :revision
  ORDER BY m.standing, m.counts_on DESC, m.precedence LIMIT 1
) AS status
FROM measure AS a WHERE a.id > :after ORDER BY a.id LIMIT :most
"""
ROW_NUMBER = """
SELECT a.key, r.status FROM measure AS a LEFT JOIN (
  SELECT m.measure_id, m.status, ROW_NUMBER() OVER (
    PARTITION BY m.measure_id ORDER BY m.standing, m.counts_on DESC, m.precedence
  ) AS place
  FROM mention_version AS m
  WHERE m.standing < 2 AND m.spoken_on <= :as_of AND m.made_in <= :revision AND m.ended_in > :revision
) AS r ON r.measure_id = a.id AND r.place = 1
WHERE a.id > :after ORDER BY a.id LIMIT :most
"""


def seconds(ask: Callable[[], object], times: int = 1) -> float:
    """Processor seconds of one asking."""
    begun = time.process_time()
    for _ in range(times):
        ask()
    return (time.process_time() - begun) / times


def bench(path: Path, runs: int) -> tuple[float, float, float, float]:
    """Medians in seconds: every measure by index and by ROW_NUMBER, then a page of fifty by both."""
    connection = sqlite3.connect(path)
    count = connection.execute("SELECT COUNT(*) FROM measure").fetchone()[0]
    common = {"as_of": AS_OF, "revision": REVISION}
    whole = common | {"after": 0, "most": count}
    page = common | {"after": count // 2, "most": PAGE}

    def ask(query: str, parameters: dict[str, object]) -> list[tuple[object, ...]]:
        return connection.execute(query, parameters).fetchall()

    if ask(SUBQUERY, whole) != ask(ROW_NUMBER, whole):
        raise SystemExit("the two ways of asking give different answers")
    taken: dict[str, list[float]] = {"index": [], "window": [], "page": [], "window page": []}
    for _ in range(runs):
        taken["index"].append(seconds(lambda: ask(SUBQUERY, whole)))
        taken["window"].append(seconds(lambda: ask(ROW_NUMBER, whole)))
        taken["page"].append(seconds(lambda: ask(SUBQUERY, page), 50))
        taken["window page"].append(seconds(lambda: ask(ROW_NUMBER, page)))
    connection.close()
    index, window, paged, window_page = (median(values) for values in taken.values())
    return index, window, paged, window_page


def main() -> None:
    """Print a line for every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    headings = ("mentions", "all, index", "ROW_NUMBER", "ratio", "page of 50", "ROW_NUMBER")
    print("  ".join(f"{heading:>10}" for heading in headings))
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "record.db"
            synthetic(path, size)
            index, window, page, window_page = bench(path, given.runs)
        ratio = index / window
        print(
            f"{size:>10,}  {index:>9.3f}s  {window:>9.3f}s  {ratio:>10.2f}  {page * 1000:>8.2f}ms  {window_page:>9.3f}s"
        )


if __name__ == "__main__":
    main()
