"""What a person searches for, and what is shown of what was found."""

import pytest

from tracker.db import search_words


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Marines  Poland", '"marines" AND "poland"'),
        ("the UK's plan", '"the" AND (("uk") OR "united kingdom" OR "britain" OR "british") AND "plan"'),
        ('"the UK\'s plan"', '"the uk s plan"'),
        ("1,000", '("1000" OR "1 000")'),
        ("12000", '("12000" OR "12 000")'),
        ("1,00", '"1 00"'),
        ("'s", '"s"'),
        ("anti-tank AND", '"anti tank" AND "and"'),
    ],
)
def test_what_is_asked(typed: str, query: str) -> None:
    """Words are asked for each, with what else they are called; a phrase as it stands; nothing is an operator."""
    assert search_words.asked([typed]).query == query


def test_matches_are_marked() -> None:
    """What any part of a query matches is marked, by its stem, and what follows one another as one."""
    query = search_words.asked(["UWO", "1000", "marine"]).query
    texts = ["unexplained wealth orders", "1,000 Royal Marines", "wealth", ""]
    marked = ["«unexplained wealth orders»", "«1,000» Royal «Marines»", "wealth", ""]
    assert search_words.marked(query, texts) == marked
    assert search_words.extent(marked[1]) == len("1,000Marines")


def test_matches_are_cut() -> None:
    """The surroundings of the first match are shown, cut between words, the match between its marks."""
    long = "word " * 40 + "«marine» " + "word " * 40
    shown = search_words.snippet(long.strip())
    assert "«marine»" in shown
    assert shown.startswith("…word")
    assert shown.endswith("word…")
    assert len(shown) < 150
    assert search_words.snippet("«Marines» to Poland") == "«Marines» to Poland"
    assert search_words.snippet("no match at all") == "no match at all"


def test_a_phrase_is_searched_for_as_either_database_stems_it() -> None:
    """Possibly is possible in a phrase as by itself, in so many ways at most."""
    assert search_words.asked(['"Possible"']).query == '("possible" OR "possibly")'
    assert search_words.asked(['"a probably stable plan"']).query.count('"') == 8
    assert search_words.asked([f'"{"able " * 50}"']).query.count('"') == 16
    assert search_words.asked(['"a plan"']).query == '"a plan"'
