"""The lives of measures as pictures: where on a line of a width each mention stands, and which source reports what.

Pure functions over what `reports` gives; a mark is the letter of a stage, so that a picture reads without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.dates import add_days, days_between, show_date
from tracker.domain.deciding import SET_ASIDE
from tracker.domain.status import MeasureStatus, mention_row
from tracker.domain.vocabulary import STATUS_LETTERS, STATUSES

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow, SourceRow

# A measure, and by the key of each source what it says of the measure.
MatrixRow = dict[str, str | None]
SPOKEN, SILENT, BEFORE = "─", "·", " "


class Mark(NamedTuple):
    """What stands in one place of a line: a letter or a rule, and the status that colours it, if any."""

    text: str
    status: str = ""


def spoken_mentions(one: MeasureStatus) -> list[RankedMentionRow]:
    """The mentions that count, in the order they were made: by day, within a day in deciding order."""
    counted = [mention_row(mention) for mention in one.decision.ranked if mention.row["standing"] != SET_ASIDE]
    return sorted(counted, key=lambda row: row["spoken_on"])  # stable: ranks keep their order within a day


def line(one: MeasureStatus, first: str, last: str, width: int) -> list[Mark]:
    """A measure's life between two days on so many places: a letter for each stage a day brought.

    Rules join the letters while anyone spoke; dots run on where nobody has since. Letters that fall on one place stand
    side by side, none is lost while there is room for all.
    """
    letters: list[tuple[int, str]] = []
    for day, rows in groupby(spoken_mentions(one), lambda row: row["spoken_on"]):
        place = scaled(day, first, last, width)
        letters += [(place, status) for status in dict.fromkeys(row["status"] for row in rows)]
    places = _apart([place for place, _ in letters], width)
    marks = [Mark(BEFORE)] * width
    if places:
        for place in range(places[0], width):
            marks[place] = Mark(SPOKEN if place < places[-1] else SILENT)
    for place, (_, status) in zip(places, letters, strict=True):
        marks[place] = Mark(STATUS_LETTERS[status], status)
    return marks


def scaled(day: str, first: str, last: str, width: int) -> int:
    """The place of a day on a line of so many places that runs from the first day to the last."""
    span = days_between(first, last)
    return round(days_between(first, day) * (width - 1) / span) if span else 0


def _apart(wished: Sequence[int], width: int) -> list[int]:
    """The places nearest to those wished for, in order, no two alike, all within the width where that can be."""
    places: list[int] = []
    for place in wished:
        places.append(max(place, places[-1] + 1 if places else 0))
    limit = width - 1
    for position in reversed(range(len(places))):
        places[position] = max(0, min(places[position], limit))
        limit = places[position] - 1
    return places


def axis(first: str, last: str, width: int) -> str:
    """The days along a line: its ends, and the first days of months where there is room between."""
    days = [first, last, *_months(first, last)]
    shown: list[tuple[int, str]] = []
    for day in days:
        text = show_date(day) if day == last else show_date(day).rsplit(" ", 1)[0]
        place = min(scaled(day, first, last, width), width - len(text))
        if place >= 0 and all(place + len(text) < other or place > other + len(words) for other, words in shown):
            shown.append((place, text))
    made = ""
    for place, text in sorted(shown):
        made = made.ljust(place) + text
    return made


def _months(first: str, last: str) -> Iterable[str]:
    day = first
    while (day := add_days(day[:8] + "28", 4)[:8] + "01") <= last:
        yield day


def span(measured: Sequence[MeasureStatus], as_of: str) -> tuple[str, str]:
    """The first day anyone spoke of any of the measures, and the day the record is asked about."""
    return min((one.row["first_reported"] for one in measured), default=as_of), as_of


def used_letters(measured: Sequence[MeasureStatus]) -> str:
    """What the letters that occur mean, in one line."""
    used = {row["status"] for one in measured for row in spoken_mentions(one)}
    return " · ".join(f"{STATUS_LETTERS[status]} {STATUSES.label(status)}" for status in STATUSES if status in used)


def cell(rows: Sequence[RankedMentionRow]) -> str:
    """What one source says of one measure: letters with paragraphs, the deciding one marked: `A21◄,23 C24`."""
    stages: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row["paragraph"]):
        mark = "◄" if row["decides"] else ""
        stages.setdefault(STATUS_LETTERS[row["status"]], []).append(f"{row['paragraph']}{mark}")
    return " ".join(letter + ",".join(paragraphs) for letter, paragraphs in stages.items())


def matrix(measured: Sequence[MeasureStatus], sources: Sequence[SourceRow]) -> list[MatrixRow]:
    """A row for each measure, with a cell for each source, by key, of what it says; empty where it is silent."""
    found = []
    for one in measured:
        rows, measure = spoken_mentions(one), one.row
        row: MatrixRow = {"measure": measure["measure"], "title": measure["title"], "status": measure["status"]}
        for source in sources:
            said = [mention for mention in rows if mention["source"] == source["source"]]
            row[source["source"]] = cell(said) or None
        found.append(row)
    return found
