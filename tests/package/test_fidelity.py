"""What a package keeps: whatever a record holds, it comes back from its package, and so do its readings."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import opened
from tests.effort import times
from tests.packages import load
from tests.random_records import DAYS, exported, made, maybe
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.domain.filters import Filters
from tracker.domain.vocabulary import (
    KINDS,
)
from tracker.package import write_package
from tracker.package.descriptor import Manner
from tracker.readings.toml_file import render
from tracker.record import measures, mentions, paragraphs, sources


@pytest.mark.long
@pytest.mark.parametrize("seed", range(times(4, 40)))
def test_nothing_is_lost(databases, tmp_path: Path, seed: int) -> None:  # type: ignore[no-untyped-def]
    """Package and readings of any record are the same, byte for byte, after a way through an empty database."""
    one, two = databases.copy("empty"), databases.copy("empty")
    dice = made(one, seed)
    before = exported(one, tmp_path / "one", Manner(raw=dice.random() < 0.3, panel=True))
    load(two, tmp_path / "one")
    after = exported(two, tmp_path / "two", Manner(b'"guarded": false' in before[write_package.DESCRIPTOR], panel=True))
    assert before == after
    assert render(opened(one)) == render(opened(two))
    assert load(one, tmp_path / "one") == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(times(4, 40)))
def test_a_part_comes_back(databases, tmp_path: Path, seed: int) -> None:  # type: ignore[no-untyped-def]
    """What filters or an earlier day leave of a record loads by itself, and is the same part again."""
    one, two = databases.copy("empty"), databases.copy("empty")
    dice = made(one, seed)
    as_of = str(maybe(dice, *DAYS[1:]) or "")
    manner = Manner(panel=True, filters=Filters(kind=dice.sample(list(KINDS), 6), conditional=dice.random() < 0.1))
    before = exported(one, tmp_path / "one", manner, as_of)
    assert json.loads(before[write_package.DESCRIPTOR])["part"] is True
    load(two, tmp_path / "one")
    after = exported(two, tmp_path / "two", manner, as_of)
    for name in ("measures.csv", "mentions.csv", "sources.csv", "events.csv", "links.csv", "spells.csv", "panel.csv"):
        assert inferred_aside(before[name]) == inferred_aside(after[name])
    assert load(two, tmp_path / "one") == {}


def inferred_aside(content: bytes) -> list[list[str]]:
    """Rows without the one column that rests on what an earlier day leaves out."""
    rows = list(csv.reader(content.decode().splitlines()))
    place = rows[0].index("inferred_date") if "inferred_date" in rows[0] else len(rows[0])
    return [row[:place] + row[place + 1 :] for row in rows]


@pytest.mark.parametrize(("amount", "written"), [(0, "0"), (40, "40"), (1.5, "1.5")])
def test_an_amount_is_written_as_it_is(empty: Address, amount: float, written: str) -> None:
    """An amount of 0 is an amount, and a part of one is none less, in readings as in packages."""
    with transaction(empty) as connection:
        change = Change(connection, "the tests", "nothing was sent")
        days = dict.fromkeys(("published", "published_earliest", "published_latest"), "2022-01-05")
        sources.add(change, {"key": "s", "publisher": "p", "title": "t", "published_basis": "stated", **days})
        paragraphs.add(change, "s", {"number": 1})
        measures.add(change, {"key": "m", "title": "M", "kind": "materiel"})
        said = {"measure": "m", "paragraph": 1, "quote": "no tanks", "status": "announced", "strength": "direct"}
        said |= {"attribution": "own_voice", "amount": amount, "unit": "vehicles", "qualifier": "exact"}
        mentions.add(change, "s", said)
        change.close()
    assert f"amount = {written}\n" in render(opened(empty))["s.toml"]
