"""Synthetic records of a size, for timing: whole and writable, so that the program's own commands read and change them.

The same record each time. Words, measures and sources are spoken of as unevenly as real ones are, some words are no
ASCII, some dates are uncertain, and every tenth mention was corrected once. Its change log vouches for all of it.
"""

import hashlib
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from tracker.db import search_index
from tracker.db.address import Address
from tracker.db.conventions import GENESIS, LIVE
from tracker.db.engine import ask_of, transaction
from tracker.db.hash_chain import content_digest, entry_digest
from tracker.domain.dates import period
from tracker.domain.deciding import order_fields
from tracker.domain.keys import mention_key
from tracker.domain.vocabulary import ATTRIBUTIONS, FORMS_OF_KIND, KINDS, PLACES, STATUSES, STRENGTHS, TARGETS
from tracker.readings import new_record

PER_MEASURE, PER_SOURCE, PARAGRAPHS = 10, 20, 10
DAYS = [(date(2021, 6, 1) + timedelta(days=count)).isoformat() for count in range(730)]
AS_OF = "2023-12-31"
REVISION = 2

# A vocabulary as skewed as a language: the first words stand in most quotes, the last in hardly any.
WORDS = [f"{first}{last}" for last in ("", "a", "o", "é", "ł", "и") for first in (
    *("will", "troops", "send", "more", "sanctions", "Ukraine", "support", "defence", "minister", "missiles"),
    *("Poland", "marines", "assets", "ships", "training", "Russia", "law", "offer", "banks", "oligarch"),
)]  # fmt: skip
SPEAKERS = ("Boris Johnson", "Ben Wallace", "a Downing Street source", "Zoë O’Neill", "Владимир Зеленский")
DATES = ("2021-02-0%d", "2020-0%d", "2021-02-0%d~", "../2021-03-0%d", "2021-02-0%d/2021-03-01", "[..2021-02-0%d]")


