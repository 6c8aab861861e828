"""Completion: what may stand in a place, asked as the scripts ask, and the script of bash at work."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, run
from tracker.cli.app import ROOMS, room
from tracker.cli.completion import SHELLS, Place, values
from tracker.cli.context import Request

PLACES = {
    ("me",): {"measure", "mention"},
    ("measure", "un"): {"unmerge"},
    ("report", "--sing"): {"--single-origin"},
    ("report", "--kind", "sa"): {"sanctions"},
    ("report", "--kind=sa"): {"--kind=sanctions"},
    ("report", "--kind", "=", "sa"): {"sanctions"},
    ("report", "--source", "st"): {"step-back"},
    ("report", "--columns", "measure,due"): {"measure,due"},
    ("--quiet", "measure", "explain", "royal-m"): {"royal-marines-poland"},
    ("measure", "explain", "--as-of", "2022-02-10", "royal-m"): {"royal-marines-poland"},
    ("measure", "merge", "hms-trent", "type"): {"type-45-destroyer"},
    ("measure", "link", "hms-trent", "part"): {"part_of"},
    ("timeline", "hms-trent", "type"): {"type-45-destroyer"},
    ("mention", "show", "mdb7"): {"mdb7ce99826"},
    ("mention", "add", "--measure", "hms"): {"hms-trent"},
    ("mention", "add", "--unit", "sh"): {"ships"},
    ("source", "paragraph", "step-back", "1", "--also", "rhet"): {"rhetoric"},
    ("event", "show", "russia"): {"russia-invades-ukraine"},
    ("agreement", "step"): {"step-back"},
    ("log", "hms"): {"hms-trent"},
    ("help", "exp"): {"exporting"},
    ("codes", "verd"): {"verdict"},
    ("sql", "mention_c"): {"mention_counts"},
    ("export", "--format", "par"): {"parquet"},
    ("export", "--table", "sp"): {"spells"},
    ("changes", "2022-02-10", "now", "--format", "at"): {"atom"},
    ("cite", "--format", "bib"): {"bibtex"},
    ("report", "--format", "jsonl"): {"jsonl"},
    ("report", "-o", "x"): {":files"},
    ("load", "da"): {":files"},
    ("load", "data", "more"): {":files"},
    ("--db", "re"): {":files"},
    ("completion", "fi"): {"fish"},
    # What is free text, a new key, or nothing that the command takes.
    ("measure", "add", "--title", "ro"): set(),
    ("measure", "add", "--key", "ro"): set(),
    ("measure", "show", "hms-trent", "ro"): set(),
    ("nonsense", "ro"): set(),
}


@pytest.mark.parametrize(("words", "expected"), PLACES.items(), ids=map(" ".join, PLACES))
def test_what_may_stand_there(shipped_file: Path, words: tuple[str, ...], expected: set[str]) -> None:
    """Commands, options, codes, keys of the record, columns and names of files are offered, each in its place alone."""
    done = run("completion", "zsh", "--", *words, db=shipped_file)
    assert (done.returncode, done.stderr) == (0, "")
    assert {line.partition("\t")[0] for line in done.stdout.splitlines()} == expected


CLOSED = {
    "KIND",
    "STATUS",
    "PLACE",
    "TARGET",
    "CODE",
    "CODES",
    "RELATION",
    "REASON",
    "COLUMN",
    "COLUMNS",
    "FORM",
    "SHELL",
}
CLOSED |= {"[LIST]", "[TOPIC]", "SOURCE", "MEASURE", "[MEASURE]", "[MEASURE]…", "FROM", "INTO", "OTHER", "KEY", "[KEY]"}
CLOSED |= {"FILE", "[FILE]", "[FILE|-]", "[DIR]", "DIR", "PATH…", "URL"}
# The key of what there is not yet.
NEW = {("event add", "key"), ("measure add", "key"), ("source add", "key"), ("measure split", "new")}


def test_every_closed_place_is_known(shipped_file: Path) -> None:
    """Wherever a command takes a code, a key, a column, a form or a file, something is offered."""
    seen = 0
    request = Request(db=str(shipped_file))
    for noun in ROOMS:
        one = room(noun)
        for verb, command in getattr(one, "commands", {"": one}).items():
            for parameter in command.params:
                asked = f"{noun} {verb}".strip()
                if parameter.metavar in CLOSED and (asked, parameter.name) not in NEW:
                    seen += 1
                    place = Place(command, noun, parameter, "", "")
                    assert list(values(place, "", request)), (asked, parameter.name)
    assert seen > 300


def test_meanings_stand_beside(shipped_file: Path) -> None:
    """Zsh and fish are told what each choice means, bash the choices alone."""
    asked = ("--", "measure", "show", "hms")
    assert run("completion", "fish", *asked, db=shipped_file).stdout == "hms-trent\tHMS Trent to the Mediterranean\n"
    assert run("completion", "bash", *asked, db=shipped_file).stdout == "hms-trent\n"


def test_nothing_is_made(tmp_path: Path) -> None:
    """Keys of a record that is not there, named or not, are none: no file is made, and nothing is said."""
    for options in ((), ("--db", str(tmp_path / "named.db"))):
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        done = run("completion", "bash", "--", *options, "measure", "show", "r", **home)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_the_database_that_is_named(shipped_file: Path, empty_file: Path) -> None:
    """Keys come from the database that the line so far names."""
    named = ("--db", str(shipped_file), "measure", "show", "hms")
    assert run("completion", "bash", "--", *named, db=empty_file).stdout == "hms-trent\n"
    assert run("completion", "bash", "--", *named[2:], db=empty_file).stdout == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script(shell: str) -> None:
    """The script is one that its shell can read, where that is at hand."""
    script = run("completion", shell).stdout
    assert f"completion {shell} --" in script
    if program := shutil.which(shell):
        assert subprocess.run([program, "-n"], input=script, text=True, capture_output=True, check=False).stderr == ""


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not at hand")
def test_bash_completes(shipped_file: Path, tmp_path: Path) -> None:
    """In bash a key and the value after `=` are completed, and names of files with spaces stay whole."""
    (tmp_path / "an article.txt").touch()
    script = (
        run("completion", "bash").stdout
        + """
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tracker_completion "$program"; printf '%s\\n' "${COMPREPLY[@]}"; }
try tracker measure show royal-m
try tracker report --kind = legi
try tracker read an
"""
    )
    (tmp_path / "tracker").write_text(f'#!/bin/sh\nexec {sys.executable} -m tracker "$@"\n')
    (tmp_path / "tracker").chmod(0o755)
    around = {"PATH": "/usr/bin:/bin", "TRACKER_DB": str(shipped_file), "PYTHONPATH": str(ROOT)}
    around["program"] = str(tmp_path / "tracker")
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path, env=around, check=False)
    assert (done.stdout.splitlines(), done.stderr) == (["royal-marines-poland", "legislation", "an article.txt"], "")


def test_an_unknown_shell() -> None:
    """A shell without a script is refused, and those that have one are named."""
    done = run("completion", "tcsh")
    assert done.returncode == 2
    assert "fish" in done.stderr
