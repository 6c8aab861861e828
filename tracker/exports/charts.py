"""Charts: what each status looks like, the frame that every chart stands in, and how one becomes SVG or PNG.

A chart is a Vega-Lite specification, plain data, which the library draws without a network, a browser or a clock: the
same record gives the same bytes. A status is told by its colour and by its shape, so that black and white will do.
"""

from __future__ import annotations

import re
import struct
import textwrap
import zlib
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple, Protocol

from tracker.domain.dates import show_date
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import STATUSES
from tracker.errors.files import ExtraMissing
from tracker.output.escapes import harmless
from tracker.reports.citation import cited, of_data_set
from tracker.reports.snapshot import Snapshot
from tracker.reports.wording import counted, known

Spec = dict[str, Any]

CHART_FORMS = ("svg", "png")
# Told apart by people who see red, green or blue badly: `test_charts` measures it.
COLOURS = {
    "ruled_out": "#ae0000",
    "considered": "#bcbfc2",
    "proposed": "#d170aa",
    "announced": "#529af2",
    "under_way": "#e5ac53",
    "in_effect": "#4c8a5e",
    "completed": "#16364e",
    "ended": "#555555",
}
# Outlines in a square from -1 to 1, as SVG has them.
SHAPES = {
    "ruled_out": "M-1,-.5L-.5,-1L0,-.5L.5,-1L1,-.5L.5,0L1,.5L.5,1L0,.5L-.5,1L-1,.5L-.5,0Z",
    "considered": "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z",
    "proposed": "M0,-1.2L1,0L0,1.2L-1,0Z",
    "announced": "M0,-1L1.1,.9L-1.1,.9Z",
    "under_way": "M-.9,-1.1L1.1,0L-.9,1.1Z",
    "in_effect": "M-.95,-.95L.95,-.95L.95,.95L-.95,.95Z",
    "completed": "M0,-1.2L.35,-.4L1.2,-.4L.5,.15L.75,1L0,.5L-.75,1L-.5,.15L-1.2,-.4L-.35,-.4Z",
    "ended": "M0,1L1.1,-.9L-1.1,-.9Z",
}
# Upon these the letters inside a bar are white.
DARK = ("ruled_out", "in_effect", "completed", "ended")
INK, FAINT, RULE, PAPER = "#222222", "#5a5a5a", "#d9d9d9", "#ffffff"
# The library brings this face along, so that a text takes the same room on every machine; others have its measures.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_CONFIG: Spec = {
    "font": FONT,
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelColor": FAINT,
        "labelFontSize": 12,
        "gridColor": RULE,
        "domain": False,
        "tickColor": RULE,
        "titleFontWeight": "normal",
    },
    "text": {"color": INK, "fontSize": 12},
    "legend": {"labelFontSize": 12, "labelColor": INK, "symbolSize": 110, "titleFontSize": 12},
    "title": {"anchor": "start", "frame": "group", "fontSize": 17, "subtitleFontSize": 12, "subtitleColor": FAINT},
}
# About how many letters of the smallest size find room in a line of so many pixels.
_LETTERS = 5.5


class Chart(NamedTuple):
    """A chart: its specification, and what it shows in words, for who cannot see it."""

    title: str
    spec: Spec
    alternative: str


class Drawing(Protocol):
    """What makes a chart of measures, as wide as a page or as a telephone."""

    def __call__(self, snapshot: Snapshot, measured: Sequence[MeasureStatus], narrow: bool = False) -> Chart:
        """The chart."""


class Frame(NamedTuple):
    """Where the texts around a chart stand: how far left of what is drawn they begin, and in how many pixels."""

    left: int
    across: int


