"""Disagreements: every pair a careful reader would list, told apart from progress and from wording."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from tests.conftest import opened
from tests.mention_rows import decided, feb, said, troops
from tests.running import run
from tests.terminal import at_terminal
from tracker.db.address import Address
from tracker.domain.status import MeasureStatus
from tracker.reports.disagreements import FIELDS, against_documents, disagreements

MEASURE = {"measure": "boats", "title": "Boats", "kind": "deployment", "actor": "the Navy"}


def pairs(*rows: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Of some mentions of one measure: in what, which one that stands higher, which other."""
    found = disagreements([MeasureStatus(MEASURE, decided(*rows))])
    return [(row["aspect"], row["mention"], row["other_mention"]) for row in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Progress, silence and wording.
        ([said("a", 9, "announced"), said("b", 10, "under_way"), said("c", 11, "in_effect")], []),
        ([said("a", 9, **troops(350)), said("b", 10, **troops(350, "about"))], []),
        ([said("a", 9, "under_way"), said("b", 9, "under_way"), said("c", 12, "under_way")], []),
        ([said("a", 9, place="poland"), said("b", 10, place="eastern_europe"), said("c", 11)], []),
        ([said("a", 9, "in_effect"), said("b", 10, "ended")], []),
        ([said("a", 9, actor="The Navy"), said("b", 10, actor="the Navy")], []),
        # Same day, other stage; later and lesser.
        ([said("a", 9, "announced"), said("b", 9, "in_effect")], [("status", "a", "b")]),
        ([said("a", 9, "under_way"), said("b", 10, "announced")], [("status", "b", "a")]),
        # Between two that are not the answer, although later news agrees with both.
        (
            [said("a", 9, "announced"), said("b", 9, "under_way"), said("c", 11, "in_effect")],
            [("status", "a", "b")],
        ),
        # One source against itself, said five times over.
        (
            [said(key, 9, "announced", source="one") for key in "abc"] + [said("z", 9, "ruled_out", source="one")],
            [("status", "z", "a")],
        ),
        # Amount, place, date, actor.
        ([said("a", 9, **troops(350)), said("b", 10, **troops(600))], [("amount", "b", "a")]),
        ([said("a", 9, place="poland"), said("b", 10, place="estonia")], [("place", "b", "a")]),
        ([said("a", 9, date=feb(8)), said("b", 10, date=feb(9))], [("date", "b", "a")]),
        ([said("a", 9, actor="the Navy"), said("b", 10, actor="the Army")], [("actor", "b", "a")]),
        # What is set aside, or only retells the past, disagrees with nobody.
        ([said("a", 9, "announced"), said("b", 9, "in_effect", deprecated=1)], []),
        ([said("a", 9, "announced"), said("b", 9, "in_effect", strength="background")], []),
    ],
)
def test_what_is_listed(rows: Sequence[dict[str, Any]], expected: list[tuple[str, str, str]]) -> None:
    """Pairs that cannot both be so are listed, each once; progress, silence, wording and what is set aside are not."""
    assert pairs(*rows) == expected


EXPECTED = {
    ("royal-marines-poland", "status", "trip-to-moscow", "cold-war-rhetoric"),
    ("royal-marines-poland", "status", "step-back", "cold-war-rhetoric"),
    ("estonia-doubling", "status", "step-back", "cold-war-rhetoric"),
    ("raf-jets-southern-europe", "status", "step-back", "cold-war-rhetoric"),
    ("type-45-destroyer", "status", "step-back", "cold-war-rhetoric"),
    ("hms-trent", "status", "step-back", "cold-war-rhetoric"),
}


def test_the_five_articles(shipped: Address) -> None:
    """In the five articles these disagree and no others; the law promised in January and in force is progress."""
    rows = disagreements(opened(shipped).measures())
    found = {(row["measure"], row["aspect"], row["source"], row["other_source"]) for row in rows}
    assert found == EXPECTED
    assert len(rows) == len(EXPECTED)
    assert all(set(row) == set(FIELDS) for row in rows)


def test_every_disputed_measure_is_listed(shipped: Address) -> None:
    """What the report marks as disputed is among the disagreements, with the same aspects and mentions."""
    measured = [*opened(shipped).measures()]
    listed = {(row["measure"], row["aspect"]) for row in disagreements(measured)}
    for one in measured:
        for mention in one.decision.disagreeing:
            assert {(one.row["measure"], aspect) for aspect in mention.disagrees} <= listed


