"""Going on with an article that the record holds already: the unread paragraphs are read, the others stay."""

from typing import Any

import pytest

from tests.conftest import opened
from tests.making import act, sound
from tests.spring_article import ANSWERS, LORRIES, TEXT, article, begun, contents, uninterrupted
from tracker.db.address import Address
from tracker.db.engine import transaction
from tracker.errors.guided import AlreadyRead, JudgedMeanwhile, SessionOpen
from tracker.guided import sessions, twins
from tracker.guided.sessions import Session
from tracker.record import paragraphs

HEADER = 5  # the answers that give the source's particulars


def recorded(address: Address, read: int = 0) -> None:
    """Record the invented article with its first paragraphs read, and no session that goes on."""
    session = begun(address)
    for typed in ANSWERS[: HEADER + read]:
        session.reply(typed)
    with transaction(address) as connection:
        sessions.discard(connection, session.key)


def asked(session: Session) -> str:
    """The prompt of the question that stands."""
    assert session.question is not None
    return session.question.prompt


def judged(address: Address) -> list[tuple[str | None, str | None]]:
    """The verdict and the note of every paragraph."""
    return [(row["verdict"], row["note"]) for row in contents(address)["paragraphs"]]


def test_it_goes_on_from_what_is_there(shipped: Address) -> None:
    """The questions begin at the first unread paragraph, and pass over each that somebody has read in between."""
    recorded(shipped, read=1)
    theirs = {"verdict": "diplomacy", "note": "a summit"}
    act(shipped, paragraphs.edit, "spring-lorries/3", theirs, by="somebody else")
    session = begun(shipped)
    assert session.question is not None
    assert session.question.above[0].text == "spring.txt: recorded as spring-lorries, 2 of 8 paragraphs read"
    prompts = []
    for typed in ("f", *LORRIES, "c", "c", "c"):
        if asked(session)[0] == "¶":
            prompts.append(asked(session))
        session.reply(typed)
    assert prompts == ["¶2", "¶4", "¶4: more", "¶5", "¶6", "¶7"]
    assert asked(session) == "¶8"
    assert judged(shipped)[2] == ("diplomacy", "a summit")


@pytest.mark.parametrize("read", [0, 2])
def test_stopped_at_every_answer(empty: Address, databases: Any, read: int) -> None:
    """Forgotten and taken up at every answer, it ends as a reading that nothing interrupted, and leaves no session."""
    recorded(empty, read)
    begun(empty)
    for typed in ANSWERS[HEADER + read :]:
        sessions.resume(empty, "the tests").reply(typed)
    assert contents(empty) == uninterrupted(databases)
    assert sessions.unfinished(empty) == []
    assert sound(empty)


def test_back_at_every_answer(empty: Address, databases: Any) -> None:
    """Every answer can be taken back, down to the first; the article itself stays, as the session did not begin it."""
    recorded(empty, read=1)
    session = begun(empty)
    for typed in ANSWERS[HEADER + 1 : -1]:
        session.reply(typed)
        assert session.take_back()
        session.reply(typed)
    while session.take_back():
        pass
    assert asked(session) == "¶2"
    assert [verdict for verdict, _ in judged(empty)] == ["context", *[None] * 7]
    for typed in ANSWERS[HEADER + 1 :]:
        session.reply(typed)
    assert contents(empty) == uninterrupted(databases)


def test_a_run_passes_over_what_is_read(shipped: Address) -> None:
    """A verdict for the rest of the article leaves alone what somebody has read."""
    recorded(shipped)
    act(shipped, paragraphs.edit, "spring-lorries/6", {"verdict": "diplomacy", "also": "rhetoric"}, by="somebody else")
    session = begun(shipped)
    session.reply("f..")
    assert session.question is None
    assert [verdict for verdict, _ in judged(shipped)] == [*["furniture"] * 5, "diplomacy", *["furniture"] * 2]


def test_another_persons_verdict_meanwhile(shipped: Address) -> None:
    """A verdict that somebody gives while the session is open stays; the session keeps its place and can go on."""
    recorded(shipped)
    begun(shipped).reply("c")
    act(shipped, paragraphs.edit, "spring-lorries/2", {"verdict": "rhetoric"}, by="somebody else")
    session = sessions.resume(shipped, "the tests")
    assert asked(session) == "¶2"
    with pytest.raises(JudgedMeanwhile, match="was changed by somebody else"):
        session.reply("f")
    session.reply("s")
    session.reply("f")
    assert [verdict for verdict, _ in judged(shipped)[:3]] == ["context", "rhetoric", "furniture"]


def test_under_way_already(shipped: Address) -> None:
    """Who begins where somebody goes on already is told of that session, as in any reading."""
    recorded(shipped)
    begun(shipped)
    with pytest.raises(SessionOpen, match="the tests began to read"):
        begun(shipped, author="somebody else")


def test_nothing_left_to_read(shipped: Address) -> None:
    """Where every paragraph is read, it says so, and how one is corrected."""
    recorded(shipped)
    begun(shipped).reply("f..")
    with pytest.raises(AlreadyRead, match="as spring-lorries: 8 of 8 paragraphs are read") as told:
        begun(shipped)
    assert "tracker source paragraph spring-lorries NUMBER --verdict VERDICT" in told.value.hint


def test_paragraphs_divided_otherwise(shipped: Address) -> None:
    """A text whose paragraphs have other numbers is not read into the source: another way is named."""
    recorded(shipped, read=1)
    other = article(TEXT.replace("By Ada Perrin\n\n", ""))
    with pytest.raises(AlreadyRead, match="1 of 8 paragraphs are read") as told:
        sessions.begin(shipped, other, "the tests", "to test")
    assert "tracker review --about unread --walk" in told.value.hint


def test_a_second_reading_is_not_gone_on_with(shipped: Address) -> None:
    """What a second reader left unread is that reader's own; the article's own source is gone on with."""
    recorded(shipped, read=1)
    record = opened(shipped)
    [source] = [row for row in record.sources() if row["source"] == "spring-lorries"]
    rows = [row for row in record.paragraphs() if row["source"] == "spring-lorries"]
    second = "spring-lorries-read-by-jane"
    theirs = [{**row, "source": second, "verdict": None} for row in rows]
    known = {"spring-lorries": source, second: source}
    found = twins.twin_of(article(), [second, "spring-lorries"], known, [*rows, *theirs])
    assert found == twins.Twin("spring-lorries", "2022-03-11", 8, 1, (2, 3, 4, 5, 6, 7, 8))
    assert twins.made(found.kept) == found
    alone = twins.twin_of(article(), [second], known, theirs)
    assert alone == twins.Twin(second, "2022-03-11", 8, 0, ())
