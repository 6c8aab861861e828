"""A measure's answer as a row: what its decision comes to in the columns of measures.csv."""

from typing import Any

from tests.mention_rows import decided, feb, said, troops
from tracker.domain.rows import DecidedRow
from tracker.domain.status import STATUS_FIELDS, Among, measure_row, status_row

MEASURE = {"measure": "boats", "title": "Boats", "kind": "materiel", "form": None, "target": "ukraine"}
MEASURE |= dict.fromkeys(("components", "summary", "merged_into"))


def row(*rows: dict[str, Any], as_of: int = 28) -> dict[str, Any]:
    """The row of a measure of which these mentions speak."""
    full = [{"origin": None, "event_met_on": None, **one} for one in rows]
    return dict(measure_row(MEASURE, decided(*full, as_of=as_of), feb(as_of), Among((), ())))


def test_status_and_amount_may_come_from_two_mentions() -> None:
    """The latest mention gives the status, the latest with a number the amount; both are told as one row."""
    found = row(said("a", 9, **troops(350)), said("b", 11, "under_way"))
    assert (found["status"], found["status_mention"], found["amount"]) == ("under_way", "b", 350)
    assert isinstance(found["amount"], int), "a whole number has no point"
    assert (found["mentions"], found["first_reported"], found["last_reported"]) == (2, feb(9), feb(11))


def test_silence_is_counted() -> None:
    """Days without a word are counted from the last mention up to the day asked about."""
    assert row(said("a", 9), as_of=9)["days_silent"] == 0
    assert row(said("a", 9), as_of=19)["days_silent"] == 10


def test_the_deciding_mention_alone_tells_the_status() -> None:
    """What the status columns say can be had from the deciding mention, without the others."""
    deciding = {"origin": None, "event_met_on": None, **said("b", 11, "under_way", condition="if it rains")}
    whole = row(said("a", 9), deciding)
    read = {**deciding, **MEASURE, "conditional": 1}
    told = {name: read[name] for name in DecidedRow.__annotations__}
    assert {name: whole[name] for name in STATUS_FIELDS} == status_row(told, feb(28))
