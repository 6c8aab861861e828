"""How well likely paragraphs are found: recall and precision by paragraph, each article judged by the other four.

The threshold is the one number fitted to the articles, so for each article it is chosen on the other four. After them
come invented articles, group by group; what they scored before their misses were read stands beside them.

    TRACKER_SEED_TEXTS=FOLDER-OF-TEXTS python tests/bench/candidates.py
"""

import csv
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tracker.domain import quotes  # noqa: E402
from tracker.text import highlights  # noqa: E402

GROUPS = "abcefg"
Scored = list[tuple[int, bool]]


def judged(folder: Path) -> dict[str, Scored]:
    """For each article, every paragraph's score (-9 for furniture) and whether the shipped readings record it."""
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8") as file:
        seeds = {row["source"]: row["seed"] for row in csv.DictReader(file) if row["seed"]}
    recorded: dict[str, list[bool]] = {}
    with (ROOT / "data" / "paragraphs.csv").open(encoding="utf-8") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: int(row["paragraph"])):
            recorded.setdefault(row["source"], []).append(row["verdict"] == "records")
    found = {}
    for source, seed in seeds.items():
        texts = quotes.paragraphs((folder / f"{seed}.txt").read_text(encoding="utf-8"))
        scores = [-9 if one.furniture else one.score for one in highlights.candidates(texts)]
        found[source] = list(zip(scores, recorded[source], strict=True))
    return found


def invented(group: str) -> Scored:
    """The same for the invented articles of a group."""
    found: Scored = []
    for file in sorted((Path(__file__).parent / "articles").glob(f"{group}*.tsv")):
        lines = [line.split("\t", 1) for line in file.read_text(encoding="utf-8").splitlines()]
        scored = highlights.candidates([text for _, text in lines])
        marks = zip(scored, lines, strict=True)
        found += [(-9 if one.furniture else one.score, mark == "measure") for one, (mark, _) in marks]
    return found


def rates(scored: Scored, threshold: int) -> tuple[float, float]:
    """Recall and precision at a threshold."""
    hits = sum(1 for score, records in scored if records and score >= threshold)
    marked = sum(1 for score, _ in scored if score >= threshold)
    return hits / max(1, sum(records for _, records in scored)), hits / max(1, marked)


def chosen(scored: Scored) -> int:
    """The highest threshold with a recall of 0.95 on these, so that the one left out may fall a little short."""
    return max((threshold for threshold in range(1, 10) if rates(scored, threshold)[0] >= 0.95), default=1)


def main() -> None:
    """Print the figures."""
    articles = judged(Path(os.environ["TRACKER_SEED_TEXTS"]))
    print(f"{'left out':20} {'threshold':>9} {'recall':>7} {'precision':>9}")
    pooled: Scored = []
    for name, scored in articles.items():
        others = [pair for other, pairs in articles.items() if other != name for pair in pairs]
        threshold = chosen(others)
        recall, precision = rates(scored, threshold)
        pooled += [(int(score >= threshold), records) for score, records in scored]
        print(f"{name:20} {threshold:9} {recall:7.2f} {precision:9.2f}")
    print(f"{'all, each left out':20} {'':9} {rates(pooled, 1)[0]:7.2f} {rates(pooled, 1)[1]:9.2f}")
    everything = [pair for pairs in articles.values() for pair in pairs]
    recall, precision = rates(everything, highlights.THRESHOLD)
    print(f"{'all, as shipped':20} {highlights.THRESHOLD:9} {recall:7.2f} {precision:9.2f}")
    for group in GROUPS:
        recall, precision = rates(invented(group), highlights.THRESHOLD)
        print(f"{'invented, ' + group:20} {highlights.THRESHOLD:9} {recall:7.2f} {precision:9.2f}")


if __name__ == "__main__":
    main()
