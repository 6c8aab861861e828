"""The lives of measures as pictures: where on a line of a width each mention stands, and which source reports what.

Pure functions over what `reports` gives; a mark is the letter of a stage, so that a picture reads without colour.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.deciding import SET_ASIDE
from tracker.domain.status import MeasureStatus, mention_rows
from tracker.domain.vocabulary import STATUS_LETTERS, STATUSES

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow

# A measure, and by the key of each source that speaks of it what it says.
MatrixRow = dict[str, str]
SPOKEN, SILENT, BEFORE = "─", "·", " "


class Mark(NamedTuple):
    """What a day brought a measure: letters of stages, the sign that runs on to the next day, the deciding status."""

    letters: str
    after: str
    status: str


def spoken_mentions(one: MeasureStatus) -> list[RankedMentionRow]:
    """The mentions that count, in the order they were made: by day, within a day in deciding order."""
    counted = mention_rows([mention for mention in one.decision.ranked if mention.spoken.standing != SET_ASIDE])
    return sorted(counted, key=lambda row: row["spoken_on"])  # stable: ranks keep their order within a day


def days(measured: Sequence[MeasureStatus]) -> list[str]:
    """The days on which a source spoke of any of the measures, in order."""
    return sorted({row["spoken_on"] for one in measured for row in spoken_mentions(one)})


def stages(one: MeasureStatus) -> dict[str, list[str]]:
    """The stages that each day brought a measure, without repeats, by day: the first of them decides of that day."""
    return {
        day: list(dict.fromkeys(row["status"] for row in rows))
        for day, rows in groupby(spoken_mentions(one), lambda row: row["spoken_on"])
    }


def life(one: MeasureStatus, columns: Sequence[str]) -> list[Mark]:
    """A measure's life in columns of days: letters where somebody spoke, then a line to the next word, then dots."""
    brought = stages(one)
    first, last = min(brought), max(brought)
    marks = []
    for day in columns:
        after = SPOKEN if day < last else SILENT
        letters = "/".join(STATUS_LETTERS[status] for status in brought.get(day, ()))
        marks.append(Mark(letters, after if day >= first else BEFORE, brought.get(day, [""])[0]))
    return marks


def used_letters(measured: Sequence[MeasureStatus]) -> str:
    """What the letters that occur mean, in one line."""
    used = {row["status"] for one in measured for row in spoken_mentions(one)}
    return " · ".join(f"{STATUS_LETTERS[status]} {STATUSES.label(status)}" for status in STATUSES if status in used)


def cell(rows: Sequence[RankedMentionRow]) -> str:
    """What one source says of one measure: letters with paragraphs, the deciding one marked: `A21◄,23 C24`.

    What is cited has § for a paragraph.
    """
    stages: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row["paragraph"] or 0):
        mark = "◄" if row["decides"] else ""
        stages.setdefault(STATUS_LETTERS[row["status"]], []).append(f"{row['paragraph'] or '§'}{mark}")
    return " ".join(letter + ",".join(paragraphs) for letter, paragraphs in stages.items())


def matrix_row(one: MeasureStatus, sources: Container[str]) -> MatrixRow:
    """A row for a measure, with a cell for each of these sources, by key, that says something of it."""
    said: dict[str, list[RankedMentionRow]] = {}
    for mention in spoken_mentions(one):
        if mention["source"] in sources:
            said.setdefault(mention["source"], []).append(mention)
    measure = {"measure": one.row["measure"], "title": one.row["title"], "status": one.row["status"]}
    return {**measure, **{source: cell(rows) for source, rows in said.items()}}
