"""The command line: hook-up and wording, as a person at a terminal or a script behind a pipe meets them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import mention
from tests.running import ROOT, run
from tracker.cli.app import AIMS, ROOMS, room
from tracker.db.address import Address

BAD = {
    ("report", "--kind", "sanction"): (2, "unknown kind 'sanction'", "did you mean sanctions"),
    ("report", "--as-of", "2022-02-30"): (2, "bad date '2022-02-30'", "YYYY-MM-DD"),
    ("report", "--as-of", "20220210"): (2, "bad date '20220210'", "YYYY-MM-DD"),
    ("report", "--format", "xml"): (2, "unknown format 'xml'", "csv"),
    ("report", "--sort", "stauts"): (2, "unknown column 'stauts'", "status"),
    ("report", "--columns", "measure,colour"): (2, "unknown column 'colour'", ""),
    ("report", "--stale", "soon"): (2, "--stale wants a number of days", "14"),
    ("measure", "show", "royal"): (2, "'royal' may mean several", "royal-marines-poland"),
    ("source", "show", "nothing-like-it-at-all"): (2, "no source", "tracker source list"),
    ("reprot",): (2, "No such command 'reprot'", "report"),
    ("measure", "shwo"): (2, "No such command 'shwo'", "show"),
    ("disagreements", "zzqq"): (2, "no measure 'zzqq'", "tracker measure list"),
    ("timeline", "--kind", "ship"): (2, "unknown kind 'ship'", "one of"),
    ("sql", "mention"): (2, "unknown query 'mention'", "mentions"),
    ("sql", "../../pyproject"): (2, "unknown query", ""),
    ("report", "--known-at", "yesterday"): (2, "bad date 'yesterday'", "YYYY-MM-DDThh:mm:ssZ"),
    ("verify", "--texts", "/no/such/folder"): (1, "cannot read /no/such/folder", "check the path"),
    ("export", "/dev/null/package"): (1, "cannot write /dev/null/package", ""),
}


@pytest.mark.parametrize(("arguments", "expected"), BAD.items(), ids=lambda value: " ".join(map(str, value)))
def test_bad_input_gets_one_clear_message(
    shipped_file: Path, arguments: tuple[str, ...], expected: tuple[int, str, str]
) -> None:
    """A mistake gets a message with a remedy on standard error, the documented code, and no traceback."""
    done = run(*arguments, db=shipped_file)
    code, message, remedy = expected
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert remedy in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_no_fault(shipped_file: Path) -> None:
    """A reader that stops reading ends the command quietly."""
    done = subprocess.run(
        f"{sys.executable} -m tracker --db {shipped_file} mention list --format csv | head -1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.stdout.startswith("mention,measure")
    assert "Traceback" not in done.stderr


def commands() -> list[list[str]]:
    """Every command there is, as its words."""
    from typer.core import TyperGroup

    found = []
    for name in ROOMS:
        command = room(name)
        found += [[name, inner] for inner in command.commands] if isinstance(command, TyperGroup) else [[name]]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_help_has_an_example(command: list[str]) -> None:
    """Every command's help says what it does and shows an example that begins with the command."""
    shown = run(*command, "--help").stdout
    assert "Example" in shown
    assert any(line.strip().startswith("tracker ") for line in shown.splitlines())
    assert " ".join(command) in shown


def test_the_help_names_every_command() -> None:
    """The root's help lists every command once, by what one wants to do, each with the whole of its one line."""
    shown = run("--help").stdout
    for name, (_, line) in ROOMS.items():
        assert len(re.findall(rf"^  {name} +{re.escape(line)}$", shown, re.MULTILINE)) == 1
    assert sum(map(len, AIMS.values())) == len(ROOMS)
    assert [line for line in shown.splitlines() if line.removesuffix(":") in AIMS] == [f"{aim}:" for aim in AIMS]


@pytest.mark.parametrize("command", [[], *([name] for name in ROOMS), ["measure", "show"]], ids=" ".join)
def test_help_is_never_cut(command: list[str]) -> None:
    """-h is --help everywhere, fits 80 columns but for examples, and cuts no line short."""
    shown = run(*command, "-h").stdout
    assert shown == run(*command, "--help").stdout != ""
    assert "..." not in shown.replace("[ARGS]...", "")
    assert all(len(line) <= 80 or line.startswith("    tracker ") for line in shown.splitlines())


ODD = [
    ["undo", "9" * 20],
    ["search", "marine", "--limit", "9" * 20],
    ["measure", "list", "--limit", "9" * 20],
    ["report", "--stale", "9" * 5000],
    ["mention", "edit", "KEY", "--amount", "9" * 400 + " troops"],
    ["mention", "edit", "KEY", "--paragraph", "9" * 5000],
    ["mention", "edit", "KEY", "--date", "by " * 600 + "Monday"],
    ["export", "--panel", "--format", "csv", "--as-of", "9999-12-31", "-o", "-"],
    ["log", "nosuch", "--by", "nobody"],
    ["codes", "nosuch"],
]


@pytest.mark.parametrize("command", ODD, ids=lambda command: " ".join(command)[:40])
def test_numbers_out_of_bounds(shipped_file: Path, command: list[str]) -> None:
    """Numbers and words beyond all bounds are refused in one message, never with a fault of the program's own."""
    key = mention(Address.of(shipped_file), "hms-trent", "step-back")
    why = ["--why", "w"] if command[0] == "mention" else []
    done = run(*[key if word == "KEY" else word for word in command], *why, db=shipped_file)
    assert done.returncode in (1, 2), done.stderr
    assert "fault of tracker's own" not in done.stderr
    assert "Traceback" not in done.stderr
