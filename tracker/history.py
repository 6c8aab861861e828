"""The change log, for reading: who changed what, when and why, with before and after taken from the versions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Rows = Callable[..., Sequence[Mapping[str, Any]]]

NOUNS = ("source", "paragraph", "measure", "event", "mention", "link")
LIVE = 2_147_483_647
_BOOKKEEPING = ("key", "made_in", "ended_in", "edition")


class Difference(NamedTuple):
    """One field of a thing, before and after."""

    field: str
    before: Any
    after: Any


class Touched(NamedTuple):
    """One thing a revision touched: what was done to it, and to which of its fields."""

    noun: str
    key: str
    action: str  # added · changed · withdrawn
    differences: tuple[Difference, ...]
    measures: frozenset[str]


class Entry(NamedTuple):
    """One revision and all it touched."""

    row: dict[str, Any]
    touched: tuple[Touched, ...]


def log(rows: Rows, measure: str = "", author: str = "", since: str = "") -> list[Entry]:
    """The change log, newest first: of one measure, by one author, from one day on."""
    revisions = [dict(row) for row in rows("revisions")]
    wanted = [
        row for row in revisions if (not author or row["author"] == author) and (row["recorded_at"][:10] >= since)
    ]
    if not wanted:
        return []
    touched: dict[int, list[Touched]] = {row["revision"]: [] for row in wanted}
    first = min(touched)
    for noun in NOUNS:
        for number, thing in _touched(noun, rows(f"versions_{noun}", first=first)):
            if number in touched and (not measure or measure in thing.measures):
                touched[number].append(thing)
    entries = [Entry(row, tuple(touched[row["revision"]])) for row in wanted]
    return [entry for entry in entries if entry.touched or not measure]


def _touched(noun: str, versions: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Touched]]:
    """What was done in which revision, from a noun's versions by key, oldest first."""
    ended: dict[tuple[str, int], Mapping[str, Any]] = {
        (row["key"], row["ended_in"]): row for row in versions if row["ended_in"] != LIVE
    }
    made = {(row["key"], row["made_in"]) for row in versions}
    for row in versions:
        before = ended.get((row["key"], row["made_in"]))
        differences = tuple(_differences(before, row))
        action = "changed" if before else "added"
        yield row["made_in"], Touched(noun, row["key"], action, differences, _measures(noun, row, before))
    for (key, number), row in ended.items():
        if (key, number) not in made:
            yield number, Touched(noun, key, "withdrawn", (), _measures(noun, row, None))


def _differences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Iterator[Difference]:
    for field in after.keys():  # noqa: SIM118 (a database row iterates over its values)
        old = before[field] if before else None
        if field not in _BOOKKEEPING and old != after[field]:
            yield Difference(field, old, after[field])


def _measures(noun: str, row: Mapping[str, Any], before: Mapping[str, Any] | None) -> frozenset[str]:
    """The measures a version has to do with."""
    found: set[str | None] = set()
    for version in (row, before):
        if version is not None and noun == "measure":
            found |= {version["key"], version["merged_into"]}
        elif version is not None and noun == "mention":
            found |= {version["measure"], version["recorded_as"]}
        elif version is not None and noun == "link":
            found |= {version["measure"], version["other"]}
    return frozenset(key for key in found if key)
