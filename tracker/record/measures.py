"""Measures: the writing verbs."""

from collections.abc import Iterator
from itertools import takewhile

from sqlalchemy import select

from tracker.db.change import Change
from tracker.db.models import NOUNS
from tracker.domain import fields
from tracker.domain.fields import Values
from tracker.domain.keys import link_key
from tracker.domain.vocabulary import FORMS_OF_KIND
from tracker.errors.base import Problem, Refused
from tracker.record.nouns import Noun


class Measures(Noun):
    """A measure may be merged into another one, which then answers for it."""

    def checks(self, change: Change, values: Values) -> Iterator[Problem]:
        """Its form is one of its kind's, and it is not merged into itself, through others either."""
        forms = FORMS_OF_KIND.get(values["kind"], ())
        form = values.get("form")
        if form and form not in forms:
            remedy = f"one of: {', '.join(forms)}" if forms else "leave it out"
            yield Problem("form", f"{form!r} is no form of {values['kind']}", remedy)
        answering = values.get("merged_into")
        while answering and answering != values["key"]:
            answering = (self.values(change, answering) or {}).get("merged_into")
        if answering:
            yield Problem("merged_into", f"{values['merged_into']!r} is merged into it", "name another measure")


MEASURES = Measures("measure", fields.MEASURE_IN_FILE)
values, required, add, edit = MEASURES.values, MEASURES.required, MEASURES.add, MEASURES.edit


def mentions_of(change: Change, key: str) -> list[str]:
    """The keys of a measure's live mentions."""
    return change.live_keys("mention", measure_id=change.number_of("measure", key))


def withdraw(change: Change, key: str, base: int | None = None) -> int:
    """Withdraw a measure with its mentions and links; returns how many mentions went. Raises UnknownKey, Conflict."""
    MEASURES.withdraw(change, key, base)
    mentions = mentions_of(change, key)
    for mention in mentions:
        change.end("mention", mention)
    for link in _links_of(change, key):
        change.end("link", link)
    return len(mentions)


def merge(change: Change, source: str, target: str, base: int | None = None) -> int:
    """Let one measure answer for another: its mentions move, its links follow, its key goes on answering.

    Returns how many mentions moved. Each remembers under which measure it was recorded, so that `unmerge` can undo it.
    Raises UnknownKey, Refused where the two are one already, or Conflict.
    """
    number = change.number_of("measure", target)
    live, other = change.live("measure", source), change.live("measure", target)
    if source == target or (other and other.get("merged_into_id")) or (live and live.get("merged_into_id")):
        raise Refused("measure", source, [Problem("into", "the two are one already", "see tracker measure show")])
    change.revise("measure", source, {"merged_into_id": number}, base)
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
    table = NOUNS["measure"][1]
    versions = select(table).where(table.c.measure_id == number).order_by(table.c.made_in.desc())
    merged = takewhile(lambda version: version.merged_into_id is not None, change.connection.execute(versions))
    return int(min(version.made_in for version in merged))


def _moved_before(change: Change, key: str, revision: int) -> set[str]:
    """The mentions that were recorded under a measure and had been moved to another one before a revision."""
    table = NOUNS["mention"][1]
    query = select(table.c.mention_id).where(table.c.recorded_as == key, table.c.made_in < revision)
    return {change.key_of("mention", number) for number in change.connection.scalars(query)}


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
