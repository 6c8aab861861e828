"""Lag: how long after its announcement a measure was done, by what documents establish, and what the press had said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, TypedDict

from tracker.domain.caveats import DONE, WAITING
from tracker.domain.dates import days_between
from tracker.domain.deciding import COMPETES
from tracker.domain.established import acted_on
from tracker.domain.vocabulary import KINDS
from tracker.output.external_sort import in_order

if TYPE_CHECKING:
    from tracker.domain.rows import MentionRow
    from tracker.domain.status import MeasureStatus


class LagRow(TypedDict):
    """A measure's days: when the press first told of it as to come, and as done, and when documents say it was done.

    `done` is the day of the act, or with `done_by` the last day on which it can have been; `not_yet` the last day on
    which a document told of it as still to be done, where none tells of it as done. `days` are those from its
    announcement to its being done; `press_ahead` those by which the press told of it as done before it was, and below
    0 those by which it told of it after: only of an act whose day is known. A day that no source gives is empty.
    """

    measure: str
    title: str
    kind: str
    announced: str | None
    in_print: str | None
    done: str | None
    done_by: bool
    not_yet: str | None
    days: int | None
    press_ahead: int | None
    source: str | None
    type: str | None
    evidence: str | None
    unsure: bool


FIELDS = tuple(LagRow.__annotations__)


def lags(measured: Iterable[MeasureStatus]) -> Iterator[LagRow]:
    """A row for each measure that documents tell of, by kind and then by the days it took; those not done last."""
    rows = (row for row in (_row(one) for one in measured if one.established) if row["announced"] or row["in_print"])
    order = list(KINDS)
    return in_order(
        ((order.index(row["kind"]), row["days"] is None, row["days"] or 0, row["measure"]), row) for row in rows
    )


def _row(one: MeasureStatus) -> LagRow:
    counted = [mention.row for mention in one.mentions if mention.row["standing"] == COMPETES]
    press = [row for row in counted if not row["established"]]
    documents = sorted((row for row in counted if row["established"]), key=lambda row: acted_on(row, row["spoken_on"]))
    announced = min((row["spoken_on"] for row in press if row["status"] in WAITING), default=None)
    in_print = min((row["spoken_on"] for row in _done(press)), default=None)
    act = next(_done(documents), None)
    done = acted_on(act, act["spoken_on"]) if act else None
    exact = act is not None and act["date_latest"] is not None and act["date_earliest"] == act["date_latest"]
    waits = [acted_on(row, row["spoken_on"]) for row in documents if row["status"] in WAITING]
    if announced and done and announced > done:  # told of as to come when it was done already
        announced = None
    return {
        "measure": one.row["measure"],
        "title": one.row["title"],
        "kind": one.row["kind"],
        "announced": announced,
        "in_print": in_print,
        "done": done,
        "done_by": act is not None and not exact,
        "not_yet": waits[-1] if waits and not act else None,
        "days": days_between(announced, done) if announced and done and exact else None,
        "press_ahead": days_between(in_print, done) if in_print and done and exact else None,
        "source": act["source"] if act else None,
        "type": (act["source_type"] or "press") if act else None,
        "evidence": (act["evidence"] or "quoted") if act else None,
        "unsure": bool(act["unsure"]) if act else False,
    }


def _done(rows: Iterable[MentionRow]) -> Iterator[MentionRow]:
    return (row for row in rows if row["status"] in DONE)


def by_kind(rows: Sequence[LagRow]) -> list[tuple[str, int, float]]:
    """For each kind of which a measure was done after it was announced: how many, and the median of the days."""
    found = []
    for kind in KINDS:
        days = [row["days"] for row in rows if row["kind"] == kind and row["days"] is not None]
        if days:
            found.append((kind, len(days), median(days)))
    return found
