"""Names of one thing, as the table of synonyms lists them."""

import re
from pathlib import Path

import pytest

from tracker.text import synonyms

TABLE = Path(synonyms.__file__).with_name("synonyms.txt")


@pytest.mark.parametrize(
    ("words", "count", "others"),
    [
        (["UWO"], 1, ("unexplained wealth order",)),
        (["uwos", "now"], 1, ("unexplained wealth order",)),
        (["Unexplained", "Wealth", "Orders", "law"], 3, ("UWO",)),
        (["anti-tank", "missiles"], 2, ("NLAW", "anti-tank weapon")),
        (["wealth", "orders"], 1, ()),
        (["Britain's", "plan"], 1, ("UK", "United Kingdom", "British")),
    ],
)
def test_a_name_has_others(words: list[str], count: int, others: tuple[str, ...]) -> None:
    """The longest name at the beginning counts; capitals, signs, a plural and a possessive do not matter."""
    assert synonyms.named(words) == (count, others)


def test_the_table_is_sound() -> None:
    """Every line of the table has two names or more, each with letters, and no name stands in two lines."""
    lines = [line.split(",") for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert lines
    assert all(len(line) > 1 and all(re.search(r"\w", name) for name in line) for line in lines)
    names = [name.strip().lower() for line in lines for name in line]
    assert len(names) == len(set(names))
