"""What a person searches for, and what is shown of what was found."""

from tracker.db import search_words


def test_matches_are_marked_and_cut() -> None:
    """The surroundings of the first match are shown, cut between words, the match between its marks."""
    long = "word " * 40 + "«marine» " + "word " * 40
    shown = search_words.snippet(long.strip())
    assert "«marine»" in shown
    assert shown.startswith("…word")
    assert shown.endswith("word…")
    assert len(shown) < 150
    assert search_words.snippet("«Marines» to Poland") == "«Marines» to Poland"
    assert search_words.snippet("no match at all") == "no match at all"
