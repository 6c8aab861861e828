"""Lint, layout and types: part of the tests, so that one command proves everything."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

COMMANDS = {
    "lint": ["ruff", "check", "."],
    "layout": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_clean(command: list[str]) -> None:
    """The code is free of lint, laid out by the formatter and strictly typed."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
