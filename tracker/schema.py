"""The one way to make or change a schema: the shipped migrations."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tracker.address import Address
from tracker.engine import transaction
from tracker.errors import NotADatabase, SchemaTooNew
from tracker.settings import resource


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


def migrate(address: Address) -> tuple[str | None, str]:
    """Bring an existing tracker database up to date; returns the schema versions before and after.

    Raises NotADatabase where the address holds something else, SchemaTooNew where a newer program made it.
    """
    known = versions()
    with transaction(address, enforcing=False) as connection:
        found = current(connection)
        if found is None:
            raise NotADatabase(address, "it has no schema version; make a new one with: tracker db init")
        if found not in known:
            raise SchemaTooNew(address, found)
        upgrade(connection)
    return found, known[-1]


def _verify_foreign_keys(connection: Connection) -> None:
    # SQLite checks nothing while foreign keys are off, so a rebuild that lost rows must be found before the commit.
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise RuntimeError(f"the migration broke a foreign key of {broken[0]}")
