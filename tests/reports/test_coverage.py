"""Coverage: how much of each article was read."""

from tests.conftest import opened
from tracker.db.address import Address
from tracker.reports.coverage import coverage


def test_coverage_is_whole(shipped: Address) -> None:
    """All 176 paragraphs of the five articles are read: every one records something or has a verdict."""
    rows = [*coverage(opened(shipped))]
    assert sorted(one["paragraphs"] for one in rows) == [19, 20, 30, 35, 72]
    assert sum(one["unread"] for one in rows) == 0
    assert sum(one["mentions"] for one in rows) == 57
