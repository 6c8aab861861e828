"""Rows put apart by group, on the disk."""

from tracker.output import grouped
from tracker.output.grouped import Grouped


def test_rows_come_back_by_group() -> None:
    """Every row comes back with its group, in the order it came, however many wait in memory."""
    many = 3 * grouped._MOST + 7
    held = Grouped()
    for number in range(many):
        held.add(f"g{number % 3}", (number, None, "é"))
    assert held.groups() == ["g0", "g1", "g2"]
    for place, group in enumerate(held.groups()):
        assert list(held.rows(group)) == [(number, None, "é") for number in range(place, many, 3)]


def test_no_more_wait_than_a_batch() -> None:
    """No more rows wait in memory than a batch, in however many groups they are."""
    held = Grouped()
    for number in range(2 * grouped._MOST + 1):
        held.add(str(number % 700), (number,))
        assert sum(map(len, held._waiting.values())) < grouped._MOST


def test_nothing() -> None:
    """Where no row came there is no group."""
    assert Grouped().groups() == []
