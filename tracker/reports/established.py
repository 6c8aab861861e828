"""What became of a measure: what documents establish, beside what the press reported, with the days of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.dates import show_date
from tracker.domain.deciding import COMPETES, SET_ASIDE
from tracker.domain.established import acted_on, label_of
from tracker.domain.vocabulary import PRESS, status_label

if TYPE_CHECKING:
    from tracker.domain.deciding import Decision
    from tracker.domain.rows import MentionRow
    from tracker.domain.status import MeasureStatus

Day = Callable[[str], str]
# Beside what one source alone establishes, and where a press report is the only witness.
ALONE, WITNESS = "?", "*"
MARKS = {ALONE: "one source alone", WITNESS: "press witness"}


class Outcome(NamedTuple):
    """What a document establishes after the press last spoke: the stage in words, when, and how well."""

    label: str
    date: str
    marks: tuple[str, ...]
    lasting: bool  # the stage is the one that was reported

    def text(self, day: Day = show_date) -> str:
        """In words: `imposed 25 Feb`, with its marks."""
        return " ".join(["still so" if self.lasting else self.label, day(self.date), *self.marks])


def marks_of(row: MentionRow) -> tuple[str, ...]:
    """How well a document establishes something, where that needs saying."""
    witness = (WITNESS,) if (row["source_type"] or PRESS[0]) in PRESS else ()
    return (*witness, *((ALONE,) if row["unsure"] else ()))


def outcome(one: MeasureStatus) -> Outcome | None:
    """What became of a measure since the press spoke of it last; nothing where no document tells of a later act."""
    found = one.established
    if found is None or found is one.decision:
        return None
    row, said = found.row, one.decision.row
    if acted_on(row, row["spoken_on"]) <= said["spoken_on"]:
        return None
    lasting = row["status"] == said["status"] and row["status"] not in ("completed", "ended")
    return Outcome(label_of(one.row["kind"], row), _date(found), marks_of(found.date_row or row), lasting)


def _date(found: Decision) -> str:
    """When the established stage was reached; else the day on which its document spoke."""
    dated = found.date_row["date_edtf"] if found.date_row else None
    return dated or found.row["spoken_on"]


class Step(NamedTuple):
    """A stage in a measure's life: the day it sorts by, how it reads, and whether it is established."""

    day: str
    text: str
    established: bool


def life(one: MeasureStatus, day: Day = show_date) -> list[Step]:
    """A measure's life in order of time: each stage when the press first reported it, and when documents say it was."""
    steps = [*_reported(one, day), *_documented(one, day)]
    return sorted(steps, key=lambda step: (step.day, step.established))


def _reported(one: MeasureStatus, day: Day) -> Iterator[Step]:
    seen = ""
    rows = [mention.row for mention in one.mentions if not mention.row["established"]]
    counted = sorted((row for row in rows if row["standing"] != SET_ASIDE), key=lambda row: row["spoken_on"])
    decided: dict[str, MentionRow] = {}
    for row in counted:  # of a day the first in deciding order
        decided.setdefault(row["spoken_on"], row)
    for spoken, row in decided.items():
        if row["status"] != seen:
            seen = row["status"]
            yield Step(spoken, f"reported {status_label(one.row['kind'], seen)} {day(spoken)}", False)


def _documented(one: MeasureStatus, day: Day) -> Iterator[Step]:
    rows = [mention.row for mention in one.mentions if mention.row["established"]]
    counted = sorted(
        (row for row in rows if row["standing"] == COMPETES), key=lambda row: acted_on(row, row["spoken_on"])
    )
    seen = ""
    for row in counted:
        label = label_of(one.row["kind"], row)
        if label != seen or row is counted[-1]:
            when = day(row["date_edtf"] or row["spoken_on"]) + hour_of(row)
            told = ", ".join([row["evidence"] or "quoted", *(MARKS[mark] for mark in marks_of(row))])
            text = f"{'still ' if label == seen else ''}{label} {when} ({told})"
            yield Step(acted_on(row, row["spoken_on"]), text, True)
            seen = label


def hour_of(row: MentionRow) -> str:
    """The hour at which an instrument came into force, where that is the day a mention dates."""
    on, _, at = (row["in_force"] or "").partition("T")
    return f" {at}" if at and on == row["date_edtf"] else ""
