"""Which mention decides, and what disagrees: every rule by example, then against a plain model of the rules."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.db.queries import query_text
from tracker.domain.dates import period
from tracker.domain.deciding import Decision, decide, order_fields, spoken_on, what_would_flip

Row = dict[str, Any]
PROPERTY = settings(deadline=None, max_examples=300)
STAGES = ("ruled_out", "considered", "proposed", "announced", "under_way", "in_effect", "completed", "ended")
QUERY = "\n".join(line for line in query_text("mentions").splitlines() if not line.startswith("--"))
COLUMNS = [
    part.split()[-1].rpartition(".")[2]
    for part in re.sub(r"\([^()]*\)", "", QUERY.partition("FROM")[0].removeprefix("SELECT")).split(",")
]


def feb(number: int) -> str:
    """A day of the month these tests live in."""
    return f"2022-02-{number:02}"


def said(
    key: str, day: int, status: str = "announced", *, between: tuple[int, int] = (0, 0), date: str = "", **more: Any
) -> Row:
    """A row of the query: by default a direct claim with a speaker, in a source of its own whose day is certain."""
    row: Row = dict.fromkeys(COLUMNS)
    row |= {"mention": key, "measure": "boats", "source": f"paper-{key}", "published": feb(day)}
    row |= {"status": status, "strength": "direct", "attribution": "named_person", "deprecated": 0, **more}
    row["spoken_earliest"], row["spoken_latest"] = feb(between[0] or day), feb(between[1] or day)
    if date:
        dated = period(date)
        row |= {"date_edtf": date, "date_earliest": dated.earliest or None, "date_latest": dated.latest or None}
    return row | order_fields(key, row, feb(day))


def troops(number: float | None, qualifier: str = "exact", basis: str | None = None) -> Row:
    """The amount fields of a mention of troops."""
    return {"amount": number, "unit": "troops", "qualifier": qualifier, "basis": basis}


def decision_of(*rows: Row, as_of: int = 28) -> Decision | None:
    """The decision as of a day over rows chosen and sorted as the query does."""
    chosen = sorted((row for row in rows if row["spoken_earliest"] <= feb(as_of)), key=lambda row: row["precedence"])
    chosen.sort(key=lambda row: row["counts_on"], reverse=True)
    chosen.sort(key=lambda row: row["standing"])
    return decide(chosen, feb(as_of))


def decided(*rows: Row, as_of: int = 28) -> Decision:
    """The decision where there must be one."""
    found = decision_of(*rows, as_of=as_of)
    assert found is not None
    return found


def decider(*rows: Row, as_of: int = 28) -> tuple[str, str]:
    """The deciding mention and the rule that chose it."""
    found = decided(*rows, as_of=as_of)
    return found.row["mention"], found.ranked[0].reason


def key_of(row: Mapping[str, Any] | None) -> str | None:
    """A row's key, or nothing for no row."""
    return row["mention"] if row else None


def test_rows_are_those_of_the_query() -> None:
    """The rows of these tests have the columns, and come in the order, of the query that the program runs."""
    assert set(said("a", 1)) == set(COLUMNS)
    assert QUERY.rstrip().endswith("ORDER BY ma.key, m.standing, m.counts_on DESC, m.precedence")


def test_the_day_a_source_speaks_on() -> None:
    """A source speaks on the day of the version that was read where its text says, else on the day of publication."""
    assert spoken_on({"published": feb(9), "updated": feb(11)}) == feb(11)
    assert spoken_on({"published": feb(9)}) == feb(9)


def test_no_mention_no_status() -> None:
    """A measure has no status before its first source speaks, nor when every mention is set aside."""
    assert decision_of() is None
    assert decision_of(said("a", 9), as_of=8) is None
    assert decision_of(said("a", 9, deprecated=1)) is None
    assert decision_of(said("a", 9, between=(7, 11)), as_of=8) is None


def test_the_latest_decides() -> None:
    """The mention whose source speaks last decides, further or not, and whatever the keys are."""
    assert decider(said("a", 9, "announced"), said("b", 10, "under_way")) == ("b", "latest")
    assert decider(said("b", 9, "in_effect"), said("a", 10, "considered")) == ("a", "latest")
    assert decider(said("a", 10, strength="indirect", attribution="own_voice"), said("b", 9)) == ("a", "latest")
    assert decider(said("a", 10)) == ("a", "only")


