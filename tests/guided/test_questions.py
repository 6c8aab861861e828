"""Questions: what each takes and refuses."""

import pytest

from tests.spring_article import (
    ANSWERS,
    begun,
)
from tracker.db.address import Address
from tracker.domain.vocabulary import STATUS_LETTERS, STATUSES
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import UnclearAmount
from tracker.guided import questions, sessions


def test_a_refused_answer_changes_nothing(shipped: Address) -> None:
    """What a question refuses is not kept, and the question stands."""
    session = begun(shipped)
    for typed in ANSWERS[:12]:
        session.reply(typed)
    question = session.question
    refusals = {"no such words": "not in the paragraph", "Downing ... nowhere": "nowhere", "": "empty"}
    for typed, words in refusals.items():
        with pytest.raises(BadAnswer) as refused:
            session.reply(typed)
        assert words in refused.value.message
    assert session.question is question
    assert len(session.answers) == 12
    assert len(sessions.resume(shipped, "the tests").answers) == 12


DAYS = {
    "10 Feb 2022": "2022-02-10 2022-02-10 2022-02-10 publication",
    "24/02/2022": "2022-02-24 2022-02-24 2022-02-24 publication",
    "24–26 Jan 2022": "2022-01-26 2022-01-24 2022-01-26 inferred",
    "2022-02": "2022-02-28 2022-02-01 2022-02-28 inferred",
}


@pytest.mark.parametrize(("typed", "kept"), DAYS.items())
def test_the_day_of_publication(typed: str, kept: str) -> None:
    """A day is taken as it is shown, or in British order; a span of days is some day within it."""
    assert questions.publication("")(typed) == kept


@pytest.mark.parametrize("typed", ["yesterday", "by 2 Mar 2022", "9 February", "soon", ""])
def test_no_day_of_publication(typed: str) -> None:
    """What leaves the days open is refused, and the remedy names no day."""
    with pytest.raises(BadAnswer) as refused:
        questions.publication("")(typed)
    assert not any(letter.isdigit() for letter in refused.value.hint)


@pytest.mark.parametrize("typed", ["within two weeks", "by 24 Feb 2022", "in a fortnight", "later this month"])
def test_a_deadline_is_no_date(typed: str) -> None:
    """Since when something is so cannot lie ahead of its source; the same words give the step still to come."""
    with pytest.raises(BadAnswer, match="after the source spoke"):
        questions.date_of("2022-02-10")(typed)
    assert questions.due_of("2022-02-10")(typed)


@pytest.mark.parametrize("typed", ["two battalions of troops", "20 fewer troops", "two thirds of troops", "20 fewer"])
def test_no_amount_is_half_taken(typed: str) -> None:
    """An amount that is not understood whole is refused, though it is known what is counted."""
    for unit in ("", "troops"):
        with pytest.raises(UnclearAmount):
            questions.amount_in_words(unit)(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("pledged", "announced"),
        ("In force", "in_effect"),
        ("offered", "proposed"),
        ("A", "announced"),
        ("comp", "completed"),
    ],
)
def test_a_stage_as_it_reads(typed: str, code: str) -> None:
    """A stage is taken by every word that the program shows it with, as the one-line commands take it."""
    assert questions.code_of(typed, STATUSES, STATUS_LETTERS) == code
    with pytest.raises(BadAnswer, match="unknown status"):
        questions.code_of("lent", STATUSES, STATUS_LETTERS)
