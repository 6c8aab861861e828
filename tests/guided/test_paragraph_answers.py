"""What is typed of a paragraph: understood whole, or refused with what can be typed instead."""

import pytest

from tests.making import act
from tests.spring_article import ANSWERS, begun
from tracker.db.address import Address
from tracker.errors.guided import BadAnswer
from tracker.guided.paragraph_answers import ParagraphAnswers
from tracker.guided.sessions import resume
from tracker.record import paragraphs

MEASURES = {"tents-for-lviv": {"measure": "tents-for-lviv", "title": "Tents for Lviv", "kind": "humanitarian"}}
MENTIONS = {"0123456789": {"mention": "0123456789", "measure": "tents-for-lviv"}}
READ = ParagraphAnswers(MEASURES, MENTIONS, 9)

TAKEN = {
    "c": "verdict context",
    "d r": "verdict diplomacy rhetoric",
    "f..": "verdict furniture ..9",
    "f .. 7": "verdict furniture ..7",
    "1": "measure tents-for-lviv",
    "tents-for-lviv": "measure tents-for-lviv",
    "tents-for-lviv like": "measure tents-for-lviv like 0123456789",
    "tents-for-lviv like 0123": "measure tents-for-lviv like 0123456789",
    "n More tents": "new More tents",
    "s": "skip",
}


@pytest.mark.parametrize(("typed", "kept"), TAKEN.items())
def test_what_is_taken(typed: str, kept: str) -> None:
    """A verdict, several, a run of them, a measure by key or number, a new one: each is kept spelt out."""
    assert READ.reader(4, ["tents-for-lviv"], False)(typed) == kept


REFUSED = ["", "done", "2", "0", "no-such-measure", "c..3", "c..10", "tents-for-lviv like 99", "f.x"]
# How answers are kept inside; somebody who types one is not trusted to have it right.
KEPT = [
    "verdict context ..999",
    "verdict nonsense",
    "measure nowhere",
    "verdict",
    "measure tents-for-lviv like nothing",
]


@pytest.mark.parametrize("typed", [*REFUSED, *KEPT])
def test_what_is_refused(typed: str) -> None:
    """Numbers and keys that lead nowhere, runs that end behind, and the forms answers are kept in are refused."""
    with pytest.raises(BadAnswer):
        READ.reader(4, ["tents-for-lviv"], False)(typed)


@pytest.mark.parametrize("typed", ["save {", 'set {"measure": "x"}', "save {}", "set {'a': 1}", "save [1]"])
def test_the_kept_form_of_a_mention_is_not_typed(shipped: Address, typed: str) -> None:
    """The last answer of a mention is save or fields, never the values themselves as they are kept."""
    session = begun(shipped)
    for answer in ANSWERS[: ANSWERS.index("due = next week")]:
        session.reply(answer)
    with pytest.raises(BadAnswer):
        session.reply(typed)
    assert session.question is not None
    assert session.question.name == "save"


def test_kept_answers_are_given_again_as_they_are(shipped: Address) -> None:
    """A session taken up again stands where it stood, whatever form its answers are kept in."""
    session = begun(shipped)
    for answer in ANSWERS[: ANSWERS.index("due = next week") + 1]:
        session.reply(answer)
    act(shipped, paragraphs.edit, "spring-lorries/8", {"note": "elsewhere"})
    again = resume(shipped, "the tests")
    assert again.answers == session.answers
    assert again.question is not None
    assert session.question is not None
    assert again.question.above == session.question.above
