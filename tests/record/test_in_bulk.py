"""Rows taken in bulk: whatever is accepted there the verb accepts too, and makes the very same version of it."""

import csv
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.effort import times
from tests.packages import DATA
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.domain.columns import FIELD_OF
from tracker.domain.fields import NOT_STATED
from tracker.package.cell_values import READ
from tracker.record import in_bulk, mentions_in_bulk
from tracker.record.nouns import Noun

TOGETHER = 250
CELLS = (
    *(
        "",
        " ",
        "x",
        "0",
        "1",
        "-1",
        "2147483648",
        "true",
        "false",
        "2022-02-09",
        "2022-02-30",
        "2022-02",
        "2022-02-09~",
    ),
    *("../2022", "9.2.2022", "poland", "poland;estonia", "poland;poland", "records", "context", "direct", "background"),
    *(
        "troops",
        "about",
        "not_stated",
        "a\tb",
        "a\u200bb",
        "a\u00a0b",
        " a",
        "a ",
        "A whole sentence it is.",
        "é",
        "Київ",
    ),
    *(
        "word " * 16,
        "end. Begin",
        "0" * 64,
        "A-Key",
        "a-key",
        "cited",
        "quoted",
        "x" * 2_001,
        "own_voice",
        "named_person",
    ),
    *(
        "royal-marines-poland",
        "step-back",
        "in_effect",
        "ended",
        "stated",
        "tribunal",
        "primary",
        "S.I. 2022/123",
        "act",
    ),
)
NUMBERS = (0, 1, 2, 17, 999, 2**31, 10**16, 1.5)


def typed(table: str) -> list[dict[str, Any]]:
    """The rows of a file of the published package in the fields that people fill in."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        found = []
        for row in csv.DictReader(file):
            values = {field: row[name] for name, field in FIELD_OF[table].items()}
            found.append(values if table in ("measures", "sources") else {**values, "source": row["source"]})
    return found


def as_value(noun: Noun, name: str, cell: Any) -> Any:
    """A cell as a file's reader gives it; one that is no number where its column has numbers is a row's own fault."""
    kind = next(field.type for field in noun.fields if field.name == name)
    if kind not in READ or not isinstance(cell, str) or not cell:
        return cell
    try:
        return READ[kind](cell)
    except ValueError:
        return ""


def spoilt(noun: Noun, rows: list[dict[str, Any]], chance: random.Random) -> Iterator[dict[str, Any]]:
    """Rows one after another with a cell or two, or none, put in from elsewhere."""
    while True:
        row = {name: as_value(noun, name, cell) for name, cell in chance.choice(rows).items()}
        for name in chance.sample(sorted(row), chance.choice((0, 1, 1, 1, 2))):
            kind = next(field.type for field in noun.fields if field.name == name)
            held = chance.choice(NUMBERS) if kind in ("whole", "count", "number") and chance.random() < 0.5 else None
            row[name] = as_value(
                noun, name, chance.choice((*CELLS, chance.choice(rows)[name])) if held is None else held
            )
        yield row


def taken(
    bulk: in_bulk.InBulk, rows: list[dict[str, Any]]
) -> Iterator[tuple[int, str, dict[str, Any], dict[str, Any]]]:
    """What comes in bulk: a row's place, its key, its version and its anchor."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    accepted = bulk.accept(columns, ())
    for number, (place, key) in enumerate(zip(accepted.places, accepted.keys, strict=True)):
        parts = ({name: held[number] for name, held in part.items()} for part in (accepted.versions, accepted.anchors))
        version, anchor = ({name: None if cell == "" else cell for name, cell in part.items()} for part in parts)
        yield place, key, version, anchor


def agree(change: Change, bulk: in_bulk.InBulk, rows: list[dict[str, Any]]) -> int:
    """Hold what comes in bulk against what the verb makes of the same rows; returns how many came."""
    count = 0
    for place, key, version, anchor in taken(bulk, rows):
        values = {name: value for name, value in rows[place].items() if value != "" and name != "mention"}
        if bulk.noun.name == "mention":
            del values["key"]
        assert bulk.noun.problems(change, values) == [], (key, values)
        made = bulk.noun.row(change, key, values)
        assert {name: value for name, value in made.items() if value != version.get(name)} == {}, (key, values)
        assert version.keys() <= made.keys(), key
        assert bulk.noun.anchor(change, values) == anchor
        count += 1
    return count


