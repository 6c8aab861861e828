"""What a decision comes to, as rows: of `measures.csv` for the measure, of `mentions.csv` for its mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from tracker.domain.columns import MEASURES
from tracker.domain.dates import days_between
from tracker.domain.deciding import Decision, Ranked, decide
from tracker.domain.established import EstablishedFields, label_of
from tracker.domain.spoken import Spoken
from tracker.domain.vocabulary import PRESS, STATUS_ORDER, status_label

if TYPE_CHECKING:
    from tracker.domain.rows import (
        AmountFields,
        DecidedRow,
        LinkRow,
        MeasureDefinition,
        MeasureRow,
        RankedMentionRow,
        ReportedRow,
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
    `established` is what documents say, and `decision` what the press reported, unless the other was asked for.
    """

    row: MeasureRow
    decision: Decision
    established: Decision | None = None
    perhaps_done: bool = False

    @property
    def mentions(self) -> Sequence[Ranked]:
        """Its mentions, those that count to the status asked for ahead of those that documents add."""
        others = self.established if self.established is not self.decision else None
        return (*self.decision.ranked, *(others.ranked if others else ()))


class Listed(NamedTuple):
    """A measure with or without a status: its row, its mentions in order, and the decision where there is one.

    `others` are the mentions that count to the other status: to the established one, where it is the reported.
    """

    row: Mapping[str, object]
    ranked: Sequence[Ranked]
    status: MeasureStatus | None
    others: Sequence[Ranked]

    @property
    def mentions(self) -> Sequence[Ranked]:
        """Its mentions, those that count to the status asked for ahead of the others."""
        return (*self.ranked, *self.others)

    @property
    def told(self) -> Iterator[Ranked]:
        """The same, but for those of a status of which every mention was set aside."""
        for side in (self.ranked, self.others):
            if side and side[0].reason != "deprecated":
                yield from side


class Days(NamedTuple):
    """The days by which sources had spoken: articles, and documents."""

    as_of: str
    established_as_of: str


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


def listed(
    measure: MeasureDefinition, mentions: Sequence[Spoken], days: Days, among: Among, established: bool = False
) -> Listed:
    """A measure as a package lists it, from its mentions in deciding order: by what was reported, or is established."""
    reports = [one for one in mentions if not one.established]
    documents = [one for one in mentions if one.established]
    found = decide(reports, days.as_of), decide(documents, days.established_as_of)
    decision = found[established]
    sides = [(reports, days.as_of, found[0]), (documents, days.established_as_of, found[1])]
    ranked, others = (_ranked(*side) for side in (reversed(sides) if established else sides))
    if decision:
        row: MeasureRow = {
            **measure_row(measure, decision, sides[established][1], among),
            **_established(measure, found[1], days),
        }
        return Listed(row, ranked, MeasureStatus(row, decision, found[1]), others)
    around = {"parent": among.parent, "counts_with": among.counts_with, "aliases": ";".join(among.aliases)}
    without = {**_WITHOUT_STATUS, **measure, **around, **_established(measure, found[1], days)}
    return Listed({**without, "as_of": sides[established][1]}, ranked, None, others)


def _ranked(mentions: Sequence[Spoken], as_of: str, decision: Decision | None) -> Sequence[Ranked]:
    """Mentions in order; where none of them counts, all are set aside."""
    if decision:
        return decision.ranked
    spoken = [one for one in mentions if one.spoken_on <= as_of]
    return [Ranked(one, place, "deprecated", ()) for place, one in enumerate(spoken, 1)]


def _established(measure: MeasureDefinition, decision: Decision | None, days: Days) -> EstablishedFields:
    """What documents establish of a measure, in its row."""
    first = decision.first if decision else None
    counted = [mention for mention in decision.ranked if mention.reason != "deprecated"] if decision else []
    return {
        "established_status": first.status if first else None,
        "established_label": label_of(measure["kind"], decision.row) if decision else None,
        "established_date": decision.dated.date_edtf if decision and decision.dated else None,
        "established_mention": first.mention if first else None,
        "established_source": first.source if first else None,
        "established_type": (first.source_type or PRESS[0]) if first else None,
        "established_evidence": (first.evidence or "quoted") if first else None,
        "established_mentions": len(counted),
        "established_as_of": days.established_as_of,
    }


