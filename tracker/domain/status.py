"""What a decision comes to, as rows: of `measures.csv` for the measure, of `mentions.csv` for its mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.columns import MEASURES
from tracker.domain.dates import days_between
from tracker.domain.deciding import Decision, Ranked, decide
from tracker.domain.vocabulary import STATUS_ORDER, status_label

if TYPE_CHECKING:
    from tracker.domain.rows import (
        AmountFields,
        DecidedRow,
        LinkRow,
        MeasureDefinition,
        MeasureRow,
        MentionRow,
        RankedMentionRow,
        StatusRow,
    )

# The relations by which a measure stands under another.
UNDER = ("part_of", "follows")
# What a measure without a status says in the columns that its mentions would fill.
_WITHOUT_STATUS = {
    field.name: None if not field.required else False if field.type == "flag" else 0 for field in MEASURES
}
# The columns of `measures.csv` that the deciding mention and the measure itself tell.
STATUS_FIELDS = frozenset(
    "measure title kind form status status_order status_label conditional condition as_of".split()
)


class MeasureStatus(NamedTuple):
    """A measure: its row, as `measures.csv` has it, the decision behind it, and whether it was perhaps carried out.

    It perhaps was where what it waits for was reported, and what may be the same measure is in effect or completed.
    """

    row: MeasureRow
    decision: Decision
    perhaps_done: bool = False


class Listed(NamedTuple):
    """A measure with or without a status: its row, its mentions in order, and the decision where there is one."""

    row: Mapping[str, object]
    ranked: Sequence[Ranked]
    status: MeasureStatus | None


class Among(NamedTuple):
    """What stands around a measure: the keys merged into it, and the links that begin at it."""

    aliases: Sequence[str]
    links: Sequence[LinkRow]

    @property
    def parent(self) -> str | None:
        """The measure that it is part of, else that it follows."""
        above = [(link["relation"] != "part_of", link["other"]) for link in self.links if link["relation"] in UNDER]
        return min(above)[1] if above else None

    @property
    def counts_with(self) -> str | None:
        """The measure whose people it counts again: using a force follows its standing ready, or the reverse."""
        pairs = {"readiness", "deployment"}
        follows = [link for link in self.links if link["relation"] == "follows"]
        return min((link["other"] for link in follows if {link["kind"], link["other_kind"]} == pairs), default=None)


def listed(measure: MeasureDefinition, mentions: Sequence[MentionRow], as_of: str, among: Among) -> Listed:
    """A measure as a package lists it, from its mentions in deciding order."""
    decision = decide(mentions, as_of)
    if decision:
        row = measure_row(measure, decision, as_of, among)
        return Listed(row, decision.ranked, MeasureStatus(row, decision))
    spoken = [row for row in mentions if row["spoken_on"] <= as_of]
    ranked = [Ranked(row, place, "deprecated", ()) for place, row in enumerate(spoken, 1)]
    around = {"parent": among.parent, "counts_with": among.counts_with, "aliases": ";".join(among.aliases)}
    return Listed({**_WITHOUT_STATUS, **measure, **around, "as_of": as_of}, ranked, None)


def measure_row(measure: MeasureDefinition, decision: Decision, as_of: str, among: Among) -> MeasureRow:
    """A row of `measures.csv`."""
    first = decision.row
    counted = [mention.row for mention in decision.ranked if mention.reason != "deprecated"]
    spoken = [row["spoken_on"] for row in counted]
    origins = len({row["origin"] for row in counted})
    return {
        "measure": measure["measure"],
        "title": measure["title"],
        "kind": measure["kind"],
        "form": measure["form"],
        "status": first["status"],
        "status_order": STATUS_ORDER.get(first["status"]),
        "status_label": status_label(measure["kind"], first["status"]),
        "status_date": decision.date_row["date_edtf"] if decision.date_row else None,
        "status_mention": first["mention"],
        "status_source": first["source"],
        "status_paragraph": first["paragraph"],
        "status_quote": first["quote"],
        "status_speaker": first["speaker"],
        "status_rule": decision.ranked[0].reason,
        "conditional": is_conditional(first),
        "condition": first["condition"],
        "trigger_met": bool(first["event_met_on"]) if first["event"] else None,
        "due": next((row["due"] for row in counted if row["due"]), None),
        "actor": next((row["actor"] for row in counted if row["actor"]), None),
        "target": measure["target"] or next((row["target"] for row in counted if row["target"]), None),
        "place": decision.place_row["place"] if decision.place_row else None,
        **whole_amounts(decision.amount_row),
        "components": measure["components"],
        "first_reported": min(spoken),
        "last_reported": max(spoken),
        "days_silent": days_between(max(spoken), as_of),
        "mentions": len(counted),
        "sources": len({row["source"] for row in counted}),
        "origins": origins,
        "single_origin": origins == 1,
        "disputed": bool(decision.disagreeing),
        "disagreements": len(decision.disagreeing),
        "inferred_date": decision.inferred_date,
        "aliases": ";".join(among.aliases),
        "as_of": as_of,
        "summary": measure["summary"],
        "amount_mention": decision.amount_row["mention"] if decision.amount_row else None,
        "place_mention": decision.place_row["mention"] if decision.place_row else None,
        "date_mention": decision.date_row["mention"] if decision.date_row else None,
        "parent": among.parent,
        "counts_with": among.counts_with,
        "merged_into": measure["merged_into"],
    }


def is_conditional(row: MentionRow) -> bool:
    """Whether a condition hangs on what a mention says."""
    return bool(row["condition"] or row["event"])


def status_row(row: DecidedRow, as_of: str) -> StatusRow:
    """What of a row of `measures.csv` the deciding mention alone tells: STATUS_FIELDS."""
    return {
        **row,
        "conditional": bool(row["conditional"]),
        "status_order": STATUS_ORDER.get(row["status"]),
        "status_label": status_label(row["kind"], row["status"]),
        "as_of": as_of,
    }


def mention_row(mention: Ranked) -> RankedMentionRow:
    """A row of `mentions.csv`; its `published` is the day the source speaks on."""
    row = mention.row
    return {
        **row,
        **whole_amounts(row),
        "unsure": bool(row["unsure"]),
        "status_order": STATUS_ORDER.get(row["status"]),
        "rank": mention.rank,
        "rank_reason": mention.reason,
        "decides": mention.rank == 1 and mention.reason != "deprecated",
        "disagrees": ";".join(mention.disagrees),
    }


def whole_amounts(row: AmountFields | None) -> AmountFields:
    """The amount fields of a row, empty without one; a number without a fraction is whole, as it was written."""
    if row is None:
        return _NO_AMOUNT
    return {
        "amount": _whole(row["amount"]),
        "amount_low": _whole(row["amount_low"]),
        "amount_high": _whole(row["amount_high"]),
        "unit": row["unit"],
        "qualifier": row["qualifier"],
        "basis": row["basis"],
    }


def _whole(number: float | None) -> float | None:
    return int(number) if isinstance(number, float) and number.is_integer() else number


_NO_AMOUNT: AmountFields = {
    "amount": None,
    "amount_low": None,
    "amount_high": None,
    "unit": None,
    "qualifier": None,
    "basis": None,
}
