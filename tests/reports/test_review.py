"""Review: everything that needs a second look is listed once, and the command beside it settles it."""

import json
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import opened
from tests.running import Done, run
from tests.spring_article import read_twice
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.record import mentions, paragraphs
from tracker.reports.review import ABOUT, FIELDS, review

EXPECTED = {"unsure": 4, "cited": 33, "same": 8, "unchecked": 5, "unreachable": 5}


def prefer_none(change: Change) -> None:
    """Take back every preference: what a curator preferred whatever the day rests on the sources' days again."""
    for key in change.live_keys("mention", preferred_on="2022-02-12"):
        mentions.prefer(change, key, "")


def listed(path: Path, *arguments: str, **environment: str) -> list[dict[str, Any]]:
    """The rows of the list."""
    found: list[dict[str, Any]] = json.loads(
        run("review", *arguments, "--format", "json", db=path, **environment).stdout
    )
    return found


def test_the_shipped_record(shipped: Address) -> None:
    """In the shipped readings four mentions are unsure, eight pairs may be one, no answer rests on an inferred date."""
    rows = [*review(opened(shipped), ())]
    assert Counter(row["about"] for row in rows) == EXPECTED
    assert all(set(row) == set(FIELDS) for row in rows)
    record = opened(shipped)
    assert {row["key"] for row in rows if row["about"] == "unsure"} == {
        row["mention"] for row in record.mentions() if row["unsure"] and row["quote"]
    }
    assert not [one.row["measure"] for one in record.measures() if one.row["inferred_date"]]
    assert [*review(record, [row["source"] for row in record.sources()])][-1]["about"] == "cited"


def test_what_rests_on_an_inferred_date(shipped: Address) -> None:
    """An answer that an inferred date decides is listed with the source of that date; one that is preferred is not."""
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to test")
        prefer_none(change)
        change.close()
    record = opened(shipped)
    rows = [*review(record, ())]
    assert Counter(row["about"] for row in rows) == {**EXPECTED, "inferred": 4}
    assert {row["key"] for row in rows if row["about"] == "inferred"} == {
        one.row["measure"] for one in record.measures() if one.row["inferred_date"]
    }
    assert {row["source"] for row in rows if row["about"] == "inferred"} == {"cold-war-rhetoric"}


def test_what_was_set_aside_needs_no_look(shipped: Address) -> None:
    """An unsure mention that a curator has set aside is settled; a paragraph without a verdict is not."""
    [first, *_] = [row for row in review(opened(shipped), ()) if row["about"] == "unsure"]
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to test")
        mentions.deprecate(change, first["key"], "doubtful")
        paragraphs.edit(change, "step-back/1", {"verdict": None, "also": None})
        change.close()
    rows = [*review(opened(shipped), ())]
    assert Counter(row["about"] for row in rows) == {**EXPECTED, "unsure": 3, "unread": 1}
    assert next(row["key"] for row in rows if row["about"] == "unread") == "step-back/1"


def test_a_second_reading_settles_that_it_was_read_once(shipped: Address) -> None:
    """An article with a second reading is not listed as read once, and the second reading itself is not listed."""
    read_twice(shipped)
    assert Counter(row["about"] for row in review(opened(shipped), ())) == {**EXPECTED, "unreachable": 6}


@pytest.mark.parametrize("column", ["command", "or_else"])
@pytest.mark.parametrize("about", ["unsure", "same", "unread", "inferred"])
def test_the_command_beside_it_settles_it(shipped_file: Path, about: str, column: str) -> None:
    """Run as it stands, its placeholders filled in, the command takes its row off the list and leaves the rest."""
    with transaction(Address.of(shipped_file)) as connection:
        change = Change(connection, "the tests", "to test")
        paragraphs.edit(change, "step-back/1", {"verdict": None, "also": None})
        prefer_none(change)
        change.close()
    before = listed(shipped_file, "--about", about)
    row = before[0]
    if not row[column]:
        assert column == "or_else"
        return
    command = row[column].replace("VERDICT", "context").replace("DAY", "2022-02-10")
    program, *arguments = shlex.split(command)
    assert program == "tracker"
    done = run(*arguments, db=shipped_file)
    assert done.returncode == 0, done.stderr
    left = [row["key"] for row in listed(shipped_file, "--about", about)]
    assert row["key"] not in left
    # A day that is known settles every measure that rested on it; a merge takes its other links along.
    assert len(left) == (0 if about == "inferred" else len(before) - 1)