def test_only_what_had_been_said() -> None:
    """As of a day, no source counts that speaks later."""
    rows = [said("a", 9, "announced"), said("b", 11, "in_effect")]
    assert [decider(*rows, as_of=day)[0] for day in (9, 10, 11)] == ["a", "a", "b"]
    assert [len(decided(*rows, as_of=day).ranked) for day in (9, 10, 11)] == [1, 1, 2]


def test_a_preferred_mention_counts_from_its_day() -> None:
    """A preferred mention counts from the day a curator preferred it, and later news overtakes it again."""
    old, new, newest = said("a", 5, preferred_on=feb(12)), said("b", 10, "under_way"), said("c", 13, "in_effect")
    assert decider(old, new) == ("a", "preferred")
    assert decider(old, new, newest) == ("c", "latest")
    assert decider(old, said("d", 12, "considered")) == ("d", "less_advanced")
    assert decider(old, said("d", 12, "in_effect")) == ("a", "less_advanced")


def test_direct_before_indirect() -> None:
    """Within a day a direct mention goes before an indirect one, and within a day only."""
    assert decider(said("a", 9, "considered", strength="indirect"), said("b", 9, "in_effect")) == ("b", "direct")
    assert decider(said("a", 10, strength="indirect"), said("b", 9, "in_effect")) == ("a", "latest")


def test_background_never_decides_beside_another() -> None:
    """A mention that retells an earlier stage gives way to any other, even when it is later or preferred."""
    for strength in ("direct", "indirect"):
        news = said("b", 9, "in_effect", strength=strength)
        assert decider(said("a", 11, strength="background"), news) == ("b", "standing")
        assert decider(said("a", 9, strength="background", preferred_on=feb(20)), news) == ("b", "standing")
    assert decider(said("a", 9, strength="background"), said("b", 10, "in_effect", strength="background"))[0] == "b"
    assert decider(said("a", 9, strength="background")) == ("a", "only")


def test_a_speaker_before_the_papers_own_voice() -> None:
    """Within a day, and alike in strength, an attributed claim goes before the paper's own voice."""
    own = said("a", 9, "considered", attribution="own_voice")
    for voice in ("named_person", "named_body", "unnamed_officials", "reports"):
        assert decider(own, said("b", 9, "in_effect", attribution=voice)) == ("b", "attributed")
    assert decider(own, said("b", 9, "in_effect", strength="indirect")) == ("a", "direct")


@pytest.mark.parametrize(("lesser", "further"), [*pairwise(STAGES), ("ruled_out", "ended")])
def test_the_less_advanced_on_a_tie(lesser: str, further: str) -> None:
    """Nothing is upgraded on a tie: alike in day, strength and voice, the less advanced stage decides."""
    assert decider(said("b", 9, lesser), said("a", 9, further)) == ("b", "less_advanced")


def test_the_key_last() -> None:
    """Mentions alike in everything the rules ask are decided by key, so that the answer is stable."""
    assert decider(said("b", 9), said("a", 9), said("c", 9)) == ("a", "key")


def test_what_is_set_aside() -> None:
    """A deprecated mention never decides nor gives amount, place or date; it is listed last, as deprecated."""
    aside = said("a", 12, "in_effect", deprecated=1, preferred_on=feb(20), place="poland", date=feb(8), **troops(9))
    found = decided(aside, said("b", 9, strength="background"))
    told = [(one.row["mention"], one.reason, one.disagrees) for one in found.ranked]
    assert told == [("b", "only", ()), ("a", "deprecated", ())]
    assert (found.amount_row, found.place_row, found.date_row) == (None, None, None)


def test_every_rank_has_its_reason() -> None:
    """Below the first, each mention says by which rule it stands below the one before it."""
    rows = [
        said("a", 8, preferred_on=feb(20)), said("b", 15), said("c", 15), said("d", 15, "in_effect"),
        said("e", 15, "considered", attribution="own_voice"), said("f", 15, "considered", strength="indirect"),
        said("g", 14), said("h", 19, strength="background"), said("i", 20, deprecated=1),
    ]  # fmt: skip
    found = decided(*reversed(rows)).ranked
    assert [one.rank for one in found] == list(range(1, 10))
    assert " ".join(f"{one.row['mention']}:{one.reason}" for one in found) == (
        "a:preferred b:preferred c:key d:less_advanced e:attributed f:direct g:latest h:standing i:deprecated"
    )


def test_the_rule_of_choice_looks_at_the_best_rival() -> None:
    """The deciding rule is the one before the best mention of another stage, or before the next where all agree."""
    assert decider(said("a", 9), said("b", 9), said("c", 8, "in_effect")) == ("a", "latest")
    assert decider(said("a", 9), said("b", 9), said("c", 8)) == ("a", "key")


