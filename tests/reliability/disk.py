"""The program on a disk that fails: killed, without room, or with one call that goes wrong, at any call one names.

A program that is started anew for every try spends most of its time on starting. So one process imports everything,
and each try is a fork of it: the same code, the same calls, on a disk that fails from its first call on.
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.running import ROOT, surroundings

_SOURCE = Path(__file__).parent / "faulty_disk.c"


class Tried(NamedTuple):
    """What came of a try: its exit code, minus the signal where it was killed, what it wrote, and its calls."""

    returncode: int
    stdout: str
    stderr: str
    calls: int


def built(folder: Path) -> Path:
    """The library, compiled; skipped where there is no compiler or no such way, never in CI on Linux."""
    if sys.platform != "linux":
        pytest.skip("a disk is made to fail by a library of Linux")
    library = folder / "faulty_disk.so"
    command = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(_SOURCE), "-ldl"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no C compiler: {error}")
    return library


class Disk:
    """Runs commands on the failing disk."""

    def __init__(self, library: Path) -> None:
        around = {**os.environ, "LD_PRELOAD": str(library), "PYTHONDONTWRITEBYTECODE": "1"}
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.disk", str(library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=around,
            cwd=ROOT,
            text=True,
        )

    def run(
        self,
        *arguments: str,
        db: Path,
        at: int = 0,
        kind: str = "",
        log: Path | None = None,
        typed: Sequence[str] = (),
        synchronous: str = "FULL",
        **environment: str,
    ) -> Tried:
        """Run a command on a record, in whose folder every call counts; `at` that call it happens, if at all.

        `synchronous` is SQLite's setting, to be weakened where it is to be shown that it matters.
        """
        asked = {
            "arguments": arguments,
            "around": surroundings(db, environment),
            "fault": [str(db.parent), at, kind, str(log or "")],
            "synchronous": synchronous,
            "typed": "".join(f"{line}\n" for line in typed),
        }
        assert self.server.stdin and self.server.stdout
        self.server.stdin.write(json.dumps(asked) + "\n")
        self.server.stdin.flush()
        return Tried(*json.loads(self.server.stdout.readline()))

    def close(self) -> None:
        """End the process that forks."""
        assert self.server.stdin and self.server.stdout
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()


@contextmanager
def failing(folder: Path) -> Iterator[Disk]:
    """A disk that fails, for a test."""
    disk = Disk(built(folder))
    try:
        yield disk
    finally:
        disk.close()


def _serve(library: Any) -> None:
    """Fork for every line that asks for a try."""
    for name in ("report", "measure", "load", "export", "db", "check", "read", "undo", "mention"):
        __import__(f"tracker.cli.{name}")
    for name in ("readings.merge", "package.load_package", "guided.sessions", "db.schema", "reports.checks"):
        __import__(f"tracker.{name}")
    answers = os.fdopen(os.dup(1), "w")
    _warm()
    for line in sys.stdin:
        asked = json.loads(line)
        pipes = [os.memfd_create(name) for name in ("in", "out", "err", "calls")]
        os.write(pipes[0], asked["typed"].encode())
        child = os.fork()
        if child == 0:
            os.lseek(pipes[0], 0, os.SEEK_SET)
            for descriptor, pipe in enumerate(pipes[:3]):
                os.dup2(pipe, descriptor)
            _try(library, asked, pipes[3])
        _, status = os.waitpid(child, 0)
        told = []
        for pipe in pipes:
            told.append(os.pread(pipe, 1 << 24, 0).decode(errors="replace"))
            os.close(pipe)
        answers.write(json.dumps([os.waitstatus_to_exitcode(status), told[1], told[2], int(told[3] or 0)]) + "\n")
        answers.flush()


def _warm() -> None:
    """Write once, so that what is made at the first write is made in every fork."""
    from tests.running import run

    with tempfile.TemporaryDirectory() as folder:
        for arguments in (("db", "init", "--empty"), (*_ADD, "--why", "w"), ("undo", "--why", "w"), ("check",)):
            run(*arguments, db=Path(folder) / "warm.db")


_ADD = ("measure", "add", "--key", "a-tent", "--title", "A tent", "--kind", "humanitarian")


def _try(library: Any, asked: dict[str, Any], calls: int) -> None:
    import io

    from tracker.cli.app import main
    from tracker.db import engine

    engine.SYNCHRONOUS = asked["synchronous"]
    os.environ.clear()
    os.environ.update(asked["around"])
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = io.open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)  # noqa: SIM115, UP020
        setattr(sys, name, stream)
    sys.argv = ["tracker", *asked["arguments"]]
    code: Any = 0
    where, at, kind, log = asked["fault"]
    library.fault_begin(where.encode(), ctypes.c_long(at), kind.encode(), log.encode())
    try:
        main()
    except SystemExit as left:
        code = left.code
    except BaseException as error:  # noqa: BLE001 (whatever it is, the test is to see it)
        code = f"{type(error).__name__}: {error}"
    if isinstance(code, str):
        sys.stderr.write(code)
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(calls, str(library.fault_calls()).encode())
    os._exit(code or 0)


if __name__ == "__main__":
    _serve(ctypes.CDLL(sys.argv[1]))
