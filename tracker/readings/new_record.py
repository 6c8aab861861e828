"""A new record: schema and shipped readings, made whole before anyone can see it."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection

from tracker.db import integrity, schema
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.settings import DATABASE_FILE, default_database, resource
from tracker.errors.database import Damaged, DatabaseExists, DatabaseUnreachable, FolderNotWritable, NoHome
from tracker.output import drafts
from tracker.readings import toml_file
from tracker.readings.merge import Loading

# Of several who make a record at once on PostgreSQL, the others wait for the first, and then find what it made.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('tracker: making a record'))"
FIRST_LOAD = "load the shipped edition of the readings"


def create(address: Address, author: str, files: Sequence[Path] | None = None) -> dict[str, int]:
    """Make a record at an address with the given readings, by default the shipped ones; returns what came.

    A record appears complete or not at all, and once, however many programs try at once. Raises DatabaseExists where
    there is a record already, FolderNotWritable where none can be made, FaultsFound where a reading has faults.
    """
    listed = toml_file.files_in(resource("seeds")) if files is None else files
    if address.path is None:
        with transaction(address) as connection:
            connection.exec_driver_sql(_ALONE)
            return _fill(connection, address, author, listed)
    return _create_file(address.path, author, listed)


def _create_file(path: Path, author: str, files: Sequence[Path]) -> dict[str, int]:
    if path.exists():
        Address.of(path).require_file()
        raise DatabaseExists(path)
    Address.of(path).require_no_log()
    try:
        with _folder(path.parent), drafts.new_folder(path.parent) as folder:
            draft = Address.of(folder / path.name)
            with transaction(draft, "rwc", enforcing=False) as connection:
                came = _fill(connection, Address.of(path), author, files)
            integrity.settle(folder / path.name)
            if _is_private(path):
                (folder / path.name).chmod(0o600)
            _publish(folder / path.name, path)
    except (DatabaseUnreachable, Damaged) as error:
        raise FolderNotWritable(path.parent, error.why) from error
    except OSError as error:
        raise FolderNotWritable(path.parent, error.strerror or str(error)) from error
    return came


def _publish(draft: Path, path: Path) -> None:
    try:
        # A link, not a rename: it fails where another program was first, instead of replacing that one's record.
        os.link(draft, path)
    except FileExistsError:
        raise DatabaseExists(path) from None
    drafts.flush_folder(path.parent)


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """The folder of a record, made where it is missing, and taken away again where no record is made in it."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    private = _is_private(folder / DATABASE_FILE)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
        yield
    except BaseException:
        with suppress(OSError):
            for one in made:
                one.rmdir()
        raise


def _is_private(path: Path) -> bool:
    """Whether a record is the user's own, in the user's data folder: it may hold copies of articles' texts."""
    with suppress(NoHome):
        return path == default_database()
    return False


def _fill(connection: Connection, address: Address, author: str, files: Sequence[Path]) -> dict[str, int]:
    if schema.current(connection) is not None:
        raise DatabaseExists(address)
    schema.upgrade(connection)
    if not files:
        return {}
    with Change(connection, author, FIRST_LOAD) as change:
        loading = Loading(change, files, shipped=True)
        steps = loading.plan()
        loading.apply(steps, {})
    return dict(Counter(step.noun for step in steps))
