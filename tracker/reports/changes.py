"""What moved between two days: measures that are new, advanced, fell back, are newly disputed or have gone quiet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from tracker.domain.filters import Filters, select
from tracker.domain.vocabulary import ADVANCE
from tracker.output.external_sort import in_order
from tracker.reports.snapshot import NO_DAY, Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import MeasureRow

# How a measure moved, and the heading each stands under.
MOVES = {
    "new": "New",
    "advanced": "Advanced",
    "fell_back": "Fell back",
    "disputed": "Now disputed",
    "trigger_met": "What it waits for has happened, and nobody says whether it was done",
    "quiet": "Gone quiet",
}


class MovedRow(TypedDict):
    """How a measure moved, and the mention that decided before and after.

    A stage is told by its code and, beside it, as it reads for the kind.
    """

    measure: str
    title: str
    kind: str
    moved: str
    status_before: str | None
    source_before: str | None
    paragraph_before: int | None
    quote_before: str | None
    status_after: str
    source_after: str
    paragraph_after: int | None
    quote_after: str | None
    last_reported: str
    status_label_before: str | None
    status_label_after: str
    mention_before: str | None
    mention_after: str


class DatedMove(NamedTuple):
    """How a measure moved on a day."""

    day: str
    row: MovedRow


MOVED_FIELDS = tuple(MovedRow.__annotations__)
# Silence is no movement until it is longer than this, in days.
QUIET_AFTER = 14
# More days than any silence has.
NEVER = 10**9
CONCLUDED = ("ruled_out", "completed", "ended")


def moved(
    before: Iterable[MeasureRow], after: Iterable[MeasureRow], quiet_after: int = QUIET_AFTER
) -> Iterator[MovedRow]:
    """What moved of measures between two days, one row a measure, by how it moved and then by key.

    Both give measures by key. A measure has gone quiet where its silence came to be longer than `quiet_after` days
    between the two.
    """
    found = ((list(_moves(old, row, quiet_after)), old, row) for old, row in _beside(before, after))
    order = list(MOVES)
    return in_order((order.index(moves[0]), _row(moves, old, row)) for moves, old, row in found if moves)


def _beside(
    before: Iterable[MeasureRow], after: Iterable[MeasureRow]
) -> Iterator[tuple[MeasureRow | None, MeasureRow]]:
    """Each measure beside what it was before, if it was."""
    earlier = iter(before)
    old = next(earlier, None)
    for row in after:
        while old and old["measure"] < row["measure"]:
            old = next(earlier, None)
        yield (old if old and old["measure"] == row["measure"] else None), row


def _row(moves: Sequence[str], old: MeasureRow | None, row: MeasureRow) -> MovedRow:
    return {
        "measure": row["measure"],
        "title": row["title"],
        "kind": row["kind"],
        "moved": ";".join(moves),
        "status_before": old["status"] if old else None,
        "source_before": old["status_source"] if old else None,
        "paragraph_before": old["status_paragraph"] if old else None,
        "quote_before": old["status_quote"] if old else None,
        "status_after": row["status"],
        "source_after": row["status_source"],
        "paragraph_after": row["status_paragraph"],
        "quote_after": row["status_quote"],
        "last_reported": row["last_reported"],
        "status_label_before": old["status_label"] if old else None,
        "status_label_after": row["status_label"],
        "mention_before": old["status_mention"] if old else None,
        "mention_after": row["status_mention"],
    }


def day_by_day(snapshot: Snapshot, begin: str, end: str, filters: Filters) -> Iterator[DatedMove]:
    """What moved on each of the days on which sources spoke, after one day and up to another.

    Each is compared with the day before it on which sources spoke, so that a move is the same whichever days are asked
    for; silence moves nothing.
    """
    spoken = sorted({row["spoken_on"] for row in snapshot.on(end).sources()})
    before = list(snapshot.on(max((day for day in spoken if day <= begin), default=NO_DAY)).measures())
    for day in spoken:
        if begin < day <= end:
            after = list(snapshot.on(day).measures())
            kept = (one.row for one in select(after, filters))
            yield from (DatedMove(day, row) for row in moved((one.row for one in before), kept, quiet_after=NEVER))
            before = after


def _moves(old: MeasureRow | None, row: MeasureRow, quiet_after: int) -> Iterator[str]:
    if old is None:
        yield "new"
        return
    if ADVANCE[row["status"]] > ADVANCE[old["status"]]:
        yield "advanced"
    if ADVANCE[row["status"]] < ADVANCE[old["status"]]:
        yield "fell_back"
    if row["disputed"] and not old["disputed"]:
        yield "disputed"
    if row["trigger_met"] and not old["trigger_met"]:
        yield "trigger_met"
    # What is concluded has no more to say.
    if old["days_silent"] <= quiet_after < row["days_silent"] and row["status"] not in CONCLUDED:
        yield "quiet"
