"""How far a reading is: kept answers make the same entries whenever they are given again."""

import json

from tests.spring_article import ANSWERS, article, begun
from tracker.db.address import Address
from tracker.guided.entries import Known, Progress
from tracker.text import highlights


def test_kept_answers_hang_on_nothing_else(shipped: Address, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The same answers make the same entries where word lists and record have changed since, as plain data."""
    session = begun(shipped)
    for line in ANSWERS[:-1]:
        session.reply(line)
    made = session.items
    highlights._weighed.cache_clear()
    monkeypatch.setattr(highlights, "THRESHOLD", 99)
    kept = json.loads(json.dumps(session.answers))
    progress = Progress(article(), Known())
    again = [item for answer in kept for item in progress.apply(answer)]
    assert [(item.noun, item.key) for item in again] == [(item.noun, item.key) for item in made]
    assert [item.values for item in again if item.noun == "measure"] == [
        item.values for item in made if item.noun == "measure"
    ]
