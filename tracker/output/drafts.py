"""Drafts: what is on its way to its place, under names nobody can guess, and swept once whoever made it is gone.

A draft is held by a lock on it, which ends with the process that made it, however that ends. What is not held is swept
by the next run that writes into the same folder.
"""

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":  # which itself refuses to remove or rename what is open
    import fcntl

NAME = re.compile(r"\.tracker-[0-9a-f]{16}")
_EXCLUSIVE = os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def _new_name() -> str:
    # Nobody can guess it and put a link there first.
    return f".tracker-{os.urandom(8).hex()}"


def hold(descriptor: int) -> bool:
    """Say that an open file or folder is at work on, until it is closed; False where another process has said so."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a file system without locks: what lies there is never swept
    return True


def new_file(folder: Path) -> tuple[Path, int]:
    """A new empty file in a folder, open to write and held; what killed runs left there goes."""
    sweep(folder)
    while True:
        path = folder / _new_name()
        descriptor = os.open(path, os.O_RDWR | _EXCLUSIVE, 0o666)
        # A sweep may have come between the two.
        if hold(descriptor) and path.exists():
            return path, descriptor
        os.close(descriptor)


def file_in(held: Path, number: int) -> tuple[Path, int]:
    """A new empty file in a folder that is held: it needs no lock of its own, and may be closed."""
    path = held / str(number)
    return path, os.open(path, os.O_RDWR | _EXCLUSIVE, 0o666)


@contextmanager
def new_folder(parent: Path) -> Iterator[Path]:
    """A new folder that only its owner can look into, held, and gone at the end with all that is still in it.

    What killed runs left beside it goes.
    """
    sweep(parent)
    path = parent / _new_name()
    path.mkdir(mode=0o700)
    descriptor = -1
    try:
        if sys.platform != "win32":  # where no folder can be opened
            descriptor = os.open(path, os.O_RDONLY)
            hold(descriptor)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if descriptor >= 0:
            os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove the drafts in a folder that nobody is at work on any more."""
    with suppress(OSError):
        for path in [folder / entry.name for entry in os.scandir(folder) if NAME.fullmatch(entry.name)]:
            _sweep(path)


def _sweep(path: Path) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            path.unlink()
            return
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
        finally:
            os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Put the names in a folder on the disk: a rename is safe against a power cut only then."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
