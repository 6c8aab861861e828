"""`tracker read` as a person at a terminal or a script behind a pipe meets it."""

import os
from pathlib import Path

import pytest

from tests.running import Done, run
from tests.spring_article import ANSWERS, TEXT
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
    assert "why: actor: Downing Street" in done.stderr
    assert "10 Mar 2022: 2022-03-10, relative" in done.stderr
    assert "about 40 vehicles: amount 40, vehicles, about" in done.stderr
    shown = [line for line in done.stderr.splitlines() if "> " not in line]
    assert max(map(len, shown)) <= 60
    again = reading(shipped_file, str(spring), "--why", "to test", answers=[])
    assert (again.returncode, "is recorded already, as spring-lorries" in again.stderr) == (1, True)
    assert run("check", db=shipped_file).returncode == 0


def test_answers_that_end_early_are_kept(shipped_file: Path, spring: Path) -> None:
    """Where the answers end before the article does, all are kept, and --resume goes on."""
    first = reading(shipped_file, str(spring), "--why", "to test", answers=ANSWERS[:20])
    assert first.returncode == 1
    assert "20 answers kept" in first.stderr
    listed = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout
    assert listed.splitlines()[1].endswith(",20")
    second = reading(shipped_file, "--resume", answers=ANSWERS[20:])
    assert second.returncode == 0, second.stderr
    assert "20 answers kept" in second.stderr


def test_a_bad_answer_in_a_pipe_stops_there(shipped_file: Path, spring: Path) -> None:
    """A refused answer in a pipe ends the reading with its number and question; nothing before it is lost."""
    done = reading(shipped_file, str(spring), "--why", "to test", answers=["", "30 February 2022"])
    assert done.returncode == 2
    assert "answer 2 (published), '30 February 2022'" in done.stderr
    assert "day is out of range" in done.stderr
    assert reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()[1].endswith(",1")


def test_back_help_and_stop(shipped_file: Path, spring: Path) -> None:
    """One key takes back the last answer, one helps, one stops; none of them is an answer."""
    answers = ["Wrong title", "<", "?", "Right title", "q"]
    done = reading(shipped_file, str(spring), "--why", "to test", answers=answers)
    assert "1 answer kept" in done.stderr
    assert "takes back the last answer" in done.stderr


def test_a_reading_can_be_thrown_away(shipped_file: Path, spring: Path) -> None:
    """An unfinished session can be thrown away, and the article begun anew."""
    reading(shipped_file, str(spring), "--why", "to test", answers=["", ""])
    refused = reading(shipped_file, str(spring), "--why", "to test", answers=[])
    assert (refused.returncode, "gave 2 answers" in refused.stderr) == (1, True)
    key = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()[1].split(",")[0]
    assert reading(shipped_file, "--discard", key, answers=[]).returncode == 0
    assert "Title" in reading(shipped_file, str(spring), "--why", "to test", answers=[]).stderr


def test_what_a_discarded_session_recorded(shipped_file: Path, spring: Path) -> None:
    """Whoever throws a session away is told which article it leaves behind, and how to take that away too."""
    reading(shipped_file, str(spring), "--why", "to test", answers=["", "", "", "", "spring-lorries", "c"])
    key = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()[1].split(",")[0]
    done = reading(shipped_file, "--discard", key, answers=[])
    assert "the article spring-lorries and what was read in it stay" in done.stderr
    assert "tracker source withdraw spring-lorries" in done.stderr
    assert run("source", "show", "spring-lorries", db=shipped_file).returncode == 0
    reading(shipped_file, str(spring), "--why", "to test", answers=["f"])
    done = reading(shipped_file, "--discard", key, answers=[])
    assert "the article spring-lorries and what was read in it stay" in done.stderr
    assert "tracker source withdraw" not in done.stderr, "that session had not begun the article"


