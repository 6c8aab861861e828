"""Paragraphs: numbered without a gap, each once, and a second verdict only beside a first."""

import pytest

from tests.conftest import opened
from tests.making import act
from tracker.db.address import Address
from tracker.errors.base import Refused
from tracker.record import paragraphs


@pytest.mark.parametrize(
    ("numbers", "missing"), [([], []), ([1, 2, 3], []), ([2, 1], []), ([3], [1]), ([1, 2, 5, 9], [3, 6])]
)
def test_what_is_left_out(numbers: list[int], missing: list[int]) -> None:
    """Every line of a text has its number, from 1 to the last: what is left out is named by its first number."""
    assert paragraphs.missing_numbers(numbers) == missing


def test_each_line_once(shipped: Address) -> None:
    """A line that is there already, or belongs to no article, is not added."""
    with pytest.raises(Refused, match="is there already"):
        act(shipped, paragraphs.add, "step-back", {"number": 3})
    with pytest.raises(Refused, match="no source 'step-forward'"):
        act(shipped, paragraphs.add, "step-forward", {"number": 1})


def test_what_else_it_is(shipped: Address) -> None:
    """Further verdicts stand beside a first one, and not alone."""
    act(shipped, paragraphs.add, "step-back", {"number": 900, "verdict": "context", "also": "rhetoric;diplomacy"})
    [row] = [one for one in opened(shipped).paragraphs() if one["paragraph"] == 900]
    assert (row["verdict"], row["also"]) == ("context", "rhetoric;diplomacy")
    with pytest.raises(Refused, match="no verdict for it to stand beside"):
        act(shipped, paragraphs.add, "step-back", {"number": 901, "also": "rhetoric"})
