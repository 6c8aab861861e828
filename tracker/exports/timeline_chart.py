"""The chart of lives: for each measure what was said of it, and on which day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.domain.dates import add_days, days_between, show_date
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import KINDS, STATUSES, status_label
from tracker.exports import charts
from tracker.exports.charts import FAINT, INK, RULE, Chart, Spec
from tracker.output.escapes import harmless
from tracker.reports import overview, timelines, wording
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import SourceRow

Values = list[dict[str, Any]]
_NOTES = (
    "A mark stands on the day an article spoke; marks above each other are of one day, in no order. Solid: until it is"
    " spoken of again. Dotted: silence since. Pale bar: the days on which an article with an inferred date may have"
    " appeared. ≠ on that day something was said that differs from the answer."
)


class Shape(NamedTuple):
    """How wide the days are, how high a line, and where the names stand: beside the days, or above them."""

    across: int
    line: int
    beside: int
    answers: int
    legend: int


WIDE, NARROW = Shape(470, 24, 262, 190, 8), Shape(318, 38, 0, 0, 3)
# How many pixels marks of one day stand apart.
_APART = 10
_INDENT = 14
# The keys of more articles are no note any more.
_MOST_NAMED = 12


class _Placed(NamedTuple):
    """A measure on its line."""

    line: float
    depth: int
    one: MeasureStatus


def timeline_chart(snapshot: Snapshot, measured: Sequence[MeasureStatus], narrow: bool = False) -> Chart:
    """The life of each measure. Nothing in it tells which of two articles of one day came first."""
    shape = NARROW if narrow else WIDE
    title = measured[0].row["title"] if len(measured) == 1 else "What the UK was reported to do, and when"
    if not measured:
        return charts.nothing(snapshot, title, shape.across)
    placed, heads, lines = _placed(measured)
    sources = overview.articles(snapshot, {one.row["status_source"] for one in measured})
    spoken = timelines.days(measured)
    first = min([*spoken, *(row["published_earliest"] for row in sources)])
    span = [add_days(first, -1), add_days(snapshot.as_of, 1)]
    across = shape.beside + shape.across + shape.answers
    plotted: Spec = {
        "width": shape.across,
        "height": lines * shape.line,
        "encoding": {"y": {"type": "quantitative", "scale": {"domain": [lines - 0.5, -0.5]}, "axis": None}},
        "layer": [
            *_rules(snapshot, sources, span, shape),
            *_lives(placed, sources, snapshot.as_of, shape),
            *_texts(placed, heads, shape),
        ],
    }
    texts = (title, charts.measures_of(measured))
    spec = charts.framed(
        snapshot, texts, plotted, [*_story(measured), _NOTES, *_articles(sources)], charts.Frame(shape.beside, across)
    )
    return Chart(title, spec, _alternative(placed))


def _story(measured: Sequence[MeasureStatus]) -> list[str]:
    """Of one measure alone, what was said of it, in the words that say so."""
    if len(measured) != 1:
        return []
    [one] = measured
    return [
        f"{show_date(row['spoken_on'])}, {wording.place(row['source'], row['paragraph'])}:"
        f" {status_label(one.row['kind'], row['status'])}, {wording.quoted(row['quote'])}"
        for row in timelines.spoken_mentions(one)
    ]


def _articles(sources: Sequence[SourceRow]) -> list[str]:
    """Which article each number stands for, where they are few."""
    if len(sources) > _MOST_NAMED:
        return []
    number = overview.numbered(sources)
    return [", ".join(f"[{number[key]}] {key}" for key in sorted(number, key=number.__getitem__))]


def _placed(measured: Sequence[MeasureStatus]) -> tuple[list[_Placed], list[tuple[int, str]], int]:
    """The line of each measure, the lines that name a kind, and how many lines there are."""
    by_key = {one.row["measure"]: one for one in measured}
    placed, heads, line = [], [], 0
    for kind, ones in groupby(overview.arranged(map(overview.line, measured)), lambda one: one.kind):
        heads.append((line, KINDS.label(kind)))
        for one in ones:
            line += 1
            placed.append(_Placed(line, one.depth, by_key[one.row["measure"]]))
        line += 1
    return placed, heads, line


def _when(field: str, span: Sequence[str] = ()) -> Spec:
    shown = {"format": "%-d %b", "grid": False, "title": None, "labelOverlap": "greedy", "tickCount": 6}
    encoded: Spec = {"field": field, "type": "temporal", "axis": shown}
    return {**encoded, "scale": {"type": "utc", "domain": list(span), "nice": False}} if span else encoded


def _rules(snapshot: Snapshot, sources: Sequence[SourceRow], span: Sequence[str], shape: Shape) -> list[Spec]:
    """A rule for the day of each article, numbered as in the report, and a broken one for the events met by a day."""
    number = overview.numbered(sources)
    on = {
        day: ",".join(str(number[row["source"]]) for row in rows)
        for day, rows in groupby(
            sorted(sources, key=lambda row: (row["spoken_on"], number[row["source"]])), lambda row: row["spoken_on"]
        )
    }
    values, level = [], 0
    for before, day in pairwise(["", *on]):
        crowded = bool(before) and days_between(before, day) * shape.across / days_between(*span) < 70
        level = (level + 1) % 2 if crowded else 0
        values.append({"day": day, "name": f"{show_date(day)[:-5]} [{on[day]}]", "above": level})
    layers: list[Spec] = [
        {
            "data": {"values": values},
            "mark": {"type": "rule", "stroke": RULE},
            "encoding": {"x": _when("day", span)},
        }
    ]
    for above in (0, 1):
        text = {"type": "text", "color": FAINT, "baseline": "bottom"}
        found = [value for value in values if value["above"] == above]
        place = {"x": _when("day"), "y": {"value": -3 - 14 * above}, "text": {"field": "name"}}
        layers += [{"data": {"values": found}, "mark": text, "encoding": place}] if found else []
    return [*layers, *_events(snapshot, shape)]


def _events(snapshot: Snapshot, shape: Shape) -> Iterator[Spec]:
    known = ((row["happened_on"] or row["met_on"] or "", row["title"]) for row in snapshot.events())
    met = sorted((day, title) for day, title in known if day)
    for place, (day, ones) in enumerate(groupby(met, lambda row: row[0])):
        text = f"{show_date(day)}: {'; '.join(title for _, title in ones)}"
        values = [{"day": day.strip("[]~?.")[-10:], "name": charts.broken(text, shape.across)}]
        rule = {"type": "rule", "stroke": INK, "strokeDash": [5, 3]}
        yield {"data": {"values": values}, "mark": rule, "encoding": {"x": _when("day")}}
        mark = {"type": "text", "align": "right", "baseline": "line-bottom", "lineHeight": 14, "dx": 4}
        where = {"x": _when("day"), "y": {"value": -34 - 15 * place}, "text": {"field": "name"}}
        yield {"data": {"values": values}, "mark": mark, "encoding": where}


def _lives(placed: Sequence[_Placed], sources: Sequence[SourceRow], as_of: str, shape: Shape) -> list[Spec]:
    """The lines, the bars of possible days, and the marks."""
    lines: Values = []
    marks: Values = []
    possible: Values = []
    days = {row["source"]: (row["published_earliest"], row["published_latest"]) for row in sources}
    for line, _, one in placed:
        row = one.row
        lines.append({"y": line, "from": row["first_reported"], "to": row["last_reported"], "silent": False})
        lines.append({"y": line, "from": row["last_reported"], "to": as_of, "silent": True})
        for mention in timelines.spoken_mentions(one):
            earliest, latest = days.get(mention["source"], ("", ""))
            if earliest != latest and mention["spoken_on"] == mention["published"]:
                possible.append({"y": line, "from": earliest, "to": latest})
        for day, stages in timelines.stages(one).items():
            for place, stage in enumerate(stages):
                offset = (place - (len(stages) - 1) / 2) * _APART / shape.line
                marks.append({"y": line + offset, "day": day, "status": STATUSES.label(stage), "code": stage})
        differing = {mention["spoken_on"] for mention in timelines.spoken_mentions(one) if mention["disagrees"]}
        marks += [{"y": line, "day": day, "differs": "≠"} for day in sorted(differing)]
    unique = [dict(held) for held in dict.fromkeys(tuple(sorted(one.items())) for one in possible)]
    between = {"x": _when("from"), "x2": {"field": "to"}}
    dash = {"condition": {"test": "datum.silent", "value": [1, 4]}, "value": [1, 0]}
    spoken = [mark for mark in marks if "status" in mark]
    scales = charts.status_scales({mark["code"] for mark in spoken}, shape.legend)
    differs = {"type": "text", "align": "right", "dx": -8, "fontWeight": "bold", "fontSize": 13}
    return [
        {
            "data": {"values": unique},
            "mark": {"type": "rule", "strokeWidth": 7, "stroke": "#cfd8e3", "strokeCap": "round"},
            "encoding": {**between, "y": {"field": "y"}},
        },
        {
            "data": {"values": lines},
            "mark": {"type": "rule", "stroke": "#777777", "strokeWidth": 1.5},
            "encoding": {**between, "y": {"field": "y"}, "strokeDash": dash},
        },
        {
            "data": {"values": spoken},
            "mark": {"type": "point", "size": 95, "stroke": INK, "strokeWidth": 0.8, "opacity": 1},
            "encoding": {"x": _when("day"), "y": {"field": "y"}, **scales},
        },
        {
            "data": {"values": [mark for mark in marks if "differs" in mark]},
            "mark": differs,
            "encoding": {"x": _when("day"), "y": {"field": "y"}, "text": {"field": "differs"}},
        },
    ]


def _texts(placed: Sequence[_Placed], heads: Sequence[tuple[int, str]], shape: Shape) -> list[Spec]:
    """The names of kinds and measures, and the answer at the end of each line."""
    up = 0.0 if shape.beside else -0.36
    kinds = [{"y": line + up / 2, "name": name} for line, name in heads]
    names: Values = []
    answers: Values = []
    for line, depth, one in placed:
        names.append({"y": line + up, "name": harmless(one.row["title"]), "depth": depth})
        answers.append({"y": line, "name": wording.status_text(one)})
    y = {"y": {"field": "y"}, "text": {"field": "name"}}
    left = {"x": {"value": -shape.beside}}
    texts: list[Spec] = [
        {
            "data": {"values": kinds},
            "mark": {"type": "text", "align": "left", "fontWeight": "bold", "limit": 0},
            "encoding": {**y, **left},
        },
        *(
            {
                "data": {"values": [name for name in names if name["depth"] == depth]},
                "mark": {"type": "text", "align": "left", "dx": 10 * bool(shape.beside) + _INDENT * depth, "limit": 0},
                "encoding": {**y, **left},
            }
            for depth in sorted({name["depth"] for name in names})
        ),
    ]
    if shape.answers:
        mark = {"type": "text", "align": "left", "limit": 0}
        texts.append({"data": {"values": answers}, "mark": mark, "encoding": {**y, "x": {"value": shape.across + 8}}})
    return texts


def _alternative(placed: Sequence[_Placed]) -> str:
    """The chart in words: each measure with the days on which it was spoken of, and how."""
    told = []
    for _, _, one in placed:
        kind = one.row["kind"]
        said = [
            f"{show_date(day)} {' and '.join(status_label(kind, stage) for stage in stages)}"
            for day, stages in timelines.stages(one).items()
        ]
        told.append(f"{one.row['title']}: {', '.join(said)}; the answer is {wording.status_text(one)}.")
    return " ".join(told)