def test_the_list_can_be_narrowed(shipped_file: Path, tmp_path: Path) -> None:
    """--about keeps the reasons it names, a mistyped one is corrected, and a text at hand settles its row."""
    assert {row["about"] for row in listed(shipped_file, "--about", "same", "--about", "unsure")} == {"same", "unsure"}
    bad = run("review", "--about", "unshure", db=shipped_file)
    assert (bad.returncode, "did you mean unsure" in bad.stderr) == (2, True)
    (tmp_path / "002_687473a6d68ade56.txt").touch()
    left = listed(shipped_file, "--about", "unreachable", "--texts", str(tmp_path))
    assert "step-back" not in [row["source"] for row in left]
    assert len(left) == 4
    shown = run("review", db=shipped_file).stdout
    assert "55 things to look at again" in shown
    assert all(ABOUT.label(about) in shown for about in EXPECTED)


def walk(path: Path, *arguments: str, answers: list[str]) -> Done:
    """A walk whose answers come from a pipe."""
    return run("review", "--walk", *arguments, db=path, typed=answers, COLUMNS="80")


def log(path: Path) -> list[str]:
    """The reasons in the change log, newest first."""
    return [row["why"] for row in json.loads(run("log", "--format", "json", db=path).stdout)]


def test_keep_and_edit(shipped_file: Path) -> None:
    """Kept and edited mentions are unsure no longer, each by a revision of its own with its own reason."""
    first, second, *others = (row["key"] for row in listed(shipped_file, "--about", "unsure"))
    answers = ["k", "reads so", "e", "place = poland", "named there", *["k", "as well"] * len(others)]
    done = walk(shipped_file, "--about", "unsure", answers=answers)
    assert done.returncode == 0, done.stderr
    assert "4 settled, 0 left" in done.stderr
    assert log(shipped_file)[:4] == ["as well", "as well", "named there", "reads so"]
    record = opened(Address.of(shipped_file))
    assert (record.mention(first)["unsure"], record.mention(second)["unsure"]) == (False, False)
    assert record.mention(second)["place"] == "poland"
    assert record.mention(second)["note"], "what was not named stays"
    assert run("check", db=shipped_file).returncode == 0


def test_help_and_merge(shipped_file: Path) -> None:
    """`?` says what each answer does; two measures that are one are merged here and now, and taken back."""
    rows = listed(shipped_file, "--about", "same")
    first, _, second = rows[0]["key"].split(" ")
    done = walk(shipped_file, "--about", "same", answers=["?", "m", "they are one", "q"])
    assert "the second is merged into the first" in done.stderr
    assert f"1 settled, {len(rows) - 1} left" in done.stderr
    assert opened(Address.of(shipped_file)).definition(second)["merged_into"] == first
    assert rows[0]["key"] not in [row["key"] for row in listed(shipped_file, "--about", "same")]
    assert walk(shipped_file, "--about", "unsure", answers=["?", "q"]).stderr.count("the second is merged") == 0
    assert run("check", db=shipped_file).returncode == 0


def test_the_paragraph_is_shown(shipped_file: Path, tmp_path: Path) -> None:
    """Where the text is at hand, the paragraph that is asked about stands above the question."""
    text = tmp_path / "lorries.txt"
    text.write_text("Ministers met in Riga.\n\nNothing was said there of lorries.\n", encoding="utf-8")
    added = ("source", "add", "--title", "Lorries", "--published", "2022-03-08", "--text", str(text), "--why", "w")
    assert run(*added, db=shipped_file).returncode == 0
    assert "Ministers met" not in walk(shipped_file, "--about", "unread", answers=["q"]).stderr
    at_hand = walk(shipped_file, "--about", "unread", "--texts", str(tmp_path), answers=["s", "q"]).stderr
    assert "Ministers met in Riga." in at_hand
    assert "Nothing was said there of lorries." in at_hand


