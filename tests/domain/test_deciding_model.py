"""Which mention decides, against a plain model of the written rules and of every choice of days."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import times
from tests.mention_rows import STAGES, Row, decided, decision_of, feb, said

PROPERTY = settings(max_examples=times(80, 3_000))

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
