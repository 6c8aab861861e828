"""A synthetic record of a size, for timing and nothing else: written past the change log, the same each time."""

import hashlib
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tracker import record, search_index
from tracker.address import Address
from tracker.deciding import order_fields
from tracker.engine import transaction
from tracker.models import LIVE, MeasureVersion, MentionVersion, ParagraphVersion, Revision, SourceVersion
from tracker.vocabulary import ATTRIBUTIONS, KINDS, PLACES, STATUSES, STRENGTHS, UNITS

PER_MEASURE, PER_SOURCE, PARAGRAPHS = 10, 100, 50
_VOCABULARY = "the minister will send more of them by sea to a port in the east as soon as it can be done".split()
_PLACES = list(PLACES)[:6]
_VERDICTS = ("context", "rhetoric", "other_actor", "diplomacy", "furniture")


def synthetic(path: Path, mentions: int) -> None:
    """A record of so many mentions: ten a measure, a hundred a source, in fifty paragraphs each."""
    record.create(Address.of(path), "the bench", [])
    chance = random.Random(mentions)
    measures, sources = max(1, mentions // PER_MEASURE), max(1, mentions // PER_SOURCE)
    days = [(date(2021, 6, 1) + timedelta(days=chance.randrange(730))).isoformat() for _ in range(sources)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        said = {"number": 1, "recorded_at": "2022-01-01T00:00:00.000000Z", "author": "the bench", "why": "for timing"}
        _insert(
            connection, Revision.__table__, iter([said | {"previous": "0" * 64, "content": "", "digest": "1" * 64}])
        )
        connection.execute("UPDATE revision_head SET number = 1, digest = ?", ("1" * 64,))
        for noun, count in (("source", sources), ("measure", measures)):
            rows = ((number + 1, f"{noun}-{number:07}") for number in range(count))
            connection.executemany(f"INSERT INTO {noun} (id, key) VALUES (?, ?)", rows)
        numbered = ((s * PARAGRAPHS + p + 1, f"source-{s:07}/{p + 1}", s + 1, p + 1)
                    for s in range(sources) for p in range(PARAGRAPHS))  # fmt: skip
        connection.executemany("INSERT INTO paragraph (id, key, source_id, number) VALUES (?, ?, ?, ?)", numbered)
        keys = [hashlib.sha256(str(number).encode()).hexdigest()[:10] for number in range(mentions)]
        keys = [key if first else f"{number:010x}" for number, (key, first) in enumerate(_firsts(keys))]
        connection.executemany("INSERT INTO mention (id, key) VALUES (?, ?)", enumerate(keys, 1))
        for model, rows in (
            (SourceVersion, (_source(number, days[number]) for number in range(sources))),
            (MeasureVersion, (_measure(chance, number) for number in range(measures))),
            (ParagraphVersion, (_paragraph(chance, number) for number in range(sources * PARAGRAPHS))),
            (MentionVersion, (_mention(chance, number, keys[number], measures, days) for number in range(mentions))),
        ):
            _insert(connection, model.__table__, rows)
    with transaction(Address.of(path)) as connection:
        search_index.rebuild(connection)


def _firsts(keys: list[str]) -> Iterator[tuple[str, bool]]:
    seen: set[str] = set()
    for key in keys:
        yield key, key not in seen
        seen.add(key)


def _insert(connection: sqlite3.Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    names = [column.name for column in table.c]
    marks = ", ".join("?" for _ in names)
    held = ([row.get(name) for name in names] for row in rows)
    connection.executemany(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", held)


def _version(number: int) -> dict[str, Any]:
    return {"id": number + 1, "made_in": 1, "ended_in": LIVE}


def _source(number: int, day: str) -> dict[str, Any]:
    said = {"publisher": "not stated", "title": f"What was said, part {number}", "published_basis": "stated"}
    days = dict.fromkeys(("published", "published_earliest", "published_latest"), day)
    return {**_version(number), "source_id": number + 1, **said, **days, "language": "en"}


def _measure(chance: random.Random, number: int) -> dict[str, Any]:
    said = {"title": f"Measure {number}", "kind": chance.choice(list(KINDS)), "summary": _some(chance, 0.5, _words)}
    return {**_version(number), "measure_id": number + 1, **said}


def _paragraph(chance: random.Random, number: int) -> dict[str, Any]:
    said = {"sha256": hashlib.sha256(str(number).encode()).hexdigest(), "words": chance.randrange(5, 60)}
    return {**_version(number), "paragraph_id": number + 1, **said, "verdict": chance.choice(_VERDICTS)}


def _words(chance: random.Random) -> str:
    return " ".join(chance.choices(_VOCABULARY, k=chance.randrange(4, 12)))


def _some(chance: random.Random, share: float, make: Any) -> Any:
    return make(chance) if chance.random() < share else None


def _mention(chance: random.Random, number: int, key: str, measures: int, days: list[str]) -> dict[str, Any]:
    source = chance.randrange(len(days))
    codes = {"status": STATUSES, "strength": STRENGTHS, "attribution": ATTRIBUTIONS}
    said: dict[str, Any] = {name: chance.choice(list(terms)) for name, terms in codes.items()}
    said |= {"quote": f"{_words(chance)} {number}", "unsure": int(chance.random() < 0.05)}
    said |= {"actor": _some(chance, 0.3, lambda c: c.choice(["the government", "the army"])), "preferred_on": None}
    said |= {"speaker": _some(chance, 0.6, lambda c: f"Minister {c.randrange(500)}")}
    said |= {"place": _some(chance, 0.4, lambda c: c.choice(_PLACES)), "note": _some(chance, 0.1, _words)}
    if chance.random() < 0.3:
        amount = float(chance.randrange(1, 5_000))
        said |= {"amount": amount, "unit": chance.choice(list(UNITS)), "qualifier": chance.choice(["exact", "about"])}
    if chance.random() < 0.3:
        dated = dict.fromkeys(("date_edtf", "date_earliest", "date_latest"), days[source])
        said |= {**dated, "date_basis": "stated"}
    place = source * PARAGRAPHS + chance.randrange(PARAGRAPHS) + 1
    ends = {"mention_id": number + 1, "measure_id": number % measures + 1, "paragraph_id": place}
    return {**_version(number), **ends, **said, **order_fields(key, said, days[source])}
