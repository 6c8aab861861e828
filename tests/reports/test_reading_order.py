"""Reading order: what a reader of a report meets first."""

import pytest

from tests.conftest import opened
from tracker.db.address import Address
from tracker.output import external_sort
from tracker.reports.reading_order import by_kind, in_reading_order


def test_by_kind_leaves_nothing_out(shipped: Address) -> None:
    """Ordering for reading keeps every measure, kinds together."""
    measured = [*opened(shipped).measures()]
    ordered = [one.row["kind"] for one in by_kind(measured)]
    assert len(ordered) == len(measured)
    assert ordered == sorted(ordered, key=ordered.index)


@pytest.mark.parametrize("held", [10, 10_000])
def test_rows_come_in_the_same_order(shipped: Address, held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows about measures come as their measures do, those of one as they came, from memory or from the disk."""
    monkeypatch.setattr(external_sort, "_RUN", held)
    monkeypatch.setattr(external_sort, "_BLOCK", 3)
    measured = [*opened(shipped).measures()]
    told = ((one.row, {"key": one.row["measure"], "place": place, "more": 0}) for one in measured for place in range(3))
    found = [*in_reading_order(told, ["key", "place"])]
    assert found == [{"key": one.row["measure"], "place": place} for one in by_kind(measured) for place in range(3)]