def framed(snapshot: Snapshot, texts: tuple[str, str], plotted: Spec, notes: Sequence[str], frame: Frame) -> Spec:
    """A chart in its frame: its title, what it counts and as of when, and below what the signs mean and how to cite."""
    title, about = texts
    edition = f"edition {snapshot.version}"
    day = f"as last reported up to {show_date(snapshot.as_of)}{known(snapshot)}, {edition}"
    cite = cited([of_data_set(snapshot)], "text").strip()
    foot: Spec = {
        "text": [line for note in (*notes, cite) for line in broken(note, frame.across)],
        "orient": "bottom",
        "fontSize": 11,
        "fontWeight": "normal",
        "color": FAINT,
        "lineHeight": 15,
        "offset": 10,
        "dx": -frame.left,
    }
    head = {
        "text": broken(title, int(frame.across * 0.6)),
        "subtitle": broken(f"{about}, {day}", frame.across),
        "offset": 12,
        "dx": -frame.left,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": PAPER,
        "padding": 16,
        "config": _CONFIG,
        "title": head,
        "vconcat": [{**plotted, "title": foot}],
    }


def nothing(snapshot: Snapshot, title: str, across: int) -> Chart:
    """The chart of no measure, which says so."""
    told = f"No measure had been reported by {show_date(snapshot.as_of)}."
    mark = {"type": "text", "align": "left", "x": 0}
    plotted = {"width": across, "height": 40, "data": {"values": [{"told": told}]}, "mark": mark}
    plotted |= {"encoding": {"text": {"field": "told"}}}
    return Chart(title, framed(snapshot, (title, measures_of([])), plotted, [], Frame(0, across)), told)


def broken(text: str, across: int) -> list[str]:
    """A text in lines of at most about so many pixels."""
    return textwrap.wrap(harmless(text), int(across / _LETTERS)) or [""]


def status_scales(used: Collection[str], columns: int, legend: bool = True) -> Spec:
    """Colour and shape of the statuses that occur, explained in one legend, in their order of reading."""
    listed = [status for status in STATUSES if status in used]
    labels = [STATUSES.label(status) for status in listed]
    named: Spec | None = {"title": None, "orient": "top", "columns": columns, "labelLimit": 0} if legend else None
    return {
        "fill": {
            "field": "status",
            "scale": {"domain": labels, "range": [COLOURS[status] for status in listed]},
            "legend": named,
        },
        "shape": {
            "field": "status",
            "scale": {"domain": labels, "range": [SHAPES[status] for status in listed]},
            "legend": named,
        },
    }


def in_words(counts: Mapping[str, int]) -> str:
    """How many measures have which status, in their order of reading."""
    return ", ".join(f"{counts[status]} {STATUSES.label(status)}" for status in STATUSES if counts.get(status))


def measures_of(measured: Sequence[MeasureStatus]) -> str:
    """How many measures of how many articles a chart shows."""
    articles = {mention.row["source"] for one in measured for mention in one.decision.ranked}
    return f"{counted(len(measured), 'measure')} in {counted(len(articles), 'article')}"


def drawn(chart: Chart, form: str) -> bytes:
    """A chart in one of CHART_FORMS, with its words for who cannot see it. Raises ExtraMissing."""
    try:
        import vl_convert
    except ImportError:
        raise ExtraMissing("charts", "charts") from None
    title, alternative = harmless(chart.title), harmless(chart.alternative)
    svg = str(vl_convert.vegalite_to_svg(chart.spec, vl_version="6.4", allowed_base_urls=[]))
    if form == "png":
        return with_words(vl_convert.svg_to_png(svg, scale=2), {"Title": title, "Description": alternative})
    words = f"<title>{escape(title)}</title><desc>{escape(alternative)}</desc>"
    opening, end, body = svg.replace('class="marks"', 'role="img"', 1).partition(">")
    return f"{opening}{end}{words}{_TAG.sub(_lean, body)}\n".encode()


# What a drawing says of its parts: the picture as a whole is told in words.
_TAG, _ROLES = re.compile("<[^>]*>"), re.compile(r' (?:class|role|aria-\w+|pointer-events)="[^"]*"')


def _lean(tag: re.Match[str]) -> str:
    return _ROLES.sub("", tag[0])


# The mark of a PNG file and its first part, which says how large the picture is.
_PNG_HEAD = 33


def with_words(png: bytes, words: Mapping[str, str]) -> bytes:
    """A picture that carries words: parts of type iTXt, as the standard for PNG has them."""
    parts = [png[:_PNG_HEAD]]
    for name, text in words.items():
        part = b"iTXt" + name.encode() + b"\0\0\0\0\0" + text.encode()
        parts.append(struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)))
    return b"".join([*parts, png[_PNG_HEAD:]])
