"""The one way to make or change a schema: the shipped migrations."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tracker.db.address import Address
from tracker.db.copies import back_up
from tracker.db.engine import transaction, triggers
from tracker.db.integrity import described, opened
from tracker.db.settings import resource
from tracker.errors.database import NotADatabase, SchemaTooNew


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Config interpolates %, and a folder's name may hold one.
    config.set_main_option("script_location", str(resource("alembic")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def versions() -> list[str]:
    """The identifiers of all schema versions this program knows, oldest first."""
    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def current(connection: Connection) -> str | None:
    """The schema version of a database, or nothing where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring a database up to a schema version inside the caller's transaction."""
    command.upgrade(_config(connection), target)
    _verify_foreign_keys(connection)


def downgrade(connection: Connection, target: str) -> None:
    """Take a database down to a schema version, or to nothing with `base`, inside the caller's transaction."""
    command.downgrade(_config(connection), target)
    _verify_foreign_keys(connection)


class Migrated(NamedTuple):
    """The schema versions before and after, and the copy of the record that was made before."""

    before: str
    after: str
    copy: Path | None = None


def migrate(address: Address) -> Migrated:
    """Bring an existing tracker database up to date; an SQLite file is copied before anything of it is changed.

    Raises NotADatabase where the address holds something else, SchemaTooNew where a newer program made it.
    """
    known = versions()
    with transaction(address, "ro") as connection:
        found = current(connection)
    if found is None:
        raise NotADatabase(address, "it has no schema version; make a new one with: tracker db init")
    if found not in known:
        raise SchemaTooNew(address, found)
    if found == known[-1]:
        return Migrated(found, found)
    copy = back_up(address)[0] if address.path else None
    with transaction(address, enforcing=False) as connection:
        upgrade(connection)
    return Migrated(found, known[-1], copy)


def differences(address: Address) -> list[str]:
    """How an SQLite file differs from what the migrations make; of any other database only triggers are told."""
    if address.path is None:
        with transaction(address, "ro") as connection:
            return [f"{one} is not ours" for one in triggers(connection)]
    expected = _expected()
    with opened(address.path, "ro") as file:
        found = described(file)
    wrong = [f"{kind} {name} is missing" for kind, name in sorted(expected.keys() - found.keys())]
    wrong += [f"{kind} {name} is not ours" for kind, name in sorted(found.keys() - expected.keys())]
    both = sorted(expected.keys() & found.keys())
    return wrong + [
        f"{kind} {name} is not as it was made" for kind, name in both if found[kind, name] != expected[kind, name]
    ]


@cache
def _expected() -> dict[tuple[str, str], str]:
    """What the migrations make, by kind and name."""
    with TemporaryDirectory() as folder:
        fresh = Address.of(Path(folder) / "fresh.db")
        with transaction(fresh, "rwc", enforcing=False) as connection:
            upgrade(connection)
        with opened(Path(folder) / "fresh.db", "ro") as file:
            return described(file)


def _verify_foreign_keys(connection: Connection) -> None:
    # SQLite checks nothing while foreign keys are off, so a rebuild that lost rows must be found before the commit.
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise RuntimeError(f"the migration broke a foreign key of {broken[0]}")
