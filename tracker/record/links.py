"""Links between measures: the writing verbs."""

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.domain import fields
from tracker.domain.fields import Values
from tracker.domain.keys import link_key
from tracker.errors.base import NOT_FOUND, Problem, Refused


def values(change: Change, key: str) -> dict[str, str] | None:
    """A link's three parts; nothing where none lives under the key."""
    live = change.live("link", key)
    return None if live is None else to_values(change, key, live)


def to_values(change: Change, _key: str, row: Row) -> dict[str, str]:
    """What a version says, in the fields people fill in."""
    ends = {name: change.key_of("measure", row[f"{name}_id"]) for name in ("measure", "other")}
    return {"measure": ends["measure"], "relation": row["relation"], "other": ends["other"]}


def add(change: Change, values: Values) -> str:
    """Link two measures and return the link's key; raises Refused with every problem of the link."""
    found = fields.check(fields.LINK, values)
    measure, relation, other = (str(values.get(name, "?")) for name in ("measure", "relation", "other"))
    key = link_key(measure, relation, other)
    if not found:
        for field in ("measure", "other"):
            if change.live("measure", values[field]) is None:
                remedy = "add the measure, or correct the key"
                found.append(Problem(field, f"no measure {values[field]!r}", remedy, NOT_FOUND))
        if measure == other:
            found.append(Problem("other", "a measure cannot be linked to itself", "name another one"))
        if change.live("link", key) is not None:
            found.append(Problem("relation", "the record has this link already", "leave it out"))
    if found:
        raise Refused("link", key, found)
    ends = {f"{field}_id": change.number_of("measure", values[field]) for field in ("measure", "other")}
    change.make("link", key, {**ends, "relation": relation})
    return key


def withdraw(change: Change, key: str, base: int | None = None) -> None:
    """Withdraw a link; raises UnknownKey or Conflict."""
    change.end("link", key, base)
