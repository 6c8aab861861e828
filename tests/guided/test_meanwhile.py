"""Somebody else's work during a session: what another person wrote is never replaced or withdrawn unseen."""

import pytest

from tests.conftest import opened
from tests.making import act, sound
from tests.spring_article import ANSWERS, HEADER, HEADLINE, LORRIES, begun
from tracker.db.address import Address
from tracker.errors.base import Conflict
from tracker.errors.guided import JudgedMeanwhile
from tracker.guided.sessions import Session
from tracker.record import measures, mentions, paragraphs, sources

FIRST_VERDICT = len(HEADER)  # the answers before the first paragraph's
ALREADY_SAVED = len([*HEADER, *HEADLINE, *LORRIES])  # the answers up to the first saved mention


def reading(address: Address, answers: int) -> Session:
    """A session in which so many answers were given."""
    session = begun(address)
    for typed in ANSWERS[:answers]:
        session.reply(typed)
    return session


def verdict(address: Address, number: int) -> tuple[str | None, str | None, str | None]:
    """What the record says of a paragraph."""
    rows = opened(address).paragraphs()
    found = next(row for row in rows if (row["source"], row["paragraph"]) == ("spring-lorries", number))
    return found["verdict"], found["also"], found["note"]


def test_another_persons_verdict_stays(shipped: Address) -> None:
    """A verdict that somebody gave a paragraph meanwhile stays, with its note; the session is told, and can skip."""
    session = reading(shipped, FIRST_VERDICT)
    theirs = {"verdict": "diplomacy", "also": "context", "note": "a summit"}
    act(shipped, paragraphs.edit, "spring-lorries/1", theirs, by="somebody else")
    for typed in ("- c", "- r o"):
        with pytest.raises(JudgedMeanwhile, match="was changed by somebody else") as told:
            session.reply(typed)
    assert "skip leaves it as it is" in told.value.hint
    assert verdict(shipped, 1) == ("diplomacy", "context", "a summit")
    session.reply("- skip")
    for typed in ANSWERS[FIRST_VERDICT + 1 : -3]:
        session.reply(typed)
    act(shipped, paragraphs.edit, "spring-lorries/3", theirs, by="somebody else")
    session.reply("2-3 f; 6 d; 8 f")
    with pytest.raises(JudgedMeanwhile):
        session.reply("")
    assert verdict(shipped, 2)[0] is None, "of several verdicts, all are given or none"
    session.reply("3 skip")
    session.reply("")
    assert (verdict(shipped, 1)[0], verdict(shipped, 2)[0], verdict(shipped, 3)[0]) == (
        "diplomacy",
        "furniture",
        "diplomacy",
    )
    assert sound(shipped)


def test_agreement_is_no_conflict(shipped: Address) -> None:
    """The verdict that somebody else gave already is taken from the session too, and changes nothing."""
    session = reading(shipped, FIRST_VERDICT)
    act(shipped, paragraphs.edit, "spring-lorries/1", {"verdict": "context"}, by="somebody else")
    before = opened(shipped).revision
    session.reply("- c")
    assert opened(shipped).revision == before


def test_a_note_survives_a_verdict(shipped: Address) -> None:
    """What somebody noted at a paragraph stays when the session judges it, and when that is taken back."""
    session = reading(shipped, FIRST_VERDICT)
    act(shipped, paragraphs.edit, "spring-lorries/1", {"note": "see the picture"}, by="somebody else")
    session.reply("- c")
    assert verdict(shipped, 1) == ("context", None, "see the picture")
    session.take_back()
    assert verdict(shipped, 1) == (None, None, "see the picture")


def test_a_verdict_corrected_meanwhile_is_not_taken_back(shipped: Address) -> None:
    """A verdict of the session that somebody corrected is not taken back by the session."""
    session = reading(shipped, FIRST_VERDICT + 1)
    act(shipped, paragraphs.edit, "spring-lorries/1", {"verdict": "rhetoric"}, by="somebody else")
    with pytest.raises(JudgedMeanwhile):
        session.take_back()
    assert verdict(shipped, 1)[0] == "rhetoric"
    assert len(session.answers) == FIRST_VERDICT + 1


def test_what_was_edited_meanwhile_is_not_withdrawn(shipped: Address) -> None:
    """A mention, a measure or a source that somebody edited since is not withdrawn with a step back."""
    session = reading(shipped, ALREADY_SAVED)
    [written] = [row for row in opened(shipped).mentions() if row["source"] == "spring-lorries"]
    key = written["mention"]
    act(shipped, mentions.edit, key, {"note": "forty-two, says the ministry"}, by="somebody else")
    with pytest.raises(Conflict, match="somebody else"):
        session.take_back()
    act(shipped, mentions.edit, key, {"note": None}, by="somebody else")
    act(shipped, measures.edit, "armoured-lorries-ukraine", {"summary": "Lorries."}, by="somebody else")
    with pytest.raises(Conflict, match="somebody else"):
        session.take_back()
    act(shipped, measures.edit, "armoured-lorries-ukraine", {"summary": None}, by="somebody else")
    assert session.take_back()
    act(shipped, sources.edit, "spring-lorries", {"url": "https://example.org/"}, by="somebody else")
    with pytest.raises(Conflict, match="somebody else"):
        while session.take_back():
            pass
    assert opened(shipped).source("spring-lorries")["url"] == "https://example.org/"
    assert sound(shipped)


def test_what_was_withdrawn_meanwhile_is_gone(shipped: Address) -> None:
    """A mention that somebody withdrew meanwhile does not keep the session from going back."""
    session = reading(shipped, ALREADY_SAVED)
    [written] = [row for row in opened(shipped).mentions() if row["source"] == "spring-lorries"]
    act(shipped, mentions.withdraw, written["mention"], by="somebody else")
    assert session.take_back()
    session.reply("")
    assert len([row for row in opened(shipped).mentions() if row["source"] == "spring-lorries"]) == 1
