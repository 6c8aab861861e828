"""The panel: every measure on every day, as those want it who work with time series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from tracker.domain.dates import add_days
from tracker.domain.deciding import decide
from tracker.domain.status import MeasureStatus, is_conditional
from tracker.domain.vocabulary import STATUS_ORDER


class PanelRow(TypedDict):
    """A row of the panel: a measure on a day."""

    date: str
    measure: str
    status: str
    status_order: int | None
    amount: float | None
    title: str
    kind: str
    status_mention: str
    conditional: bool
    disputed: bool
    established_status: str | None
    established_mention: str | None


def panel(measured: Sequence[MeasureStatus], as_of: str) -> Iterator[PanelRow]:
    """A row for each measure and day from its first report to `as_of`, with the answer as of that day.

    What sources had said changes only on the days they speak; between them the answer stands. Beside it stands what
    documents that had spoken by then establish.
    """
    for one in measured:
        mentions = [mention.spoken for mention in one.decision.ranked]
        documents = [mention.spoken for mention in one.mentions if mention.spoken.established]
        spoken = sorted(day for day in {said.spoken_on for said in (*mentions, *documents)} if day <= as_of)
        for position, first in enumerate(spoken):
            decision = decide(mentions, first)
            if decision is None:
                continue
            following = spoken[position + 1] if position + 1 < len(spoken) else add_days(as_of, 1)
            amount = decision.counted.amount if decision.counted else None
            deciding, found = decision.first, decide(documents, first)
            answer: PanelRow = {
                "date": first,
                "measure": one.row["measure"],
                "status": deciding.status,
                "status_order": STATUS_ORDER.get(deciding.status),
                "amount": amount,
                "title": one.row["title"],
                "kind": one.row["kind"],
                "status_mention": deciding.mention,
                "conditional": is_conditional(deciding),
                "disputed": bool(decision.disagreeing),
                "established_status": found.first.status if found else None,
                "established_mention": found.first.mention if found else None,
            }
            day = first
            while day < following:
                yield {**answer, "date": day}
                day = add_days(day, 1)
