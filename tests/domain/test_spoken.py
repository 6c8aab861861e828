"""Mentions as tuples: the same as the dictionaries that the rest of the program looks at."""

from typing import get_type_hints

from tests.mention_rows import COLUMNS, feb, said
from tracker.domain import rows
from tracker.domain.established import acted_on
from tracker.domain.spoken import Spoken


def test_fields_are_the_columns_of_the_query() -> None:
    """A mention's fields are the query's columns in their order, each of the type that the row of data has."""
    assert list(Spoken._fields) == COLUMNS
    assert get_type_hints(Spoken) == get_type_hints(rows.MentionRow)


def test_a_row_is_the_mention_as_a_dictionary() -> None:
    """A mention's row has its values by name; the day of its act is the one that data are given."""
    for told in (said("a", 9), said("b", 9, date="2022-01"), said("c", 9, date="2022-01/..")):
        assert Spoken(**told).row == told
        assert Spoken(**told).acted_on == acted_on(told, feb(9))
    assert not Spoken(**said("a", 9)).has_number
    assert Spoken(**said("a", 9, amount_low=0)).has_number
