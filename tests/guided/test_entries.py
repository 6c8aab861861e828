"""What a guided reading makes of its answers before they are written."""

import pytest

from tests.spring_article import (
    ANSWERS,
    begun,
    contents,
)
from tracker.db.address import Address
from tracker.errors.guided import BadAnswer
from tracker.guided.sessions import Session


def upto_first_mention(address: Address) -> Session:
    """A reading that stands before the mention it would save."""
    session = begun(address)
    for typed in ANSWERS[: ANSWERS.index("due = next week")]:
        session.reply(typed)
    return session


def test_the_context_is_held_against_its_paragraph(shipped: Address) -> None:
    """Words of another paragraph are held against it as a quote is: straight marks for curly ones, never fuzzily."""
    session = upto_first_mention(shipped)
    for typed, complaint in {
        "context_paragraph = 5; context_quote = we never said this": "not in the paragraph",
        "context_paragraph = 99; context_quote = We're also looking": "no paragraph 99",
    }.items():
        with pytest.raises(BadAnswer, match=complaint):
            session.reply(typed)
    session.reply("context_paragraph = 5; context_quote = We're also … trainers")
    session.reply("")
    (lorries,) = [row for row in contents(shipped)["mentions"] if row["measure"] == "armoured-lorries-ukraine"]
    assert lorries["context_quote"] == "We're also looking at whether up to 30 more trainers"


def test_a_remark_may_hold_a_semicolon(shipped: Address) -> None:
    """A semicolon parts two fields only where another field follows."""
    session = upto_first_mention(shipped)
    session.reply("note = lorries; armoured ones; due = next week")
    session.reply("")
    (lorries,) = [row for row in contents(shipped)["mentions"] if row["measure"] == "armoured-lorries-ukraine"]
    assert (lorries["note"], lorries["due"]) == ("lorries; armoured ones", "2022-03-14/2022-03-20")
