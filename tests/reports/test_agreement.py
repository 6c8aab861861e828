"""Agreement of two readers: κ as published, every difference once, and a second reader counted nowhere."""

import csv
import io
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import opened
from tests.mention_rows import feb, said, troops
from tests.running import run
from tests.spring_article import (
    FIRST,
    SECOND,
    article,
    read_twice,
)
from tests.terminal import at_terminal
from tracker.db.address import Address
from tracker.guided import sessions
from tracker.reports.agreement import FIELDS, Coding, Comparison, codings_of, compare, kappa
from tracker.reports.coverage import coverage

PUBLISHED = {
    # Cohen 1960, table 1: proportions of two judges over three categories; κ is given as -.09.
    ((25, 13, 12), (12, 2, 16), (3, 15, 2)): -0.09,
    # Fleiss, Statistical Methods for Rates and Proportions, 1981, table 13.1: two diagnosticians.
    ((75, 1, 4), (5, 4, 1), (0, 0, 10)): 0.68,
    # Agresti, Categorical Data Analysis, 2002, table 10.8: two pathologists.
    ((22, 2, 2, 0), (5, 7, 14, 0), (0, 2, 36, 0), (0, 1, 17, 10)): 0.493,
    # BMC Cancer 9 (2009) 1, table 2: two pathologists.
    ((7, 1, 0), (0, 8, 0), (0, 0, 2)): 0.906,
}