def test_condition_comes_from_the_deciding_mention() -> None:
    """The condition is that of the deciding mention, so that one an earlier source named does not linger."""
    assert decided(said("a", 9, condition="if it rains"), said("b", 10, "under_way")).row["condition"] is None


@pytest.mark.parametrize(
    ("rows", "gives"),
    [
        ([said("a", 9, **troops(350)), said("b", 10)], "a"),
        ([said("a", 9, **troops(350)), said("b", 10, **troops(400))], "b"),
        ([said("a", 9, **troops(350, basis="total")), said("b", 10, **troops(350, "about"))], "b"),
        ([said("a", 9, **troops(350)), said("b", 10, **troops(None, "not_stated", "additional"))], "a"),
        ([said("a", 9, **troops(None, "not_stated")), said("b", 10)], "a"),
        ([said("a", 8, **troops(None, "not_stated")), said("b", 9, **troops(None, "not_stated"))], "b"),
        ([said("a", 9, amount_low=300, unit="troops"), said("b", 10, unit="troops")], "a"),
        ([said("a", 9, **troops(0)), said("b", 8, **troops(5))], "a"),
        ([said("a", 12, strength="background", **troops(350)), said("b", 9, **troops(400))], "b"),
        ([said("a", 12, strength="background", **troops(350)), said("b", 9)], "a"),
    ],
)
def test_where_the_amount_comes_from(rows: list[Row], gives: str | None) -> None:
    """The amount is one mention's, whole: the first in order with a number, which one without does not erase."""
    assert key_of(decided(*rows).amount_row) == gives


def test_where_the_place_comes_from() -> None:
    """The place is that of the first mention in order that names one; silence changes nothing."""
    poland, later = said("a", 9, place="poland"), said("c", 12, place="estonia")
    assert key_of(decided(poland, said("b", 10)).place_row) == "a"
    assert key_of(decided(poland, said("b", 10), later).place_row) == "c"
    assert key_of(decided(poland, said("b", 10, strength="background", place="estonia")).place_row) == "a"
    assert key_of(decided(said("b", 10, place="")).place_row) is None


@pytest.mark.parametrize(
    ("rows", "gives"),
    [
        ([said("a", 9, date=feb(8)), said("b", 10), said("c", 11, date=feb(9))], "a"),
        ([said("a", 9, date=feb(8)), said("b", 10, date=feb(5))], "b"),
        ([said("a", 8, date=feb(1)), said("b", 9, "considered"), said("c", 10, date=feb(9))], "c"),
        ([said("a", 8, date=feb(1)), said("b", 9, "considered"), said("c", 10)], None),
        ([said("a", 9, "considered", date=feb(1)), said("b", 10)], None),
        ([said("a", 9, date="2022-02"), said("b", 10, date=feb(7))], "a"),
        ([said("a", 9, date="2021-12", strength="background"), said("b", 9, date=feb(9))], "a"),
    ],
)
def test_where_the_date_comes_from(rows: list[Row], gives: str | None) -> None:
    """The status is dated by the earliest date in its unbroken run, and by none, not a guess, where no text has one."""
    assert key_of(decided(*rows).date_row) == gives


POLAND = said("z", 20, place="poland", actor="the Navy", **troops(350, "about"))


