"""How well stages are guessed: right, none and wrong over the shipped mentions and over invented articles.

The invented quotes are in stages.tsv: article, paragraph, kind, stage, words. Each group was coded before its misses
were read; articles/README.md has what it scored then.

    TRACKER_SEED_TEXTS=FOLDER-OF-TEXTS python tests/bench/stages.py [--wrong GROUP]
"""

import csv
import os
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tracker.domain import quotes  # noqa: E402
from tracker.text.mention_guesses import mention_guesses  # noqa: E402


class Coded(NamedTuple):
    """Words of an article, the paragraphs up to them, the kind of measure, and the stage."""

    quote: str
    read: list[str]
    kind: str
    stage: str

    @property
    def guess(self) -> str:
        """The stage that is guessed, as far as the article's own words say."""
        return mention_guesses(self.quote, self.read, "2022-03-10", {"kind": self.kind})["status"].value


def shipped(folder: Path) -> list[Coded]:
    """The mentions of the shipped readings."""
    rows = {}
    for table in ("sources", "measures", "mentions"):
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8") as file:
            rows[table] = list(csv.DictReader(file))
    texts = {
        row["source"]: quotes.paragraphs((folder / f"{row['seed']}.txt").read_text(encoding="utf-8"))
        for row in rows["sources"]
        if row["seed"]
    }
    kinds = {row["measure"]: row["kind"] for row in rows["measures"]}
    return [
        Coded(row["quote"], texts[row["source"]][: int(row["paragraph"])], kinds[row["measure"]], row["status"])
        for row in rows["mentions"]
        if row["source"] in texts
    ]


def invented(groups: str) -> list[Coded]:
    """The quotes of the invented articles of some groups: `bc` takes those of b1 to c6."""
    here = Path(__file__).parent
    found = []
    for line in (here / "stages.tsv").read_text(encoding="utf-8").splitlines():
        article, number, kind, stage, quote = line.split("\t")
        lines = (here / "articles" / f"{article}.tsv").read_text(encoding="utf-8").splitlines()
        read = [line.partition("\t")[2] for line in lines[: int(number)]]
        assert quotes.occurrences(quote, read[-1]) == 1, line
        if article[0] in groups:
            found.append(Coded(quote, read, kind, stage))
    return found


def counted(coded: list[Coded]) -> tuple[int, int, int]:
    """How many stages are guessed right, not at all, and wrong."""
    guesses = [(one.guess, one.stage) for one in coded]
    right, none = sum(guess == stage for guess, stage in guesses), sum(not guess for guess, _ in guesses)
    return right, none, len(guesses) - right - none


def main() -> None:
    """Print the figures; of a group (s shipped, a to h) that is named, what is not right."""
    groups = {"s": shipped(Path(os.environ["TRACKER_SEED_TEXTS"])), **{name: invented(name) for name in "abcdefgh"}}
    for name, coded in groups.items():
        print(f"{name}: of {len(coded)} right, none, wrong: {counted(coded)}")
    for one in groups.get(sys.argv[2], []) if sys.argv[1:2] == ["--wrong"] else []:
        if one.guess != one.stage:
            print(f"{one.stage:12}{one.guess or '-':12}{one.quote} <- {one.read[-1][:160]}")


if __name__ == "__main__":
    main()
