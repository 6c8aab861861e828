"""What somebody may have meant by a word that is no key."""

from pathlib import Path

import pytest

from tests.conftest import opened
from tests.running import run
from tracker.db.address import Address
from tracker.reports.key_search import begun_by, meant

NAMES = {
    "heron-patrol": ["HMS Heron to the Baltic"],
    "tern-patrol": ["HMS Tern to the Black Sea", "tern"],
    "court-referral": ["Referral to the International Criminal Court"],
    "court-help": ["Help for the court's investigators"],
    "boat-seizure": ["Seizing yachts"],
}


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("heron", ["heron-patrol"]),
        ("COURT", ["court-referral", "court-help"]),
        ("yachts", ["boat-seizure"]),
        ("yacht", ["boat-seizure"]),
        ("black sea", ["tern-patrol"]),
        ("criminal court", ["court-referral"]),
        ("haron patrol", ["heron-patrol"]),
        ("boat-siezure", ["boat-seizure"]),
        ("yahcts", ["boat-seizure"]),
        ("superyachts", ["boat-seizure"]),
        ("ICC", ["court-referral"]),
        ("crimnal", ["court-referral"]),
        ("zzqq", []),
        ("", []),
        ("!", []),
    ],
)
def test_what_is_meant(word: str, keys: list[str]) -> None:
    """A beginning of a key goes first, then words of titles and aliases, other names of a thing, and mere likeness."""
    assert meant(word, NAMES) == keys


def test_a_mention_by_its_first_digits(shipped: Address) -> None:
    """A mention answers to the first digits of its key, with or without the letter before them."""
    rows = opened(shipped).rows
    assert begun_by(rows, "47") == begun_by(rows, "M47") == ["m47d7f5b418", "m47f716c2a0"]
    assert begun_by(rows, "m47d") == ["m47d7f5b418"]
    assert begun_by(rows, "m") == begun_by(rows, "47e") == []


def test_one_is_taken_and_said_several_are_listed(shipped_file: Path) -> None:
    """What one thing alone can be meant by is taken, which is said on standard error; else all of them are listed."""
    for command, key in (
        (["measure", "show", "hms"], "hms-trent"),
        (["measure", "explain", "putin"], "putin-personal-sanctions"),
        (["measure", "show", "uwo"], "unexplained-wealth-orders"),
        (["measure", "show", "NLAW"], "anti-tank-missiles"),
        (["timeline", "yachts"], "asset-seizure"),
        (["source", "show", "cold"], "cold-war-rhetoric"),
        (["event", "show", "invades"], "russia-invades-ukraine"),
    ):
        done = run(*command, db=shipped_file)
        assert (done.returncode, f"{key}, for {command[-1]!r}" in done.stderr) == (0, True), done.stderr
    several = run("measure", "show", "royal", db=shipped_file)
    assert several.returncode == 2
    assert several.stderr.splitlines()[1:] == ["  royal-engineers-poland", "  royal-marines-poland"]


def test_a_change_is_not_guessed(shipped_file: Path) -> None:
    """What changes the record names what it changes; only the first digits of a mention's key will do."""
    refused = run("measure", "edit", "hms", "--title", "Another", "--why", "x", db=shipped_file)
    assert (refused.returncode, "no measure 'hms'" in refused.stderr) == (2, True)
    key = run("mention", "list", "--format", "csv", "--columns", "mention", db=shipped_file).stdout.split()[1]
    done = run("mention", "edit", key[:6], "--strength", "indirect", "--why", "x", db=shipped_file)
    assert (done.returncode, f"mention {key}, for {key[:6]!r}" in done.stderr) == (0, True), done.stderr


def test_a_source_by_its_seed(shipped_file: Path) -> None:
    """Every command that changes a source takes its seed, as its help says."""
    seed, done = "002_687473a6d68ade56", []
    done.append(run("source", "edit", seed, "--author", "A. Writer", "--why", "named", db=shipped_file))
    done.append(run("source", "paragraph", seed, "11", "--note", "seen", "--why", "a look", db=shipped_file))
    done.append(run("source", "withdraw", seed, "--why", "retracted", db=shipped_file))
    assert [one.returncode for one in done] == [0, 0, 0], done


FILTERED = ["report", "measure list", "mention list", "timeline", "matrix", "disagreements", "search uk", "export DIR"]


@pytest.mark.parametrize("command", [*FILTERED, "changes 2022-02-01 now"])
def test_no_silent_zeros(shipped_file: Path, tmp_path: Path, command: str) -> None:
    """A filter by what the record has never had is a mistake, and says what there is."""
    words = command.replace("DIR", str(tmp_path / "out")).split()
    for option, value, message, remedy in (
        ("--actor", "Royal Navy", "no actor in the record is called 'Royal Navy'", "UK government"),
        ("--speaker", "Jonson", "no speaker in the record is called 'Jonson'", "Boris Johnson"),
        ("--source", "xx", "no source 'xx'", "tracker source list"),
    ):
        done = run(*words, option, value, db=shipped_file)
        assert (done.returncode, done.stdout, message in done.stderr, remedy in done.stderr) == (2, "", True, True)


def test_an_honest_nothing(shipped_file: Path) -> None:
    """A name that the record knows and that other filters leave nothing of gives an empty report that says so."""
    done = run("report", "--speaker", "johnson", "--kind", "training", "--disputed", db=shipped_file)
    assert done.returncode == 0
    assert "0 of 32 measures" in done.stdout
    named = run("report", "--source", "002_687473a6d68ade56", "--format", "csv", db=shipped_file).stdout
    assert named == run("report", "--source", "step-back", "--format", "csv", db=shipped_file).stdout != ""
