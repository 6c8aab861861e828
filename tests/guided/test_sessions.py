"""Guided readings: nothing accepted is lost, nothing written twice, and a step back takes back what it wrote."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from tests.conftest import ROOT, opened
from tests.effort import times
from tests.running import run
from tests.spring_article import (
    ANSWERS,
    HEADER,
    HEADLINE,
    LORRIES,
    TEXT,
    begun,
    contents,
    uninterrupted,
)
from tracker.db.address import Address
from tracker.db.engine import ask_of, transaction
from tracker.db.hash_chain import broken_chain
from tracker.db.models import READING_ANSWER, READING_SESSION
from tracker.errors.base import Refused
from tracker.errors.guided import AlreadyRead, NoSession, OldSession, SessionMoved, SessionOpen
from tracker.guided import sessions
from tracker.guided.known_record import SECOND_READING
from tracker.reports import checks
from tracker.text import articles


def test_a_reading_from_end_to_end(shipped: Address) -> None:
    """Answers become the source, its verdicts, measures and mentions, each finished entry a revision of its own."""
    session = begun(shipped)
    for typed in ANSWERS:
        assert session.form is not None
        session.reply(typed)
    assert session.form is None
    found = contents(shipped)
    assert found["source"]["published_basis"] == "stated"
    assert found["source"]["author"] == "Ada Perrin"
    coded = {row["measure"]: row for row in found["mentions"]}
    lorries = coded["armoured-lorries-ukraine"]
    assert (lorries["amount"], lorries["unit"], lorries["qualifier"]) == (40, "vehicles", "about")
    assert (lorries["date_edtf"], lorries["date_basis"], lorries["due"]) == (
        "2022-03-10",
        "relative",
        "2022-03-14/2022-03-20",
    )
    trainers = coded["more-trainers-ukraine"]
    assert trainers["quote"] == "We're also looking at whether up to 30 more trainers could go"
    assert (trainers["qualifier"], trainers["basis"], trainers["speaker"]) == (
        "up_to",
        "additional",
        "Defence Secretary",
    )
    assert (coded["jets-for-ukraine"]["status"], coded["jets-for-ukraine"]["unsure"]) == ("ruled_out", True)
    verdicts = [row["verdict"] for row in found["paragraphs"]]
    assert verdicts == ["context", "furniture", "furniture", "records", "records", "diplomacy", "records", "furniture"]
    assert checks.check(opened(shipped), shipped) == []
    assert sessions.unfinished(shipped) == []
    with transaction(shipped) as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM reading_answer")).scalar_one() == 0
        assert connection.execute(text("SELECT MAX(number) FROM revision")).scalar_one() == 1 + 1 + 1 + 4 + 4 + 1


def test_forgotten_at_every_answer(empty: Address, databases: Any) -> None:
    """A session forgotten after every single answer and taken up again ends as one that was never interrupted."""
    begun(empty)
    for typed in ANSWERS:
        sessions.resume(empty, "the tests").reply(typed)
    assert contents(empty) == uninterrupted(databases)


def test_back_at_every_answer(empty: Address, databases: Any) -> None:
    """Taking back every answer once and giving it again ends the same; what it had written is ended, not erased."""
    session = begun(empty)
    for typed in ANSWERS[:-1]:
        session.reply(typed)
        assert session.take_back()
        if len(session.answers) % 5 == 0:
            session = sessions.resume(empty, "the tests")
        session.reply(typed)
    session.reply(ANSWERS[-1])
    assert contents(empty) == uninterrupted(databases)
    with transaction(empty) as connection:
        assert broken_chain(ask_of(connection)) == []
        assert connection.execute(text("SELECT COUNT(*) FROM revision WHERE why LIKE 'taken back%'")).scalar_one() > 5


def test_all_the_way_back(shipped: Address) -> None:
    """Every answer can be taken back, down to the first; then the record holds nothing of the article."""
    session = begun(shipped)
    for typed in ANSWERS[:-1]:
        session.reply(typed)
    while session.take_back():
        pass
    record = opened(shipped)
    assert session.form is not None
    assert session.form.name == "source"
    assert "spring-lorries" not in [row["source"] for row in record.sources()]
    assert len(record.definitions()) == 32
    for typed in ANSWERS:
        session.reply(typed)
    assert len(contents(shipped)["mentions"]) == 4


def test_what_the_record_refuses_is_not_accepted(shipped: Address) -> None:
    """Where the record refuses a finished entry, neither it nor its answer is kept, and the reader can mend it."""
    session = begun(shipped)
    for typed in [*HEADER, *HEADLINE, *LORRIES[:-1]]:
        session.reply(typed)
    session.reply("event = never-heard-of")
    with pytest.raises(Refused):
        session.reply("")
    assert session.form is not None
    assert session.form.name == "mention"
    session.reply("event = -")
    session.reply("")
    assert len(contents(shipped)["mentions"]) == 1


def test_an_unfinished_reading_is_gone_on_with(shipped: Address) -> None:
    """A text that is being read is not called recorded, though its source stands in the record already."""
    session = begun(shipped)
    for typed in ANSWERS[:4]:
        session.reply(typed)
    with pytest.raises(SessionOpen, match="4 answers"):
        begun(shipped)


def test_two_sessions_on_one_text(shipped: Address) -> None:
    """A second reading of a text under way is told of the first; a session overtaken by another is told, not merged."""
    first = begun(shipped)
    with pytest.raises(SessionOpen) as told:
        begun(shipped, author="somebody else")
    assert "the tests began to read spring.txt" in told.value.message
    first.reply("p The Daily Example")
    second = sessions.resume(shipped, "the tests")
    second.reply("")
    with pytest.raises(SessionMoved):
        first.reply("")
    with pytest.raises(SessionMoved):
        first.take_back()
    assert sessions.resume(shipped, "the tests").answers == second.answers


def test_a_text_that_is_recorded(shipped: Address, texts: Path) -> None:
    """A text whose fingerprint the record holds is named with its source, though its line ends differ."""
    content = (texts / "002_687473a6d68ade56.txt").read_bytes()
    for variant in (content, content.replace(b"\n", b"\r\n")):
        with pytest.raises(AlreadyRead) as told:
            sessions.begin(shipped, articles.read(variant, "copy.txt"), "the tests", "to test")
        assert "step-back" in told.value.message


@pytest.mark.parametrize(
    "answer",
    ['{"answer": "x"}', '{"answer": "draft", "of": "header", "values": 1}', "[]", '{"answer": "left"}', "{"],
)
def test_answers_that_somebody_else_wrote(empty: Address, answer: str) -> None:
    """A reading whose kept answers are none of this program's is told of as one that cannot be gone on with."""
    begun(empty)
    with transaction(empty) as connection:
        session = connection.scalar(select(READING_SESSION.c.key))
        row = {"session": session, "position": 0, "answer": answer}
        connection.execute(insert(READING_ANSWER), [row])
    with pytest.raises(OldSession):
        sessions.resume(empty, "the tests")


