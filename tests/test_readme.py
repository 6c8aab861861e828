"""The README: what it shows is what the program prints."""

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.running import run

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
TRANSCRIPTS = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", TEXT)


@pytest.mark.parametrize(("command", "output"), TRANSCRIPTS, ids=[command for command, _ in TRANSCRIPTS])
def test_the_transcripts(shipped_file: Path, command: str, output: str) -> None:
    """Every command shown in the README prints exactly what the README shows."""
    program, *arguments = shlex.split(command)
    assert program == "tracker"
    assert run(*arguments, db=shipped_file).stdout.rstrip() == output.rstrip()


def test_there_are_transcripts() -> None:
    """The README shows the main job, a dispute and a past day."""
    assert len(TRANSCRIPTS) >= 4


def test_the_two_commands_come_first() -> None:
    """The first commands of the README install and run the main job, and install and run the tests."""
    commands = re.findall(r"^    (python3 .+)$", TEXT, flags=re.MULTILINE)
    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/tracker report",
        "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/python -m pytest",
    ]


def test_what_it_names_is_there() -> None:
    """Every path and every command the README names exists."""
    from tracker.cli.app import ROOMS

    for path in re.findall(r"`((?:data|seeds|tracker|tests|alembic)/[\w./]*)`", TEXT):
        assert (ROOT / path).exists(), path
    for command in re.findall(r"`tracker ([a-z]+)", TEXT):
        assert command in ROOMS, command
