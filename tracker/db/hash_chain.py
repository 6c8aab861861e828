"""The hash chain of the change log: every revision's digest covers what it holds and the digest before it.

A digest is over what the database holds, not over what a writer meant, so that it proves the rows. `broken_chain`
works all of them out anew.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, literal_column, select

from tracker.db.conventions import GENESIS, LIVE, Row
from tracker.db.models import NOUNS
from tracker.db.versioning import EDITION, REVISION, REVISION_HEAD
from tracker.domain.keys import mention_digits

_RESTORE = "something wrote past the log; bring back a copy: tracker db restore"
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def _canonical(value: object) -> bytes:
    return _encode(value).encode() + b"\n"


def entry_digest(entry: Mapping[Any, Any]) -> str:
    """The digest of a revision: over all it says, the digest before it and the digest of what it made and ended."""
    named = {name: value for name, value in entry.items() if name != "digest" and value is not None}
    return hashlib.sha256(_canonical(named)).hexdigest()


def content_digest(connection: Connection, number: int, nouns: Collection[str] = tuple(NOUNS)) -> str:
    """The digest of what the database holds for a revision: each version it made, each version it ended.

    Whoever knows in which nouns it did names them: nobody else can write as long as the others are looked through.

    Only fields that hold something count, by name, and references count as keys: adding a nullable column or moving
    the record to another database changes nothing.
    """
    digest = hashlib.sha256()
    said = select(EDITION.c.name, EDITION.c.digest).where(EDITION.c.loaded_in == number).order_by(EDITION.c.name)
    for edition in connection.execute(said):
        digest.update(_canonical(["edition", *edition]))
    for noun in (noun for noun in NOUNS if noun in nouns):
        for made in _versions(connection, noun, "made_in", number):
            digest.update(f'["made","{noun}",{{{_said(made)}}}]\n'.encode())
        for ended in _versions(connection, noun, "ended_in", number):
            digest.update(_canonical(["ended", noun, ended[noun], ended["made_in"]]))
    return digest.hexdigest()


def _versions(connection: Connection, noun: str, column: str, number: int) -> Iterator[Row]:
    """The versions a revision made or ended, in key order, with keys in the place of internal numbers.

    Of a mention's key the digits alone count, so that heads from before it had its letter still verify.
    """
    found = connection.execute(_versions_query(noun, column), {"number": number})
    names = list(found.keys())
    for row in found:
        version = dict(zip(names, row, strict=True))
        if noun == "mention":
            version[noun] = mention_digits(version[noun])
        yield version


def _said(version: Row) -> str:
    """What a version says, as `_encode` would write it in a third more time; its names are in order already."""
    return ",".join(
        [
            f'"{name}":{encode_basestring(value) if type(value) is str else repr(value)}'
            for name, value in version.items()
            if value is not None and name != "ended_in"
        ]
    )


@cache
def _versions_query(noun: str, column: str) -> Select[object]:
    anchor_table, table = NOUNS[noun]
    query = select().select_from(table)
    columns: dict[str, Any] = {}
    # What an anchor holds beside its key was given with its first version, and counts as part of each.
    if own := {field.name: field for field in anchor_table.c if field.name not in ("id", "key")}:
        columns |= own
        query = query.outerjoin(anchor_table, table.c[f"{noun}_id"] == anchor_table.c.id)
    for field in table.c:
        target = next((key.column.table.name for key in field.foreign_keys if key.column.name == "id"), None)
        if target:
            anchor = NOUNS[target][0].alias()
            columns[field.name.removesuffix("_id")] = anchor.c.key
            query = query.outerjoin(anchor, field == anchor.c.id)
        elif field.name != "id":
            columns[field.name] = field
    query = query.add_columns(*(columns[name].label(name) for name in sorted(columns)))
    # Said aloud, as SQLite's index on what ended holds nothing else.
    has_ended = [table.c.ended_in < literal_column(str(LIVE))] if column == "ended_in" else []
    return query.where(table.c[column] == bindparam("number"), *has_ended).order_by(noun, table.c.made_in)


def broken_chain(connection: Connection) -> list[tuple[str, str]]:
    """Where the change log and the rows it vouches for do not hold together: what is wrong, and a remedy."""
    found = []
    previous = (0, GENESIS)
    for revision in connection.execute(select(REVISION).order_by(REVISION.c.number)):
        label = f"revision {revision.number}"
        if (revision.number, revision.previous) != (previous[0] + 1, previous[1]):
            found.append((f"{label} does not follow revision {previous[0]}", _RESTORE))
        if entry_digest(revision._mapping) != revision.digest:
            found.append((f"{label} was altered", _RESTORE))
        if content_digest(connection, revision.number) != revision.content:
            found.append((f"the rows of {label} are not those it made", _RESTORE))
        previous = (revision.number, revision.digest)
    head = connection.execute(select(REVISION_HEAD)).one()
    if (head.number, head.digest) != previous:
        found.append((f"the log ends at revision {previous[0]}, its head says {head.number}", _RESTORE))
    return found + _unvouched(connection, previous[0])


def _unvouched(connection: Connection, last: int) -> list[tuple[str, str]]:
    """Versions that begin or end in a revision the log does not hold."""
    found = []
    known = select(REVISION.c.number)
    for noun, (anchor, table) in NOUNS.items():
        stray = table.c.made_in.not_in(known) | ((table.c.ended_in != LIVE) & table.c.ended_in.not_in(known))
        count = connection.scalar(select(func.count()).select_from(table).where(stray))
        if count:
            message = f"{count} versions of a {noun} belong to no revision up to {last}"
            found.append((message, _RESTORE))
        bare = select(anchor.c.key).where(anchor.c.id.not_in(select(table.c[f"{noun}_id"])))
        if (key := connection.scalar(bare.order_by(anchor.c.key).limit(1))) is not None:
            message = f"{noun} {key} has never had a version"
            found.append((message, _RESTORE))
    return found
