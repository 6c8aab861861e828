"""Which question comes next in a guided reading, and what it offers."""

from tests.conftest import opened
from tests.spring_article import (
    begun,
)
from tracker.db.address import Address


def test_like_an_earlier_mention(shipped: Address) -> None:
    """What a measure's last mention says stands in brackets for `like`; what another one says, where it is named."""
    session = begun(shipped)
    for typed in ["", "", "", "", "spring-lorries"]:
        session.reply(typed)
    last = [row for row in opened(shipped).mentions() if row["measure"] == "royal-marines-poland"][-1]
    session.reply("royal-marines-poland like")
    session.reply("UK to send")
    session.reply("")
    questions = []
    for _ in range(3):
        assert session.question is not None
        questions.append((session.question.name, session.question.default))
        session.reply("-")
    assert questions == [("amount", ""), ("date", ""), ("place", last["place"])]


def test_a_paragraph_may_be_several_things(shipped: Address) -> None:
    """Verdicts after the first are kept beside it, for one paragraph or for a run of them."""
    session = begun(shipped)
    for typed in ["", "", "", "", "spring-lorries", "c r d", "f o ..3"]:
        session.reply(typed)
    told = [(row["verdict"], row["also"]) for row in opened(shipped).paragraphs() if row["source"] == "spring-lorries"]
    assert told[:4] == [("context", "rhetoric;diplomacy"), *[("furniture", "other_actor")] * 2, (None, None)]
