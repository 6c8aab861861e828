"""Files put in place whole or not at all: a reader never meets half of one, nor does a full disk leave one."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.errors.files import CannotWrite


@contextmanager
def draft_of(path: Path, read_only: bool = False) -> Iterator[Path]:
    """A draft beside a path, to be written by the caller; flushed to the disk and renamed over the path at the end.

    Where the caller fails the path stays as it was and the draft is removed. What is `read_only` is never written
    again, only replaced. Raises CannotWrite.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.is_dir():
            raise CannotWrite(path, "it is a folder")
        yield draft
        _flush(draft)
        if read_only:
            draft.chmod(0o444)
        if os.name == "nt" and path.exists():
            path.chmod(0o644)  # Windows replaces no file that is read-only
        draft.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error
    finally:
        _remove(draft)


def replace(path: Path, content: bytes, read_only: bool = False) -> None:
    """Put one file in place. Raises CannotWrite."""
    with draft_of(path, read_only) as draft:
        draft.write_bytes(content)


class Draft:
    """A file on its way: what is written to it, how much that is, and its sha256 so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("wb")
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, content: bytes) -> None:
        """Add to the end of it."""
        self.file.write(content)
        self.digest.update(content)
        self.size += len(content)

    def close(self) -> None:
        """Put it on the disk, where it is not yet."""
        if not self.file.closed:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()


class Drafts:
    """Files of one folder that are put in place together; see `drafts_in`."""

    def __init__(self, folder: Path, described_by: str) -> None:
        self.folder = folder
        self.held: dict[Path, Draft] = {}
        self.is_ours = not described_by or (folder / described_by).exists()

    def open(self, name: str) -> Draft:
        """A draft of a file; raises CannotWrite where a file of that name is none of ours."""
        path = self.folder / name
        if not self.is_ours and path.exists():
            raise CannotWrite(path, "a file that no package of ours describes is in the way")
        self.held[path] = Draft(self.folder / f".{name}.{os.getpid()}")
        return self.held[path]


@contextmanager
def drafts_in(folder: Path, described_by: str = "") -> Iterator[Drafts]:
    """Drafts of files in a folder, made where it is missing, all put in place at the end.

    A disk that fills up or an interruption while they are written leaves every old file as it was. Files of these names
    are only replaced where the folder has the one that describes them. Raises CannotWrite.
    """
    drafts = Drafts(folder, described_by)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield drafts
        for draft in drafts.held.values():
            draft.close()
        for path, draft in drafts.held.items():
            draft.path.replace(path)
        _flush_folder(folder)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error
    finally:
        for draft in drafts.held.values():
            # What cannot be flushed any more is thrown away.
            with suppress(OSError):
                draft.file.close()
            _remove(draft.path)


def replace_all(folder: Path, files: Mapping[str, bytes], described_by: str = "") -> None:
    """Put files in place in a folder together; see `drafts_in`. Raises CannotWrite."""
    with drafts_in(folder, described_by) as drafts:
        for name, content in files.items():
            drafts.open(name).write(content)


def _remove(draft: Path) -> None:
    # Whatever kept the draft from being written, the first failure is the one to tell.
    with suppress(OSError):
        draft.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # A rename is safe against a power cut only once its folder is on the disk; Windows cannot open one.
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
