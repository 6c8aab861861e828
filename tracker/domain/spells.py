"""Spells: for each measure the runs of days on which it had one status, as those want it who work with durations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TypedDict

from tracker.domain.dates import add_days, days_between
from tracker.domain.deciding import SET_ASIDE
from tracker.domain.spoken import Spoken
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import STATUS_ORDER, status_label


class SpellRow(TypedDict):
    """A row of `spells.csv`: days in a row on which a measure had one status."""

    measure: str
    first_day: str
    last_day: str
    title: str
    kind: str
    status: str
    status_order: int | None
    status_label: str
    days: int
    ongoing: bool
    first_mention: str
    last_mention: str


def spells(one: MeasureStatus) -> Iterator[SpellRow]:
    """A row for each run of days of one status, from the first report of a measure to the day of the report.

    Whichever mention stands first in deciding order among those spoken by a day decides on that day, so that one walk
    in that order meets, latest first, every mention that ever decided.
    """
    measure = one.row
    deciding: list[Spoken] = []
    for mention in one.decision.ranked:
        spoken = mention.spoken
        if spoken.standing != SET_ASIDE and (not deciding or spoken.spoken_on < deciding[-1].spoken_on):
            deciding.append(spoken)
    runs = [list(run) for _, run in groupby(reversed(deciding), lambda spoken: spoken.status)]
    for place, run in enumerate(runs):
        ongoing = run is runs[-1]
        first_day = run[0].spoken_on
        last_day = measure["as_of"] if ongoing else add_days(runs[place + 1][0].spoken_on, -1)
        yield {
            "measure": measure["measure"],
            "first_day": first_day,
            "last_day": last_day,
            "title": measure["title"],
            "kind": measure["kind"],
            "status": run[0].status,
            "status_order": STATUS_ORDER.get(run[0].status),
            "status_label": status_label(measure["kind"], run[0].status),
            "days": days_between(first_day, last_day) + 1,
            "ongoing": ongoing,
            "first_mention": run[0].mention,
            "last_mention": run[-1].mention,
        }