class Made:
    """The rows of a record of so many mentions, table by table."""

    def __init__(self, mentions: int) -> None:
        self.chance = random.Random(mentions)
        self.mentions = mentions
        self.measures = max(1, mentions // PER_MEASURE)
        self.sources = max(20, mentions // PER_SOURCE)
        self.spoken = [self.chance.choice(DAYS) for _ in range(self.sources)]

    def words(self, count: int) -> str:
        """So many words, the common ones most often."""
        pick = self.chance.paretovariate
        return " ".join([WORDS[min(int(pick(0.7)) - 1, len(WORDS) - 1)] for _ in range(count)])

    def source_versions(self) -> Iterator[tuple[object, ...]]:
        """Every tenth source has an uncertain day."""
        for number, day in enumerate(self.spoken, 1):
            latest = (date.fromisoformat(day) + timedelta(days=3)).isoformat() if number % 10 == 0 else day
            basis = "stated" if latest == day else "inferred"
            digest = hashlib.sha256(f"s{number}".encode()).hexdigest()
            title = f"“{self.words(5)}”: the day in brief"
            yield (number, number, "The Paper", title, day, day, latest, basis, "en-GB", f"seed-{number}", digest)

    def paragraph_versions(self) -> Iterator[tuple[object, ...]]:
        """Each with a fingerprint; every other one was judged to be something else than what records a measure."""
        for number in range(1, self.sources * PARAGRAPHS + 1):
            digest = hashlib.sha256(f"p{number}".encode()).hexdigest()
            yield number, number, digest, 20 + number % 40, "context" if number % 2 else "rhetoric"

    def measure_versions(self) -> Iterator[tuple[object, ...]]:
        """A title of its own each, a form where its kind has forms, some targets."""
        kinds, targets = list(KINDS), list(TARGETS)
        for number in range(1, self.measures + 1):
            kind = kinds[number % len(kinds)]
            form = next(iter(FORMS_OF_KIND.get(kind, ())), None)
            title = f"{self.words(3)} of lot {number}".capitalize()
            yield number, number, title, kind, form, targets[number % len(targets)] if number % 3 == 0 else None

    def mention_versions(self) -> Iterator[tuple[str | None, tuple[object, ...]]]:
        """Key (where it is new) and version: every measure has a mention at least, a few have very many."""
        chance, number, seen = self.chance, 0, set[str]()
        said = [list(terms) for terms in (STATUSES, STRENGTHS, ATTRIBUTIONS, PLACES)]
        for mention in range(1, self.mentions + 1):
            chosen = int(self.measures * chance.random() ** 1.3)
            measure = mention if mention <= self.measures else chosen + 1
            source = int(self.sources * chance.random() ** 1.3) + 1
            paragraph = chance.randrange(PARAGRAPHS) + 1
            quote = self.words(9)
            key = mention_key(f"s{source}", paragraph, f"m{measure}", quote)
            while key in seen:
                quote = self.words(9)
                key = mention_key(f"s{source}", paragraph, f"m{measure}", quote)
            seen.add(key)
            corrected = mention % 10 == 0
            for begins, ends in [(1, 2), (2, LIVE)] if corrected else [(1, LIVE)]:
                number += 1
                status, strength, attribution, place = map(chance.choice, said)
                speaker = None if attribution == "own_voice" else chance.choice(SPEAKERS)
                fields = {"status": status, "strength": strength, "attribution": attribution}
                order = order_fields(key, fields, self.spoken[source - 1])
                amount = (chance.randrange(1, 2000), "troops", "exact") if mention % 4 == 0 else (None, None, None)
                dated = DATES[mention % len(DATES)] % (1 + mention % 9) if mention % 5 == 0 else None
                days = period(dated) if dated else None
                bounds = (days.earliest or None, days.latest or None) if days else (None, None)
                own = (speaker, "the United Kingdom" if mention % 2 else None, place if mention % 3 == 0 else None)
                start = (number, mention, measure, (source - 1) * PARAGRAPHS + paragraph, quote, *fields.values())
                version = (*start, *own, *amount, dated, *bounds, "stated" if dated else None, 0, *order.values())
                yield key if begins == 1 else None, (*version, begins, ends)


def synthetic(path: Path, mentions: int) -> None:
    """A record of so many mentions."""
    new_record.create(Address.of(path), "the bench", [])
    made = Made(mentions)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        places = [(one, place) for one in range(1, made.sources + 1) for place in range(1, PARAGRAPHS + 1)]
        rows: Iterable[tuple[object, ...]] = ((one, f"s{one}") for one in range(1, made.sources + 1))
        _insert(connection, "source", "id key", rows)
        dated = "published published_earliest published_latest published_basis"
        columns = f"id source_id publisher title {dated} language seed text_sha256"
        _insert_living(connection, "source_version", columns, made.source_versions())
        rows = ((number, f"s{one}/{place}", one, place) for number, (one, place) in enumerate(places, 1))
        _insert(connection, "paragraph", "id key source_id number", rows)
        columns = "id paragraph_id sha256 words verdict"
        _insert_living(connection, "paragraph_version", columns, made.paragraph_versions())
        _insert(connection, "measure", "id key", ((one, f"m{one}") for one in range(1, made.measures + 1)))
        _insert_living(connection, "measure_version", "id measure_id title kind form target", made.measure_versions())
        _insert_mentions(connection, made)
        connection.commit()
    connection.close()
    with transaction(Address.of(path)) as writing:
        search_index.rebuild(writing)
        previous = GENESIS
        for number in (1, REVISION):
            when, why = f"2022-06-0{number}T00:00:00.000000Z", "to time"
            entry = {"number": number, "recorded_at": when, "author": "the bench", "why": why, "previous": previous}
            entry |= {"undoes": None, "content": content_digest(ask_of(writing), number)}
            previous = entry["digest"] = entry_digest(entry)
            names = ", ".join(entry)
            marks = ", ".join("?" * len(entry))
            writing.exec_driver_sql(f"INSERT INTO revision ({names}) VALUES ({marks})", tuple(entry.values()))
        writing.exec_driver_sql("UPDATE revision_head SET number = ?, digest = ?", (REVISION, previous))


def _insert_mentions(connection: sqlite3.Connection, made: Made) -> None:
    keys: list[str] = []

    def versions() -> Iterator[tuple[object, ...]]:
        for key, version in made.mention_versions():
            if key:
                keys.append(key)
            yield version

    columns = "id mention_id measure_id paragraph_id quote status strength attribution speaker actor place"
    columns += " amount unit qualifier date_edtf date_earliest date_latest date_basis unsure"
    columns += " spoken_on counts_on standing precedence established made_in ended_in"
    _insert(connection, "mention_version", columns, versions())
    _insert(connection, "mention", "id key", enumerate(keys, 1))


def _insert(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    names = columns.split()
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)


def _insert_living(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    _insert(connection, table, f"{columns} made_in ended_in", ((*row, 1, LIVE) for row in rows))
