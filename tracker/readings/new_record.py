"""A new record: schema and shipped readings, made whole before anyone can see it."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from tracker.db import schema
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.settings import resource
from tracker.errors.database import DatabaseExists, FolderNotWritable
from tracker.readings import toml_file
from tracker.readings.merge import Loading

FIRST_LOAD = "load the shipped edition of the readings"


def create(address: Address, author: str, files: Sequence[Path] | None = None) -> dict[str, int]:
    """Make a record at an address with the given readings, by default the shipped ones; returns what came.

    An SQLite file appears complete or not at all, however many programs try at once. Raises DatabaseExists where
    there is a record already, FolderNotWritable where none can be made, FaultsFound where a reading has faults.
    """
    listed = toml_file.files_in(resource("seeds")) if files is None else files
    if address.path is None:
        with transaction(address) as connection:
            return _fill(connection, address, author, listed)
    return _create_file(address.path, author, listed)


def _create_file(path: Path, author: str, files: Sequence[Path]) -> dict[str, int]:
    if path.exists():
        Address.of(path).require_file()
        raise DatabaseExists(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.touch(exist_ok=False)
    except OSError as error:
        raise FolderNotWritable(path.parent, error.strerror or str(error)) from error
    try:
        with transaction(Address.of(draft), "rwc", enforcing=False) as connection:
            came = _fill(connection, Address.of(path), author, files)
        # A link, not a rename: it fails where another program was first, instead of replacing that one's record.
        os.link(draft, path)
    except FileExistsError:
        raise DatabaseExists(path) from None
    finally:
        for suffix in ("", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    return came


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