def test_nothing_to_resume(shipped: Address) -> None:
    """Where there is no such reading, the unfinished ones are named."""
    with pytest.raises(NoSession):
        sessions.resume(shipped, "the tests")
    key = begun(shipped).key
    with pytest.raises(NoSession) as told:
        sessions.resume(shipped, "the tests", "something-else")
    assert key in told.value.hint


def test_a_second_reader_sees_nothing_and_changes_nothing(shipped: Address) -> None:
    """A blind reading is offered no measure that only this article speaks of, and decides no status."""
    session = begun(shipped)
    for typed in ANSWERS:
        session.reply(typed)
    before = {one.row["measure"]: one.row for one in opened(shipped).measures()}
    blind = begun(shipped, blind=True, author="Jane Reader")
    assert {row["measure"] for row in blind.known.measures} == set(before) - {
        "armoured-lorries-ukraine",
        "more-trainers-ukraine",
        "expulsion-russian-diplomats",
        "jets-for-ukraine",
    }
    for typed in ["", *HEADLINE, *LORRIES]:
        blind.reply(typed)
    assert blind.form is not None
    assert blind.form.screen().prompt == "¶5"
    after = {one.row["measure"]: one.row for one in opened(shipped).measures()}
    assert {key: after[key]["status"] for key in before} == {key: row["status"] for key, row in before.items()}
    assert checks.check(opened(shipped), shipped) == []
    with transaction(shipped) as connection:
        query = "SELECT standing, deprecated, recorded_as FROM mention_version WHERE deprecated IS NOT NULL"
        assert connection.execute(text(query)).all() == [(2, SECOND_READING, None)]
    assert sessions.resume(shipped, "Jane Reader").known.source_key == "spring-lorries-read-by-jane-reader"


def feed(path: Path, answers: list[str], resume: bool, article_file: Path) -> subprocess.Popen[bytes]:
    """A reading in a process of its own, given some answers and left waiting for the next."""
    arguments = ["--resume"] if resume else [str(article_file), "--why", "to test"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "read", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "TRACKER_DB": str(path), "TRACKER_BY": "the tests"},
    )
    assert process.stdin is not None
    process.stdin.write("".join(f"{answer}\n" for answer in answers).encode())
    process.stdin.flush()
    return process


def kept(path: Path) -> int:
    """How many answers the database holds."""
    rows = sessions.unfinished(Address.of(path))
    return int(rows[0]["answers"]) if rows else 0


@pytest.mark.long
def test_killed_between_answers(empty: Address, tmp_path: Path, databases: Any) -> None:
    """Kills by signals between answers, after every one in the long run, lose no accepted one: the end is the same."""
    if empty.path is None:
        pytest.skip("a process of its own on SQLite is proof enough; the same on PostgreSQL is forgotten above")
    record_file = empty.path
    file = tmp_path / "spring.txt"
    file.write_text(TEXT, encoding="utf-8")
    kills = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    sent, count, killed, step = 0, 0, 0, times(4, 1)
    answers = [*ANSWERS[:-1]]
    while sent < len(answers):
        fed = answers[sent : sent + step]
        process = feed(record_file, fed, resume=killed > 0, article_file=file)
        until = time.monotonic() + 60
        while (count := kept(record_file)) < sent + len(fed) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(kills[killed % len(kills)])
        process.communicate()
        killed += 1
        assert kept(record_file) >= count, "an accepted answer was lost"
        sent = kept(record_file)
    done = run("read", "--resume", db=record_file, TRACKER_BY="the tests")
    assert "the answers ended" in done.stderr
    finishing = feed(record_file, [ANSWERS[-1]], resume=True, article_file=file)
    finishing.communicate()
    assert killed >= len(answers) / step
    assert contents(empty) == uninterrupted(databases)
