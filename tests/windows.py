"""A stand-in for Windows, by `python -m tests.windows ARGUMENT…`: the program without what only POSIX systems have.

Several commands are divided by `then`.

It is no proof that the program runs there, but of the rules that it would break first: modules and functions that are
missing, no folder that can be opened, no open file that can be renamed, replaced or removed, nothing put on the disk
through a file that is open to be read alone.
"""

import errno
import importlib
import os
import pkgutil
import shutil
import sys
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import alembic.command
import platformdirs
import rapidfuzz
import rich.console
import rich.table
import sqlalchemy.dialects.sqlite
import typer.testing

MODULES = ("fcntl", "grp", "pty", "pwd", "readline", "resource", "termios", "tty")
NAMES = """chown fchmod fchown fork getegid geteuid getgid getuid killpg lchown memfd_create mkfifo openpty pread setuid
statvfs sysconf wait4 O_DIRECTORY O_NOFOLLOW O_NONBLOCK""".split()
LIBRARIES = (alembic, platformdirs, rapidfuzz, rich, sqlalchemy, typer)  # they are as they are here


def _is_open(path: Any) -> bool:
    return any(os.path.realpath(link) == os.path.realpath(path) for link in Path("/proc/self/fd").iterdir())


def _unless_open(call: Callable[..., None]) -> Callable[..., None]:
    def refusing(*paths: Any, **options: Any) -> None:
        base = f"/proc/self/fd/{options['dir_fd']}" if options.get("dir_fd") is not None else ""
        for path in paths:
            if _is_open(os.path.join(base, path)):  # noqa: PTH118 (bytes or text)
                raise PermissionError(errno.EACCES, "The process cannot access the file", str(path))
        call(*paths, **options)

    return refusing


def _files_only(call: Callable[..., int]) -> Callable[..., int]:
    def refusing(path: Any, flags: int, *more: Any, **options: Any) -> int:
        if options.get("dir_fd") is None and Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return call(path, flags, *more, **options)

    return refusing


def _written_only(call: Callable[[int], None]) -> Callable[[int], None]:
    def refusing(descriptor: int) -> None:
        told = Path(f"/proc/self/fdinfo/{descriptor}").read_text(encoding="ascii")
        flags = int(next(line.split()[1] for line in told.splitlines() if line.startswith("flags")), 8)
        if flags & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        call(descriptor)

    return refusing


def stand_in() -> None:
    """Make this process as one on Windows, as far as the program can tell."""
    shutil._use_fd_functions = False  # type: ignore[attr-defined]
    tempfile.TemporaryFile = tempfile.NamedTemporaryFile  # type: ignore[misc,assignment] (as it is there)
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in NAMES:
        if hasattr(os, name):
            delattr(os, name)
    for name in ("rename", "replace", "unlink", "remove"):
        setattr(os, name, _unless_open(getattr(os, name)))
    os.open = _files_only(os.open)
    os.fsync = _written_only(os.fsync)  # type: ignore[assignment]
    sys.platform = "win32"


def every_module() -> int:
    """Import every module of the program; returns how many there are."""
    tracker = importlib.import_module("tracker")
    names = [one.name for one in pkgutil.walk_packages(tracker.__path__, "tracker.")]
    for name in names:
        importlib.import_module(name)
    return len(names)


if __name__ == "__main__":
    stand_in()
    if sys.argv[1:] == ["modules"]:
        sys.exit(every_module() < 150)
    from tracker.cli.app import main

    for is_divider, words in groupby(sys.argv[1:], "then".__eq__):
        if not is_divider:
            sys.argv[1:] = words
            try:
                main()
            except SystemExit as left:
                if left.code:
                    raise
