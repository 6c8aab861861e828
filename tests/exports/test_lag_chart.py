"""The chart of lags."""

import pytest

from tracker.exports.lag_chart import lag_chart
from tracker.reports.lag import lags
from tracker.reports.snapshot import Snapshot


@pytest.mark.parametrize("narrow", [False, True])
def test_it_draws_what_is_reported(record: Snapshot, narrow: bool) -> None:
    """Every measure of `tracker lag` has a mark for each of its days, and a line where it was announced and done."""
    measured, drawn = [*record.measures()], {"day", "mark", "y"}
    rows = [*lags(measured)]
    chart = lag_chart(record, measured, narrow)
    layers = [layer["data"]["values"] for layer in chart.spec["vconcat"][0]["layer"]]
    marks = [value for values in layers for value in values if set(value) == drawn]
    spans = [value for values in layers for value in values if "to" in value]
    assert sorted(value["day"] for value in marks) == sorted(
        day for row in rows for day in (row["announced"], row["in_print"], row["done"]) if day
    )
    assert len({(value["day"], value["y"]) for value in marks}) == len(marks), "none hides another"
    assert len(spans) == sum(bool(row["announced"] and row["done"]) for row in rows)
    for row in rows:
        assert f"{row['title']}: " in chart.alternative
    assert "14 days" in chart.alternative
    assert "not yet on 16 Feb 2022" in chart.alternative
    assert "by 16 Feb 2022" in chart.alternative
