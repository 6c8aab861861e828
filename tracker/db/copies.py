"""Copies of an SQLite record: taken while others write, verified, and brought back without losing what was there.

Copies made without being asked for, before a migration and before a restore, stand in a folder beside the record; the
newest of them are kept.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from tracker.db import integrity
from tracker.db.address import Address
from tracker.db.reader import SCHEMA_VERSIONS
from tracker.errors.database import Damaged, DatabaseUnreachable, NotADatabase, NotAFile, SchemaTooNew
from tracker.errors.files import CannotWrite, InTheWay
from tracker.output import drafts

KEPT = 10
_STAMP = "%Y-%m-%dT%H%M%S.%f"


def folder_of(path: Path) -> Path:
    """Where the copies of a record stand that were made without being asked for."""
    return path.with_name(f"{path.name}.backups")


def kept(path: Path) -> list[Path]:
    """Those copies, oldest first."""
    return sorted(folder_of(path).glob("*.db"))


def back_up(address: Address, target: Path | None = None, force: bool = False) -> tuple[Path, list[Path]]:
    """Copy a record into a file, by default among those kept; returns the file and the older ones that had to go.

    Others may read and write meanwhile: the copy is the record of one moment, whole, on the disk and read back. Raises
    what keeps the record from being read, NotAFile for any database but SQLite, CannotWrite and InTheWay.
    """
    path = _file_of(address)
    address.require_file()
    if target is not None:
        if not force and (target.exists() or target.is_symlink()):
            raise InTheWay(target)
        with _verified_copy(path, target.parent) as draft:
            _version(draft, path)
            _place(draft, target)
        return target, []
    folder = folder_of(path)
    try:
        folder.mkdir(exist_ok=True, mode=path.parent.stat().st_mode & 0o777)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error
    with _verified_copy(path, folder) as draft:
        target = _free(folder)
        _place(draft, target)
    return target, _retire(path)


def restore(address: Address, source: Path) -> tuple[Path | None, list[Path]]:
    """Bring a copy back in the place of a record; returns where the former one is kept, and what had to go for that.

    Nobody else may have the record open: what they write would be lost. What the former record's log still held is in
    the copy of it that is kept. Raises NotADatabase, SchemaTooNew or Damaged where the copy is not to be trusted,
    LeftOver where a log would change it, DatabaseUnreachable where somebody is at work.
    """
    path = _file_of(address)
    Address.of(source).require_file()
    if path.exists() and path.samefile(source):
        raise CannotWrite(path, "a record cannot be restored from itself")
    with _verified_copy(source, path.parent, "still") as draft:
        _require_record(draft, source)
        if not path.exists():
            address.require_no_log()
            _place(draft, path)
            return None, []
        address.require_writable()
        try:
            return _replaced(path, draft), _retire(path)
        except (Damaged, NotADatabase):
            former = _set_aside(path)
            _place(draft, path)
            return former, _retire(path)


def _file_of(address: Address) -> Path:
    if address.path is None:
        raise NotAFile(address)
    return address.path


@contextmanager
def _verified_copy(path: Path, folder: Path, mode: str = "ro") -> Iterator[Path]:
    """A copy of one moment of a database, as a draft in a folder: whole, and on the disk."""
    try:
        with drafts.new_folder(folder) as held:
            yield _copied(path, held / path.name, mode)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error


def _copied(path: Path, draft: Path, mode: str) -> Path:
    draft.touch(mode=path.stat().st_mode & 0o777)
    try:
        with integrity.opened(path, mode) as source, integrity.opened(draft) as copy:
            integrity.copy_into(source, copy)
            copy.execute("PRAGMA journal_mode=WAL")
        integrity.settle(draft)
    except DatabaseUnreachable as error:
        raise DatabaseUnreachable(path, error.why) from error
    except Damaged as error:
        raise Damaged(path, error.why) from error
    return draft


def _version(draft: Path, source: Path) -> str:
    """The schema version of a copy; raises NotADatabase where it is none of a record."""
    with integrity.opened(draft, "still") as connection:
        try:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            found = None
    if found is None:
        raise NotADatabase(source, "it has no schema version")
    return str(found[0])


def _require_record(draft: Path, source: Path) -> None:
    version = _version(draft, source)
    with integrity.opened(draft, "still") as connection:
        try:
            connection.execute("SELECT digest FROM revision_head").fetchone()
        except sqlite3.OperationalError:
            raise NotADatabase(source, "it has no change log") from None
        foreign = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
    if foreign:
        raise NotADatabase(source, f"it holds {foreign[0]}, which is not ours")
    if version not in SCHEMA_VERSIONS:
        raise SchemaTooNew(source, version)


def _replaced(path: Path, draft: Path) -> Path:
    """Write a copy over a database in one transaction of that database, having kept the former one."""
    with integrity.opened(path) as target:
        target.execute("PRAGMA locking_mode=EXCLUSIVE")
        target.execute("BEGIN EXCLUSIVE")
        target.execute("COMMIT")  # the lock stays
        folder = folder_of(path)
        folder.mkdir(exist_ok=True, mode=path.parent.stat().st_mode & 0o777)
        former = _free(folder)
        with drafts.new_folder(folder) as held:
            copied = held / path.name
            copied.touch(mode=path.stat().st_mode & 0o777)
            with integrity.opened(copied) as copy:
                integrity.copy_into(target, copy)
            with copied.open("r+b") as written:  # Windows puts on the disk only what is open to write
                os.fsync(written.fileno())
            _place(copied, former)
        with integrity.opened(draft, "still") as source:
            integrity.copy_into(source, target)
        busy, *_ = target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy or (found := integrity.found_in(target)):
            raise Damaged(path, f"the former record is in {former}" if busy else found[0])
    return former


def _set_aside(path: Path) -> Path:
    """Move a file that is no database any more among the copies, with all that stands beside it."""
    folder_of(path).mkdir(exist_ok=True)
    former = _free(folder_of(path))
    for file in (path, *Address.of(path).companions()):
        with suppress(FileNotFoundError):
            file.rename(former.with_name(file.name.replace(path.name, former.name, 1)))
    return former


def _free(folder: Path) -> Path:
    """A name for a copy: the moment it was made, which sorts."""
    return folder / f"{datetime.now(UTC).strftime(_STAMP)}.db"


def _place(draft: Path, target: Path) -> None:
    try:
        os.replace(draft, target)  # noqa: PTH105 (the same in one word)
        drafts.flush_folder(target.parent)
    except OSError as error:
        raise CannotWrite(target, error.strerror or str(error)) from error


def _retire(path: Path) -> list[Path]:
    """Remove the oldest of the kept copies where there are more than KEPT; returns them."""
    gone = kept(path)[:-KEPT]
    for file in gone:
        for one in (file, *Address.of(file).companions()):
            one.unlink(missing_ok=True)
    return gone
