"""Measures: the writing verbs."""

from typing import Any

from tracker import fields
from tracker.errors import Problem, Refused, UnknownKey
from tracker.fields import Values
from tracker.keys import link_key
from tracker.revisions import Change
from tracker.vocabulary import FORMS_OF_KIND

FIELDS = [field.name for field in fields.MEASURE if field.name != "key"]


def values(change: Change, key: str) -> dict[str, Any] | None:
    """What the record says of a measure, in the fields people fill in; nothing where none lives under the key."""
    live = change.live("measure", key)
    if live is None:
        return None
    return {"key": key} | {name: live[name] for name in FIELDS if live.get(name) is not None}


def required(change: Change, key: str) -> dict[str, Any]:
    """What the record says of a measure; raises UnknownKey where none lives under the key."""
    found = values(change, key)
    if found is None:
        raise UnknownKey("measure", key, change.live_keys("measure"))
    return found


def problems(values: Values) -> list[Problem]:
    """What is wrong with a measure's values, taken together."""
    found = fields.check(fields.MEASURE, values)
    if found:
        return found
    forms = FORMS_OF_KIND.get(values["kind"], ())
    form = values.get("form")
    if form and form not in forms:
        remedy = f"one of: {', '.join(forms)}" if forms else "leave it out"
        found.append(Problem("form", f"{form!r} is no form of {values['kind']}", remedy))
    return found


def add(change: Change, values: Values) -> None:
    """Add a measure; raises Refused with every problem of its values."""
    found = problems(values)
    if not found and change.live("measure", values["key"]) is not None:
        found.append(Problem("key", f"the record has a measure {values['key']!r} already", "choose another key"))
    if found:
        raise Refused("measure", str(values.get("key", "?")), found)
    change.make("measure", values["key"], {name: values.get(name) or None for name in FIELDS})


def edit(change: Change, key: str, changes: Values, base: int | None = None) -> bool:
    """Change fields of a measure, empty ones to nothing; returns whether anything changed.

    Raises UnknownKey, Refused, or Conflict where it was changed since `base`.
    """
    before = values(change, key) or {}
    after = {name: value for name, value in (before | dict(changes)).items() if value not in (None, "")}
    found = problems(after) if before else []
    if found:
        raise Refused("measure", key, found)
    return change.revise("measure", key, {name: after.get(name) for name in FIELDS}, base)


def mentions_of(change: Change, key: str) -> list[str]:
    """The keys of a measure's live mentions."""
    return change.live_keys("mention", measure_id=change.number_of("measure", key))


def withdraw(change: Change, key: str, base: int | None = None) -> int:
    """Withdraw a measure with its mentions and links; returns how many mentions went. Raises UnknownKey, Conflict."""
    change.end("measure", key, base)
    mentions = mentions_of(change, key)
    for mention in mentions:
        change.end("mention", mention)
    for link in _links_of(change, key):
        change.end("link", link)
    return len(mentions)


def merge(change: Change, source: str, target: str) -> int:
    """Let one measure answer for another: its mentions move, its links follow, its key goes on answering.

    Returns how many mentions moved. Each remembers under which measure it was recorded, so that `unmerge` can undo it.
    Raises UnknownKey, or Refused where the two are one already.
    """
    number = change.number_of("measure", target)
    live, other = change.live("measure", source), change.live("measure", target)
    if source == target or (other and other.get("merged_into_id")) or (live and live.get("merged_into_id")):
        raise Refused("measure", source, [Problem("into", "the two are one already", "see tracker measure show")])
    change.revise("measure", source, {"merged_into_id": number})
    moved = mentions_of(change, source)
    for mention in moved:
        row = change.live("mention", mention) or {}
        change.revise("mention", mention, {"measure_id": number, "recorded_as": row.get("recorded_as") or source})
    for link in _links_of(change, source):
        row = change.end("link", link)
        ends = {name: number if held == change.number_of("measure", source) else held for name, held in row.items()}
        names = [change.key_of("measure", ends[name]) for name in ("measure_id", "other_id")]
        key = link_key(names[0], row["relation"], names[1])
        if names[0] != names[1] and change.live("link", key) is None:
            change.make("link", key, ends)
    return len(moved)


def unmerge(change: Change, key: str) -> int:
    """Let a merged measure answer for itself again, with the mentions that were recorded under it.

    Returns how many mentions came back; links are not restored, `tracker undo` of the merge does that. Raises
    UnknownKey, or Refused where it is not merged.
    """
    live = change.live("measure", key)
    if live is not None and not live.get("merged_into_id"):
        raise Refused("measure", key, [Problem("key", "it is not merged into another", "see tracker measure show")])
    change.revise("measure", key, {"merged_into_id": None})
    back = change.live_keys("mention", recorded_as=key)
    for mention in back:
        change.revise("mention", mention, {"measure_id": change.number_of("measure", key), "recorded_as": None})
    return len(back)


def _links_of(change: Change, measure: str) -> list[str]:
    number = change.number_of("measure", measure)
    return sorted({*change.live_keys("link", measure_id=number), *change.live_keys("link", other_id=number)})
