"""The change log, for reading: who changed what, when and why, with before and after taken from the versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.db.conventions import BOOKKEEPING, LIVE, NOUNS
from tracker.db.queries import REVISIONS, Query, Rows
from tracker.domain.keys import as_mention_key
from tracker.errors.usage import NeverHeld

if TYPE_CHECKING:
    from tracker.domain.rows import RevisionRow

# A version of any noun, with whatever fields the noun has.
Version = Mapping[str, Any]


class Difference(NamedTuple):
    """One field of a thing, before and after."""

    field: str
    before: object
    after: object


class Touched(NamedTuple):
    """One thing a revision touched: what was done to it, and to which of its fields."""

    noun: str
    key: str
    action: str  # added · changed · withdrawn
    differences: tuple[Difference, ...]
    about: frozenset[str]  # the keys of all it has to do with, its own among them


class Entry(NamedTuple):
    """One revision and all it touched."""

    row: RevisionRow
    touched: tuple[Touched, ...]


def log(rows: Rows, key: str = "", author: str = "", since: str = "") -> list[Entry]:
    """The change log, newest first: of one thing and what hangs on it, by one author, from one day on.

    Raises NeverHeld where the record never held anything of this key.
    """
    revisions = list(rows(REVISIONS))
    wanted = [
        row for row in revisions if (not author or row["author"] == author) and (row["recorded_at"][:10] >= since)
    ]
    if not wanted and not key:
        return []
    touched: dict[int, list[Touched]] = {row["revision"]: [] for row in wanted}
    known: set[str] = set()
    keys = {key, as_mention_key(key)}
    for noun in NOUNS:
        for number, thing in _touched(noun, rows(Query[Version](f"versions_{noun}"), first=0 if key else min(touched))):
            known |= thing.about
            if number in touched and (not key or keys & thing.about):
                touched[number].append(thing)
    if key and not keys & known:
        raise NeverHeld(key, known)
    entries = [Entry(row, tuple(touched[row["revision"]])) for row in wanted]
    return [entry for entry in entries if entry.touched or not key]


def _touched(noun: str, found: Iterable[Version]) -> Iterator[tuple[int, Touched]]:
    """What was done in which revision, from a noun's versions by key, oldest first."""
    versions = list(found)
    ended: dict[tuple[str, int], Version] = {
        (row["key"], row["ended_in"]): row for row in versions if row["ended_in"] != LIVE
    }
    made = {(row["key"], row["made_in"]) for row in versions}
    for row in versions:
        before = ended.get((row["key"], row["made_in"]))
        differences = tuple(_differences(before, row))
        action = "changed" if before else "added"
        yield row["made_in"], Touched(noun, row["key"], action, differences, _about(noun, row, before))
    for (key, number), row in ended.items():
        if (key, number) not in made:
            yield number, Touched(noun, key, "withdrawn", (), _about(noun, row, None))


def _differences(before: Version | None, after: Version) -> Iterator[Difference]:
    for field in after:
        old = before[field] if before else None
        if field not in BOOKKEEPING and old != after[field]:
            yield Difference(field, old, after[field])


def _about(noun: str, row: Version, before: Version | None) -> frozenset[str]:
    """The keys of all a version has to do with: its own, its source's, those of measures and an event."""
    found: set[str | None] = set()
    for version in (row, before):
        if version is not None:
            found |= {version[name] for name in _NAMED[noun]}
            if noun in ("paragraph", "mention"):
                found.add(version["paragraph" if noun == "mention" else "key"].partition("/")[0])
    return frozenset(key for key in found if key)


# Where a version names things of the record.
_NAMED = {
    "source": ("key",),
    "paragraph": ("key",),
    "measure": ("key", "merged_into"),
    "event": ("key",),
    "mention": ("key", "measure", "recorded_as", "event"),
    "link": ("measure", "other"),
}
