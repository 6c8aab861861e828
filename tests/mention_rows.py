"""Mentions as rows of the query behind every report, made without a database."""

import re
from collections.abc import Mapping
from typing import Any

from tracker.db.queries import query_text
from tracker.domain.dates import period
from tracker.domain.deciding import Decision, decide, order_fields
from tracker.domain.spoken import Spoken

Row = dict[str, Any]

STAGES = ("ruled_out", "considered", "proposed", "announced", "under_way", "in_effect", "completed", "ended")

QUERY = "\n".join(line for line in query_text("mentions").splitlines() if not line.startswith("--"))

COLUMNS = [
    part.split()[-1].rpartition(".")[2]
    for part in re.sub(r"\([^()]*\)", "", QUERY.partition("FROM")[0].removeprefix("SELECT")).split(",")
]


def feb(number: int) -> str:
    """A day of the month these tests live in."""
    return f"2022-02-{number:02}"


def said(
    key: str, day: int, status: str = "announced", *, between: tuple[int, int] = (0, 0), date: str = "", **more: Any
) -> Row:
    """A row of the query: by default a direct claim with a speaker, in a source of its own whose day is certain."""
    row: Row = dict.fromkeys(COLUMNS)
    row |= {"mention": key, "measure": "boats", "source": f"paper-{key}", "published": feb(day)}
    row |= {"status": status, "strength": "direct", "attribution": "named_person", "deprecated": 0, **more}
    row["spoken_earliest"], row["spoken_latest"] = feb(between[0] or day), feb(between[1] or day)
    if date:
        dated = period(date)
        row |= {"date_edtf": date, "date_earliest": dated.earliest or None, "date_latest": dated.latest or None}
    return row | order_fields(key, row, feb(day))


def troops(number: float | None, qualifier: str = "exact", basis: str | None = None) -> Row:
    """The amount fields of a mention of troops."""
    return {"amount": number, "unit": "troops", "qualifier": qualifier, "basis": basis}


def decision_of(*rows: Row, as_of: int = 28) -> Decision | None:
    """The decision as of a day over rows chosen and sorted as the query does."""
    chosen = sorted((row for row in rows if row["spoken_earliest"] <= feb(as_of)), key=lambda row: row["precedence"])
    chosen.sort(key=lambda row: row["counts_on"], reverse=True)
    chosen.sort(key=lambda row: row["standing"])
    return decide([Spoken(**row) for row in chosen], feb(as_of))


def decided(*rows: Row, as_of: int = 28) -> Decision:
    """The decision where there must be one."""
    found = decision_of(*rows, as_of=as_of)
    assert found is not None
    return found


def decider(*rows: Row, as_of: int = 28) -> tuple[str, str]:
    """The deciding mention and the rule that chose it."""
    found = decided(*rows, as_of=as_of)
    return found.row["mention"], found.ranked[0].reason


def key_of(row: Mapping[str, Any] | None) -> str | None:
    """A row's key, or nothing for no row."""
    return row["mention"] if row else None
