"""Which mention decides, and what disagrees: every rule by example, then against a plain model of the rules."""

from itertools import pairwise

import pytest

from tests.mention_rows import COLUMNS, QUERY, STAGES, Row, decided, decider, decision_of, feb, key_of, said, troops
from tracker.domain.deciding import spoken_on, what_would_flip


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
    """A deprecated mention never decides nor gives amount, place or date; all are listed last, as deprecated."""
    aside = said("a", 12, "in_effect", deprecated=1, preferred_on=feb(20), place="poland", date=feb(8), **troops(9))
    found = decided(aside, said("b", 9, strength="background"), said("c", 11, "considered", deprecated=1))
    told = [(one.row["mention"], one.reason, one.disagrees) for one in found.ranked]
    assert told == [("b", "only", ()), ("a", "deprecated", ()), ("c", "deprecated", ())], "each, also below another"
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
        ([said("a", 9, "announced"), said("b", 10, "announced")], {}),
        ([said("a", 9, "announced"), said("b", 10, "under_way")], {}),
        ([said("a", 9, "announced"), said("b", 10, "ruled_out")], {"a": "status"}),
        ([said("a", 9, "ruled_out"), said("b", 10, "announced")], {}),
        ([said("a", 9, "in_effect"), said("b", 10, "ended")], {}),
        ([said("a", 8, "in_effect"), said("b", 9, "announced"), said("c", 10, "under_way")], {"a": "status"}),
        ([said("a", 8, preferred_on=feb(20)), said("b", 9)], {}),
        ([said("a", 8, preferred_on=feb(20)), said("b", 9, "in_effect")], {}),
        ([said("a", 8, preferred_on=feb(20)), said("b", 9, "considered")], {"b": "status"}),
        ([said("a", 9, "announced", source="one"), said("b", 9, "in_effect", source="one")], {"b": "status"}),
        ([said("a", 9, source="one", **troops(5)), said("b", 9, source="one", **troops(9))], {"b": "amount"}),
        ([POLAND, said("a", 9, **troops(350))], {}),
        ([POLAND, said("a", 9, **troops(600))], {"a": "amount"}),
        ([said("b", 10, **troops(350, "about")), said("a", 9, **troops(380, "about"))], {}),
        ([said("b", 10, **troops(350)), said("a", 9, **troops(300, "at_least"))], {}),
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
