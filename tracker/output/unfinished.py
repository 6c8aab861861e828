"""Several files put in place together: a list of them in their folder, which outlives a kill and is then worked off.

While the list stands, files of two exports may be side by side: who reads the folder is told, and the next export into
it finishes the earlier one first.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

from tracker.errors.files import BrokenOff, CannotWrite
from tracker.output import drafts

LIST = ".tracker-unfinished"
_LONGEST = 1 << 20
_LONGEST_NAME = 200  # bytes; systems take about 255


@contextmanager
def placing(folder: Path, names: Mapping[str, Path]) -> Iterator[None]:
    """Keep a list of drafts and the files they become, for as long as it takes to put them all in place."""
    # A file behind a link elsewhere is put in place there, by itself.
    here = [[draft, target.name] for draft, target in names.items() if target.parent == folder.resolve()]
    if len(here) < 2:
        yield
        return
    draft, descriptor = drafts.new_file(folder)
    try:
        os.write(descriptor, json.dumps(here).encode())
        os.fsync(descriptor)
        if os.name == "nt":
            os.close(descriptor)  # no open file can be renamed there
        draft.replace(folder / LIST)
        drafts.flush_folder(folder)
        yield
        (folder / LIST).unlink()
    finally:
        draft.unlink(missing_ok=True)
        if os.name != "nt":
            os.close(descriptor)


def finish(folder: Path) -> None:
    """Put in place what a killed run had ready; raises CannotWrite where a living one is at it."""
    try:
        descriptor = os.open(folder / LIST, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return
    try:
        if not drafts.hold(descriptor):
            raise CannotWrite(folder, "another export is being written there")
        for draft, name in _listed(os.read(descriptor, _LONGEST)):
            if (folder / draft).is_file() and not (folder / draft).is_symlink():
                (folder / draft).replace(folder / name)
        drafts.flush_folder(folder)
        (folder / LIST).unlink()
    finally:
        os.close(descriptor)


def _listed(content: bytes) -> list[tuple[str, str]]:
    """The drafts and their names; nothing where the list is not one of ours."""
    try:
        pairs = [(str(draft), str(name)) for draft, name in json.loads(content)]
    except (ValueError, TypeError, RecursionError):
        return []
    return [pair for pair in pairs if drafts.NAME.fullmatch(pair[0]) and is_plain(pair[1])]


def is_plain(name: str) -> bool:
    """Whether a name is that of a file in a folder and leads nowhere else, on any system."""
    plain = PureWindowsPath(name).name == name and name not in ("", ".", "..") and not set(name) & set(":\0")
    return plain and len(name.encode(errors="replace")) <= _LONGEST_NAME


def require_whole(folder: Path) -> None:
    """Raise BrokenOff where an export into a folder was killed between its first file and its last."""
    if (folder / LIST).exists():
        raise BrokenOff(folder)
