"""Measures: the writing verbs."""

from itertools import takewhile
from typing import Any

from sqlalchemy import select

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.db.models import MeasureVersion, MentionVersion
from tracker.domain import fields
from tracker.domain.fields import Values
from tracker.domain.keys import link_key
from tracker.domain.vocabulary import FORMS_OF_KIND
from tracker.errors.base import NOT_FOUND, Problem, Refused
from tracker.errors.usage import UnknownKey

FIELDS = [field.name for field in fields.MEASURE if field.name != "key"]


def values(change: Change, key: str) -> dict[str, Any] | None:
    """What the record says of a measure, in the fields people fill in; nothing where none lives under the key."""
    live = change.live("measure", key)
    return None if live is None else to_values(change, key, live)


def to_values(_change: Change, key: str, row: Row) -> dict[str, Any]:
    """What a version says, in the fields people fill in."""
    return {"key": key} | {name: row[name] for name in FIELDS if row.get(name) is not None}


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


def add(change: Change, values: Values) -> str:
    """Add a measure and return its key; raises Refused with every problem of its values."""
    found = problems(values)
    if not found and change.live("measure", values["key"]) is not None:
        found.append(Problem("key", f"the record has a measure {values['key']!r} already", "choose another key"))
    if found:
        raise Refused("measure", str(values.get("key", "?")), found)
    change.make("measure", values["key"], {name: values.get(name) or None for name in FIELDS})
    return str(values["key"])


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
        names = [change.key_of("measure", ends[name]) for name in _ENDS]
        key = link_key(names[0], row["relation"], names[1])
        if names[0] != names[1] and change.live("link", key) is None:
            change.make("link", key, ends)
    return len(moved)


def answer_for(change: Change, key: str, into: str) -> bool:
    """Let one measure answer for another that a file says was merged into it; returns whether that changed anything.

    Mentions and links stay where the file has them. Raises Refused where there is no such measure, or where the
    measures would answer for each other in a round.
    """
    if change.live("measure", into) is None:
        remedy = "add the measure, or correct the key"
        raise Refused("measure", key, [Problem("merged_into", f"no measure {into!r}", remedy, NOT_FOUND)])
    above: str | None = into
    while above and above != key:
        number = (change.live("measure", above) or {}).get("merged_into_id")
        above = change.key_of("measure", number) if number else None
    if above:
        raise Refused("measure", key, [Problem("merged_into", f"{into!r} is merged into it", "name another measure")])
    return change.revise("measure", key, {"merged_into_id": change.number_of("measure", into)})


def unmerge(change: Change, key: str) -> int:
    """Let a merged measure answer for itself again: its mentions and links come back as they were before the merge.

    What was changed since stays changed: a mention keeps its later coding, and one that was moved on or withdrawn is
    left where it is. Returns how many mentions came back. Raises UnknownKey, or Refused where it is not merged or
    the measure that answers for it was itself merged since.
    """
    number = change.number_of("measure", key)
    into = (change.live("measure", key) or {}).get("merged_into_id")
    if not into:
        raise Refused("measure", key, [Problem("key", "it is not merged into another", "see tracker measure show")])
    answering = change.key_of("measure", into)
    if (change.live("measure", answering) or {}).get("merged_into_id"):
        message = f"{answering}, into which it was merged, was merged itself"
        raise Refused("measure", key, [Problem("key", message, f"first: tracker measure unmerge {answering}")])
    merged_in = _merged_in(change, number)
    change.revise("measure", key, {"merged_into_id": None})
    before = change.versions("mention", "ended_in", merged_in)
    own = {mention for mention, row in before.items() if row["measure_id"] == number}
    came_later = set(change.live_keys("mention", recorded_as=key)) - _moved_before(change, key, merged_in)
    back = 0
    for mention in sorted(own | came_later):
        row = change.live("mention", mention)
        if row and row["measure_id"] == into:
            recorded_as = before[mention]["recorded_as"] if mention in own else None
            change.revise("mention", mention, {"measure_id": number, "recorded_as": recorded_as})
            back += 1
    _links_back(change, number, into, merged_in)
    return back


def _merged_in(change: Change, number: int) -> int:
    """The revision that merged a measure: it may have been edited since, so where being merged began."""
    table = MeasureVersion.__table__
    versions = select(table).where(table.c.measure_id == number).order_by(table.c.made_in.desc())
    merged = takewhile(lambda version: version.merged_into_id is not None, change.session.execute(versions))
    return int(min(version.made_in for version in merged))


def _moved_before(change: Change, key: str, revision: int) -> set[str]:
    """The mentions that were recorded under a measure and had been moved to another one before a revision."""
    table = MentionVersion.__table__
    query = select(table.c.mention_id).where(table.c.recorded_as == key, table.c.made_in < revision)
    return {change.key_of("mention", number) for number in change.session.scalars(query)}


def _links_back(change: Change, number: int, into: int, merged_in: int) -> None:
    """Restore the links of a measure that its merge ended, and end those that the merge made in their place."""
    made = change.versions("link", "made_in", merged_in)
    for link, row in change.versions("link", "ended_in", merged_in).items():
        if number not in (row["measure_id"], row["other_id"]):
            continue
        ends = [change.key_of("measure", into if row[name] == number else row[name]) for name in _ENDS]
        instead = link_key(ends[0], row["relation"], ends[1])
        if instead in made and change.live("link", instead):
            change.end("link", instead)
        named = [change.key_of("measure", row[name]) for name in _ENDS]
        for end in named:
            if (change.live("measure", end) or {}).get("merged_into_id"):
                message = f"{end}, to which it was linked, was merged since or before"
                remedy = f"first: tracker measure unmerge {end}"
                raise Refused("measure", change.key_of("measure", number), [Problem("key", message, remedy)])
        if change.live("link", link) is None and all(change.live("measure", end) for end in named):
            change.make("link", link, row)


_ENDS = ("measure_id", "other_id")


def _links_of(change: Change, measure: str) -> list[str]:
    number = change.number_of("measure", measure)
    return sorted({*change.live_keys("link", measure_id=number), *change.live_keys("link", other_id=number)})
