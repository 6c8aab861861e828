"""Undo: an entry of its own that brings back exactly what was there."""

from typing import Any

import pytest

from tests.conftest import opened
from tests.making import act, entries, sound, state, undo_it
from tracker.db.address import Address
from tracker.errors.base import NothingToUndo, Refused
from tracker.record import measures, sources

WITHDRAWALS = [
    (measures.withdraw, "royal-marines-poland"),
    (sources.withdraw, "almost-impossible"),
    (sources.withdraw, "step-back"),
]


@pytest.mark.parametrize(("verb", "key"), WITHDRAWALS)
def test_withdrawing_and_undoing(shipped: Address, verb: Any, key: str) -> None:
    """What is withdrawn goes with all that hangs on it, nothing dangles, and undoing brings everything back."""
    before = state(shipped)
    act(shipped, verb, key)
    record = opened(shipped)
    assert key not in [*(row["measure"] for row in record.definitions()), *(row["source"] for row in record.sources())]
    assert sound(shipped)
    undo_it(shipped)
    assert state(shipped) == before
    assert sound(shipped)


def test_undo_is_an_entry_of_its_own(shipped: Address) -> None:
    """Undoing writes a new revision that says what it undoes; twice is refused, and so is what was built on."""
    act(shipped, measures.edit, "hms-trent", {"title": "One"})
    assert undo_it(shipped) == 1
    assert [(entry.row["revision"], entry.row["undoes"]) for entry in entries(shipped)] == [
        (3, 2),
        (2, None),
        (1, None),
    ]
    with pytest.raises(NothingToUndo):
        undo_it(shipped, 2)
    with pytest.raises(NothingToUndo):
        undo_it(shipped, by="nobody")
    with pytest.raises(NothingToUndo):
        undo_it(shipped, 99)
    act(shipped, measures.edit, "hms-trent", {"title": "Two"})
    act(shipped, measures.edit, "hms-trent", {"title": "Three"})
    with pytest.raises(Refused, match="changed since"):
        undo_it(shipped, 4)
