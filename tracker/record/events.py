"""Events that measures wait for: the writing verbs."""

from typing import Any

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.domain import fields, quotes
from tracker.domain.fields import Values
from tracker.domain.keys import paragraph_key
from tracker.errors.base import NOT_FOUND, Problem, Refused


def values(change: Change, key: str) -> dict[str, Any] | None:
    """What the record says of an event, in the fields people fill in; nothing where none lives under the key."""
    live = change.live("event", key)
    return None if live is None else to_values(change, key, live)


def to_values(change: Change, key: str, row: Row) -> dict[str, Any]:
    """What a version says, in the fields people fill in."""
    found = {"key": key} | {name: row[name] for name in ("title", "met_on", "quote") if row.get(name) is not None}
    if row.get("paragraph_id"):
        source, _, number = change.key_of("paragraph", row["paragraph_id"]).rpartition("/")
        found |= {"source": source, "paragraph": int(number)}
    return found


def problems(change: Change, values: Values) -> list[Problem]:
    """What is wrong with an event's values, taken together."""
    found = fields.check(fields.EVENT, values)
    if found:
        return found
    cited = [bool(values.get(name)) for name in ("source", "paragraph", "quote")]
    if any(cited) and not all(cited):
        found.append(Problem("quote", "the citation is incomplete", "give source, paragraph and quote together"))
    if values.get("met_on") and not all(cited):
        found.append(Problem("met_on", "no source says that it was met", "cite the source, paragraph and quote"))
    if all(cited):
        if change.live("paragraph", paragraph_key(values["source"], values["paragraph"])) is None:
            remedy = "check the source's key and the number"
            message = f"{values['source']} has no paragraph {values['paragraph']}"
            found.append(Problem("paragraph", message, remedy, NOT_FOUND))
        complaint = quotes.complaint(values["quote"])
        if complaint:
            found.append(Problem("quote", *complaint))
    return found


def add(change: Change, values: Values) -> str:
    """Add an event and return its key; raises Refused with every problem of its values."""
    found = problems(change, values)
    if not found and change.live("event", values["key"]) is not None:
        found.append(Problem("key", f"the record has an event {values['key']!r} already", "choose another key"))
    if found:
        raise Refused("event", str(values.get("key", "?")), found)
    change.make("event", values["key"], _row(change, values))
    return str(values["key"])


def edit(change: Change, key: str, changes: Values, base: int | None = None) -> bool:
    """Change fields of an event, empty ones to nothing; returns whether anything changed.

    Raises UnknownKey, Refused, or Conflict where it was changed since `base`.
    """
    before = values(change, key) or {}
    after = {name: value for name, value in (before | dict(changes)).items() if value not in (None, "")}
    found = problems(change, after) if before else []
    if found:
        raise Refused("event", key, found)
    return change.revise("event", key, _row(change, after) if before else {}, base)


def withdraw(change: Change, key: str, base: int | None = None) -> None:
    """Withdraw an event that no live mention waits for; raises UnknownKey, Conflict, or Refused."""
    waiting = change.live_keys("mention", event_id=change.number_of("event", key))
    if waiting:
        remedy = f"edit them first: {', '.join(waiting)}"
        raise Refused("event", key, [Problem("key", f"{len(waiting)} mentions wait for it", remedy)])
    change.end("event", key, base)


def _row(change: Change, values: Values) -> Row:
    row: Row = {name: values.get(name) for name in ("title", "met_on", "quote")}
    cited = values.get("source")
    key = paragraph_key(values["source"], values["paragraph"]) if cited else ""
    return row | {"paragraph_id": change.number_of("paragraph", key) if cited else None}
