"""The charts that count."""

from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import opened
from tracker.db.address import Address
from tracker.exports.charts import in_words
from tracker.exports.count_charts import kinds_chart, status_chart
from tracker.reports.snapshot import Snapshot


def test_each_day_has_the_counts_of_its_report(shipped_file: Path, record: Snapshot) -> None:
    """For every day on which an article spoke, the bar counts what the report of that day counts."""
    told = status_chart(record, [*record.measures()]).alternative
    for day, words in {
        "2022-01-27": "27 Jan",
        "2022-02-10": "10 Feb",
        "2022-02-11": "11 Feb",
        "2022-03-03": "3 Mar",
    }.items():
        then = opened(Address.of(shipped_file), day)
        assert f"{words} 2022: {in_words(Counter(one.row['status'] for one in then.measures()))}." in told


@pytest.mark.parametrize("narrow", [False, True])
def test_every_measure_is_counted_once(record: Snapshot, narrow: bool) -> None:
    """The bars of the kinds hold each measure once, in the order of the report."""
    measured = [*record.measures()]
    chart = kinds_chart(record, measured, narrow)
    values = chart.spec["vconcat"][0]["data"]["values"]
    assert sum(value["high"] - value["low"] for value in values) == len(measured)
    assert list(dict.fromkeys(value["of"] for value in values))[:2] == ["Sanctions", "Legislation"]
