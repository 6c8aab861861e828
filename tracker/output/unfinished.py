"""Several files put in place together: a list of them in their folder, which outlives a kill and is then worked off.

While the list stands, files of two exports may be side by side: who reads the folder is told, and the next export into
it finishes the earlier one first.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PureWindowsPath

from tracker.errors.files import BrokenOff, CannotWrite
from tracker.output import checksums, drafts

LIST = ".tracker-unfinished"
_LONGEST = 1 << 26
_LONGEST_NAME = 200  # bytes; systems take about 255


@contextmanager
def placing(folder: Path, names: Mapping[Path, Path], gone: Mapping[str, str]) -> Iterator[None]:
    """Keep a list of drafts and the files they become, and of what goes, for as long as that takes."""
    # A file behind a link elsewhere is put in place there, by itself.
    root = folder.resolve()
    drafted = {draft.resolve(): target for draft, target in names.items() if target.is_relative_to(root)}
    here = [[draft.relative_to(root).as_posix(), to.relative_to(root).as_posix()] for draft, to in drafted.items()]
    here += [[digest, name] for name, digest in gone.items()]
    if len(here) < 2:
        yield
        return
    draft, descriptor = drafts.new_file(folder)
    try:
        os.write(descriptor, json.dumps(here).encode())
        os.fsync(descriptor)
        if sys.platform == "win32":
            os.close(descriptor)  # no open file can be renamed there
        draft.replace(folder / LIST)
        drafts.flush_folder(folder)
        yield
        (folder / LIST).unlink()
    finally:
        draft.unlink(missing_ok=True)
        if sys.platform != "win32":
            os.close(descriptor)


def finish(folder: Path) -> None:
    """Put in place what a killed run had ready; raises CannotWrite where a living one is at it."""
    try:
        descriptor = os.open(folder / LIST, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return
    with ExitStack() as held:
        held.callback(os.close, descriptor)
        if not drafts.hold(descriptor):
            raise CannotWrite(folder, "another export is being written there")
        for draft, name in _listed(descriptor):
            if checksums.DIGEST.fullmatch(draft):
                remove(folder, name, draft)
            elif _is_here(folder, draft) and _is_here(folder, name) and (folder / draft).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / draft).replace(folder / name)
        drafts.flush_folder(folder)
        if sys.platform == "win32":
            held.close()  # no open file can be removed there
        (folder / LIST).unlink()


def remove(folder: Path, name: str, digest: str) -> None:
    """Remove a file of an earlier export, unless somebody changed it, and the folders that are empty without it."""
    path = folder / name
    if not (is_inside(name) and _is_here(folder, name) and checksums.is_unchanged(path, digest)):
        return
    path.unlink()
    for parent in path.relative_to(folder).parents[:-1]:
        with suppress(OSError):  # somebody keeps something there
            (folder / parent).rmdir()


def _is_here(folder: Path, name: str) -> bool:
    """Whether no link leads to a file from elsewhere, or out of the folder."""
    return (folder / name).resolve() == folder.resolve() / name


def _listed(descriptor: int) -> list[tuple[str, str]]:
    """The drafts and their names; nothing where the list is not one of ours."""
    with os.fdopen(os.dup(descriptor), "rb") as file:
        most = min(_LONGEST, os.fstat(descriptor).st_size)
        try:
            pairs = [(str(draft), str(name)) for draft, name in json.loads(file.read(most))]
        except (ValueError, TypeError, RecursionError):
            return []
    ours = re.compile(rf"{drafts.NAME.pattern}(/[0-9]+)?|{checksums.DIGEST.pattern}")
    return [pair for pair in pairs if ours.fullmatch(pair[0]) and is_inside(pair[1])]


def is_inside(name: str) -> bool:
    """Whether a path is that of a file in a folder, or in folders of it, and leads nowhere else, on any system."""
    return all(map(is_plain, name.split("/")))


def is_plain(name: str) -> bool:
    """Whether a name is that of a file in a folder and leads nowhere else, on any system."""
    plain = PureWindowsPath(name).name == name and name not in ("", ".", "..") and not set(name) & set(":\0")
    try:
        return plain and len(os.fsencode(name)) <= _LONGEST_NAME
    except UnicodeEncodeError:  # half a character, as JSON can escape it
        return False


def require_whole(folder: Path) -> None:
    """Raise BrokenOff where an export into a folder was killed between its first file and its last."""
    if (folder / LIST).exists():
        raise BrokenOff(folder)