@pytest.mark.long
@pytest.mark.parametrize("table", ["measures", "sources", "mentions"])
def test_bulk_and_verb_agree(shipped: Address, table: str) -> None:
    """Of rows spoilt at random, each that bulk accepts the verb accepts too, with the same version to the letter."""
    chance, sort = random.Random(table), mentions_in_bulk.Mentions
    kinds: dict[str, type[in_bulk.InBulk]] = {
        "measures": in_bulk.Measures,
        "sources": in_bulk.Sources,
        "mentions": sort,
    }
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to compare")
        bulk = kinds[table](change, in_bulk.Speakers(change))
        rows, number, came = spoilt(bulk.noun, typed(table), chance), 0, 0
        for _ in range(times(2, 40)):
            batch = []
            for _ in range(TOGETHER):
                row, number = next(rows), number + 1
                given = {"key": f"new-{number}" if table != "mentions" else f"m{number:010x}"}
                if table == "sources":
                    given["publisher"] = row["publisher"] or NOT_STATED
                batch.append({**row, **given})
            came += agree(change, bulk, batch)
        assert number / 4 < came < number * 3 / 4
        connection.rollback()


@pytest.mark.long
def test_paragraphs_agree(shipped: Address) -> None:
    """The same of paragraphs, each of which is the next one of its source."""
    chance = random.Random(5)
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to compare")
        said = {"publisher": "P", "title": "T", "published": "2022-01-01", "published_basis": "stated"}
        said |= {"published_earliest": "2022-01-01", "published_latest": "2022-01-01"}
        sources = in_bulk.Sources(change, in_bulk.Speakers(change))
        keys = [f"new-{number}" for number in range(TOGETHER)]
        sources.take(sources.accept({"key": keys, **{name: [cell] * TOGETHER for name, cell in said.items()}}, ()))
        rows, came = spoilt(in_bulk.Paragraphs.noun, typed("paragraphs"), chance), 0
        for _ in range(times(2, 40)):
            bulk = in_bulk.Paragraphs(change, in_bulk.Speakers(change))
            batch = [next(rows) | {"source": key, "number": chance.choice((1, 1, 1, 2))} for key in keys]
            came += agree(change, bulk, batch)
        assert came > TOGETHER / 2
        connection.rollback()


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "2022-02-01"},
        {"date_basis": "stated"},
        {"date": "2022-03-01", "date_basis": "stated", "status": "completed"},
        {"speaker": "Somebody", "attribution": "own_voice"},
        {"context_quote": "of the plan"},
        {"context_paragraph": 1},
        {"quote": "It ended. Then it began"},
        {"quote": "word " * 15 + "word"},
        {"amount": 5},
        {"amount_low": 5, "amount_high": 4, "unit": "troops", "qualifier": "about"},
        {"evidence": "cited"},
        {"measure": "nothing-like-it"},
        {"source": "nowhere"},
        {"paragraph": 999},
        {"event": "never"},
        {"key": "m00"},
        {"key": "me7f2a705b9"},
    ],
    ids=str,
)
def test_what_is_wrong_is_not_taken(shipped: Address, wrong: dict[str, Any]) -> None:
    """Each thing that a verb refuses of a mention as a whole keeps its row, and no other, from being taken."""
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to compare")
        noun = mentions_in_bulk.Mentions.noun
        sound = next(row for row in typed("mentions") if row["source"] == "step-back" and not row["amount"])
        sound = {name: as_value(noun, name, cell) for name, cell in sound.items()} | {"key": "m0123456789"}
        emptied = dict.fromkeys(("context_paragraph", "context_quote", "date", "date_basis", "event"), "")
        sound |= {**emptied, "status": "announced", "attribution": "own_voice", "speaker": ""}
        bulk = mentions_in_bulk.Mentions(change, in_bulk.Speakers(change))
        rows = [sound, {**sound, "key": "m0123456788", **wrong}, {**sound, "key": "m0123456787"}]
        assert [place for place, *_ in taken(bulk, rows)] == [0, 2]
        connection.rollback()


def test_what_the_record_knows_is_the_verbs(shipped: Address) -> None:
    """A key that the record has, and one that a row lacks, are left to the verb."""
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to compare")
        rows = [{**row, "merged_into": ""} for row in typed("measures")[:3]]
        rows[1] |= {"key": "new-one", "form": "", "target": ""}
        rows[2]["key"] = ""
        bulk = in_bulk.Measures(change, in_bulk.Speakers(change))
        assert [key for _, key, _, _ in taken(bulk, rows)] == ["new-one"]
        connection.rollback()
