"""Running commands: in this process, in a process of its own, or at a pseudo-terminal with somebody who types."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tracker.cli.app import main
from tracker.errors.base import INTERNAL

ROOT = Path(__file__).parent.parent


class Done(NamedTuple):
    """What came of a command: its exit code and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def surroundings(db: Path | str | None, environment: dict[str, str]) -> dict[str, str]:
    """The environment of a command: nothing of ours but the path, the author, the database and what is named."""
    around = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TRACKER_BY": "the tests", **environment}
    return around if db is None else {**around, "TRACKER_DB": str(db)}


def run(
    *arguments: str,
    db: Path | str | None = None,
    typed: Sequence[str] = (),
    cwd: Path = ROOT,
    faulty: bool = False,
    out_to: io.BytesIO | None = None,
    **environment: str,
) -> Done:
    """Run a command as behind a pipe, in this process: a hundred times faster, and what it prints is the same.

    Lines that are `typed` come down a pipe. A fault of the program's own fails the test, unless it is meant to be
    `faulty`.
    """
    given = io.TextIOWrapper(io.BytesIO("".join(f"{line}\n" for line in typed).encode()), encoding="utf-8")
    out, err = (io.TextIOWrapper(buffer or io.BytesIO(), encoding="utf-8") for buffer in (out_to, None))
    around = surroundings(db, environment)
    with pytest.MonkeyPatch.context() as patch:
        for name in set(os.environ) - set(around):
            patch.delenv(name)
        for name, value in around.items():
            patch.setenv(name, value)
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["tracker", *arguments])
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        code: object = 0
        try:
            main()
        except SystemExit as left:
            code = left.code
        except KeyboardInterrupt:
            code = 130
    written = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        written.append(stream.buffer.getvalue().decode().replace("\r\n", "\n"))
    if isinstance(code, str):
        written[1] += f"{code}\n"
    assert faulty or code != INTERNAL, f"tracker {' '.join(arguments)}: {written[1]}"
    return Done(code if isinstance(code, int) else int(bool(code)), *written)


def run_alone(*arguments: str, db: Path | str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, where that is what is to be proved."""
    return subprocess.run(
        [sys.executable, "-m", "tracker", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=surroundings(db, environment),
        check=False,
        stdin=subprocess.DEVNULL,
    )