def test_another_persons_session(shipped_file: Path, spring: Path) -> None:
    """Answers that another person gave are not thrown away: whose they are is told; by name anyone goes on."""
    reading(shipped_file, str(spring), "--why", "to test", answers=["", ""], by="Jane Roe")
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
    reading(shipped_file, str(spring), "--why", "to test", answers=["", "", "", "", "spring-lorries"])
    theirs = ("spring-lorries", "1", "--verdict", "rhetoric", "--why", "w", "--by", "somebody else")
    assert run("source", "paragraph", *theirs, db=shipped_file).returncode == 0
    terminal = Terminal("read", "--resume", db=shipped_file, TRACKER_BY="the tests")
    terminal.answer(("\u00b61", "c"), ("was changed by somebody else", None), ("\u00b61", "s"), ("\u00b62", "q"))
    assert terminal.end()[0] == 1


def test_an_article_that_was_added_is_no_dead_end(shipped_file: Path, spring: Path) -> None:
    """An article that was added by hand is read on, stopped, taken up, and when all is read said to be so."""
    added = ("source", "add", "--key", "by-hand", "--title", "Spring", "--published", "2022-03-11", "--why", "w")
    assert run(*added, "--text", str(spring), db=shipped_file).returncode == 0
    mine = ("source", "paragraph", "by-hand", "2", "--verdict", "context", "--why", "w")
    assert run(*mine, db=shipped_file).returncode == 0
    answers = ["c", *ANSWERS[7:]]
    first = reading(shipped_file, str(spring), "--why", "to test", answers=answers[:10])
    assert "recorded as by-hand, 1 of 8 paragraphs read" in first.stderr
    assert ("Title [" in first.stderr, "10 answers kept" in first.stderr) == (False, True)
    done = reading(shipped_file, "--resume", "--format", "csv", answers=answers[10:])
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
    answers = ["A title", "2022-03-01", "", "", "hostile", "n Lorries", "", "", "", "to send \x1b[31mlorries"]
    done = reading(shipped_file, str(file), "--why", "to test", answers=answers)
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stderr)
    assert "\\x1b[31m" in done.stderr
    assert "[red]now[/red]" in done.stderr


def test_a_terminal_that_is_closed(shipped_file: Path, spring: Path) -> None:
    """A terminal that goes away in the middle of a line loses nothing that was answered before."""
    terminal = Terminal("read", str(spring), "--why", "to test", db=shipped_file, TRACKER_BY="the tests")
    terminal.answer(("Title [", "Lorries"), ("Published [", ""), ("Publisher [", ""), ("Author [", ""))
    terminal.until("Key (short name) [")
    os.write(terminal.ours, b"half a l")
    os.close(terminal.ours)
    terminal.child.wait()
    listed = reading(shipped_file, "--unfinished", "--format", "csv", answers=[]).stdout.splitlines()
    assert listed[1].endswith(",4")
    resumed = reading(shipped_file, "--resume", answers=["spring", "c", "n Lorries", "q"])
    assert "4 answers kept" in resumed.stderr
    assert "7 answers kept" in resumed.stderr
    assert "¶2 of 8" in reading(shipped_file, "--resume", answers=["q"]).stderr


def test_asked_again_without_telling_all_anew(shipped_file: Path, spring: Path) -> None:
    """After a refusal or a call for help only the prompt is put again, and what a question takes is told once."""
    terminal = Terminal("read", str(spring), "--why", "to test", db=shipped_file)
    terminal.answer(*((f"{name} [", "") for name in ("Title", "Published", "Publisher", "Author", "Key (short name)")))
    assert terminal.until("¶1> ").count("UK to send armoured lorries") == 1
    terminal.type("nonsense")
    refused = terminal.until("¶1> ")
    assert "neither a measure's key nor a verdict" in refused
    assert "UK to send" not in refused
    terminal.type("?")
    assert "2 like" in terminal.until("¶1> ")
    terminal.type("q")
    assert terminal.end()[0] == 1


BAD = {
    ("/no/such/file.txt", "--why", "x"): (1, "cannot read /no/such/file.txt"),
    ("/dev/null", "--why", "x"): (1, "it is empty"),
    (): (2, "say which article to read"),
    ("README.md",): (2, "a write needs a reason"),
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