def test_why_and_what_would_change_it(shipped: Address) -> None:
    """Each says the rule that chose and what would change it; one source is not told to speak on another day."""
    rows = {(row["measure"], row["source"]): row for row in disagreements(opened(shipped).measures())}
    marines = rows["royal-marines-poland", "trip-to-moscow"]
    assert (marines["rule"], marines["would_change"]) == ("latest", "if its source spoke after 11 Feb 2022")
    two = said("a", 9, "announced", source="one"), said("z", 9, "considered", source="one")
    [itself] = disagreements([MeasureStatus(MEASURE, decided(*two))])
    assert itself["same_source"]
    assert "spoke" not in itself["would_change"]
    [apart] = disagreements([MeasureStatus(MEASURE, decided(*two[:1], said("z", 9, "considered")))])
    assert not apart["same_source"]
    assert "spoke" in apart["would_change"]


def test_a_disagreement_that_rests_on_a_date(shipped: Address) -> None:
    """Where an article may have spoken later, what looks like a clash may be progress, and the row says so."""
    rows = {(row["measure"], row["source"]): row for row in disagreements(opened(shipped).measures())}
    assert rows["estonia-doubling", "step-back"]["inferred_date"] is True
    assert rows["royal-marines-poland", "trip-to-moscow"]["inferred_date"] is False
    assert rows["royal-marines-poland", "step-back"]["inferred_date"] is True


def test_what_is_said_is_told_as_data(shipped: Address) -> None:
    """Each side has the codes and numbers of the data package, and how they read beside them."""
    rows = {(row["measure"], row["source"]): row for row in disagreements(opened(shipped).measures())}
    marines = rows["royal-marines-poland", "trip-to-moscow"]
    assert (marines["says"], marines["but"]) == ("under_way", "in_effect")
    assert (marines["says_label"], marines["but_label"]) == ("arriving", "deployed")
    range_of = {**troops(None), "amount_low": 600, "amount_high": 900}
    both = {**troops(350), "place": "poland"}, {**range_of, "place": "estonia;latvia"}
    found = disagreements([MeasureStatus(MEASURE, decided(said("a", 9, **both[0]), said("b", 10, **both[1])))])
    told = {row["aspect"]: (row["says"], row["but"], row["says_label"]) for row in found}
    assert told["amount"] == ("600/900", "350", "600–900 troops")
    assert told["place"] == ("estonia;latvia", "poland", "Estonia, Latvia")


def test_before_the_second_article_spoke(shipped: Address) -> None:
    """As of a day on which one article had spoken there is nothing to differ from."""
    assert disagreements(opened(shipped, "2022-01-31").measures()) == []


def test_at_a_terminal_and_in_a_pipe(shipped_file: Any) -> None:
    """The list names its measures, both sides and their words, within 80 columns at a terminal."""
    shown = run("disagreements", "royal-marines-poland", db=shipped_file).stdout
    assert shown.splitlines()[0] == "2 disagreeing pairs over 1 of 1 measures, up to 3 Mar 2022"
    for words in (
        "“350 Royal Marines arriving in Poland to coincide with the Prime Minister's visit”",
        "arriving ◄",
        "≠ deployed",
        "its source speaks on a later day",
    ):
        assert words in shown
    narrow = at_terminal("disagreements", db=shipped_file, width=80, NO_COLOR="1")
    assert max(len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in narrow.splitlines()) <= 80
    assert "≠ pledged" in narrow
    bad = run("disagreements", "royal", db=shipped_file)
    assert (bad.returncode, "royal-marines-poland" in bad.stderr) == (2, True)


def test_the_press_against_documents_stands_apart(shipped: Address) -> None:
    """What press and document say that cannot both be so is no disagreement among articles, and told apart."""
    measured = list(opened(shipped).measures())
    found = {(row["measure"], row["aspect"], row["but_label"]) for row in against_documents(measured)}
    assert ("estonia-doubling", "status", "deployed") in found, "in print as done while it had only begun"
    assert not {"anti-tank-missiles", "icc-assistance", "training-ukraine"} & {measure for measure, *_ in found}, (
        "more were sent later; a promise in other words; another training afterwards"
    )
    assert all(row["with_document"] for row in against_documents(measured))
    assert not any(row["with_document"] for row in disagreements(measured))
