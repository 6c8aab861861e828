"""Packages changed at random: each loads or is refused in words, and a refusal leaves no trace."""

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import Connection

from tests.conftest import opened
from tests.effort import times
from tests.packages import DATA
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import engine
from tracker.errors.base import TrackerError
from tracker.package import load_package, open_package
from tracker.package.descriptor import EVERY_TABLE


@contextmanager
def undone(address: Address) -> Iterator[Connection]:
    """A transaction that leaves nothing behind."""
    with engine(address).connect() as connection, connection.begin() as begun:
        yield connection
        begun.rollback()


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A file with a few random changes: bytes, cells, lines."""
    for _ in range(dice.choice([1, 1, 2, 5])):
        kind = dice.randrange(8)
        at = dice.randrange(len(content) + 1)
        lines = content.split(b"\n")
        line = dice.randrange(len(lines))
        cells = lines[line].split(b",")
        cell = dice.randrange(len(cells))
        junk = dice.choice(JUNK)
        if kind == 0:
            content = content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]
        elif kind == 1:
            content = content[:at] + content[at + dice.randrange(1, 200) :]
        elif kind == 2:
            content = content[:at] + junk + content[at:]
        elif kind == 3:
            del lines[line]
        elif kind == 4:
            lines.insert(dice.randrange(len(lines)), lines[line])
        elif kind == 5:
            cells[cell] = junk
        elif kind == 6:
            cells[cell], cells[-1] = cells[-1], cells[cell]
        else:
            cells[cell] = dice.choice(dice.choice(lines).split(b","))
        if kind in (3, 4, 5, 6, 7):
            lines[line : line + 1] = [b",".join(cells)] if kind > 4 else lines[line : line + 1]
            content = b"\n".join(lines)
    return content


JUNK = [
    b"",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"=1+1",
    b"'",
    b"true",
    b"-1",
    b"9" * 400,
    b"1e400",
    b"nan",
    b"0",
]
JUNK += [b"2022-02-30", b"0000-01-01", b"9999-12-31", b"records", b"x" * 3000, "\u202e".encode(), b";", b"a;a", b"../B"]


def mutate(address: Address, dice: random.Random, original: dict[str, bytes]) -> bool:
    """Load a package with random changes; whether it was taken. Raises only what the program has words for."""
    contents = dict(original)
    for name in dice.sample(sorted(contents), dice.choice([1, 1, 2])):
        contents[name] = mutated(contents[name], dice)
    described = open_package.opened([DATA]).described if dice.random() < 0.8 else None
    try:
        with undone(address) as connection:
            change = Change(connection, "the tests", "to break it")
            held = {name: open_package.content_of(partial(io.BytesIO, content)) for name, content in contents.items()}
            parcel = open_package.Parcel(held, {name: f"{name}.csv" for name in held}, described)
            load_package.load(change, parcel, remark=dice.choice([None, str, str]))
            return True
    except TrackerError as error:
        assert str(error)
    return False


@pytest.mark.long
def test_random_changes(empty: Address) -> None:
    """Whatever is changed in a package at random, it loads or is refused in words, and a refusal leaves no trace."""
    dice = random.Random(1914)
    original = {table.name: (DATA / f"{table.name}.csv").read_bytes() for table in EVERY_TABLE}
    before = opened(empty).digest
    rounds = times(30 if empty.path else 10, 2_000)
    taken = sum(mutate(empty, dice, original) for _ in range(rounds))
    assert 0 < taken < rounds
    assert opened(empty).digest == before
    assert opened(empty).revision == 0
