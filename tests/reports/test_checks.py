"""Checks: what is unsound in a record is named, with its remedy."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import opened
from tests.making import act, sound
from tests.running import run
from tests.spring_article import ANSWERS, begun
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.domain.quotes import text_fingerprint
from tracker.reports import checks


def test_a_source_moved_before_what_it_says(shipped_file: Path) -> None:
    """An article whose day is put before a stage it reports is named by the check, with the mention."""
    day = "2022-02-01"
    moved = ("--published", day, "--published-earliest", day, "--published-latest", day, "--why", "w")
    assert run("source", "edit", "trip-to-moscow", *moved, db=shipped_file).returncode == 0
    done = run("check", db=shipped_file)
    assert done.returncode == 1
    assert "its stage is dated 2022-02-10, after its source spoke, on 2022-02-01" in done.stderr


@pytest.mark.parametrize(
    ("noun", "key", "pointing"),
    [
        ("paragraph", "PARAGRAPH", "event"),
        ("measure", "hms-trent", "mention"),
        ("measure", "hms-trent", "link"),
        ("event", "russia-invades-ukraine", "mention"),
    ],
)
def test_what_points_to_something_withdrawn(
    shipped: Address, noun: str, key: str, pointing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision that withdrew what something else still points to is found, though the change log vouches for it."""
    if key == "PARAGRAPH":
        event = next(row for row in opened(shipped).events() if row["source"])
        key = f"{event['source']}/{event['paragraph']}"
    assert checks.check(opened(shipped), shipped) == []
    monkeypatch.setattr(Change, "_refuse_dangling", lambda _: None)
    act(shipped, lambda change: change.end(noun, key))
    assert sound(shipped)
    told = [fault.message for fault in checks.check(opened(shipped), shipped)]
    assert f"the {pointing} points to {noun} {key}, which is withdrawn" in told


def test_an_honest_reading_is_sound_at_every_answer(shipped: Address) -> None:
    """A guided reading may be left anywhere: a new measure whose first mention is still to come is no fault."""
    session = begun(shipped)
    for typed in ANSWERS:
        session.reply(typed)
        assert checks.check(opened(shipped), shipped) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE reading_session SET text = replace(text, 'UK', 'EU')", "the unfinished reading is not as it was left"),
        ("DELETE FROM reading_answer WHERE position = 2", "the unfinished reading is not as it was left"),
        ("UPDATE source_text SET text = text || 'x'", "its attached text is not the one that was attached"),
    ],
)
def test_what_stands_beside_the_record_is_checked(shipped_file: Path, statement: str, told: str) -> None:
    """Attached texts and unfinished readings are held to what was written, though no digest covers them."""
    session = begun(Address.of(shipped_file))
    for typed in ANSWERS[:12]:
        session.reply(typed)
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute(
            "INSERT INTO source_text SELECT id, 'a', 'A text', ? FROM source LIMIT 1", [text_fingerprint(b"A text")]
        )
        connection.commit()
        assert checks.check(opened(Address.of(shipped_file)), Address.of(shipped_file)) == []
        connection.execute(statement)
        connection.commit()
    assert told in [fault.message for fault in checks.check(opened(Address.of(shipped_file)), Address.of(shipped_file))]


@pytest.mark.parametrize("arguments", [["report"], ["check"], ["undo", "--why", "w"], ["db", "info"]], ids=" ".join)
def test_a_record_without_a_head(shipped_file: Path, arguments: list[str]) -> None:
    """A record that lost the row naming its newest revision is called damaged by whatever looks at it."""
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute("DELETE FROM revision_head")
        connection.commit()
    done = run(*arguments, db=shipped_file)
    assert (done.returncode, "is damaged" in done.stderr) == (3, True), done.stderr


def test_titles_that_do_not_fit(shipped_file: Path) -> None:
    """A title too long for a line of the report is named, a child's sooner; it is no fault, and ours all fit."""
    assert "letters" not in run("check", db=shipped_file).stderr
    for key, letters in (("royal-marines-poland", 37), ("hms-trent", 35), ("icc-referral", 36)):
        done = run("measure", "edit", key, "--title", "x" * letters, "--why", "w", db=shipped_file)
        assert done.returncode == 0, done.stderr
    done = run("check", db=shipped_file)
    assert (done.returncode, done.stdout) == (0, "")
    named = [line.partition(":")[0] for line in done.stderr.splitlines() if "letters" in line]
    assert sorted(named) == ["hms-trent", "royal-marines-poland"]
    assert "its title has 35 letters, 34 fit on a line of the report: tracker measure edit hms-trent" in done.stderr