@pytest.mark.parametrize(
    ("rows", "disagree"),
    [
        ([said("a", 9, "announced"), said("b", 9, "in_effect")], {"b": "status"}),
        ([said("a", 9, "under_way"), said("b", 10, "announced")], {"a": "status"}),
        ([said("a", 9, "announced"), said("b", 10, "under_way")], {}),
        ([said("a", 9, "announced"), said("b", 10, "ruled_out")], {"a": "status"}),
        ([said("a", 9, "ruled_out"), said("b", 10, "announced")], {}),
        ([said("a", 9, "in_effect"), said("b", 10, "ended")], {}),
        ([said("a", 8, "in_effect"), said("b", 9, "announced"), said("c", 10, "under_way")], {"a": "status"}),
        ([said("a", 8, preferred_on=feb(20)), said("b", 9, "in_effect")], {}),
        ([said("a", 8, preferred_on=feb(20)), said("b", 9, "considered")], {"b": "status"}),
        ([said("a", 9, "announced", source="one"), said("b", 9, "in_effect", source="one")], {"b": "status"}),
        ([said("a", 9, source="one", **troops(5)), said("b", 9, source="one", **troops(9))], {"b": "amount"}),
        ([POLAND, said("a", 9, **troops(350))], {}),
        ([POLAND, said("a", 9, **troops(600))], {"a": "amount"}),
        ([POLAND, said("a", 9, "in_effect", **troops(600), place="estonia")], {"a": "status amount place"}),
        ([said("a", 10), said("b", 9, **troops(350)), said("c", 8, **troops(600))], {"c": "amount"}),
        ([POLAND, said("a", 9, place="eastern_europe")], {}),
        ([said("a", 10, place="eastern_europe"), said("b", 9, place="poland")], {}),
        ([POLAND, said("a", 9, place="estonia")], {"a": "place"}),
        ([POLAND, said("a", 9, place="estonia;poland")], {}),
        ([said("a", 10, place="latvia"), said("b", 9, place="lithuania;estonia")], {"b": "place"}),
        ([said("a", 10), said("b", 9, place="latvia"), said("c", 8, place="estonia")], {"c": "place"}),
        ([POLAND, said("a", 9, actor="The navy")], {}),
        ([POLAND, said("a", 9, actor="the Army")], {"a": "actor"}),
        ([said("a", 10, date=feb(9)), said("b", 9, date=feb(8))], {"b": "date"}),
        ([said("a", 10, date=feb(9)), said("b", 9, date="2022-02")], {}),
        ([said("a", 10, date=feb(9)), said("b", 9, date="../2022-02-10")], {}),
        ([said("a", 10, date=feb(9)), said("b", 9, date="2022-02-10/..")], {"b": "date"}),
        ([said("a", 10, "in_effect", date=feb(9)), said("b", 9, date=feb(8))], {}),
        ([POLAND, said("a", 20, "ended", strength="background", place="estonia", **troops(9))], {}),
        ([POLAND, said("a", 20, "ended", deprecated=1, place="estonia", **troops(9))], {}),
        ([said("a", 9, strength="background"), said("b", 9, "ended", strength="background")], {"b": "status"}),
    ],
)
def test_what_disagrees(rows: list[Row], disagree: dict[str, str]) -> None:
    """Same day and another stage, later and lesser, or another amount, place, date or actor disagrees; the rest not."""
    found = decided(*rows)
    assert {one.row["mention"]: " ".join(one.disagrees) for one in found.disagreeing} == disagree


ONE_OF_8_TO_9: dict[str, Any] = {"source": "one", "between": (8, 9)}


@pytest.mark.parametrize(
    ("rows", "as_of", "inferred"),
    [
        ([said("a", 9)], 28, False),
        ([said("a", 9, between=(8, 10))], 10, False),
        ([said("a", 9, between=(8, 10))], 9, True),
        ([said("a", 9, between=(8, 11)), said("b", 10, "in_effect")], 28, True),
        ([said("a", 9, between=(8, 10)), said("b", 10, "considered")], 28, False),
        ([said("a", 9, "considered", between=(8, 10)), said("b", 10, "in_effect")], 28, True),
        ([said("a", 9, between=(8, 11)), said("b", 10, "announced")], 28, False),
        ([said("a", 9), said("b", 11, "in_effect", between=(9, 11))], 10, True),
        ([said("a", 9), said("b", 11, "in_effect", between=(11, 13))], 10, False),
        ([said("a", 8, between=(8, 9)), said("b", 10, "in_effect", between=(9, 11))], 28, True),
        ([said("a", 8, between=(7, 8)), said("b", 10, "in_effect", between=(9, 11))], 28, False),
        ([said("a", 9, **ONE_OF_8_TO_9), said("b", 9, "in_effect", **ONE_OF_8_TO_9)], 28, False),
        ([said("a", 9, strength="background"), said("b", 9, "in_effect", between=(8, 10))], 9, True),
        ([said("a", 9, preferred_on=feb(20), between=(8, 11)), said("b", 10, "in_effect")], 28, False),
        ([said("a", 5, preferred_on=feb(9)), said("b", 10, "in_effect", between=(8, 11))], 28, True),
        ([said("a", 5, preferred_on=feb(10)), said("b", 9, "considered", between=(8, 11))], 9, False),
        ([said("a", 9, between=(8, 10)), said("b", 8, deprecated=1)], 9, True),
        ([said("a", 9, **ONE_OF_8_TO_9), said("b", 9, "considered", preferred_on=feb(8), **ONE_OF_8_TO_9)], 28, True),
    ],
)  # fmt: skip
def test_when_the_answer_rests_on_an_inferred_date(rows: list[Row], as_of: int, inferred: bool) -> None:
    """The answer rests on an inferred date when some choice of days within the sources' ranges would change it."""
    assert decided(*rows, as_of=as_of).inferred_date is inferred
    assert (len(answers(rows, feb(as_of))) > 1) is inferred


