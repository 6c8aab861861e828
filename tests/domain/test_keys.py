"""Keys: what may be one, and the key a mention is born with."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.keys import (
    KEY_LENGTH,
    as_mention_key,
    is_key,
    is_mention_key,
    link_key,
    mention_digits,
    mention_key,
    paragraph_key,
)


@pytest.mark.parametrize(
    "text", ["a", "7", "royal-marines-poland", "2022-aid", "a1-b2-3", "a" * KEY_LENGTH, "a-" * 39 + "ab"]
)
def test_what_is_a_key(text: str) -> None:
    """Small letters, digits and single hyphens between them make a key."""
    assert is_key(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "a-", "-a", "a--b", "A", "royal_marines", "royal marines", " a", "a ", "a\n", "a/b", "a.b", "a;b", "é",
     "а", "٣", "ß", "a\x00", "../a", "a" * (KEY_LENGTH + 1), "=1+1", "<b>", "a\u200bb"],
)  # fmt: skip
def test_what_is_no_key(text: str) -> None:
    """Capitals, spaces, other signs and scripts, loose or doubled hyphens and too great a length make no key."""
    assert not is_key(text)


@given(st.text(max_size=90))
def test_the_rule_of_keys(text: str) -> None:
    """A text is a key when its parts between hyphens are all non-empty and of small letters and digits."""
    parts = text.split("-")
    plain = all(part and set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789") for part in parts)
    assert is_key(text) is (plain and len(text) <= 80)


@given(st.lists(st.text(alphabet="abcxyz019", min_size=1, max_size=8), min_size=1, max_size=8).map("-".join))
def test_words_joined_by_hyphens(text: str) -> None:
    """Plain words joined by single hyphens always make a key."""
    assert is_key(text)


def test_made_up_keys() -> None:
    """A paragraph is called by its source and number, a link by its three parts."""
    assert paragraph_key("gazette-0210", 7) == "gazette-0210/7"
    assert link_key("boats-to-harbour", "part_of", "harbour-plan") == "boats-to-harbour part_of harbour-plan"


def test_a_mentions_key_is_frozen() -> None:
    """A mention's key is `m` and ten hexadecimal digits over source, paragraph, measure and quote, today as ever."""
    text = b"gazette-0210\n7\nboats-to-harbour\nsix boats will sail"
    assert mention_key("gazette-0210", 7, "boats-to-harbour", "six boats will sail") == "m8fc3e31c35"
    assert hashlib.sha256(text).hexdigest()[:10] == "8fc3e31c35"


@pytest.mark.parametrize(
    ("source", "paragraph", "measure", "quote"),
    [
        ("gazette-0211", 7, "boats", "six boats"),
        ("gazette-0210", 8, "boats", "six boats"),
        ("gazette-0210", 7, "boat", "six boats"),
        ("gazette-0210", 7, "boats", "six boat"),
        ("gazette-0210", 7, "boats", "Six boats"),
        ("gazette-021", 7, "boats", "six boats"),
    ],
)
def test_every_part_counts(source: str, paragraph: int, measure: str, quote: str) -> None:
    """Another source, paragraph, measure or quote gives another key."""
    assert mention_key(source, paragraph, measure, quote) != mention_key("gazette-0210", 7, "boats", "six boats")


@pytest.mark.parametrize("quote", ["the “six” boats – all", 'the  "six"\tboats - all ', "the ''six'' boats — all"])
def test_typesetting_does_not_count(quote: str) -> None:
    """The same words in other quotation marks, dashes and spaces give the same key."""
    assert mention_key("a", 1, "b", quote) == mention_key("a", 1, "b", 'the "six" boats - all')


@given(st.text(), st.integers(1, 10**6), st.text(), st.text())
def test_a_mentions_key_has_its_shape(source: str, paragraph: int, measure: str, quote: str) -> None:
    """A mention's key is `m` and ten hexadecimal digits, the same each time it is asked for."""
    key = mention_key(source, paragraph, measure, quote)
    assert re.fullmatch("m[0-9a-f]{10}", key)
    assert is_mention_key(key)
    assert key == as_mention_key(mention_digits(key)) == as_mention_key(key)
    assert key == mention_key(source, paragraph, measure, quote)


@pytest.mark.parametrize(
    "text", ["0529222215", "1e10", "m1e10", "m0529222215a", "M0529222215", "hms-trent", "05292222g5"]
)
def test_what_is_no_key_of_a_mention(text: str) -> None:
    """Ten digits alone are none, and become one; what a spreadsheet made of one, or something else, stays as it is."""
    assert not is_mention_key(text)
    assert as_mention_key(text) == ("m0529222215" if text == "0529222215" else text)
