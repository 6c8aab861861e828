"""The spells: for each measure the runs of days of one status."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

import pytest

from tests.conftest import opened
from tests.effort import times
from tests.random_records import made
from tracker.db.address import Address
from tracker.package import write_package

COLUMNS = (
    "measure first_day last_day title kind status status_order status_label days ongoing first_mention last_mention"
).split()


def day_by_day(address: Address) -> Iterator[tuple[object, ...]]:
    """The spells of a record, from its answers as of each day from the first on which anybody speaks to its own."""
    record = opened(address)
    first_of_all = date.fromisoformat(min((row["spoken_on"] for row in record.sources()), default=record.as_of))
    answers: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for count in range((date.fromisoformat(record.as_of) - first_of_all).days + 1):
        day = (first_of_all + timedelta(days=count)).isoformat()
        for one in record.on(day).measures():
            answers.setdefault(one.row["measure"], []).append((day, dict(one.row)))
    for measure in sorted(answers):
        for status, run in groupby(answers[measure], lambda answer: answer[1]["status"]):
            (first_day, first), *_, (last_day, last) = days = [*run] * 2
            told = (first["title"], first["kind"], status, first["status_order"], first["status_label"])
            ends = (len(days) // 2, last_day == record.as_of, first["status_mention"], last["status_mention"])
            yield (measure, first_day, last_day, *told, *ends)


def spells(address: Address) -> list[tuple[object, ...]]:
    """The rows of `spells.csv`."""
    held = {content.table.name: content.rows for content in write_package.contents(opened(address))}
    return [tuple(row[name] for name in COLUMNS) for row in held["spells"]]


def test_spells_are_the_answers_of_every_day(shipped: Address) -> None:
    """A spell is a run of days on each of which the report as of that day has one status; the mentions are those."""
    expected = list(day_by_day(shipped))
    assert spells(shipped) == expected
    assert len(expected) > len({row[0] for row in expected}) == 32


@pytest.mark.parametrize("seed", range(times(3, 40)))
def test_spells_of_any_record(databases, seed: int) -> None:  # type: ignore[no-untyped-def]
    """The same holds of whatever the verbs can leave in a record: preferred, set aside, merged, moved."""
    address = databases.copy("empty")
    made(address, seed)
    assert spells(address) == list(day_by_day(address))