def measure_row(measure: MeasureDefinition, decision: Decision, as_of: str, among: Among) -> ReportedRow:
    """A row of `measures.csv`, but for what documents establish."""
    first, amount, place, dated = decision.first, decision.counted, decision.placed, decision.dated
    counted = [mention.spoken for mention in decision.ranked if mention.reason != "deprecated"]
    spoken = [one.spoken_on for one in counted]
    origins = len({one.origin for one in counted})
    disagreements = sum(1 for mention in decision.ranked if mention.disagrees)
    label = label_of(measure["kind"], decision.row) if first.established else None
    return {
        "measure": measure["measure"],
        "title": measure["title"],
        "kind": measure["kind"],
        "form": measure["form"],
        "status": first.status,
        "status_order": STATUS_ORDER.get(first.status),
        "status_label": label or status_label(measure["kind"], first.status),
        "status_date": dated.date_edtf if dated else None,
        "status_mention": first.mention,
        "status_source": first.source,
        "status_paragraph": first.paragraph,
        "status_quote": first.quote,
        "status_speaker": first.speaker,
        "status_rule": decision.ranked[0].reason,
        "conditional": is_conditional(first),
        "condition": first.condition,
        "trigger_met": bool(first.event_met_on) if first.event else None,
        "due": next((one.due for one in counted if one.due), None),
        "actor": next((one.actor for one in counted if one.actor), None),
        "target": measure["target"] or next((one.target for one in counted if one.target), None),
        "place": place.place if place else None,
        **_amounts(amount),
        "components": measure["components"],
        "first_reported": min(spoken),
        "last_reported": max(spoken),
        "days_silent": days_between(max(spoken), as_of),
        "mentions": len(counted),
        "sources": len({one.source for one in counted}),
        "origins": origins,
        "single_origin": origins == 1,
        "disputed": disagreements > 0,
        "disagreements": disagreements,
        "inferred_date": decision.inferred_date,
        "aliases": ";".join(among.aliases),
        "as_of": as_of,
        "summary": measure["summary"],
        "amount_mention": amount.mention if amount else None,
        "place_mention": place.mention if place else None,
        "date_mention": dated.mention if dated else None,
        "parent": among.parent,
        "counts_with": among.counts_with,
        "merged_into": measure["merged_into"],
    }


def is_conditional(one: Spoken) -> bool:
    """Whether a condition hangs on what a mention says."""
    return bool(one.condition or one.event)


def status_row(row: DecidedRow, as_of: str) -> StatusRow:
    """What of a row of `measures.csv` the deciding mention alone tells: STATUS_FIELDS."""
    return {
        **row,
        "conditional": bool(row["conditional"]),
        "status_order": STATUS_ORDER.get(row["status"]),
        "status_label": status_label(row["kind"], row["status"]),
        "as_of": as_of,
    }


# What each column of mentions holds: those of `mentions.csv`, and what else is known of a mention.
MENTION_COLUMNS = (*Spoken._fields, "status_order", "rank", "rank_reason", "decides", "disagrees")
_AMOUNTS = [Spoken._fields.index(name) for name in ("amount", "amount_low", "amount_high")]
_FLAGS = [Spoken._fields.index(name) for name in ("unsure", "established")]
_STATUS = Spoken._fields.index("status")


def mention_columns(mentions: Sequence[Ranked]) -> list[Sequence[Any]]:
    """Mentions column by column, in their order; their `published` is the day the source speaks on."""
    said: list[Sequence[Any]] = [*zip(*[mention.spoken for mention in mentions], strict=True)]
    if not said:
        return [()] * len(MENTION_COLUMNS)
    for place in _AMOUNTS:
        said[place] = [value if value is None else _whole(value) for value in said[place]]
    for place in _FLAGS:
        said[place] = [value == 1 for value in said[place]]
    return [
        *said,
        [*map(STATUS_ORDER.get, said[_STATUS])],
        [mention.rank for mention in mentions],
        [mention.reason for mention in mentions],
        [mention.rank == 1 and mention.reason != "deprecated" for mention in mentions],
        [";".join(mention.disagrees) for mention in mentions],
    ]


def mention_rows(mentions: Sequence[Ranked]) -> list[RankedMentionRow]:
    """Rows of `mentions.csv`, with what else is known of each mention."""
    found = zip(*mention_columns(mentions), strict=True)
    return [cast("RankedMentionRow", dict(zip(MENTION_COLUMNS, values, strict=True))) for values in found]


def _amounts(one: Spoken | None) -> AmountFields:
    """The amount fields of a mention, empty without one; a number without a fraction is whole, as it was written."""
    return {
        "amount": _whole(one.amount) if one else None,
        "amount_low": _whole(one.amount_low) if one else None,
        "amount_high": _whole(one.amount_high) if one else None,
        "unit": one.unit if one else None,
        "qualifier": one.qualifier if one else None,
        "basis": one.basis if one else None,
    }


def _whole(number: float | None) -> float | None:
    return int(number) if isinstance(number, float) and number.is_integer() else number
