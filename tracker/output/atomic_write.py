"""Files put in place whole or not at all: a reader never meets half of one, nor does a full disk leave one.

One rule for all output: links are followed; a device or a pipe is written into; a file keeps its permissions; and one
that is no earlier export of ours is only replaced by force.
"""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tracker.errors.files import CannotWrite, InTheWay
from tracker.output import drafts, unfinished

# What lies there stands for something else, the standard output of this very process say; not what is kept in memory.
_SPECIAL = re.compile("/(?:dev(?!/shm)|proc)/")


# What is to be written: bytes, or a file at its beginning, which is copied a piece at a time.
Made = bytes | IO[bytes]
_PIECE = 1 << 20


def pieces(content: Made) -> Iterator[bytes]:
    """What is to be written, a piece at a time."""
    if isinstance(content, bytes):
        yield content
        return
    while piece := content.read(_PIECE):
        yield piece


def replace(path: Path, content: Made, read_only: bool = False, force: bool = False) -> None:
    """Put one file in place, by the rule above. What is `read_only` is never written again, only replaced.

    Raises CannotWrite, InTheWay.
    """
    try:
        if path.is_dir():
            raise CannotWrite(path, "it is a folder")
        if _SPECIAL.match(path.absolute().as_posix()) or (path.exists() and not path.is_file()):
            with path.open("wb") as file:
                file.writelines(pieces(content))
            return
        _require_ours(path, content, force)
        draft = Draft(path)
        try:
            for piece in pieces(content):
                draft.write(piece)
            draft.place(read_only)
        finally:
            draft.discard()
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error


def _require_ours(path: Path, content: Made, force: bool) -> None:
    if force or not path.exists():
        return
    from tracker.output.likeness import is_earlier_export  # only a file that is there already pays for it

    whole = b"".join(pieces(content))
    if not isinstance(content, bytes):
        content.seek(0)
    if not is_earlier_export(path.read_bytes(), whole):
        raise InTheWay(path)


class Draft:
    """A file on its way to its path: what is written to it, how much that is, and its sha256 so far."""

    def __init__(self, path: Path) -> None:
        self.target = Path(os.path.realpath(path))
        if self.target.is_symlink():
            raise OSError(errno.ELOOP, "its links lead round in a circle")
        self.path, descriptor = drafts.new_file(self.target.parent)
        self.file = os.fdopen(descriptor, "wb")
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, content: bytes) -> None:
        """Add to the end of it."""
        self.file.write(content)
        self.digest.update(content)
        self.size += len(content)

    def settle(self) -> None:
        """Put what was written on the disk; it stays open, so that nobody sweeps it."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def place(self, read_only: bool = False) -> None:
        """Put it in place, with the owner and permissions of the file that was there."""
        self.settle()
        if self.target.exists():
            before = self.target.stat()
            with suppress(OSError, AttributeError):  # only root can give files away, and not everywhere
                os.chown(self.path, before.st_uid, before.st_gid)
            self.path.chmod(stat.S_IMODE(before.st_mode))
        if read_only:
            self.path.chmod(0o444)
        if os.name == "nt":  # where no open file can be renamed, and none that is read-only replaced
            self.file.close()
            if self.target.exists():
                self.target.chmod(0o644)
        self.path.replace(self.target)
        drafts.flush_folder(self.target.parent)
        self.file.close()

    def discard(self) -> None:
        """Throw it away, where it was not put in place: whatever went wrong before is what to tell."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        with suppress(OSError):
            self.file.close()


class Drafts:
    """Files of one folder that are put in place together; see `drafts_in`."""

    def __init__(self, folder: Path, described_by: str, force: bool) -> None:
        self.folder = folder
        self.held: list[Draft] = []
        self.force = force
        self.is_ours = force or (bool(described_by) and (folder / described_by).exists())

    def open(self, name: str, content: Made | None = None) -> Draft:
        """A draft of a file; raises InTheWay where a file of that name is none of ours.

        A name may come out of somebody's data: one that leads anywhere else raises CannotWrite.
        Where its `content` is told, that is seen from the file itself, and otherwise from the one that describes all.
        """
        path = self.folder / name
        if not unfinished.is_plain(name) or name in {draft.target.name for draft in self.held}:
            raise CannotWrite(path, "it is no name of a file of its own in that folder")
        if content is not None:
            _require_ours(path, content, self.force)
        elif not self.is_ours and path.exists():
            raise InTheWay(path)
        self.held.append(Draft(path))
        return self.held[-1]


@contextmanager
def drafts_in(folder: Path, described_by: str = "", force: bool = False) -> Iterator[Drafts]:
    """Drafts of files in a folder, made where it is missing, all put in place at the end.

    A disk that fills up or an interruption while they are written leaves every old file as it was; what is killed while
    they are put in place is finished by the next run that writes there. Files of these names are replaced where the
    folder has the one that describes them, where they are like the new ones, or by force.
    Raises CannotWrite, InTheWay.
    """
    held: list[Draft] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.finish(folder)
        together = Drafts(folder, described_by, force)
        held = together.held
        yield together
        for draft in held:
            draft.settle()
        with unfinished.placing(folder, {draft.path.name: draft.target for draft in held}):
            for draft in held:
                draft.place()
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error
    finally:
        for draft in held:
            draft.discard()


def replace_all(folder: Path, files: Mapping[str, Made], described_by: str = "", force: bool = False) -> None:
    """Put files in place in a folder together; see `drafts_in`. Raises CannotWrite, InTheWay."""
    if described_by and (folder / described_by).exists() and not force:
        _require_ours(folder / described_by, files[described_by], force)
        force = True
    with drafts_in(folder, force=force) as together:
        for name, content in files.items():
            draft = together.open(name, content)
            for piece in pieces(content):
                draft.write(piece)
