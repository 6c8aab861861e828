"""How long "which status, as of a day" takes on a record of a size, beside the same asked with ROW_NUMBER().

    python tests/bench/as_of.py [--sizes 10000 100000 1000000] [--runs N]

Makes a synthetic record in a temporary folder. Then asks, in turn and round after round, for the status of every
measure as of a day and for a page of fifty: by the program's own `statuses.sql` and by ROW_NUMBER(), and prints medians
of processor time and their ratio. Both answers are compared first.
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
from tracker.db.queries import EVERY_KEY, query_text  # noqa: E402

PAGE = 50

# The same columns, the deciding mention found the usual way.
WINDOW = """
SELECT a.key AS measure, v.title, v.kind, v.form, m.status, m.condition,
  CASE WHEN m.condition IS NULL AND m.event_id IS NULL THEN 0 ELSE 1 END AS conditional
FROM measure AS a
JOIN measure_version AS v ON v.measure_id = a.id AND v.made_in <= :revision AND v.ended_in > :revision
JOIN (
  SELECT d.measure_id, d.status, d.condition, d.event_id, ROW_NUMBER() OVER (
    PARTITION BY d.measure_id ORDER BY d.standing, d.counts_on DESC, d.precedence
  ) AS place
  FROM mention_version AS d
  WHERE d.standing < 2 AND d.established IS NULL AND d.spoken_on <= :as_of
    AND d.made_in <= :revision AND d.ended_in > :revision
) AS m ON m.measure_id = a.id AND m.place = 1
WHERE a.key BETWEEN :first AND :last
ORDER BY a.key
LIMIT :most
"""


def seconds(ask: Callable[[], object], times: int = 1) -> float:
    """Processor seconds of one asking."""
    begun = time.process_time()
    for _ in range(times):
        ask()
    return (time.process_time() - begun) / times


def bench(path: Path, runs: int) -> dict[str, float]:
    """Medians in seconds: every measure by the program's query and by ROW_NUMBER, then a page of fifty by both."""
    connection = sqlite3.connect(path)
    statuses = query_text("statuses")
    whole = {**EVERY_KEY, "as_of": AS_OF, "revision": REVISION, "established": 0, "established_as_of": AS_OF}
    page = {**whole, "first": "m5", "most": PAGE}

    def ask(query: str, parameters: dict[str, object]) -> list[tuple[object, ...]]:
        return connection.execute(query, parameters).fetchall()

    if ask(statuses, whole) != ask(WINDOW, whole):
        raise SystemExit("the two ways of asking give different answers")
    taken: dict[str, list[float]] = {}
    for _ in range(runs):
        for name, query, parameters, times in (
            ("all", statuses, whole, 1),
            ("all, window", WINDOW, whole, 1),
            ("page", statuses, page, 50),
            ("page, window", WINDOW, page, 1),
        ):
            taken.setdefault(name, []).append(seconds(lambda q=query, p=parameters: ask(q, p), times))  # type: ignore[misc]
    connection.close()
    return {name: median(values) for name, values in taken.items()}


def main() -> None:
    """Print a line for every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    headings = ("mentions", "statuses", "ROW_NUMBER", "ratio", "page of 50", "ROW_NUMBER")
    print("  ".join(f"{heading:>10}" for heading in headings))
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "record.db"
            synthetic(path, size)
            all_, window, page, window_page = bench(path, given.runs).values()
        print(
            f"{size:>10,}  {all_:>9.3f}s  {window:>9.3f}s  {all_ / window:>10.2f}"
            f"  {page * 1000:>8.2f}ms  {window_page:>9.3f}s"
        )


if __name__ == "__main__":
    main()
