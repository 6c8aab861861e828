"""The chart of lags: when each measure was announced, and when it was done, by the press and by documents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from tracker.domain.dates import add_days, days_between, show_date
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import KINDS
from tracker.exports import charts
from tracker.exports.charts import COLOURS, INK, RULE, SHAPES, Chart, Frame, Spec
from tracker.output.escapes import harmless
from tracker.reports.lag import LagRow, lags
from tracker.reports.snapshot import Snapshot
from tracker.reports.wording import counted

Values = list[dict[str, Any]]
_TITLE = "From announced to done"
_NOTE = "Apart of a line: never told of as to come, or not done by any document. By a day: then, or on a day before."
# What each day is, in whose shape and colour it is drawn, and how it reads.
_MARKS = {
    "announced": ("announced", "announced, in print"),
    "in_print": ("under_way", "told of as done, in print"),
    "done": ("completed", "done, by documents"),
}
_LINE, _WIDE, _NARROW, _NAMES, _ANSWERS = 24, 430, 300, 250, 150
# How many pixels marks of one day stand apart, and how much higher a line is that has its name above it.
_APART, _HIGHER = 10, 1.6


def lag_chart(snapshot: Snapshot, measured: Sequence[MeasureStatus], narrow: bool = False) -> Chart:
    """How long each measure took that documents tell of; on a telephone the names stand above the lines."""
    rows = [*lags(measured)]
    across = _NARROW if narrow else _WIDE
    days = sorted(str(row[name]) for row in rows for name in _MARKS if row[name])  # type: ignore[literal-required]
    if not days:
        return charts.nothing(snapshot, _TITLE, across)
    lines: Values = []
    for kind, ones in groupby(rows, lambda row: row["kind"]):
        lines.append({"name": KINDS.label(kind), "head": True, "y": len(lines)})
        lines += [
            {"name": harmless(row["title"]), "row": row, "y": len(lines) + place} for place, row in enumerate(ones)
        ]
    span = [add_days(days[0], -2), add_days(days[-1], 2)]
    height = _LINE * (_HIGHER if narrow else 1) * len(lines)
    y: Spec = {"type": "quantitative", "scale": {"domain": [len(lines) - 0.5, -0.5]}, "axis": None}
    left = 0 if narrow else _NAMES
    layers = [*_days([line for line in lines if "row" in line], span, narrow), *_names(lines, left, narrow)]
    if not narrow:
        answers = [{"y": line["y"], "name": _answer(line["row"])} for line in lines if "row" in line]
        layers.append(_text(answers, {"value": across + 8}, {}))
    plotted: Spec = {"width": across, "height": height, "encoding": {"y": y}, "layer": layers}
    until = show_date(snapshot.established_as_of)
    texts = (_TITLE, f"{counted(len(rows), 'measure')} that documents tell of up to {until}")
    frame = Frame(left, across + left + (0 if narrow else _ANSWERS))
    return Chart(_TITLE, charts.framed(snapshot, texts, plotted, [_NOTE], frame), " ".join(map(_told, rows)))


def _days(lines: Values, span: Sequence[str], narrow: bool) -> list[Spec]:
    x: Spec = {"field": "day", "type": "temporal", "scale": {"type": "utc", "domain": list(span), "nice": False}}
    x["axis"] = {"format": "%-d %b %Y", "title": None, "gridColor": RULE, "tickCount": 3 if narrow else 5}
    spans = [
        {"y": line["y"], "day": line["row"]["announced"], "to": line["row"]["done"]}
        for line in lines
        if line["row"]["announced"] and line["row"]["done"]
    ]
    # Marks that would hide one another stand above each other.
    near = 9 * days_between(*span) // (_NARROW if narrow else _WIDE)
    apart = _APART / (_LINE * (_HIGHER if narrow else 1))
    marks: Values = []
    for line in lines:
        told = [(str(line["row"][name]), label) for name, (_, label) in _MARKS.items() if line["row"][name]]
        for day, label in told:
            same = [other for one, other in told if abs(days_between(one, day)) <= near]
            offset = (same.index(label) - (len(same) - 1) / 2) * apart
            marks.append({"y": line["y"] + offset, "day": day, "mark": label})
    labels, looks = [label for _, label in _MARKS.values()], [status for status, _ in _MARKS.values()]
    legend = {"title": None, "orient": "top", "columns": 1 if narrow else 3, "labelLimit": 0}
    look: Spec = {
        name: {"field": "mark", "scale": {"domain": labels, "range": [held[one] for one in looks]}, "legend": legend}
        for name, held in (("fill", COLOURS), ("shape", SHAPES))
    }
    place: Spec = {"x": x, "y": {"field": "y"}}
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.5}
    point = {"type": "point", "size": 95, "stroke": INK, "strokeWidth": 0.8, "opacity": 1}
    return [
        {"data": {"values": spans}, "mark": rule, "encoding": {**place, "x2": {"field": "to"}}},
        {"data": {"values": marks}, "mark": point, "encoding": {**place, **look}},
    ]


def _names(lines: Values, left: int, narrow: bool) -> list[Spec]:
    up = 0.4 if narrow else 0
    heads = [{"y": line["y"], "name": line["name"]} for line in lines if "head" in line]
    names = [{"y": line["y"] - up, "name": line["name"]} for line in lines if "row" in line]
    return [
        _text(heads, {"value": -left}, {"fontWeight": "bold"}),
        _text(names, {"value": -left}, {"dx": 10 if left else 0}),
    ]


def _text(values: Values, x: Spec, look: Spec) -> Spec:
    mark = {"type": "text", "align": "left", "limit": 0, **look}
    return {
        "data": {"values": values},
        "mark": mark,
        "encoding": {"x": x, "y": {"field": "y"}, "text": {"field": "name"}},
    }


def _answer(row: LagRow) -> str:
    """The days it took, and how far the press was ahead."""
    if not row["done"]:
        return f"not yet on {show_date(row['not_yet'])}" if row["not_yet"] else "no document tells"
    if row["done_by"]:
        return show_date(f"[..{row['done']}]")
    if row["days"] is not None:
        return counted(row["days"], "day") if row["days"] else "the same day"
    ahead = row["press_ahead"] or 0
    return f"in print {counted(abs(ahead), 'day')} {'earlier' if ahead > 0 else 'later'}" if ahead else "the same day"


def _told(row: LagRow) -> str:
    """A measure's days in words."""
    said = [
        f"{label} {show_date(str(row[name]))}"  # type: ignore[literal-required]
        for name, (_, label) in _MARKS.items()
        if row[name]  # type: ignore[literal-required]
    ]
    return f"{row['title']}: {'; '.join(said)}; {_answer(row)}."
