"""The hash chain of the change log: every revision's digest covers what it holds and the digest before it.

A digest is over what the database holds, not over what a writer meant, so that it proves the rows. `broken_chain`
works all of them out anew.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from tracker.db.conventions import GENESIS, LIVE, NOUNS, OF_ANCHOR, REFERENCES
from tracker.db.queries import Ask
from tracker.domain.keys import mention_digits

_RESTORE = "something wrote past the log; bring back a copy: tracker db restore"
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode

# Values of versions by the names of their columns.
Columns = Mapping[str, Sequence[Any]]


def _canonical(value: object) -> bytes:
    return _encode(value).encode() + b"\n"


def entry_digest(entry: Mapping[str, object]) -> str:
    """The digest of a revision: over all it says, the digest before it and the digest of what it made and ended."""
    named = {name: value for name, value in entry.items() if name != "digest" and value is not None}
    return hashlib.sha256(_canonical(named)).hexdigest()


def content_digest(ask: Ask, number: int, nouns: Collection[str] = NOUNS) -> str:
    """The digest of what the database holds for a revision: each version it made, each version it ended.

    Whoever knows in which nouns it did names them: nobody else can write as long as the others are looked through.

    Only fields that hold something count, by name, and references count as keys: adding a nullable column or moving
    the record to another database changes nothing.
    """
    digest = hashlib.sha256()
    for row in ask("SELECT name, digest FROM edition WHERE loaded_in = :number ORDER BY name", number=number):
        digest.update(_canonical(["edition", row["name"], row["digest"]]))
    for noun in (noun for noun in NOUNS if noun in nouns):
        for page in _versions(ask, noun, "made_in", number):
            digest.update(_made(noun, page).encode())
        for page in _versions(ask, noun, "ended_in", number):
            for key, made_in in zip(page[noun], page["made_in"], strict=True):
                digest.update(_canonical(["ended", noun, key, made_in]))
    return digest.hexdigest()


def _versions(ask: Ask, noun: str, column: str, number: int) -> Iterator[Columns]:
    """The versions a revision made or ended, in key order, with keys in the place of internal numbers, by column.

    Of a mention's key the digits alone count, so that heads from before it had its letter still verify.
    """
    numbers = {"id", f"{noun}_id", "ended_in", *REFERENCES[noun]}
    for names, rows in ask.pages(_versions_query(noun, column), number=number):
        found: dict[str, Sequence[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True))
        if noun == "mention":
            found[noun] = [*map(mention_digits, found[noun])]
        yield {name: found[name] for name in sorted(found.keys() - numbers)}


def _made(noun: str, versions: Columns) -> str:
    """A line for each version, as `_encode` would write it in three times the time.

    What none of a page lacks stands in one pattern for them all. With what only some have goes a comma, on the side
    away from `made_in`, which every version has.
    """
    pattern: list[str] = []
    filled: list[Iterable[str]] = []
    for name, values in versions.items():
        known = next((value for value in values if value is not None), None)
        if known is None:
            continue
        encode = encode_basestring if isinstance(known, str) else repr
        before, after = "," * (name > "made_in"), "," * (name < "made_in")
        if None in values:
            pattern.append("%s")
            filled.append(["" if one is None else f'{before}"{name}":{encode(one)}{after}' for one in values])
        else:
            pattern.append(f'{before}"{name}":%s{after}')
            filled.append(map(encode, values))
    line = f'["made","{noun}",{{{"".join(pattern)}}}]\n'
    return "".join([line % said for said in zip(*filled, strict=True)])


def _versions_query(noun: str, column: str) -> str:
    """All that such versions say, their anchors' own fields with each, and the keys of what they refer to."""
    keys = {f"{noun}_id": noun, **REFERENCES[noun]}
    said = ["v.*", *(f"own.{name}" for name in OF_ANCHOR.get(noun, {}))]
    said += [f'"{field}".key AS {field.removesuffix("_id")}' for field in keys if field != f"{noun}_id"]
    joined = [f'LEFT JOIN {keys[field]} AS "{field}" ON "{field}".id = v.{field}' for field in REFERENCES[noun]]
    # Said aloud, as SQLite's index on what ended holds nothing else.
    has_ended = f" AND v.ended_in < {LIVE}" if column == "ended_in" else ""
    return (
        f"SELECT {', '.join(said)}, own.key AS {noun} FROM {noun}_version AS v"  # noqa: S608 (our own names)
        f" LEFT JOIN {noun} AS own ON own.id = v.{noun}_id {' '.join(joined)}"
        f" WHERE v.{column} = :number{has_ended} ORDER BY own.key, v.made_in"
    )


def broken_chain(ask: Ask) -> list[tuple[str, str]]:
    """Where the change log and the rows it vouches for do not hold together: what is wrong, and a remedy."""
    found = []
    previous = (0, GENESIS)
    for revision in ask("SELECT * FROM revision ORDER BY number"):
        number = revision["number"]
        label = f"revision {number}"
        if (number, revision["previous"]) != (previous[0] + 1, previous[1]):
            found.append((f"{label} does not follow revision {previous[0]}", _RESTORE))
        if entry_digest(revision) != revision["digest"]:
            found.append((f"{label} was altered", _RESTORE))
        if content_digest(ask, number) != revision["content"]:
            found.append((f"the rows of {label} are not those it made", _RESTORE))
        previous = (number, revision["digest"])
    (head,) = ask("SELECT number, digest FROM revision_head")
    if (head["number"], head["digest"]) != previous:
        found.append((f"the log ends at revision {previous[0]}, its head says {head['number']}", _RESTORE))
    return found + _unvouched(ask, previous[0])


def _unvouched(ask: Ask, last: int) -> list[tuple[str, str]]:
    """Versions that begin or end in a revision the log does not hold."""
    found = []
    known = "(SELECT number FROM revision)"
    for noun in NOUNS:
        stray = f"made_in NOT IN {known} OR (ended_in <> {LIVE} AND ended_in NOT IN {known})"
        (row,) = ask(f"SELECT COUNT(*) AS counted FROM {noun}_version WHERE {stray}")  # noqa: S608 (our own names)
        if row["counted"]:
            message = f"{row['counted']} versions of a {noun} belong to no revision up to {last}"
            found.append((message, _RESTORE))
        bare = f"SELECT key FROM {noun} WHERE id NOT IN (SELECT {noun}_id FROM {noun}_version) ORDER BY key LIMIT 1"  # noqa: S608
        for row in ask(bare):
            found.append((f"{noun} {row['key']} has never had a version", _RESTORE))
    return found
