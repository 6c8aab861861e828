"""Commands at a pseudo-terminal, as a person sees them."""

import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT

# In seconds, far above what any answer takes: a test that waits for words that never come fails.
LONGEST_SILENCE = 120


class Terminal:
    """A command at a pseudo-terminal, and somebody who types when asked."""

    def __init__(self, *arguments: str, db: Path, **environment: str) -> None:
        self.ours, theirs = _both_ends()
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tracker", *arguments],
            **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
            cwd=ROOT,
            env={**os.environ, "TRACKER_DB": str(db), "TERM": "dumb", "NO_COLOR": "1", "PAGER": "cat", **environment},
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = b""

    def until(self, words: str) -> str:
        """Read until the words are shown; returns what was shown since the last call. Fails where it ends before."""
        while words.encode() not in self.shown:
            piece = _piece(self.ours)
            assert piece, f"{words!r} was never shown, but {self.shown.decode()!r}"
            self.shown += piece
        before, _, self.shown = self.shown.partition(words.encode())
        return before.decode() + words

    def type(self, line: str) -> None:
        """Type a line."""
        os.write(self.ours, f"{line}\n".encode())

    def answer(self, *asked: tuple[str, str | None]) -> None:
        """Wait for each question and type its answer, or only wait."""
        for words, line in asked:
            self.until(words)
            if line is not None:
                self.type(line)

    def end(self) -> tuple[int, str]:
        """The exit code, and what was still shown."""
        while piece := _piece(self.ours):
            self.shown += piece
        os.close(self.ours)
        return self.child.wait(), self.shown.decode()


def at_terminal(*arguments: str, db: Path, width: int, **environment: str) -> str:
    """What a command shows at a terminal of a width."""
    ours, theirs = _both_ends()
    child = subprocess.Popen(
        [sys.executable, "-m", "tracker", *arguments],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        env={
            **os.environ,
            "TRACKER_DB": str(db),
            "COLUMNS": str(width),
            "TERM": "xterm-256color",
            "PAGER": "cat",  # nobody is there to leave another one
            **environment,
        },
    )
    os.close(theirs)
    shown = b""
    while piece := _piece(ours):
        shown += piece
    os.close(ours)
    assert child.wait() == 0
    return shown.decode().replace("\r\n", "\n")


def _both_ends() -> tuple[int, int]:
    """A pseudo-terminal; where the system has none, as on Windows, the test is skipped."""
    pty: Any = pytest.importorskip("pty", exc_type=ImportError)
    ours, theirs = pty.openpty()
    return ours, theirs


def _piece(terminal: int) -> bytes:
    if not select.select([terminal], [], [], LONGEST_SILENCE)[0]:
        pytest.fail("nothing more is shown: the command waits for an answer that the test does not give")
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""
