"""The panel: a row for each measure and day."""

from datetime import date, timedelta

from tests.conftest import opened
from tracker.db.address import Address
from tracker.package import write_package
from tracker.package.descriptor import Manner


def test_the_panel_is_the_report_of_every_day(shipped: Address) -> None:
    """For every day from the first report to the newest, the panel's rows are the measures as of that day."""
    record = opened(shipped)
    content = write_package.contents(record, Manner(panel=True))[-1]
    by_day: dict[str, list[tuple[object, ...]]] = {}
    names = "measure status status_order amount title kind status_mention conditional disputed".split()
    for row in content.rows:
        told = tuple(row[name] for name in names)
        by_day.setdefault(row["date"], []).append(told)
    day, last = date(2022, 1, 20), date(2022, 3, 3)
    days = 0
    while day <= last:
        measured = opened(shipped, day.isoformat()).measures()
        expected = [tuple(one.row[name] for name in names) for one in measured]
        assert sorted(by_day.pop(day.isoformat(), []), key=str) == sorted(expected, key=str), day
        days += bool(expected)
        day += timedelta(days=1)
    assert by_day == {}
    assert days == 36


def test_the_panel_ends_with_the_report(shipped: Address) -> None:
    """The panel of an earlier day ends on that day, and is the beginning of the later one's."""
    early = write_package.contents(opened(shipped, "2022-02-12"), Manner(panel=True))[-1].rows
    late = write_package.contents(opened(shipped), Manner(panel=True))[-1].rows
    assert max(row["date"] for row in early) == "2022-02-12"
    assert list(early) == [row for row in late if row["date"] <= "2022-02-12"]
