"""The charts that count: how many measures had which status, day by day, and of which kind they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tracker.domain.dates import show_date
from tracker.domain.spells import spells
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import KINDS, STATUS_LETTERS, STATUSES
from tracker.exports import charts
from tracker.exports.charts import DARK, INK, PAPER, Chart, Frame, Spec
from tracker.reports import timelines
from tracker.reports.snapshot import Snapshot

_LETTERS = "The letter in a bar is that of its status; the number is that of the measures."
# With more bars there is no room for what stands in them.
_MOST_BARS = 16


def status_chart(snapshot: Snapshot, measured: Sequence[MeasureStatus], narrow: bool = False) -> Chart:
    """How many measures had which status on each day on which an article spoke of any."""
    title = "How far the measures were, day by day"
    across = 300 if narrow else 600
    if not measured:
        return charts.nothing(snapshot, title, across)
    on: dict[str, Counter[str]] = {day: Counter() for day in timelines.days(measured)}
    days = [*on]
    for spell in (row for one in measured for row in spells(one)):
        for day in days[bisect_left(days, spell["first_day"]) : bisect_right(days, spell["last_day"])]:
            on[day][spell["status"]] += 1
    axis = {"title": None, "ticks": False, "labelAngle": 0, "labelColor": INK, "labelOverlap": "greedy"}
    x = {"field": "of", "type": "ordinal", "sort": None, "axis": axis}
    y = {"field": "low", "type": "quantitative", "axis": {"title": "measures", "tickMinStep": 1}}
    bars = {show_date(day): on[day] for day in on}
    most = (_MOST_BARS // 2) if narrow else _MOST_BARS
    where = {"x": x, "y": y, "y2": {"field": "high"}}
    plotted = _bars(bars, where, (across, 340), narrow, len(bars) <= most)
    texts = (title, charts.measures_of(measured))
    notes = [f"A bar is a day on which an article spoke: between them the answer stands. {_LETTERS}"]
    told = [f"{day}: {charts.in_words(counts)}." for day, counts in bars.items()]
    spec = charts.framed(snapshot, texts, plotted, notes, Frame(42, across + 42))
    return Chart(texts[0], spec, " ".join(told))


def kinds_chart(snapshot: Snapshot, measured: Sequence[MeasureStatus], narrow: bool = False) -> Chart:
    """How many measures there are of each kind, by status."""
    title = "What the UK was reported to do, by kind"
    across = 240 if narrow else 560
    if not measured:
        return charts.nothing(snapshot, title, across)
    of = {kind: Counter(one.row["status"] for one in measured if one.row["kind"] == kind) for kind in KINDS}
    bars = {KINDS.label(kind): counts for kind, counts in of.items() if counts}
    y: Spec = {"field": "of", "type": "nominal", "sort": None}
    y["axis"] = {"title": None, "ticks": False, "labelColor": INK, "labelPadding": 6}
    x = {"field": "low", "type": "quantitative", "axis": {"title": "measures", "tickMinStep": 1}}
    where = {"y": y, "x": x, "x2": {"field": "high"}}
    plotted = _bars(bars, where, (across, len(bars) * 28), narrow)
    texts = (title, charts.measures_of(measured))
    told = [f"{kind}: {charts.in_words(counts)}." for kind, counts in bars.items()]
    spec = charts.framed(snapshot, texts, plotted, [_LETTERS], Frame(94, across + 94))
    return Chart(texts[0], spec, " ".join(told))


def _stacked(counts: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """The counts of one bar, one upon the other, the least advanced first."""
    low = 0
    for status in STATUSES:
        if count := counts.get(status, 0):
            name = f"{STATUS_LETTERS[status]} {count}"
            yield {
                "low": low,
                "high": low + count,
                "middle": low + count / 2,
                "status": f"{STATUS_LETTERS[status]} {STATUSES.label(status)}",
                "code": status,
                "name": name,
                "dark": status in DARK,
            }
            low += count


def _bars(
    bars: Mapping[str, Mapping[str, int]], where: Spec, size: tuple[int, int], narrow: bool, named: bool = True
) -> Spec:
    """Bars by their names, with a letter and a number in each part where they are `named`."""
    values = [{"of": name, **value} for name, counts in bars.items() for value in _stacked(counts)]
    listed = [status for status in STATUSES if any(value["code"] == status for value in values)]
    labels = [f"{STATUS_LETTERS[status]} {STATUSES.label(status)}" for status in listed]
    colour = {
        "field": "status",
        "scale": {"domain": labels, "range": [charts.COLOURS[status] for status in listed]},
        "legend": {"title": None, "orient": "top", "columns": 3 if narrow else 7, "labelLimit": 0},
    }
    bar = {"type": "bar", "stroke": PAPER, "strokeWidth": 1.5}
    return {
        "width": size[0],
        "height": size[1],
        "data": {"values": values},
        "layer": [{"mark": bar, "encoding": {**where, "fill": colour}}, *(_names(where) if named else [])],
    }


def _names(where: Spec) -> list[Spec]:
    """The letters and numbers, at the middle of what they count."""
    encoding = {axis: {**held} for axis, held in where.items() if axis in ("x", "y")}
    for held in encoding.values():
        if held["field"] == "low":
            held["field"] = "middle"
    white = {"condition": {"test": "datum.dark", "value": PAPER}, "value": INK}
    mark: Spec = {"type": "text", "fontSize": 11}
    return [{"mark": mark, "encoding": {**encoding, "text": {"field": "name"}, "color": white}}]
