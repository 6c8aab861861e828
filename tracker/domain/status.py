"""A measure's answer as a row: what its decision comes to in the columns of `measures.csv`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.domain.amounts import AMOUNT_FIELDS
from tracker.domain.dates import days_between
from tracker.domain.deciding import Decision
from tracker.domain.vocabulary import STATUS_ORDER, status_label

Row = dict[str, Any]

# The columns of `measures.csv` that the deciding mention and the measure itself tell.
STATUS_FIELDS = frozenset(
    "measure title kind form status status_order status_label conditional condition as_of".split()
)


class MeasureStatus(NamedTuple):
    """A measure: its row, as `measures.csv` has it, and the decision behind it."""

    row: Row
    decision: Decision


def measure_row(measure: Mapping[str, Any], decision: Decision, as_of: str, aliases: Iterable[str]) -> Row:
    """A row of `measures.csv`."""
    first = decision.row
    counted = [mention.row for mention in decision.ranked if mention.reason != "deprecated"]
    amount = decision.amount_row or dict.fromkeys(AMOUNT_FIELDS)
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
        "conditional": bool(first["condition"] or first["event"]),
        "condition": first["condition"],
        "trigger_met": bool(first["event_met_on"]) if first["event"] else None,
        "due": _first(counted, "due"),
        "actor": _first(counted, "actor"),
        "target": measure["target"] or _first(counted, "target"),
        "place": decision.place_row["place"] if decision.place_row else None,
        **{name: whole(amount[name]) for name in AMOUNT_FIELDS},
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
        "aliases": ";".join(aliases),
        "as_of": as_of,
        "summary": measure["summary"],
    }


def status_row(row: Mapping[str, Any], as_of: str) -> Row:
    """What of a row of `measures.csv` the deciding mention alone tells: STATUS_FIELDS."""
    return {
        **{name: row[name] for name in ("measure", "title", "kind", "form", "status", "condition")},
        "status_order": STATUS_ORDER.get(row["status"]),
        "status_label": status_label(row["kind"], row["status"]),
        "conditional": bool(row["condition"] or row["event_id"]),
        "as_of": as_of,
    }


def whole(value: Any) -> Any:
    """A number without a fraction as a whole number, as it was written."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _first(rows: Sequence[Mapping[str, Any]], field: str) -> Any:
    return next((row[field] for row in rows if row[field]), None)
