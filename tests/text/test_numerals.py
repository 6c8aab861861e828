"""Numbers in words."""

import pytest

from tracker.text import numerals


@pytest.mark.parametrize(
    ("word", "number"), [("two", 2), ("twenty", 20), ("a dozen", 0), ("7", 7), ("999", 999), ("several", 0), ("", 0)]
)
def test_a_small_number(word: str, number: int) -> None:
    """A word or figures for a number below a thousand; 0 for anything that is none."""
    assert numerals.small(word) == number