def naive(rows: Iterable[Row], days: Mapping[str, str], as_of: str) -> Row | None:
    """The deciding mention by the rules as they are written, each leaving the best of what the one before left."""
    left = [row for row in rows if days[row["source"]] <= as_of and not row["deprecated"]]
    left = [row for row in left if row["strength"] != "background"] or left
    for worth in (
        lambda row: row["preferred_on"] or days[row["source"]],
        lambda row: row["strength"] == "direct",
        lambda row: row["attribution"] != "own_voice",
        lambda row: -STAGES.index(row["status"]),
    ):
        left = [row for row in left if worth(row) == max(map(worth, left))]
    return min(left, key=lambda row: str(row["mention"]), default=None)


def answers(rows: Sequence[Row], as_of: str) -> set[str | None]:
    """The status, or none, under every choice of days within every source's range."""
    ranges = {
        row["source"]: [day for day in map(feb, range(1, 29)) if row["spoken_earliest"] <= day <= row["spoken_latest"]]
        for row in rows
    }
    found = [naive(rows, dict(zip(ranges, chosen, strict=True)), as_of) for chosen in product(*ranges.values())]
    return {row["status"] if row else None for row in found}


@st.composite
def _records(draw: st.DrawFn, preferred_from: int = 1) -> list[Row]:
    """Up to five mentions of one measure in up to four sources, each of which may have spoken on up to three days."""
    spans = draw(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=4))
    rows = []
    for key in draw(st.permutations("abcde"))[: draw(st.integers(1, 5))]:
        place = draw(st.integers(0, len(spans) - 1))
        first, width, offset = spans[place]
        more = {
            "source": f"paper-{place}",
            "strength": draw(st.sampled_from(["direct", "direct", "indirect", "background"])),
            "attribution": draw(st.sampled_from(["named_person", "reports", "own_voice"])),
            "preferred_on": draw(st.sampled_from([None, None, None, *map(feb, range(preferred_from, 9))])),
            "deprecated": draw(st.sampled_from([0, 0, 0, 0, 1])),
        }
        status = draw(st.sampled_from(["announced", "under_way"] * 3 + list(STAGES)))
        rows.append(said(key, first + min(offset, width), status, between=(first, first + width), **more))
    return rows


@PROPERTY
@given(_records())
def test_the_order_is_that_of_the_written_rules(rows: list[Row]) -> None:
    """As of every day, the mentions stand in the order in which the written rules would choose them one by one."""
    days = {row["source"]: row["spoken_on"] for row in rows}
    for as_of in range(9):
        expected, left = [], list(rows)
        while chosen := naive(left, days, feb(as_of)):
            expected.append(chosen["mention"])
            left.remove(chosen)
        found = decision_of(*rows, as_of=as_of)
        ranked = [one.row["mention"] for one in found.ranked if not one.row["deprecated"]] if found else []
        assert ranked == expected


@PROPERTY
@given(_records())
def test_inferred_dates_by_trying_every_day(rows: list[Row]) -> None:
    """As of every day, an answer is marked as inferred exactly when trying every choice of days changes it."""
    for as_of in range(9):
        found = decision_of(*rows, as_of=as_of)
        if found:
            assert found.inferred_date is (len(answers(rows, feb(as_of))) > 1)


def flips(*rows: Row) -> list[tuple[str, str]]:
    """The mentions that could decide otherwise, and what would make them."""
    return [(one.row["mention"], text) for one, text in what_would_flip(decided(*rows))]


def test_what_would_flip_the_answer() -> None:
    """For each other stage it is said once what would have to differ for its best mention to decide."""
    told, later = said("a", 10), "if its source spoke after 10 Feb 2022"
    assert flips(told, said("b", 8, "in_effect")) == [("b", later)]
    assert flips(told, said("b", 8, "considered")) == [("b", "if its source spoke on or after 10 Feb 2022")]
    assert flips(told, said("b", 10, "in_effect")) == [("b", f"{later}, or the other before")]
    assert flips(told, said("b", 9, "ended", strength="background")) == [("b", "if every other mention were withdrawn")]
    preferred = said("a", 5, preferred_on=feb(20))
    assert flips(preferred, said("b", 9, "ended")) == [("b", "if a curator preferred it")]
    rows = [told, said("b", 9, "ended"), said("c", 8, "ended"), said("d", 7, "proposed"), said("e", 6)]
    assert [key for key, _ in flips(*rows, said("f", 11, "considered", deprecated=1))] == ["b", "d"]
