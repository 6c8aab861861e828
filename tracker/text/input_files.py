"""Files that people hand over, read whole up to a bound: none waits for ever, and none fills the memory."""

import os
import stat
from pathlib import Path
from typing import IO

from tracker.errors.files import CannotRead

# Far more than any article, reading or description of a package needs.
LONGEST_FILE = 64 << 20
_PIECE = 1 << 16
NO_FILE = "it is a pipe or a device: save what comes through it in a file first"
_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def content_of(path: Path) -> bytes:
    """What a file holds; raises CannotRead where it is missing, no regular file, or longer than LONGEST_FILE."""
    try:
        # Asked before it is opened: to open some devices is to do something.
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise CannotRead(path, NO_FILE)
        with os.fdopen(os.open(path, _WITHOUT_WAITING), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise CannotRead(path, "it is a folder" if path.is_dir() else NO_FILE)
            return content_up_to(file, path)
    except (OSError, ValueError) as error:
        raise CannotRead(path, getattr(error, "strerror", "") or str(error)) from error


def content_up_to(file: IO[bytes], name: object, longest: int = LONGEST_FILE) -> bytes:
    """What is left of an open file; raises CannotRead where that is longer than so many bytes."""
    pieces, length = [], 0
    while piece := file.read(_PIECE):  # to ask for all that may come would set as much memory aside
        pieces.append(piece)
        length += len(piece)
        if length > longest:
            raise CannotRead(name, f"it is longer than {longest >> 20:,} MiB")
    return b"".join(pieces)
