"""Files put in place whole or not at all: a reader never meets half of one, nor does a full disk leave one.

One rule for all output: links are followed; a device or a pipe is written into; a file keeps its permissions; and one
that is no earlier export of ours is only replaced by force.
"""

import errno
import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tracker.errors.files import CannotWrite, InTheWay
from tracker.output import checksums, drafts, unfinished

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
    """A file on its way to its path: what is written to it, how much that is, and its sha256 so far.

    It lies beside its target and stays open, so that nobody sweeps it; or was made elsewhere, and is then closed early.
    """

    def __init__(self, path: Path, made: tuple[Path, int] | None = None) -> None:
        self.target = Path(os.path.realpath(path))
        if self.target.is_symlink():
            raise OSError(errno.ELOOP, "its links lead round in a circle")
        self.stays_open = made is None
        self.path, descriptor = made or drafts.new_file(self.target.parent)
        self.file = os.fdopen(descriptor, "wb")
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, content: bytes) -> None:
        """Add to the end of it."""
        self.file.write(content)
        self.digest.update(content)
        self.size += len(content)

    def settle(self) -> None:
        """Put what was written on the disk."""
        if self.file.closed:
            return
        self.file.flush()
        os.fsync(self.file.fileno())
        if not self.stays_open:
            self.file.close()

    def place(self, read_only: bool = False) -> None:
        """Put it in place, with the owner and permissions of the file that was there."""
        self.settle()
        self.target.parent.mkdir(parents=True, exist_ok=True)
        if self.target.exists():
            before = self.target.stat()
            if sys.platform != "win32":
                with suppress(OSError):  # only root can give files away
                    os.chown(self.path, before.st_uid, before.st_gid)
            self.path.chmod(stat.S_IMODE(before.st_mode))
        if read_only:
            self.path.chmod(0o444)
        if sys.platform == "win32":  # where no open file can be renamed, and none that is read-only replaced
            self.file.close()
            if self.target.exists():
                self.target.chmod(0o644)
        self.path.replace(self.target)
        drafts.flush_folder(self.target.parent)
        self.file.close()

    def discard(self) -> None:
        """Throw it away, where it was not put in place: whatever went wrong before is what to tell."""
        with suppress(OSError):
            if sys.platform == "win32":  # where no open file can be removed
                self.file.close()
            self.path.unlink(missing_ok=True)
        with suppress(OSError):
            self.file.close()


class Drafts:
    """Files of one folder, and of folders in it, that are put in place together; see `drafts_in`."""

    def __init__(self, folder: Path, held_folder: Path, is_ours: bool, force: bool, listed: bool) -> None:
        self.folder = folder
        self.root = Path(os.path.realpath(folder))
        self.held_folder = held_folder
        self.held: dict[str, Draft] = {}
        self.force = force
        self.is_ours = force or is_ours
        self.listed = listed
        self.before = checksums.listed(folder) if listed else {}

    def open(self, name: str, content: Made | None = None, is_ours: bool = False) -> Draft:
        """A draft of a file; raises InTheWay where a file of that name is none of ours.

        Of files that are listed the name may be a path in the folder. A name may come out of somebody's data: one that
        leads anywhere else raises CannotWrite. Whether a file is ours is known, told by the list, seen from the file
        itself where its new `content` is told, and otherwise from the one that describes all.
        """
        path = self.folder / name
        is_name = unfinished.is_inside if self.listed else unfinished.is_plain
        if not is_name(name) or name in self.held:
            raise CannotWrite(path, "it is no name of a file of its own in that folder")
        is_ours = is_ours or (name in self.before and checksums.is_unchanged(path, self.before[name]))
        if content is not None and not is_ours:
            _require_ours(path, content, self.force)
        elif not (is_ours or self.is_ours) and path.exists():
            raise InTheWay(path)
        # What a link leads to elsewhere may lie on another disk: its draft has to be there too.
        here = Path(os.path.realpath(path)).is_relative_to(self.root)
        made = drafts.file_in(self.held_folder, len(self.held)) if here else None
        self.held[name] = Draft(path, made)
        return self.held[name]

    def write(self, name: str, content: Made, is_ours: bool = False) -> None:
        """A whole file: it is looked at, if it is there and not known to be ours, written and closed."""
        draft = self.open(name, content, is_ours)
        for piece in pieces(content):
            draft.write(piece)
        draft.settle()


@contextmanager
def drafts_in(folder: Path, described_by: str = "", force: bool = False, listed: bool = False) -> Iterator[Drafts]:
    """Drafts of files in a folder, made where it is missing, all put in place at the end.

    A disk that fills up or an interruption while they are written leaves every old file as it was; what is killed while
    they are put in place is finished by the next run that writes there. Files of these names are replaced where the
    folder has the one that describes them, where they are like the new ones, or by force. Where they are `listed`,
    their checksums are written beside them, and what the list of an earlier export has and this one has not goes.
    Raises CannotWrite, InTheWay.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.finish(folder)
        with drafts.new_folder(folder) as held_folder:
            described = bool(described_by) and (folder / described_by).exists()
            together = Drafts(folder, held_folder, described, force, listed)
            try:
                yield together
                _place(together)
            finally:
                for draft in together.held.values():
                    draft.discard()
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error


def _place(together: Drafts) -> None:
    gone = {name: digest for name, digest in together.before.items() if name not in together.held}
    if together.listed:
        digests = {name: draft.digest.hexdigest() for name, draft in together.held.items()}
        together.write(checksums.LIST, checksums.listing(digests))
    held = together.held.values()
    for draft in held:
        draft.settle()
    with unfinished.placing(together.folder, {draft.path: draft.target for draft in held}, gone):
        for draft in held:
            draft.place()
        for name, digest in gone.items():
            unfinished.remove(together.folder, name, digest)


def replace_all(
    folder: Path, files: Mapping[str, Made], described_by: str = "", force: bool = False, listed: bool = False
) -> None:
    """Put files in place in a folder together; see `drafts_in`. Raises CannotWrite, InTheWay."""
    if described_by and (folder / described_by).exists() and not force:
        _require_ours(folder / described_by, files[described_by], force)
        force = True
    with drafts_in(folder, force=force, listed=listed) as together:
        for name, content in files.items():
            together.write(name, content)
