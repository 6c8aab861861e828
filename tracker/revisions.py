"""Writing: one change is one revision, made whole or not at all, chained by digest to the one before.

Nothing else writes. A change locks the head row, gathers the versions it begins and ends, and closes by digesting what
the database then holds for it, so that the digest proves the rows and not our intention.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from tracker import models
from tracker.errors import UnknownKey
from tracker.models import LIVE, Anchor, Edition, Revision, RevisionHead, Version

GENESIS = "0" * 64

NOUNS: dict[str, tuple[type[Anchor], type[Version]]] = {
    "source": (models.Source, models.SourceVersion),
    "paragraph": (models.Paragraph, models.ParagraphVersion),
    "measure": (models.Measure, models.MeasureVersion),
    "event": (models.Event, models.EventVersion),
    "mention": (models.Mention, models.MentionVersion),
    "link": (models.Link, models.LinkVersion),
}

Row = dict[str, Any]


class Change:
    """An open revision: says who and why, begins and ends versions, and is closed once."""

    def __init__(self, connection: Connection, author: str, why: str) -> None:
        self.session = Session(connection)
        self.author = author
        self.why = why
        self.edition: str | None = None
        head = self.session.execute(select(RevisionHead).with_for_update()).scalar_one()
        self.previous = head.digest
        self.number = head.number + 1
        self._anchors: dict[str, dict[str, int]] = {}
        self._next: dict[type[Anchor] | type[Version], int] = {}
        self._made: dict[str, dict[str, Row]] = {noun: {} for noun in NOUNS}
        self._new_anchors: dict[str, list[Row]] = {noun: [] for noun in NOUNS}
        self._ended = False

    def keys(self, noun: str) -> Mapping[str, int]:
        """Every key a noun has ever had, those of this change among them, with the numbers inside the database."""
        if noun not in self._anchors:
            anchor = NOUNS[noun][0]
            self._anchors[noun] = {key: number for number, key in self.session.execute(select(anchor.id, anchor.key))}
        return self._anchors[noun]

    def number_of(self, noun: str, key: str) -> int:
        """The number that foreign keys to this thing hold; raises UnknownKey where there is no such thing."""
        keys = self.keys(noun)
        if key not in keys:
            raise UnknownKey(noun, key, keys)
        return keys[key]

    def live(self, noun: str, key: str) -> Row | None:
        """The fields of the version that lives now, or nothing where the thing is unknown or withdrawn."""
        if key in self._made[noun]:
            return self._made[noun][key]
        if key not in self.keys(noun):
            return None
        version = NOUNS[noun][1]
        anchor_id = version.__table__.c[f"{noun}_id"]
        found = self.session.execute(
            select(version.__table__).where(anchor_id == self.keys(noun)[key], version.ended_in == LIVE)
        ).first()
        return dict(found._mapping) if found else None

    def make(self, noun: str, key: str, values: Row, anchor: Row | None = None) -> None:
        """Begin a version; a key seen for the first time gets its anchor, with the anchor's own fields."""
        anchor_model, version_model = NOUNS[noun]
        if key not in self.keys(noun):
            number = self._take(anchor_model)
            self._anchors[noun][key] = number
            self._new_anchors[noun].append({"id": number, "key": key, **(anchor or {})})
        self._made[noun][key] = {
            "id": self._take(version_model),
            f"{noun}_id": self._anchors[noun][key],
            "made_in": self.number,
            "ended_in": LIVE,
            "edition": self.edition,
            **values,
        }

    def end(self, noun: str, key: str) -> None:
        """End the version that lives now; raises UnknownKey where none does."""
        version = NOUNS[noun][1]
        if self._made[noun].pop(key, None) is not None:
            return
        number = self.number_of(noun, key)
        anchor_id = version.__table__.c[f"{noun}_id"]
        living = (anchor_id == number, version.ended_in == LIVE)
        if not self.session.scalar(select(func.count()).select_from(version).where(*living)):
            raise UnknownKey(noun, key, [])
        self.session.execute(update(version.__table__).where(*living).values(ended_in=self.number))  # type: ignore[arg-type]
        self._ended = True

    def _take(self, model: type[Anchor] | type[Version]) -> int:
        # Numbers are given out under the head's lock, so the same acts give the same numbers on every database.
        if model not in self._next:
            self._next[model] = (self.session.scalar(select(func.max(model.id))) or 0) + 1
        self._next[model] += 1
        return self._next[model] - 1

    def close(self) -> int | None:
        """Write everything and chain it; returns the revision's number, or nothing where nothing changed."""
        if not any(self._made.values()) and not self._ended:
            return None
        for noun, (anchor_model, version_model) in NOUNS.items():
            if self._new_anchors[noun]:
                self.session.execute(insert(anchor_model), self._new_anchors[noun])
            if self._made[noun]:
                self.session.execute(insert(version_model), list(self._made[noun].values()))
        last = self.session.scalar(select(func.max(Revision.recorded_at))) or ""
        entry = {
            "number": self.number,
            # A clock set back must not put a later revision before an earlier one.
            "recorded_at": max(last, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
            "author": self.author,
            "why": self.why,
            "previous": self.previous,
            "content": content_digest(self.session, self.number),
        }
        entry["digest"] = entry_digest(entry)
        self.session.execute(insert(Revision), [entry])
        self.session.execute(update(RevisionHead).values(number=self.number, digest=entry["digest"]))
        return self.number

    def load_edition(self, name: str, digest: str) -> None:
        """Say that this change brings an edition of the shipped readings; what it makes belongs to it."""
        self.session.execute(insert(Edition), [{"name": name, "digest": digest, "loaded_in": self.number}])
        self.edition = name


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def entry_digest(entry: Mapping[str, Any]) -> str:
    """The digest of a revision: over all it says, the digest before it and the digest of what it made and ended."""
    named = {name: value for name, value in entry.items() if name != "digest"}
    return hashlib.sha256(_canonical(named)).hexdigest()


def content_digest(session: Session, number: int) -> str:
    """The digest of what the database holds for a revision: each version it made, each version it ended.

    Only fields that hold something count, by name, and references count as keys: adding a nullable column or moving
    the record to another database changes nothing.
    """
    digest = hashlib.sha256()
    for edition in session.execute(select(Edition.name, Edition.digest).where(Edition.loaded_in == number)):
        digest.update(_canonical(["edition", *edition]))
    for noun in NOUNS:
        for made in _versions(session, noun, "made_in", number):
            made.pop("ended_in")
            digest.update(_canonical(["made", noun, made]))
        for ended in _versions(session, noun, "ended_in", number):
            digest.update(_canonical(["ended", noun, ended[noun], ended["made_in"]]))
    return digest.hexdigest()


def _versions(session: Session, noun: str, column: str, number: int) -> Iterator[Row]:
    """The versions a revision made or ended, in key order, with keys in the place of internal numbers."""
    table = NOUNS[noun][1].__table__
    selected: list[Any] = []
    joined: list[Any] = []
    for field in table.c:
        target = next((key.column.table.name for key in field.foreign_keys if key.column.name == "id"), None)
        if target:
            anchor = aliased(NOUNS[target][0])
            joined.append((anchor, field == anchor.id))
            selected.append(anchor.key.label(field.name.removesuffix("_id")))
        elif field.name != "id":
            selected.append(field)
    query = select(*selected).select_from(table)
    for anchor, condition in joined:
        query = query.outerjoin(anchor, condition)
    query = query.where(table.c[column] == number).order_by(noun, table.c.made_in)
    for row in session.execute(query):
        yield {name: value for name, value in row._mapping.items() if value is not None}


def broken_chain(connection: Connection) -> list[tuple[str, str]]:
    """Where the change log and the rows it vouches for do not hold together: what is wrong, and a remedy."""
    session = Session(connection)
    restore = "something wrote past the log: restore the record from a copy"
    found = []
    previous = (0, GENESIS)
    for revision in session.scalars(select(Revision).order_by(Revision.number)):
        label = f"revision {revision.number}"
        if (revision.number, revision.previous) != (previous[0] + 1, previous[1]):
            found.append((f"{label} does not follow revision {previous[0]}", restore))
        entry = {column.name: getattr(revision, column.name) for column in Revision.__table__.columns}
        if entry_digest(entry) != revision.digest:
            found.append((f"{label} was altered", restore))
        if content_digest(session, revision.number) != revision.content:
            found.append((f"the rows of {label} are not those it made", restore))
        previous = (revision.number, revision.digest)
    head = session.execute(select(RevisionHead)).scalar_one()
    if (head.number, head.digest) != previous:
        found.append((f"the log ends at revision {previous[0]}, its head says {head.number}", restore))
    return found + _unvouched(session, previous[0])


def _unvouched(session: Session, last: int) -> list[tuple[str, str]]:
    """Versions that begin or end in a revision the log does not hold."""
    found = []
    for noun, (_, version) in NOUNS.items():
        table = version.__table__
        known = select(Revision.number)
        stray = table.c.made_in.not_in(known) | ((table.c.ended_in != LIVE) & table.c.ended_in.not_in(known))
        count = session.scalar(select(func.count()).select_from(table).where(stray))
        if count:
            message = f"{count} versions of a {noun} belong to no revision up to {last}"
            found.append((message, "something wrote past the log: restore the record from a copy"))
    return found
