"""The change log, for reading: who changed what, when and why, with before and after taken from the versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.db.conventions import BOOKKEEPING, LIVE, NOUNS
from tracker.db.queries import ABOUT, OF_ONE, REVISIONS, Query, Rows
from tracker.domain.keys import as_mention_key
from tracker.errors.usage import NeverHeld

if TYPE_CHECKING:
    from tracker.domain.rows import RevisionRow

# A change that touched more things than this is summed up, not listed.
LISTED = 12
# So many revisions are gone through at once.
_PAGE = 1_000
_NOUNS = {noun: place for place, noun in enumerate(NOUNS)}

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
    """One revision and what it touched: how many things, by noun and action, and which, where they are few."""

    row: RevisionRow
    touched: tuple[Touched, ...]
    counts: Mapping[tuple[str, str], int]


class _Held:
    """What a revision touched, as it is found."""

    def __init__(self) -> None:
        self.touched: list[Touched] = []
        self.counts: Counter[tuple[str, str]] = Counter()

    def add(self, thing: Touched) -> None:
        """Take a thing; of a change of many only their number is kept."""
        self.counts[thing.noun, thing.action] += 1
        if self.counts.total() <= LISTED:
            self.touched.append(thing)

    def entry(self, row: RevisionRow) -> Entry:
        """All of it, noun by noun, what was withdrawn last."""
        touched = sorted(self.touched, key=_place) if self.counts.total() <= LISTED else []
        counts = sorted(self.counts.items(), key=lambda count: _order(*count[0]))
        return Entry(row, tuple(touched), dict(counts))


def _place(thing: Touched) -> tuple[int, bool]:
    return _order(thing.noun, thing.action)


def _order(noun: str, action: str) -> tuple[int, bool]:
    return _NOUNS[noun], action == "withdrawn"


def log(rows: Rows, key: str = "", author: str = "", since: str = "") -> Iterator[Entry]:
    """The change log, newest first: of one thing and what hangs on it, by one author, from one day on.

    Of one thing nothing else is read; of all, so many revisions at a time. Raises NeverHeld where the record never held
    anything of this key.
    """
    if key:
        touched = _of_thing(rows, key)
        found = (row for number in sorted(touched, reverse=True) for row in rows(REVISIONS, since=number, until=number))
        return (touched[row["revision"]].entry(row) for row in found if _is_wanted(row, author, since))
    return _whole(rows, (row for row in rows(REVISIONS) if _is_wanted(row, author, since)))


def _whole(rows: Rows, revisions: Iterator[RevisionRow]) -> Iterator[Entry]:
    """Revisions with all they touched."""
    while page := list(islice(revisions, _PAGE)):
        touched = {row["revision"]: _Held() for row in page}
        for noun in NOUNS:
            versions = rows(_versions_of(noun), since=min(touched), until=max(touched))
            for number, thing in _touched(noun, versions):
                if number in touched:
                    touched[number].add(thing)
        yield from (touched[row["revision"]].entry(row) for row in page)


def _is_wanted(row: RevisionRow, author: str, since: str) -> bool:
    return (not author or row["author"] == author) and row["recorded_at"][:10] >= since


def _versions_of(noun: str, which: str = "") -> Query[Version]:
    return Query(f"versions_{noun}{which}")


def _of_thing(rows: Rows, key: str) -> dict[int, _Held]:
    """What was done to a thing and what hangs on it, by revision."""
    keys = {key, as_mention_key(key)}
    things: dict[str, list[str]] = {noun: [] for noun in NOUNS}
    for row in rows(ABOUT, key=key, mention=as_mention_key(key)):
        things[row["noun"]].append(row["key"])
    touched: dict[int, _Held] = {}
    for noun in NOUNS:
        versions = (row for one in things[noun] for row in rows(_versions_of(noun, OF_ONE), key=one))
        for number, thing in _touched(noun, versions):
            if keys & thing.about:
                touched.setdefault(number, _Held()).add(thing)
    if not touched:
        every = (thing for noun in NOUNS for _, thing in _touched(noun, rows(_versions_of(noun))))
        raise NeverHeld(key, {name for thing in every for name in thing.about})
    return touched


def _touched(noun: str, found: Iterable[Version]) -> Iterator[tuple[int, Touched]]:
    """What was done in which revision, from a noun's versions by key, oldest first."""
    for key, group in groupby(found, itemgetter("key")):
        versions = list(group)
        ended: dict[int, Version] = {row["ended_in"]: row for row in versions if row["ended_in"] != LIVE}
        made = {row["made_in"] for row in versions}
        for row in versions:
            before = ended.get(row["made_in"])
            differences = tuple(_differences(before, row))
            action = "changed" if before else "added"
            yield row["made_in"], Touched(noun, key, action, differences, _about(noun, row, before))
        for number, row in ended.items():
            if number not in made:
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
            if noun == "paragraph":
                found.add(version["key"].partition("/")[0])
            if noun == "mention":
                found.add(version["source"] or version["paragraph"].partition("/")[0])
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
