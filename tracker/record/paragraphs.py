"""Paragraphs: the writing verbs."""

from collections.abc import Sequence
from typing import Any

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.domain import fields
from tracker.domain.fields import Values
from tracker.domain.keys import paragraph_key
from tracker.errors.base import Problem, Refused

FIELDS = [field.name for field in fields.PARAGRAPH if field.name != "number"]


def values(change: Change, key: str) -> dict[str, Any] | None:
    """What the record says of a paragraph, in the fields people fill in; nothing where none lives under the key."""
    live = change.live("paragraph", key)
    return None if live is None else to_values(change, key, live)


def to_values(_change: Change, key: str, row: Row) -> dict[str, Any]:
    """What a version says, in the fields people fill in."""
    number = int(key.rpartition("/")[2])
    return {"number": number} | {name: row[name] for name in FIELDS if row.get(name) is not None}


def problems(values: Values) -> list[Problem]:
    """What is wrong with a paragraph's values, taken together."""
    found = fields.check(fields.PARAGRAPH, values)
    if not found and values.get("also") and not values.get("verdict"):
        found.append(Problem("also", "there is no verdict for it to stand beside", "put the first one in verdict"))
    return found


def add(change: Change, source: str, values: Values) -> None:
    """Add a paragraph to a source; raises Refused with every problem of its values, UnknownKey without the source."""
    found = problems(values)
    number = values.get("number")
    key = paragraph_key(source, number if isinstance(number, int) else 0)
    if not found and change.lives("paragraph", key):
        found.append(Problem("number", f"paragraph {number} is there already", "number each line once"))
    if found:
        raise Refused("paragraph", key, found)
    anchor = {"source_id": change.number_of("source", source), "number": number}
    change.make("paragraph", key, {name: values.get(name) or None for name in FIELDS}, anchor)


def edit(change: Change, key: str, changes: Values, base: int | None = None) -> bool:
    """Change fields of a paragraph; returns whether anything changed. Raises UnknownKey, Refused or Conflict."""
    before = values(change, key) or {}
    after = {name: value for name, value in (before | dict(changes)).items() if value not in (None, "")}
    found = problems(after) if before else []
    if found:
        raise Refused("paragraph", key, found)
    return change.revise("paragraph", key, {name: after.get(name) for name in FIELDS}, base)


def missing_numbers(numbers: Sequence[int]) -> list[int]:
    """The paragraph numbers left out between 1 and the greatest given."""
    given = set(numbers)
    return [number for number in range(1, max(given, default=0) + 1) if number not in given]
