"""The report as people read it: measures by kind, each under the one it is part of or follows, with its source.

Lines are light, so that of a large record not every mention need be held at once.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.caveats import caveat
from tracker.domain.status import MeasureStatus
from tracker.reports.established import Outcome, marks_of, outcome
from tracker.reports.reading_order import reading_order
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import MeasureRow, SourceRow


class Line(NamedTuple):
    """A measure in the report: its row, its caveat, who says so, and how deep it stands under others.

    `since` is what became of it by documents; `marks` say how well one establishes the status itself.
    """

    row: MeasureRow
    caveat: str
    attribution: str
    spoken_on: str
    depth: int = 0
    kind: str = ""
    since: Outcome | None = None
    marks: tuple[str, ...] = ()


def line(one: MeasureStatus) -> Line:
    """A measure as a line, before it is put in its place."""
    deciding = one.decision.row
    found = Line(one.row, caveat(one), deciding["attribution"], deciding["spoken_on"], kind=one.row["kind"])
    return found._replace(since=outcome(one), marks=marks_of(deciding) if deciding["established"] else ())


def arranged(lines: Iterable[Line]) -> list[Line]:
    """In reading order; what is part of another measure shown, or follows one, comes below it, whatever its kind."""
    ordered = sorted(lines, key=lambda one: reading_order(one.row))
    shown = {one.row["measure"] for one in ordered}
    below: dict[str | None, list[Line]] = {}
    for one in ordered:
        parent = one.row["parent"]
        below.setdefault(parent if parent in shown else None, []).append(one)
    placed: list[Line] = []

    def place(parent: str | None, depth: int, kind: str) -> None:
        for one in below.pop(parent, ()):
            placed.append(one._replace(depth=depth, kind=kind or one.kind))
            place(one.row["measure"], depth + 1, kind or one.kind)

    place(None, 0, "")
    for parent in list(below):  # measures that follow each other in a circle stand below none
        place(parent, 0, "")
    return placed


def articles(snapshot: Snapshot, cited: Container[str]) -> list[SourceRow]:
    """The articles of a report: every one, and a second reader's coding only where somebody let it decide.

    Of a report of what is established, the documents that decide.
    """
    every = {row["source"] for row in snapshot.articles()} if not snapshot.is_established else ()
    return [row for row in snapshot.sources() if row["source"] in cited or row["source"] in every]


def numbered(articles: Sequence[SourceRow]) -> Mapping[str, int]:
    """The number of each article in a report: in the order of the days on which they speak, then by key."""
    in_order = sorted(articles, key=lambda row: (row["updated"] or row["published"], row["source"]))
    return {row["source"]: number for number, row in enumerate(in_order, 1)}
