"""Going on with an article that the record holds already: the unread paragraphs are read, the others stay."""

from typing import Any

import pytest

from tests.conftest import opened
from tests.making import act, sound
from tests.spring_article import ANSWERS, HEADER, LORRIES, TEXT, article, begun, contents, uninterrupted
from tracker.db.address import Address
from tracker.db.engine import transaction
from tracker.errors.guided import AlreadyRead, JudgedMeanwhile, SessionOpen
from tracker.guided import sessions, twins
from tracker.guided.sessions import Session
from tracker.record import paragraphs


def recorded(address: Address, read: int = 0) -> None:
    """Record the invented article with its first paragraphs read, and no session that goes on."""
    session = begun(address)
    for typed in ANSWERS[: len(HEADER) + read]:
        session.reply(typed)
    with transaction(address) as connection:
        sessions.discard(connection, session.key)


def asked(session: Session) -> str:
    """The prompt of the form that stands."""
    assert session.form is not None
    return session.form.screen().prompt


def read_through(session: Session, verdicts: str) -> None:
    """Read an article to its end without a measure in it."""
    while asked(session)[0] == "¶":
        session.reply("- c")
    for typed in (verdicts, "", ""):
        session.reply(typed)
    assert session.form is None


def judged(address: Address) -> list[tuple[str | None, str | None]]:
    """The verdict and the note of every paragraph."""
    return [(row["verdict"], row["note"]) for row in contents(address)["paragraphs"]]


def test_it_goes_on_from_what_is_there(shipped: Address) -> None:
    """The questions begin at the first unread paragraph, and pass over each that somebody has read in between."""
    recorded(shipped, read=1)
    theirs = {"verdict": "diplomacy", "note": "a summit"}
    act(shipped, paragraphs.edit, "spring-lorries/3", theirs, by="somebody else")
    session = begun(shipped)
    assert session.form is not None
    assert session.form.screen().above[0].text == "spring.txt: recorded as spring-lorries, 2 of 8 paragraphs read"
    prompts = [asked(session)]
    for typed in (*LORRIES, "- c", "- c"):
        session.reply(typed)
        prompts.append(asked(session))
    assert list(dict.fromkeys(prompts)) == ["¶4", "¶5", "¶7", "verdicts"]
    assert session.form is not None
    assert [line.letter for line in session.form.screen().lines] == ["2", "6", "8"]
    assert judged(shipped)[2] == ("diplomacy", "a summit")


@pytest.mark.parametrize("read", [0, 1])
def test_stopped_at_every_answer(empty: Address, databases: Any, read: int) -> None:
    """Forgotten and taken up at every answer, it ends as a reading that nothing interrupted, and leaves no session."""
    recorded(empty, read)
    begun(empty)
    for typed in ANSWERS[len(HEADER) + read :]:
        sessions.resume(empty, "the tests").reply(typed)
    assert contents(empty) == uninterrupted(databases)
    assert sessions.unfinished(empty) == []
    assert sound(empty)


def test_back_at_every_answer(empty: Address, databases: Any) -> None:
    """Every answer can be taken back, down to the first; the article itself stays, as the session did not begin it."""
    recorded(empty, read=1)
    session = begun(empty)
    for typed in ANSWERS[len(HEADER) + 1 : -1]:
        session.reply(typed)
        assert session.take_back()
        session.reply(typed)
    while session.take_back():
        pass
    assert asked(session) == "¶4"
    assert [verdict for verdict, _ in judged(empty)] == ["context", *[None] * 7]
    for typed in ANSWERS[len(HEADER) + 1 :]:
        session.reply(typed)
    assert contents(empty) == uninterrupted(databases)


def test_a_run_passes_over_what_is_read(shipped: Address) -> None:
    """A verdict for a run of paragraphs leaves alone what somebody has read, which is not in the list."""
    recorded(shipped)
    act(shipped, paragraphs.edit, "spring-lorries/3", {"verdict": "diplomacy", "also": "rhetoric"}, by="somebody else")
    session = begun(shipped)
    read_through(session, "2 f; 6 f; 8 f")
    found = [verdict for verdict, _ in judged(shipped)]
    assert found == ["context", "furniture", "diplomacy", "context", "context", "furniture", "context", "furniture"]


def test_another_persons_verdict_meanwhile(shipped: Address) -> None:
    """A verdict that somebody gives while the session is open stays; the session keeps its place and can go on."""
    recorded(shipped)
    begun(shipped).reply("- c")
    act(shipped, paragraphs.edit, "spring-lorries/4", {"verdict": "rhetoric"}, by="somebody else")
    session = sessions.resume(shipped, "the tests")
    assert asked(session) == "¶4"
    with pytest.raises(JudgedMeanwhile, match="was changed by somebody else"):
        session.reply("- f")
    session.reply("- skip")
    session.reply("- o")
    found = [verdict for verdict, _ in judged(shipped)]
    assert (found[0], found[3], found[4]) == ("context", "rhetoric", "other_actor")


def test_under_way_already(shipped: Address) -> None:
    """Who begins where somebody goes on already is told of that session, as in any reading."""
    recorded(shipped)
    begun(shipped)
    with pytest.raises(SessionOpen, match="the tests began to read"):
        begun(shipped, author="somebody else")


def test_nothing_left_to_read(shipped: Address) -> None:
    """Where every paragraph is read, it says so, and how one is corrected."""
    recorded(shipped)
    read_through(begun(shipped), "2-3 f; 6 f; 8 f")
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
