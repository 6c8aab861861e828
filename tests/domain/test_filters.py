"""Filters: what of a report is kept."""

import pytest

from tests.conftest import opened
from tracker.db.address import Address
from tracker.domain.filters import Filters, select

FILTERS = [
    (Filters(kind=["training"]), {"training-ukraine"}),
    (Filters(status=["ruled_out"]), {"intervention-in-ukraine"}),
    (
        Filters(place=["southern_europe"], status=["proposed"]),
        {"raf-jets-southern-europe", "type-45-destroyer", "hms-trent"},
    ),
    (Filters(target=["vladimir_putin"]), {"putin-personal-sanctions"}),
    (Filters(speaker=["raab"]), {"icc-assistance"}),
    (Filters(source=["not-optimistic"], status=["announced"]), {"troops-if-invasion"}),
    (Filters(stale=30), {"troops-if-invasion", "eastern-flank-reinforcement", "putin-personal-sanctions"}),
    (Filters(since="2022-03-01", kind=["justice"]), {"icc-referral", "icc-assistance"}),
    (Filters(disputed=True, place=["poland"]), {"royal-marines-poland"}),
    (Filters(disputed=True, kind=["sanctions"]), set()),
    (Filters(conditional=True, kind=["readiness"]), set()),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters(shipped: Address, filters: Filters, expected: set[str]) -> None:
    """Filters keep what passes all of them; a place keeps what lies in it."""
    found = {one.row["measure"] for one in select(opened(shipped).measures(), filters)}
    assert found == expected
