"""Lint, layout and types: part of the tests, so that one command proves everything."""

import re
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


def test_what_other_systems_lack_is_guarded() -> None:
    """Nothing that Windows lacks is used but behind `sys.platform`, the one guard, which the type checker follows."""
    # Only Python's own library is looked at, in a third of the time.
    command = ["mypy", "--platform", "win32", "--follow-imports=skip", "--cache-dir", "/dev/null", "-p", "tracker"]
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert re.search(r"checked \d{3} source files", done.stdout), done.stdout + done.stderr
    assert [line for line in done.stdout.splitlines() if "Module has no attribute" in line] == []
    assert [file for file in (ROOT / "tracker").rglob("*.py") if "os.name" in file.read_text(encoding="utf-8")] == []
