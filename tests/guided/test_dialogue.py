"""Which question comes next in a guided reading, and what it offers."""

import pytest

from tests.conftest import opened
from tests.spring_article import (
    PAGE,
    begun,
)
from tracker.db.address import Address
from tracker.guided import sessions
from tracker.text import articles


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


def test_what_a_page_says_of_itself_is_offered(shipped: Address) -> None:
    """Title, day, publisher, author and address of a page stand in brackets, after an interruption too."""
    pytest.importorskip("trafilatura", exc_type=ImportError)
    sessions.begin(shipped, articles.read(PAGE.encode(), "lorries.html"), "the tests", "to test")
    offered = {}
    for _ in range(6):
        session = sessions.resume(shipped, "the tests")
        assert session.question is not None
        offered[session.question.name] = session.question.default
        session.reply("")
    assert offered == {
        "title": "Lorries go",
        "published": "2022-03-11",
        "publisher": "Example Times",
        "author": "Ada Perrin",
        "url": "https://example.org/lorries",
        "key": "lorries-go",
    }
    source = opened(shipped).source("lorries-go")
    assert (source["published_basis"], source["url"]) == ("stated", "https://example.org/lorries")