def judged(table: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The pairs of judgements that a table of agreement counts."""
    counted = [((row, column), count) for row, cells in enumerate(table) for column, count in enumerate(cells)]
    return [pair for pair, count in counted for _ in range(count)]


@pytest.mark.parametrize(("table", "expected"), PUBLISHED.items())
def test_kappa_as_published(table: Sequence[Sequence[int]], expected: float) -> None:
    """Worked examples come to the κ that was printed with them."""
    found = kappa(judged(table))
    assert found is not None
    assert abs(found - expected) < (0.005 if expected in (-0.09, 0.68) else 0.0005)


def test_kappa_by_counting_chance() -> None:
    """κ is what follows from pairing every judgement of one reader with every judgement of the other."""
    chance = random.Random(1960)
    for _ in range(200):
        count, categories = chance.randint(1, 12), chance.randint(1, 4)
        pairs = [(chance.randrange(categories), chance.randrange(categories)) for _ in range(count)]
        observed = sum(one == other for one, other in pairs) / count
        expected = sum(one == other for one, _ in pairs for _, other in pairs) / count**2
        found = kappa(pairs)
        if expected == 1:
            assert found is None
        else:
            assert found == pytest.approx((observed - expected) / (1 - expected))
            assert found == kappa([(other, one) for one, other in pairs])


@pytest.mark.parametrize("pairs", [[], [("context", "context")] * 5])
def test_kappa_undefined(pairs: list[tuple[str, str]]) -> None:
    """Without a pair, or with one category throughout, there is no chance to correct for and no κ."""
    assert kappa(pairs) is None


MEASURES = {
    key: {"measure": key, "title": title, "kind": "deployment", "components": None}
    for key, title in (
        ("boats", "Four grey boats to Malta"),
        ("jets", "Jets to Cyprus"),
        ("flotilla", "A Malta flotilla"),
    )
}


def mention(key: str, measure: str, paragraph: int, status: str = "announced", **more: Any) -> dict[str, Any]:
    """A mention as the record has it."""
    return said(key, 9, status, **more) | {"measure": measure, "paragraph": paragraph, "quote": more.get("quote", key)}


def compared(first: list[dict[str, Any]], second: list[dict[str, Any]], *verdicts: tuple[str, str]) -> Comparison:
    """Two codings of a text whose paragraphs have these verdicts."""
    codings = [
        Coding(
            name,
            [{"paragraph": number, "verdict": pair[side] or None} for number, pair in enumerate(verdicts, 1)],
            mentions,
        )
        for side, (name, mentions) in enumerate((("one", first), ("two", second)))
    ]
    return compare(codings[0], codings[1], MEASURES)


def test_the_same_coding_twice() -> None:
    """Two codings alike in everything leave nothing to reconcile."""
    mentions = [mention("a", "boats", 1, **troops(350), place="poland", date=feb(8))]
    found = compared(mentions, mentions, ("records", "records"), ("context", "context"))
    assert (found.both, found.only_first, found.only_second, found.rows) == (["boats"], [], [], [])
    assert [(share.compared, share.agreed) for share in found.shares] == [(1, 1), (2, 2), (2, 2), *[(1, 1)] * 5]
    assert [share.kappa for share in found.shares] == [None, 1.0, 1.0, None, None, None, None, None]


ONE_DIFFERENCE = [
    ({"status": "under_way"}, ("status", "pledged", "arriving")),
    ({"strength": "indirect"}, ("strength", "direct", "indirect")),
    (troops(350, "about"), ("amount", "350 troops", "about 350 troops")),
    ({"place": "poland;estonia"}, ("place", "Poland", "Poland, Estonia")),
    ({"place": None}, ("place", "Poland", "no place")),
    ({"date": feb(10)}, ("date", "8 Feb 2022", "10 Feb 2022")),
]


@pytest.mark.parametrize(("change", "expected"), ONE_DIFFERENCE)
def test_one_difference_is_one_row(change: dict[str, Any], expected: tuple[str, str, str]) -> None:
    """A shared mention coded otherwise in one respect is one row, with both codings and both quotes."""
    base: dict[str, Any] = {"place": "poland", **troops(350), "date": feb(8)}
    other = mention("b", "boats", 1, **{"status": "announced", **base, **change})
    found = compared([mention("a", "boats", 1, **base)], [other], ("records", "records"))
    [row] = found.rows
    assert (row["aspect"], row["coded"], row["other_coded"]) == expected
    assert (row["mention"], row["quote"], row["other_mention"], row["other_quote"]) == ("a", "a", "b", "b")
    assert set(row) == set(FIELDS)


def test_found_by_one_alone() -> None:
    """What one reader alone found is listed with what the other made of the paragraph, and what it may be instead."""
    first = [mention("a", "boats", 1), mention("b", "jets", 2), mention("c", "jets", 4)]
    second = [mention("d", "flotilla", 1), mention("e", "jets", 4)]
    verdicts = [("records", "records"), ("records", "other_actor"), ("records", "context"), ("records", "records")]
    found = compared(first, second, *verdicts)
    assert (found.both, found.only_first, found.only_second) == (["jets"], ["boats"], ["flotilla"])
    told = {(row["measure"], row["aspect"]): (row["coded"], row["other_coded"]) for row in found.rows}
    assert told == {
        ("boats", "measure"): ("pledged", "flotilla"),
        ("flotilla", "measure"): ("boats", "pledged"),
        ("jets", "paragraph"): ("pledged", "in ¶4"),
    }
    assert [row["may_be_same_as"] for row in found.rows] == ["flotilla", "boats", None]


def test_verdicts_and_what_nobody_read() -> None:
    """Verdicts that differ are rows; a paragraph that one has not read is left out and counted, not a difference."""
    found = compared([], [], ("context", "rhetoric"), ("context", ""), ("", "context"), ("furniture", "furniture"))
    assert [(row["paragraph"], row["coded"], row["other_coded"]) for row in found.rows] == [(1, "context", "rhetoric")]
    assert found.left_out == 2
    records, verdict = found.shares[1:3]
    assert (records.compared, records.agreed, records.kappa) == (2, 2, None)
    assert (verdict.compared, verdict.agreed, verdict.kappa) == (2, 1, pytest.approx(1 / 3))


def test_several_mentions_in_one_paragraph() -> None:
    """Mentions of one measure in one paragraph stand beside those of the most similar words, whatever their stages."""
    first = [mention("four boats will sail", "boats", 1), mention("two boats have arrived", "boats", 1, "in_effect")]
    second = [mention("two boats have arrived", "boats", 1), mention("boats will sail", "boats", 1)]
    found = compared(first, second, ("records", "records"))
    [row] = found.rows
    assert (row["aspect"], row["quote"], row["other_quote"]) == ("status", *["two boats have arrived"] * 2)


def test_which_sources_are_codings_of_one_text() -> None:
    """Codings of one text share its fingerprint, or are readings of one article by key; nothing else is one."""
    rows = [
        {"source": "news", "text_sha256": "a"},
        {"source": "news-read-by-jane", "text_sha256": "b"},
        {"source": "copy", "text_sha256": "a"},
        {"source": "other", "text_sha256": None},
        {"source": "another", "text_sha256": None},
    ]
    assert codings_of(rows[0], rows) == ["news-read-by-jane", "copy"]
    assert codings_of(rows[1], rows) == ["news"]
    assert codings_of(rows[3], rows) == []


@pytest.fixture
def twice(shipped_file: Path) -> Path:
    """A record in which an article was read twice."""
    read_twice(Address.of(shipped_file))
    return shipped_file


def test_two_readings_of_an_article(twice: Path) -> None:
    """The command says how far two readers agree, and lists each difference with both codings and both quotes."""
    shown = run("agreement", "spring-lorries", db=twice).stdout
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "spring-lorries beside spring-lorries-read-by-jane" in lines
    assert "a paragraph records a measure 8 8 100 % 1.00" in lines
    assert "verdict of a paragraph 8 7 88 % 0.83" in lines
    assert "status 1 0 0 % 0.00" in lines
    assert "date 1 1 100 %" in lines
    assert "found by both: further-military-support" in lines
    rows = list(csv.DictReader(io.StringIO(run("agreement", "spring-lorries", "--format", "csv", db=twice).stdout)))
    assert list(rows[0]) == list(FIELDS)
    assert [(row["paragraph"], row["aspect"], row["coded"], row["other_coded"]) for row in rows] == [
        ("4", "status", "pledged", "being delivered"),
        ("4", "amount", "about 40 vehicles", "up to 40 vehicles"),
        ("6", "verdict", "diplomacy", "rhetoric"),
        ("7", "measure", "done", "six-diplomats-expelled-read-by-jane"),
        ("7", "measure", "expulsion-russian-diplomats", "done"),
    ]
    assert [row["may_be_same_as"] for row in rows[3:]] == [
        "six-diplomats-expelled-read-by-jane",
        "expulsion-russian-diplomats",
    ]
    narrow = at_terminal("agreement", "spring-lorries", db=twice, width=80, NO_COLOR="1")
    assert max(len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in narrow.splitlines()) <= 80


def test_what_cannot_be_compared(twice: Path) -> None:
    """An article read once, and two articles of different texts, are refused in words with what to do."""
    refused = {
        ("step-back",): (1, "nobody has read step-back a second time"),
        ("spring-lorries", "--with", "step-back"): (2, "of spring-lorries there are: spring-lorries-read-by-jane"),
        ("zzqq",): (2, "no source 'zzqq'"),
    }
    for arguments, (code, words) in refused.items():
        done = run("agreement", *arguments, db=twice)
        assert (done.returncode, done.stdout, words in done.stderr) == (code, "", True), done.stderr


COUNTING = [
    ["report"],
    ["report", "--format", "json"],
    ["coverage"],
    ["matrix"],
    ["timeline"],
    ["disagreements"],
    ["source", "origins"],
    ["db", "info", "--format", "json"],
    ["cite", "further-military-support"],
    ["measure", "show", "further-military-support"],
]


def test_a_second_reader_counts_nowhere(shipped: Address) -> None:
    """A second reader's coding changes no measure's row, no article's, and not the day the record speaks up to."""
    session = sessions.begin(shipped, article(), "the tests", "to test")
    for typed in FIRST:
        session.reply(typed)
    before = opened(shipped)
    blind = sessions.begin(shipped, article(), "Jane", "to test", blind=True)
    for typed in SECOND:
        blind.reply(typed)
    after = opened(shipped)
    assert [one.row for one in after.measures()] == [one.row for one in before.measures()]
    told = [([*coverage(one)], one.articles(), one.as_of) for one in (after, before)]
    assert told[0] == told[1]
    assert len(opened(shipped, "2026-12-31").sources()) == len(before.sources()) + 1


def test_no_count_tells_of_a_second_reader(shipped_file: Path) -> None:
    """What the counting commands print is the same before and after a second reading, but for what names a revision."""
    address = Address.of(shipped_file)
    session = sessions.begin(address, article(), "the tests", "to test")
    for typed in FIRST:
        session.reply(typed)
    before = [run(*command, db=shipped_file).stdout for command in COUNTING]
    blind = sessions.begin(address, article(), "Jane", "to test", blind=True)
    for typed in SECOND:
        blind.reply(typed)
    for command, shown in zip(COUNTING, before, strict=True):
        lines = run(*command, db=shipped_file).stdout.splitlines()
        told = ("revision", "recorded_at", "head", "mentions", "spring-lorries-read-by-jane")
        assert [line for line in lines if not any(word in line for word in told)] == [
            line for line in shown.splitlines() if not any(word in line for word in told)
        ], command
    assert run("check", db=shipped_file).returncode == 0
