"""`tracker read` as a person at a terminal or a script behind a pipe meets it."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests.running import Done, run
from tests.spring_article import ANSWERS, HEADER, TEXT
from tests.terminal import Terminal


def reading(path: Path, *arguments: str, answers: list[str], by: str = "the tests") -> Done:
    """A guided reading whose answers come from a pipe."""
    return run("read", *arguments, db=path, typed=answers, TRACKER_BY=by, COLUMNS="60")


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    """The invented article as a file."""
    file = tmp_path / "spring.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_from_a_pipe(shipped_file: Path, spring: Path) -> None:
    """Answers one a line record the article; the conversation goes to standard error, what came of it to output."""
    done = reading(shipped_file, str(spring), "--why", "to test", "--format", "csv", answers=ANSWERS)
    assert done.returncode == 0, done.stderr
    assert [line.split(",")[1] for line in done.stdout.splitlines()[1:]] == [
        "armoured-lorries-ukraine",
        "more-trainers-ukraine",
        "expulsion-russian-diplomats",
        "jets-for-ukraine",
    ]
    assert "10 Mar 2022 (2022-03-10)" in done.stderr
    assert "about 40 vehicles" in done.stderr
    assert "Nothing in it differs from the record." in done.stderr
    shown = [line for line in done.stderr.splitlines() if "> " not in line]
    assert max(map(len, shown)) <= 60
    again = reading(shipped_file, str(spring), "--why", "to test", answers=[])
    assert (again.returncode, "is recorded already, as spring-lorries" in again.stderr) == (1, True)
    assert run("check", db=shipped_file).returncode == 0


def test_answers_that_end_early_are_kept(shipped_file: Path, spring: Path) -> None:
    """Where the answers end before the article does, all are kept, and --resume goes on."""
    first = reading(shipped_file, str(spring), "--why", "to test", answers=ANSWERS[:5])
    assert first.returncode == 1
    assert "5 answers kept" in first.stderr
    listed = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout
    assert listed.splitlines()[1].endswith(",5")
    second = reading(shipped_file, "--resume", answers=ANSWERS[5:])
    assert second.returncode == 0, second.stderr
    assert "5 answers kept" in second.stderr


def test_a_bad_answer_in_a_pipe_stops_there(shipped_file: Path, spring: Path) -> None:
    """A refused answer in a pipe ends the reading with its number and form; nothing right in it or before is lost."""
    answers = ["d 30 February 2022; p The Daily Example"]
    done = reading(shipped_file, str(spring), "--why", "to test", answers=answers)
    assert done.returncode == 2
    assert "answer 2 (article), 'd 30 February 2022" in done.stderr
    assert "day is out of range" in done.stderr
    assert reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()[1].endswith(",1")


def test_back_help_and_stop(shipped_file: Path, spring: Path) -> None:
    """One key takes back the last answer, one helps, one stops; none of them is an answer or a value."""
    answers = ["t Wrong title", "<", "?", "? d", "t Right title", "q"]
    done = reading(shipped_file, str(spring), "--why", "to test", answers=answers)
    assert "1 answer kept" in done.stderr
    assert "a day can be one of several" in done.stderr


def test_a_reading_can_be_thrown_away(shipped_file: Path, spring: Path) -> None:
    """An unfinished session can be thrown away, and the article begun anew."""
    reading(shipped_file, str(spring), "--why", "to test", answers=["p The Times", "a Ada"])
    refused = reading(shipped_file, str(spring), "--why", "to test", answers=[])
    assert (refused.returncode, "gave 2 answers" in refused.stderr) == (1, True)
    key = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()[1].split(",")[0]
    assert reading(shipped_file, "--discard", key, answers=[]).returncode == 0
    assert "t title" in reading(shipped_file, str(spring), "--why", "to test", answers=[]).stderr


def test_what_a_discarded_session_recorded(shipped_file: Path, spring: Path) -> None:
    """Whoever throws a session away is told which article it leaves behind, and how to take that away too."""
    reading(shipped_file, str(spring), "--why", "to test", answers=[*HEADER, "- c"])
    key = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()[1].split(",")[0]
    done = reading(shipped_file, "--discard", key, answers=[])
    assert "the article spring-lorries and what was read in it stay" in done.stderr
    assert "tracker source withdraw spring-lorries" in done.stderr
    assert run("source", "show", "spring-lorries", db=shipped_file).returncode == 0
    reading(shipped_file, str(spring), "--why", "to test", answers=["- c"])
    done = reading(shipped_file, "--discard", key, answers=[])
    assert "the article spring-lorries and what was read in it stay" in done.stderr
    assert "tracker source withdraw" not in done.stderr, "that session had not begun the article"


def test_another_persons_session(shipped_file: Path, spring: Path) -> None:
    """Answers that another person gave are not thrown away: whose they are is told; by name anyone goes on."""
    reading(shipped_file, str(spring), "--why", "to test", answers=["p The Times", "a Ada"], by="Jane Roe")
    key = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()[1].split(",")[0]
    refused = reading(shipped_file, "--discard", key, answers=[])
    assert refused.returncode == 1, refused.stderr
    assert "Jane Roe began" in refused.stderr
    assert "--by 'Jane Roe'" in refused.stderr
    unnamed = reading(shipped_file, "--resume", answers=[]).stderr
    assert "no unfinished session of yours" in unnamed
    assert f"say which; unfinished: {key}" in unnamed
    assert "2 answers kept" in reading(shipped_file, "--resume", key, answers=["q"]).stderr
    assert reading(shipped_file, "--discard", key, answers=[], by="Jane Roe").returncode == 0


def test_another_persons_verdict_at_a_terminal(shipped_file: Path, spring: Path) -> None:
    """At a terminal a verdict that somebody gave meanwhile is told, and the session goes on with another answer."""
    reading(shipped_file, str(spring), "--why", "to test", answers=HEADER)
    theirs = ("spring-lorries", "1", "--verdict", "rhetoric", "--why", "w", "--by", "somebody else")
    assert run("source", "paragraph", *theirs, db=shipped_file).returncode == 0
    terminal = Terminal("read", "--resume", db=shipped_file, TRACKER_BY="the tests")
    terminal.answer(("\u00b61> ", "- c"), ("was changed by somebody else", None))
    terminal.answer(("\u00b61> ", "- skip"), ("\u00b64> ", "q"))
    assert terminal.end()[0] == 1


def test_an_article_that_was_added_is_no_dead_end(shipped_file: Path, spring: Path) -> None:
    """An article that was added by hand is read on, stopped, taken up, and when all is read said to be so."""
    added = ("source", "add", "--key", "by-hand", "--title", "Spring", "--published", "2022-03-11", "--why", "w")
    assert run(*added, "--text", str(spring), db=shipped_file).returncode == 0
    mine = ("source", "paragraph", "by-hand", "2", "--verdict", "context", "--why", "w")
    assert run(*mine, db=shipped_file).returncode == 0
    answers = [line.replace("2-3 f", "3 f") for line in ANSWERS[len(HEADER) :]]
    first = reading(shipped_file, str(spring), "--why", "to test", answers=answers[:5])
    assert "recorded as by-hand, 1 of 8 paragraphs read" in first.stderr
    assert ("t title" in first.stderr, "5 answers kept" in first.stderr) == (False, True)
    done = reading(shipped_file, "--resume", "--format", "csv", answers=answers[5:])
    assert done.returncode == 0, done.stderr
    assert [line.split(",")[2:4] for line in done.stdout.splitlines()[1:]] == [["by-hand", n] for n in "4577"]
    rows = run("source", "show", "by-hand", "--format", "csv", db=shipped_file).stdout.splitlines()
    assert ",context," in rows[2]
    again = reading(shipped_file, str(spring), "--why", "to test", answers=[])
    assert (again.returncode, "8 of 8 paragraphs are read" in again.stderr) == (1, True)
    assert run("check", db=shipped_file).returncode == 0


def test_hostile_text_is_shown_harmless(shipped_file: Path, tmp_path: Path) -> None:
    """Escapes, links and reordering marks in an article are spelt out, and cannot be quoted."""
    file = tmp_path / "hostile.txt"
    file.write_text("UK to send \x1b[31mlorries\x07 \u202eeniarkU ot [red]now[/red]\n", encoding="utf-8")
    answers = ["t A title; d 2022-03-01; k hostile", "", "n Lorries; k materiel", "q to send \x1b[31mlorries"]
    done = reading(shipped_file, str(file), "--why", "to test", answers=answers)
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stderr)
    assert "\\x1b[31m" in done.stderr
    assert "[red]now[/red]" in done.stderr


def test_a_terminal_that_is_closed(shipped_file: Path, spring: Path) -> None:
    """A terminal that goes away in the middle of a line loses nothing that was answered before."""
    terminal = Terminal("read", str(spring), "--why", "to test", db=shipped_file, TRACKER_BY="the tests")
    terminal.answer(("article> ", "k spring"), ("article> ", ""), ("\u00b61> ", "- c"))
    terminal.until("\u00b64> ")
    os.write(terminal.ours, b"half a l")
    os.close(terminal.ours)
    terminal.child.wait()
    listed = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()
    assert listed[1].endswith(",3")
    resumed = reading(shipped_file, "--resume", answers=["n Lorries", "q"])
    assert "3 answers kept" in resumed.stderr
    assert "4 answers kept" in resumed.stderr
    assert "\u00b64 of 8" in reading(shipped_file, "--resume", answers=["q"]).stderr


def test_only_what_changed_is_shown_again(shipped_file: Path, spring: Path) -> None:
    """After an edit the changed lines alone are shown, after a refusal or a call for help not even these."""
    terminal = Terminal("read", str(spring), "--why", "to test", db=shipped_file)
    terminal.answer(("article> ", ""), ("\u00b61> ", "- c"))
    assert terminal.until("\u00b64> ").count("some 40 armoured lorries will be sent") == 1
    terminal.type("sa; p Estonia")
    changed = terminal.until("\u00b64> ")
    assert "Estonia" in changed
    assert ("who says" in changed, "some 40" in changed) == (False, False)
    terminal.type("a lots")
    refused = terminal.until("\u00b64> ")
    assert "cannot read 'lots' as an amount" in refused
    assert "Estonia" not in refused
    terminal.type("? s")
    assert "steps are being taken" in terminal.until("\u00b64> ")
    terminal.type("q")
    assert terminal.end()[0] == 1


def test_tab_completes(shipped_file: Path, spring: Path) -> None:
    """At a terminal the Tab key completes the keys of measures, codes and names of fields."""
    pytest.importorskip("readline")
    terminal = Terminal("read", str(spring), "--why", "to test", db=shipped_file)
    terminal.answer(("article> ", ""), ("\u00b61> ", "- c"))
    terminal.until("\u00b64> ")
    terminal.type("m protective-eq\t; sa; place est\t")
    shown = terminal.until("\u00b64> ")
    assert "Estonia" in shown, "though the key of a measure begins like it"
    assert "protective-equipment" in shown
    terminal.type("q")
    assert terminal.end()[0] == 1


def test_what_differs_from_the_record_is_told_at_the_end(shipped_file: Path, spring: Path) -> None:
    """Before the last question the reader is told where the article differs from what the record holds."""
    less = "m training-ukraine; q We're also looking … could go; sc; a -; p -; d -; w -"
    done = reading(shipped_file, str(spring), "--why", "w", answers=[*HEADER, "- c", "- c", less, "", "- c", "", "q"])
    assert "differs on status" in done.stderr.replace("\n", " ")
    assert "1 mention" not in done.stderr
    assert "finish> " in done.stderr


def test_a_session_of_an_earlier_version(shipped_file: Path, spring: Path) -> None:
    """Answers kept in an earlier form are refused in words; the session can be thrown away and the article read on."""
    reading(shipped_file, str(spring), "--why", "to test", answers=[*HEADER, "- c"])
    with sqlite3.connect(shipped_file) as connection:
        connection.execute("UPDATE reading_answer SET answer = 'verdict context' WHERE position = 2")
    connection.close()
    refused = reading(shipped_file, "--resume", answers=[])
    assert refused.returncode == 1
    assert "an earlier version of the program began" in refused.stderr
    key = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()[1].split(",")[0]
    assert f"tracker read --discard {key}" in refused.stderr
    done = reading(shipped_file, "--discard", key, answers=[])
    assert (done.returncode, "stays in the record" in done.stderr) == (0, True)
    again = reading(shipped_file, str(spring), "--why", "to test", answers=["q"])
    assert "recorded as spring-lorries, 1 of 8" in again.stderr


BAD = {
    ("/no/such/file.txt", "--why", "x"): (1, "cannot read /no/such/file.txt"),
    ("/dev/null", "--why", "x"): (1, "it is a pipe or a device"),
    (): (2, "say which article to read"),
    ("README.md",): (2, "--why  why, in a sentence"),
    ("--resume",): (2, "there is no unfinished session"),
    ("--resume", "nothing"): (2, "no unfinished session 'nothing'"),
    ("--discard", "nothing"): (2, "no unfinished session 'nothing'"),
}


@pytest.mark.parametrize(("arguments", "expected"), BAD.items(), ids=lambda value: " ".join(map(str, value)))
def test_bad_input(shipped_file: Path, arguments: tuple[str, ...], expected: tuple[int, str]) -> None:
    """A mistake gets one message with a remedy, the documented code and no traceback, and begins nothing."""
    done = reading(shipped_file, *arguments, answers=[])
    assert (done.returncode, done.stdout) == (expected[0], "")
    assert expected[1] in done.stderr
    assert "Traceback" not in done.stderr
    assert len(reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()) == 1
