"""Synthetic records of a size, for timing: every noun has its versions, so that the program's own commands read them.

Ten mentions a measure, in sources of two years' days, every tenth version corrected once. Written past the change log.
"""

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from tracker.db import search_index
from tracker.db.address import Address
from tracker.db.conventions import LIVE
from tracker.db.engine import transaction
from tracker.domain.deciding import order_fields
from tracker.domain.vocabulary import ATTRIBUTIONS, KINDS, PLACES, STATUSES, STRENGTHS
from tracker.readings import new_record

PER_MEASURE = 10
DAYS = 730
PARAGRAPHS = 50
AS_OF = "2022-12-31"
REVISION = 2

# A vocabulary as skewed as a language: the first words stand in most quotes, the last in hardly any.
WORDS = [f"{first}{last}" for last in ("", "a", "o", "e", "i", "u") for first in (
    *("will", "troops", "send", "more", "sanctions", "Ukraine", "support", "defence", "minister", "missiles"),
    *("Poland", "marines", "assets", "ships", "training", "Russia", "law", "offer", "banks", "oligarch"),
)]  # fmt: skip


def synthetic(path: Path, mentions: int, searchable: bool = False) -> None:
    """A record of so many mentions; with its search index where that is asked for."""
    new_record.create(Address.of(path), "the bench", [])
    chance = random.Random(mentions)  # the same record each time
    days = [(date(2021, 6, 1) + timedelta(days=count)).isoformat() for count in range(DAYS)]
    measures = max(1, mentions // PER_MEASURE)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        for number in (1, REVISION):
            hashes = (f"{number - 1:064}", f"{number:064}", f"{number:064}")
            row = (number, f"2022-06-0{number}T00:00:00.000000Z", "the bench", "to time", *hashes)
            _insert(connection, "revision", "number recorded_at author why previous content digest", [row])
        connection.execute("UPDATE revision_head SET number = ?", (REVISION,))
        _insert(connection, "source", "id key", ((n + 1, f"s{n}") for n in range(DAYS)))
        dated = "published published_earliest published_latest"
        versions = ((n + 1, n + 1, "The Paper", f"Of day {n}", day, day, day, "stated") for n, day in enumerate(days))
        _insert_living(connection, "source_version", f"id source_id publisher title {dated} published_basis", versions)
        lines = [(n * PARAGRAPHS + p + 1, n, p + 1) for n in range(DAYS) for p in range(PARAGRAPHS)]
        _insert(connection, "paragraph", "id key source_id number", ((i, f"s{n}/{p}", n + 1, p) for i, n, p in lines))
        _insert_living(connection, "paragraph_version", "id paragraph_id", ((i, i) for i, _, _ in lines))
        kinds = list(KINDS)
        titled = ((n + 1, n + 1, f"Measure {n} of the bench", kinds[n % len(kinds)]) for n in range(measures))
        _insert(connection, "measure", "id key", ((n + 1, f"m{n}") for n in range(measures)))
        _insert_living(connection, "measure_version", "id measure_id title kind", titled)
        _insert(connection, "mention", "id key", ((n + 1, f"{n + 1:010x}") for n in range(mentions)))
        columns = (
            "id mention_id measure_id paragraph_id quote status strength attribution amount unit qualifier place unsure"
        )
        columns += " spoken_on counts_on standing precedence made_in ended_in"
        _insert(connection, "mention_version", columns, _versions(chance, mentions, measures, days))
        connection.commit()
    connection.close()
    if searchable:
        with transaction(Address.of(path)) as writing:
            search_index.rebuild(writing)


def _insert(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    names = columns.split()
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)


def _insert_living(
    connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[tuple[object, ...]]
) -> None:
    _insert(connection, table, f"{columns} made_in ended_in", ((*row, 1, LIVE) for row in rows))


def _versions(chance: random.Random, mentions: int, measures: int, days: Sequence[str]) -> Iterator[tuple[object, ...]]:
    number = 0
    statuses, strengths, attributions, places = map(list, (STATUSES, STRENGTHS, ATTRIBUTIONS, PLACES))
    for mention in range(1, mentions + 1):
        for begins, ends in [(1, 2), (2, LIVE)] if mention % 10 == 0 else [(1, LIVE)]:
            number += 1
            day = chance.randrange(len(days))
            said = {"status": chance.choice(statuses), "strength": chance.choice(strengths)}
            said["attribution"] = chance.choice(attributions)
            order = order_fields(f"{mention:010x}", said, days[day])
            paragraph = day * PARAGRAPHS + chance.randrange(PARAGRAPHS) + 1
            quote = " ".join(WORDS[min(int(chance.paretovariate(0.7)) - 1, len(WORDS) - 1)] for _ in range(9))
            stated = (chance.randrange(1, 2000), "troops", "exact") if mention % 4 == 0 else (None, None, None)
            place = chance.choice(places) if mention % 3 == 0 else None
            start = (number, mention, mention % measures + 1, paragraph, quote, *said.values(), *stated, place, 0)
            yield (*start, *order.values(), begins, ends)
