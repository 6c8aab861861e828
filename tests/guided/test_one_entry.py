"""One mention at once: what the words give is taken, what they do not is left out or asked for."""

from typing import Any

import pytest

from tests.spring_article import TEXT
from tracker.errors.guided import BadAnswer, NotSure
from tracker.errors.usage import NotUnderstood
from tracker.guided.entries import Known
from tracker.guided.one_entry import OneEntry, paragraph_of
from tracker.guided.twins import Twin
from tracker.text import articles

LORRIES = {"measure": "lorries", "title": "Lorries", "kind": "materiel", "target": "ukraine"}
QUOTE = "some 40 armoured ... sent to Ukraine"


def entry(quote: str, known: Known | None = None, text: str = TEXT, **given: str) -> OneEntry:
    """An entry of the invented article, of a measure that the record holds."""
    known = known or Known([LORRIES])
    return OneEntry(articles.read(text.encode(), "spring.txt"), known, "lorries", quote, given)


def test_what_the_words_give() -> None:
    """The article's particulars and the fields that the quote and its sentence give are there, ready to be written."""
    made = entry(QUOTE)
    assert [item.noun for item in made.items] == ["source", "mention"]
    assert made.items[0].values["published"] == "2022-03-11"
    expected: dict[str, Any] = {"status": "announced", "amount": 40, "unit": "vehicles", "qualifier": "about"}
    expected |= {"place": "ukraine", "speaker": "Downing Street", "attribution": "named_body", "target": "ukraine"}
    assert {name: made.mention.values[name] for name in expected} == expected


def test_what_stands_around_the_quote_is_left_out_and_told() -> None:
    """A step that only the rest of the sentence names is not recorded; the option that records it is shown."""
    made = entry(QUOTE)
    assert "due" not in made.mention.values
    assert [line.origin for line in made.screen.lines if line.name == "left out"] == ['--due "next week"']
    assert entry(QUOTE, due="next week").mention.values["due"] == "2022-03-14/2022-03-20"


def test_what_was_said_before_is_never_taken() -> None:
    """A stage that only an earlier mention gives has to be given; it is named, with the mention and its day."""
    before = {"mention": "m0123456789", "measure": "lorries", "published": "2022-03-01", "status": "considered"}
    with pytest.raises(NotSure, match="perhaps considered: as last said in m0123456789, 2022-03-01"):
        entry(
            "some 40 armoured", Known([LORRIES], [before]), "T\n9 March 2022\nOf some 40 armoured lorries they spoke."
        )
    text = "T\n9 March 2022\nOf some 40 armoured lorries they spoke."
    assert (
        entry("some 40 armoured", Known([LORRIES], [before]), text, status="C").mention.values["status"] == "considered"
    )


def test_a_day_that_the_text_does_not_give() -> None:
    """An article without a day needs one; with it the entry is whole, and a bad one is told beside other bad values."""
    undated = TEXT.replace("11 March 2022", "Comment")
    with pytest.raises(NotSure, match="published"):
        entry(QUOTE, text=undated)
    assert entry(QUOTE, text=undated, published="11 March 2022").items[0].values["published"] == "2022-03-11"
    with pytest.raises(NotUnderstood, match="--published"):
        entry(QUOTE, published="Blursday")
    with pytest.raises(NotUnderstood, match=r"--status.*\n.*--amount"):
        entry(QUOTE, status="Z", amount="lots")


def test_an_article_that_the_record_holds() -> None:
    """Its particulars are not asked for, and cannot be changed in passing."""
    held = Known([LORRIES], source_key="spring", twin=Twin("spring", "2022-03-11", 9, 9, ()))
    assert [item.noun for item in entry(QUOTE, held).items] == ["mention"]
    with pytest.raises(BadAnswer, match="the record holds this article, as spring"):
        entry(QUOTE, held, title="Another")


def test_the_paragraph_of_a_quote() -> None:
    """A quote stands in one paragraph; several have to be chosen from, and what is wrong with the words is told."""
    text = articles.read(
        b"One lorry went.\nAnd one lorry went, and one lorry came back again.\nOne lorry went home.", "x.txt"
    )
    assert paragraph_of("came back", text) == 2
    assert paragraph_of("One lorry", text, "3") == 3
    with pytest.raises(BadAnswer, match="stands in ¶1 and ¶3"):
        paragraph_of("One lorry", text)
    with pytest.raises(BadAnswer, match="2 times"):
        paragraph_of("one lorry", text)
    with pytest.raises(BadAnswer, match=r"not in x\.txt"):
        paragraph_of("two lorries", text)
    with pytest.raises(BadAnswer, match="no paragraph 4"):
        paragraph_of("One lorry", text, "4")
