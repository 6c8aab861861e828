"""Questions: what each takes and refuses."""

import pytest

from tests.spring_article import (
    ANSWERS,
    begun,
)
from tracker.db.address import Address
from tracker.errors.guided import BadAnswer
from tracker.guided import sessions


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
