"""Sources: the writing verbs."""

from typing import Any

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.domain import fields
from tracker.domain.deciding import order_fields, spoken_on
from tracker.domain.fields import Values
from tracker.errors.base import AlreadyRecorded, Problem, Refused

FIELDS = [field.name for field in fields.SOURCE if field.name != "key"]


def values(change: Change, key: str) -> dict[str, Any] | None:
    """What the record says of a source, in the fields people fill in; nothing where none lives under the key."""
    live = change.live("source", key)
    return None if live is None else to_values(change, key, live)


def to_values(_change: Change, key: str, row: Row) -> dict[str, Any]:
    """What a version says, in the fields people fill in."""
    return {"key": key} | {name: row[name] for name in FIELDS if row.get(name) is not None}


def problems(values: Values) -> list[Problem]:
    """What is wrong with a source's values, taken together."""
    found = fields.check(fields.SOURCE, values)
    if found:
        return found
    earliest, best, latest = (values[f"published{end}"] for end in ("_earliest", "", "_latest"))
    if not earliest <= best <= latest:
        remedy = "let published lie between published_earliest and published_latest"
        found.append(Problem("published", f"{best} is not within {earliest} to {latest}", remedy))
    if values.get("updated") and values["updated"] < earliest:
        found.append(Problem("updated", f"{values['updated']} is before it was published", "check both dates"))
    return found


def add(change: Change, values: Values) -> None:
    """Add a source; raises Refused with every problem of its values."""
    found = problems(values)
    if not found and change.live("source", values["key"]) is not None:
        found.append(Problem("key", f"the record has a source {values['key']!r} already", "choose another key"))
    if found:
        raise Refused("source", str(values.get("key", "?")), found)
    change.make("source", values["key"], {name: values.get(name) or None for name in FIELDS})


def refuse_known(change: Change, text_sha256: str) -> None:
    """Raise AlreadyRecorded where a source in the record was read from the same text."""
    known = change.live_keys("source", text_sha256=text_sha256)
    if known:
        raise AlreadyRecorded(known[0])


def edit(change: Change, key: str, changes: Values, base: int | None = None) -> bool:
    """Change fields of a source, empty ones to nothing; its mentions speak on its new day.

    Returns whether anything changed. Raises UnknownKey, Refused, or Conflict where it was changed since `base`.
    """
    before = values(change, key) or {}
    after = {name: value for name, value in (before | dict(changes)).items() if value not in (None, "")}
    found = problems(after) if before else []
    if found:
        raise Refused("source", key, found)
    changed = change.revise("source", key, {name: after.get(name) for name in FIELDS}, base)
    if changed and spoken_on(after) != spoken_on(before):
        for mention in mentions_of(change, key):
            row = change.live("mention", mention) or {}
            change.revise("mention", mention, {**order_fields(mention, row, spoken_on(after))})
    return changed


def mentions_of(change: Change, key: str) -> list[str]:
    """The keys of a source's live mentions."""
    numbers = [change.number_of("paragraph", paragraph) for paragraph in paragraphs_of(change, key)]
    return [mention for number in numbers for mention in change.live_keys("mention", paragraph_id=number)]


def paragraphs_of(change: Change, key: str) -> list[str]:
    """The keys of a source's live paragraphs, in reading order."""
    prefix = f"{key}/"
    found = [name for name in change.keys("paragraph") if name.startswith(prefix) and change.live("paragraph", name)]
    return sorted(found, key=lambda name: int(name.removeprefix(prefix)))


def withdraw(change: Change, key: str, base: int | None = None) -> int:
    """Withdraw a source with its paragraphs and mentions; returns how many mentions went.

    An event that only this source said was met is unmet again. Raises UnknownKey, or Conflict.
    """
    mentions, paragraphs = mentions_of(change, key), paragraphs_of(change, key)
    change.end("source", key, base)
    for mention in mentions:
        change.end("mention", mention)
    for paragraph in paragraphs:
        for event in change.live_keys("event", paragraph_id=change.number_of("paragraph", paragraph)):
            change.revise("event", event, {"met_on": None, "paragraph_id": None, "quote": None})
        change.end("paragraph", paragraph)
    return len(mentions)
