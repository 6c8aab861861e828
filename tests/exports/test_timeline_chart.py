"""The chart of lives."""

from typing import Any

from tracker.domain.vocabulary import STATUSES
from tracker.exports.timeline_chart import timeline_chart
from tracker.reports.snapshot import Snapshot


def values(spec: Any, field: str) -> list[dict[str, Any]]:
    """The rows of data, in any layer, that have a field."""
    layers = [layer["data"]["values"] for layer in spec["vconcat"][0]["layer"]]
    return [row for rows in layers for row in rows if field in row]


def test_one_day_is_no_sequence(record: Snapshot) -> None:
    """Stages that one day brought stand above each other on that day, and what differs from the answer is marked."""
    one = record.measure("royal-marines-poland")
    chart = timeline_chart(record, [one])
    marks = [(row["day"], row["status"], row["y"]) for row in values(chart.spec, "status")]
    assert {(day, status) for day, status, _ in marks} == {
        ("2022-02-10", "announced"),
        ("2022-02-10", "in effect"),
        ("2022-02-11", "under way"),
    }
    assert len({height for day, _, height in marks if day == "2022-02-10"}) == 2
    assert {row["day"] for row in values(chart.spec, "differs")} == {"2022-02-10"}
    assert chart.title == one.row["title"]
    told = " ".join(chart.spec["vconcat"][0]["title"]["text"])
    assert "11 Feb 2022, trip-to-moscow ¶9: arriving, “350 Royal Marines arriving in Poland" in told


def test_every_measure_has_its_answer(record: Snapshot) -> None:
    """The last mark that decides is the status the report gives; the words say the same of every measure."""
    measured = [*record.measures()]
    for narrow in (False, True):
        chart = timeline_chart(record, measured, narrow)
        assert len({row["name"] for row in values(chart.spec, "depth")}) == len(measured)
        for one in measured:
            assert f"{one.row['title']}: " in chart.alternative
            assert f"the answer is {one.row['status_label']}" in chart.alternative
    assert {row["status"] for row in values(chart.spec, "status")} <= {STATUSES.label(status) for status in STATUSES}


def test_possible_days_are_spans(record: Snapshot) -> None:
    """What an article with an inferred date says is drawn over all its possible days; a stated date has no span."""
    chart = timeline_chart(record, [record.measure("troops-if-invasion")])
    assert [(row["from"], row["to"]) for row in values(chart.spec, "to") if "silent" not in row] == [
        ("2022-01-27", "2022-01-28")
    ]
    chart = timeline_chart(record, [record.measure("icc-referral")])
    assert not [row for row in values(chart.spec, "to") if "silent" not in row]