def test_withdraw_skip_back_and_quit(shipped_file: Path) -> None:
    """A step back takes back what the last answer wrote; skipping and stopping write nothing and lose nothing."""
    before = listed(shipped_file)
    done = walk(shipped_file, "--about", "unsure", answers=["w", "not said", "<", "", "q"])
    assert "0 settled, 4 left" in done.stderr
    assert log(shipped_file)[:2] == ["taken back", "not said"]
    assert listed(shipped_file) == before
    again = walk(shipped_file, "--about", "unsure", answers=["k", "first", "<", "k", "second"])
    assert "1 settled, 3 left" in again.stderr, again.stderr
    assert len(listed(shipped_file, "--about", "unsure")) == 3


def test_the_other_reasons(shipped_file: Path) -> None:
    """A pair can be told apart and a paragraph given its verdict on the way; the rest can only be passed by."""
    with transaction(Address.of(shipped_file)) as connection:
        change = Change(connection, "the tests", "to test")
        paragraphs.edit(change, "step-back/1", {"verdict": None, "also": None})
        change.close()
    chosen = ["--about", "unread", "--about", "same", "--about", "unchecked"]
    answers = ["c", *["w"], *[""] * 12]
    done = walk(shipped_file, *chosen, "--why", "second look", answers=answers)
    assert done.returncode == 0, done.stderr
    assert "2 settled, 12 left" in done.stderr
    assert log(shipped_file)[:2] == ["second look", "second look"]
    assert Counter(row["about"] for row in listed(shipped_file, *chosen)) == {"same": 7, "unchecked": 5}


BAD = {
    ("k", ""): "an answer is needed here",
    ("x",): "'x' is no answer to this",
    ("e", "place = atlantis", "x"): "atlantis",
}


@pytest.mark.parametrize(("answers", "words"), BAD.items())
def test_a_bad_answer_in_a_pipe_stops_there(shipped_file: Path, answers: tuple[str, ...], words: str) -> None:
    """A refused answer from a pipe ends the walk with its place; what was answered before is kept."""
    done = walk(shipped_file, "--about", "unsure", answers=["k", "reads so", *answers])
    assert done.returncode == 2
    assert "2 of 4" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert log(shipped_file)[0] == "reads so"


def test_a_review_before_a_source_may_have_spoken(shipped_file: Path, tmp_path: Path) -> None:
    """A review as of a day on which only an inferred date makes the difference lists what it can."""
    article = tmp_path / "early.txt"
    article.write_text("First line.\n\nSecond line about 350 marines going to Poland soon.\n", encoding="utf-8")
    for command in (
        ("source", "add", "--title", "Early article", "--published", "2022-02-01", "--text", str(article)),
        (
            *("mention", "add", "--source", "early-article", "--measure", "royal-marines-poland", "--paragraph", "2"),
            *("--quote", "350 marines going to Poland", "--status", "announced"),
        ),
    ):
        assert run(*command, "--why", "w", db=shipped_file).returncode == 0
    done = run("review", "--as-of", "2022-02-09", db=shipped_file)
    assert done.returncode == 0, done.stderr


def test_a_verdict_is_one_answer(shipped_file: Path, tmp_path: Path) -> None:
    """An unread paragraph takes its verdict by letter or word, says what is missing to show it, and `?` explains."""
    text = tmp_path / "lorries.txt"
    text.write_text("Ministers met in Riga.\nRain fell.\n", encoding="utf-8")
    added = ("source", "add", "--key", "lorries", "--title", "Lorries", "--published", "2022-03-08", "--why", "w")
    assert run(*added, "--text", str(text), db=shipped_file).returncode == 0
    done = walk(shipped_file, "--about", "unread", "--why", "read", answers=["?", "d", "context"])
    assert "its text is not at hand: tracker source attach lorries FILE" in done.stderr
    assert "f  navigation, bylines" in done.stderr
    assert "2 settled, 0 left" in done.stderr
    held = {row["paragraph"]: row["verdict"] for row in opened(Address.of(shipped_file)).paragraphs("lorries")}
    assert held == {1: "diplomacy", 2: "context"}
