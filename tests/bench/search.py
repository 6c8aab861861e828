"""How long full-text search takes on quotes in number, beside a scan of them with LIKE.

    python tests/bench/search.py [--quotes 1000000] [--runs N]

Makes a synthetic record in a temporary folder, whose words are as unevenly spread as a language's. Then asks, in turn
and round after round, for the newest fifty quotes that hold all of some words: by the program's own `search.sql`, and
by LIKE over the quotes alone, without marking what matched.
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.bench.synthetic import AS_OF, REVISION, synthetic  # noqa: E402
from tracker.db.queries import query_text  # noqa: E402
from tracker.db.search_words import asked  # noqa: E402

TOP = 50
SEARCHES = ("troopsa sendo", "missiles law", "oligarchu banksi send", "ukraine support", "troops")
# A word that stands in most quotes, and two that stand in many.
COMMON = ("will", "will troops")


class Found(NamedTuple):
    """What was searched for, how many quotes hold it, and medians of seconds: of the program's search and of LIKE."""

    words: str
    count: int
    ours: float
    scan: float


def seconds(connection: sqlite3.Connection, text: str, parameters: Mapping[str, object]) -> float:
    """Processor seconds of one asking."""
    begun = time.process_time()
    connection.execute(text, parameters).fetchall()
    return time.process_time() - begun


def bench(path: Path, searches: Sequence[str], runs: int) -> Iterator[Found]:
    """Search for each in turn, the two ways round after round."""
    connection = sqlite3.connect(path)
    for words in searches:
        common = {"revision": REVISION, "as_of": AS_OF, "most": TOP, "skip": 0, "words": asked([words]).query}
        count = connection.execute("SELECT COUNT(*) FROM search WHERE search MATCH :words", common).fetchone()[0]
        like = " AND ".join(f"quote LIKE '%{word}%'" for word in words.split())
        like = f"""SELECT id FROM mention_version WHERE {like} AND spoken_on <= :as_of AND made_in <= :revision
                   AND ended_in > :revision ORDER BY spoken_on DESC LIMIT {TOP}"""
        ours, scans = [], []
        for _ in range(runs):
            ours.append(seconds(connection, query_text("search"), common))
            scans.append(seconds(connection, like, common))
        yield Found(words, count, median(ours), median(scans))
    connection.close()


def main() -> None:
    """Print a line for every search."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        synthetic(path, given.quotes)
        print(f"{'words':<24} {'matches':>9} {'search':>8} {'LIKE':>8} {'ratio':>6}")
        for one in bench(path, COMMON + SEARCHES, given.runs):
            figures = f"{one.ours:>7.3f}s {one.scan:>7.3f}s {one.ours / one.scan:>6.2f}"
            print(f"{one.words:<24} {one.count:>9,} {figures}")


if __name__ == "__main__":
    main()
