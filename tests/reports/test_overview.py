"""The report as people read it: order, children and numbers."""

from types import SimpleNamespace
from typing import Any

from tests.conftest import opened
from tracker.db.address import Address
from tracker.reports.overview import Line, arranged, articles, line, numbered


def made(
    key: str, parent: str | None = None, caveat: str = "", status: str = "announced", kind: str = "deployment"
) -> Line:
    """A line of an invented measure."""
    row: Any = {"measure": key, "title": key, "kind": kind, "status": status, "status_order": 3, "parent": parent}
    return Line(row, caveat, "own_voice", "2022-02-10", kind=kind)


def keys(lines: list[Line]) -> list[str]:
    """The keys of lines, set in as deep as they stand."""
    return [f"{'>' * one.depth}{one.row['measure']}" for one in lines]


def test_children_stand_below_their_parents() -> None:
    """A child stands below its parent, of whatever kind, and a child of it below that; without its parent, alone."""
    lines = [made("b"), made("a-child", "b", kind="readiness"), made("c", "a-child"), made("d", "not shown")]
    placed = arranged(lines)
    assert keys(placed) == ["b", ">a-child", ">>c", "d"]
    assert {one.kind for one in placed} == {"deployment"}


def test_a_circle_loses_nobody() -> None:
    """Measures that follow each other in a circle are all shown, once."""
    assert sorted(one.row["measure"] for one in arranged([made("a", "b"), made("b", "a"), made("c")])) == [
        "a",
        "b",
        "c",
    ]


def test_articles_are_numbered_by_day(shipped: Address) -> None:
    """Articles are numbered in the order of the days they speak on, then by key; every line's article has a number."""
    snapshot = opened(shipped)
    number = numbered(snapshot.articles())
    assert sorted(number, key=number.__getitem__) == [
        *("not-optimistic", "cold-war-rhetoric", "step-back", "trip-to-moscow", "almost-impossible")
    ]
    assert {line(one).row["status_source"] for one in snapshot.measures()} <= set(number)


def test_a_second_reader_is_listed_only_where_cited() -> None:
    """A second reader's coding is no article of a report, unless a person let one of its mentions decide."""
    rows: Any = [{"source": "news"}, {"source": "news-read-by-jane"}, {"source": "news-read-by-joe"}]
    snapshot: Any = SimpleNamespace(sources=lambda: rows, articles=lambda: rows[:1], is_established=False)
    assert [row["source"] for row in articles(snapshot, {"news-read-by-joe"})] == ["news", "news-read-by-joe"]
    assert [row["source"] for row in articles(snapshot, ())] == ["news"]
