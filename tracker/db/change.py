"""Writing: one change is one revision, made whole or not at all, chained by digest to the one before.

Nothing else writes. A change locks the head row, gathers the versions it begins and ends, and closes by digesting what
the database then holds for it, so that the digest proves the rows and not our intention.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Self

from sqlalchemy import Connection, Table, bindparam, func, insert, literal_column, select, update

from tracker.db import search_index
from tracker.db.address import Address
from tracker.db.bulk import Columns, insert_columns, insert_rows
from tracker.db.conventions import BOOKKEEPING, LIVE, POINTING, Row
from tracker.db.engine import ask_of, transaction
from tracker.db.hash_chain import content_digest, entry_digest
from tracker.db.models import NOUNS
from tracker.db.versioning import EDITION, REVISION, REVISION_HEAD
from tracker.errors.base import Conflict, EditionAltered, Problem, Refused
from tracker.errors.database import Damaged
from tracker.errors.usage import UnknownKey


class Change:
    """An open revision: says who and why, begins and ends versions, and is closed once.

    As a context it closes itself, unless something was raised: then the transaction around it takes all of it back.
    """

    def __init__(self, connection: Connection, author: str, why: str) -> None:
        self.connection = connection
        self.author = author
        self.why = why
        self.edition: str | None = None
        self.undoes: int | None = None
        head = connection.execute(select(REVISION_HEAD).with_for_update()).first()
        if head is None:
            raise Damaged("the record", "the row that names its newest revision is missing")
        self.previous = head.digest
        self.number: int = head.number + 1
        # The revision it became; nothing before it is closed, or where it changed nothing.
        self.recorded: int | None = None
        self._is_closed = False
        # Keys by number and numbers by key, as far as they were asked for; of some nouns, all of them.
        self._anchors: dict[str, dict[str, int]] = {noun: {} for noun in NOUNS}
        self._names: dict[str, dict[int, str]] = {noun: {} for noun in NOUNS}
        self._all_known: set[str] = set()
        self._next: dict[Table, int] = {}
        self._made: dict[str, dict[str, Row]] = {noun: {} for noun in NOUNS}
        self._new_anchors: dict[str, dict[str, Row]] = {noun: {} for noun in NOUNS}
        self._ended: dict[str, dict[str, int]] = {noun: {} for noun in NOUNS}
        self._editions: dict[str, str] = {}
        # Where the anchors begin that this change made and wrote out already.
        self._written: dict[str, int] = {}
        self._written_out: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            self.close()

    def keys(self, noun: str) -> Mapping[str, int]:
        """Every key a noun has ever had, those of this change among them, with the numbers inside the database.

        All of them are read: for a load, or to tell what may have been meant.
        """
        if noun not in self._all_known:
            self._all_known.add(noun)
            anchor = NOUNS[noun][0]
            stored = {key: number for number, key in self.connection.execute(select(anchor.c.id, anchor.c.key))}
            self._anchors[noun] = stored | self._anchors[noun]
        return self._anchors[noun]

    def _number(self, noun: str, key: str) -> int | None:
        """The number that foreign keys to a thing hold, which may have ended long ago; nothing where it never was."""
        known = self._anchors[noun]
        if key not in known and noun not in self._all_known:
            anchor = NOUNS[noun][0]
            number = self.connection.scalar(select(anchor.c.id).where(anchor.c.key == key))
            if number is None:
                return None
            known[key] = number
        return known.get(key)

    def number_of(self, noun: str, key: str) -> int:
        """The number that foreign keys to this thing hold; raises UnknownKey where there is no such thing."""
        number = self._number(noun, key)
        if number is None:
            raise UnknownKey(noun, key, self.keys(noun))
        return number

    def key_of(self, noun: str, number: int) -> str:
        """The key of the thing that a foreign key points to."""
        names = self._names[noun]
        if number not in names:
            anchor = NOUNS[noun][0]
            stored = select(anchor.c.key).where(anchor.c.id == number)
            new = {row["id"]: key for key, row in self._new_anchors[noun].items()}
            names[number] = new.get(number) or self.connection.execute(stored).scalar_one()
        return names[number]

    def live(self, noun: str, key: str) -> Row | None:
        """The version that lives now, or nothing where the thing is unknown or withdrawn."""
        if key in self._made[noun]:
            return self._made[noun][key]
        number = None if key in self._ended[noun] else self._number(noun, key)
        if number is None:
            return None
        table = NOUNS[noun][1]
        own = table.c[f"{noun}_id"] == number
        found = self.connection.execute(select(table).where(own, table.c.ended_in == LIVE)).first()
        return dict(found._mapping) if found else None

    def live_keys(self, noun: str, **holding: object) -> list[str]:
        """The keys of the live things whose versions or anchors hold these values, in order."""
        anchor, table = NOUNS[noun]
        query = select(anchor.c.key).join(table, table.c[f"{noun}_id"] == anchor.c.id).where(table.c.ended_in == LIVE)
        for field, value in holding.items():
            query = query.where((table if field in table.c else anchor).c[field] == value)
        stored = set(self.connection.scalars(query)) - self._ended[noun].keys() - self._made[noun].keys()
        for key, row in self._made[noun].items():
            if all((row if name in row else self._anchor(noun, key))[name] == held for name, held in holding.items()):
                stored.add(key)
        return sorted(stored)

    def _anchor(self, noun: str, key: str) -> Row:
        """What an anchor holds."""
        if key in self._new_anchors[noun]:
            return self._new_anchors[noun][key]
        table = NOUNS[noun][0]
        return dict(self.connection.execute(select(table).where(table.c.key == key)).one()._mapping)

    def versions(self, noun: str, column: str, number: int) -> dict[str, Row]:
        """What the versions that an earlier revision made (`made_in`) or ended (`ended_in`) say, by key."""
        anchor, table = NOUNS[noun]
        query = select(table, anchor.c.key).join(anchor, table.c[f"{noun}_id"] == anchor.c.id)
        if column == "ended_in":  # said aloud, as SQLite's index on what ended holds nothing else
            query = query.where(table.c.ended_in < literal_column(str(LIVE)))
        rows = self.connection.execute(query.where(table.c[column] == number))
        return {row.key: version_values(noun, dict(row._mapping)) for row in rows}

    def make(self, noun: str, key: str, values: Row, of_anchor: Row | None = None) -> None:
        """Begin a version; a key seen for the first time gets its anchor, with the anchor's own fields."""
        anchor, version = NOUNS[noun]
        if self._number(noun, key) is None:
            number = self._take(anchor)
            self._anchors[noun][key] = number
            self._new_anchors[noun][key] = {"id": number, "key": key, **(of_anchor or {})}
        self._made[noun][key] = {
            "id": self._take(version),
            f"{noun}_id": self._anchors[noun][key],
            "made_in": self.number,
            "ended_in": LIVE,
            "edition": self.edition,
            **values,
        }

    def make_many(self, noun: str, keys: Sequence[str], versions: Columns, anchors: Columns) -> None:
        """Begin versions of things that are new, column by column, and write them out: see `write_out`."""
        anchor, table = NOUNS[noun]
        self._write_anchors()
        first, version = self._take(anchor, len(keys)), self._take(table, len(keys))
        numbers = range(first, first + len(keys))
        self._written.setdefault(noun, first)
        if noun in REMEMBERED:
            self._anchors[noun].update(zip(keys, numbers, strict=True))
        else:
            self._all_known.discard(noun)
        insert_columns(self.connection, anchor, {"id": numbers, "key": keys, **anchors})
        kept: Columns = {"made_in": self.number, "ended_in": LIVE, "edition": [self.edition] * len(keys)}
        ids = {"id": range(version, version + len(keys)), f"{noun}_id": numbers}
        insert_columns(self.connection, table, {**ids, **kept, **versions})
        self._written_out.add(noun)

    def lives(self, noun: str, key: str) -> bool:
        """Whether a version lives under a key."""
        if key in self._made[noun]:
            return True
        number = self._number(noun, key)
        if number is None or key in self._ended[noun]:
            return False
        return number >= self._written.get(noun, LIVE) or self.live(noun, key) is not None

    def holds(self, noun: str) -> int:
        """How many versions of a noun it made and has not written."""
        return len(self._made[noun])

    def write_out(self, noun: str) -> None:
        """Write what was made of a noun so far, so that it need not be held; this change can end nothing of it.

        Of what nothing points to the keys are forgotten, too: whoever made them tells them apart.
        """
        if self._new_anchors[noun]:
            self._written.setdefault(noun, next(iter(self._new_anchors[noun].values()))["id"])
        if noun not in POINTING:
            for key in self._new_anchors[noun]:
                del self._anchors[noun][key]
        self._write_anchors()
        insert_rows(self.connection, NOUNS[noun][1], self._made[noun].values())
        if self._made[noun]:
            self._written_out.add(noun)
        self._made[noun] = {}

    def _write_anchors(self) -> None:
        """Write what versions point to."""
        self._write_editions()
        for name, (anchor, _) in NOUNS.items():
            insert_rows(self.connection, anchor, self._new_anchors[name].values())
            self._new_anchors[name] = {}

    def end(self, noun: str, key: str, base: int | None = None) -> Row:
        """End the live version and return what it said; see `revise` for `base` and what is raised."""
        live = self.live(noun, key)
        if live is None:
            raise UnknownKey(noun, key, self.live_keys(noun))
        if base is not None and live["made_in"] > base:
            raise self.conflict(noun, key, live)
        if self._made[noun].pop(key, None) is None:
            self._ended[noun][key] = live["id"]
        return version_values(noun, live)

    def revise(self, noun: str, key: str, values: Mapping[str, object], base: int | None = None) -> bool:
        """End the live version and begin one with these values changed; False where they change nothing.

        `base` is the newest revision that whoever changes it has seen. Raises UnknownKey where nothing
        lives under the key, Conflict where somebody has changed it since.
        """
        live = self.live(noun, key)
        if live is not None and all(live.get(name) == value for name, value in values.items()):
            return False
        self.make(noun, key, {**self.end(noun, key, base), **values})
        return True

    def conflict(self, noun: str, key: str, live: Row) -> Conflict:
        """The refusal to overwrite a version that somebody else made: says who, when and why."""
        made = self.connection.execute(select(REVISION).where(REVISION.c.number == live["made_in"])).first()
        if made is None:
            return Conflict(noun, key, self.author, "just now", self.why)
        return Conflict(noun, key, made.author, made.recorded_at, made.why)

    def next_number(self, noun: str) -> int:
        """The number that the next thing of a noun gets."""
        return self._take(NOUNS[noun][0], 0)

    def _take(self, table: Table, count: int = 1) -> int:
        # Numbers are given out under the head's lock, so the same acts give the same numbers on every database.
        if table not in self._next:
            self._next[table] = (self.connection.scalar(select(func.max(table.c.id))) or 0) + 1
        self._next[table] += count
        return self._next[table] - count

    def close(self) -> int | None:
        """Write everything and chain it; returns the revision's number, or nothing where nothing changed."""
        changed = self._written_out or self._editions or any(self._made.values()) or any(self._ended.values())
        if self._is_closed or not changed:
            return self.recorded
        self._is_closed = True
        touched = {noun for noun in NOUNS if self._made[noun] or self._ended[noun] or noun in self._written_out}
        self._refuse_dangling()
        self._write_editions()
        for noun, (_, version) in NOUNS.items():
            if self._ended[noun]:
                ended = update(version).where(version.c.id == bindparam("version")).values(ended_in=self.number)
                self.connection.execute(ended, [{"version": held} for held in self._ended[noun].values()])
            self.write_out(noun)
        search_index.add(self.connection, self.number)
        before = select(REVISION.c.recorded_at).where(REVISION.c.number == self.number - 1)
        last = self.connection.scalar(before) or ""
        entry = {
            "number": self.number,
            # A clock set back must not put a later revision before an earlier one.
            "recorded_at": max(last, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
            "author": self.author,
            "why": self.why,
            "previous": self.previous,
            "undoes": self.undoes,
            "content": content_digest(ask_of(self.connection), self.number, touched),
        }
        entry["digest"] = entry_digest(entry)
        self.connection.execute(insert(REVISION), [entry])
        self.connection.execute(update(REVISION_HEAD).values(number=self.number, digest=entry["digest"]))
        self.recorded = self.number
        return self.number

    def _write_editions(self) -> None:
        new = [{"name": name, "digest": held, "loaded_in": self.number} for name, held in self._editions.items()]
        if new:
            self.connection.execute(insert(EDITION), new)
        self._editions = {}

    def _refuse_dangling(self) -> None:
        """Nothing that lives may point to what this change withdraws, whatever verb withdraws it."""
        for noun, ended in self._ended.items():
            for key in ended.keys() - self._made[noun].keys():
                for other, field in POINTING.get(noun, ()):
                    left = self.live_keys(other, **{field: self.number_of(noun, key)})
                    if left:
                        remedy = f"withdraw or change that {other} first"
                        raise Refused(noun, key, [Problem("key", f"{other} {left[0]} needs it", remedy)])

    def use_edition(self, name: str, digest: str) -> None:
        """Say that what is made from now on belongs to an edition of readings, which may be new.

        Raises EditionAltered where the name stands for other content already.
        """
        if (self._held_edition(name) or self._editions.get(name, digest)) != digest:
            raise EditionAltered(name)
        self.hold_edition(name, digest)
        self.edition = name

    def hold_edition(self, name: str, digest: str) -> None:
        """Say that the record holds an edition from now on, whatever came of its rows."""
        if self._held_edition(name) is None:
            self._editions[name] = digest

    def _held_edition(self, name: str) -> str | None:
        """The digest of an edition that the database holds."""
        return self.connection.scalar(select(EDITION.c.digest).where(EDITION.c.name == name))


def version_values(noun: str, row: Row) -> Row:
    """What a version says, whenever it was written and by whom."""
    return {name: value for name, value in row.items() if name not in (*BOOKKEEPING, f"{noun}_id")}


# Of what is made in number, the keys of these are held while a change is open; others are looked up.
REMEMBERED = ("measure", "source", "event")


@contextmanager
def writing(address: Address, author: str, why: str) -> Iterator[Change]:
    """Open a database to write: one transaction and one revision, closed at the end or taken back whole."""
    with transaction(address) as connection, Change(connection, author, why) as change:
        yield change
