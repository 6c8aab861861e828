"""Sources: the day they speak on, and what hangs on it."""

from tests.conftest import opened
from tests.making import act, sound
from tracker.db.address import Address
from tracker.record import sources


def test_a_new_day_moves_its_mentions(shipped: Address) -> None:
    """When a source's day is corrected, its mentions speak on the new day, and the answer follows."""
    assert opened(shipped).measure("estonia-doubling").row["status"] == "proposed"
    act(shipped, sources.edit, "cold-war-rhetoric", {"published": "2022-02-11"})
    row = opened(shipped).measure("estonia-doubling").row
    assert (row["status"], row["last_reported"], row["disputed"]) == ("in_effect", "2022-02-11", False)
    assert sound(shipped)
