"""Files put in place whole or not at all: a reader never meets half of one, nor does a full disk leave one."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.errors import CannotWrite


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A draft beside a path, to be written by the caller; flushed to the disk and renamed over the path at the end.

    Where the caller fails the path stays as it was and the draft is removed. Raises CannotWrite.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.is_dir():
            raise CannotWrite(path, "it is a folder")
        yield draft
        _flush(draft)
        draft.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error
    finally:
        _remove(draft)


def replace(path: Path, content: bytes) -> None:
    """Put one file in place. Raises CannotWrite."""
    with draft_of(path) as draft:
        draft.write_bytes(content)


def replace_all(folder: Path, files: Mapping[str, bytes], described_by: str = "") -> None:
    """Put files in place in a folder, made where it is missing, once all of them are written out as drafts.

    A disk that fills up or an interruption while they are written leaves every old file as it was. Files of these names
    are only replaced where the folder has the one that describes them. Raises CannotWrite.
    """
    drafts: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if described_by and not (folder / described_by).exists():
            strangers = sorted(name for name in files if (folder / name).exists())
            if strangers:
                raise CannotWrite(folder / strangers[0], "a file that no package of ours describes is in the way")
        for name, content in files.items():
            draft = folder / f".{name}.{os.getpid()}"
            drafts[folder / name] = draft
            draft.write_bytes(content)
            _flush(draft)
        for path, draft in drafts.items():
            draft.replace(path)
        _flush_folder(folder)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error
    finally:
        for draft in drafts.values():
            _remove(draft)


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
