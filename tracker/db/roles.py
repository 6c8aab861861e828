"""Who may do what in a shared PostgreSQL database: three roles, and nothing that a role is not named for.

A role is given to people by whoever keeps the server: GRANT tracker_curator TO jane.
"""

from typing import NamedTuple

from sqlalchemy import Connection

from tracker.db.address import Address
from tracker.db.column_types import METADATA
from tracker.db.engine import transaction
from tracker.db.models import NOUNS
from tracker.errors.database import NoRoles


class Role(NamedTuple):
    """A role, and what whoever has it may do."""

    role: str
    may: str


ROLES = (
    Role("tracker_reader", "read the record and its change log; not the texts attached, nor readings under way"),
    Role("tracker_curator", "add and correct, too: what is written stays, and nobody writes past the change log"),
    Role("tracker_owner", "migrate and repair, too"),
)
READER, CURATOR, OWNER = (one.role for one in ROLES)
# Kept beside the record, private to those who write.
_BESIDE = ("reading_session", "reading_answer", "source_text")


def grant(address: Address) -> None:
    """Make the roles where they are missing, and let each do in this database what it is for.

    To be done anew after a migration, by who owns the tables. Raises NoRoles on another database than PostgreSQL.
    """
    if address.path is not None:
        raise NoRoles(address)
    with transaction(address) as connection:
        known = set(connection.exec_driver_sql("SELECT rolname FROM pg_roles").scalars())
        for role in {READER, CURATOR, OWNER} - known:
            connection.exec_driver_sql(f"CREATE ROLE {role} NOLOGIN")
        for statement in _statements(connection):
            connection.exec_driver_sql(statement)


def _statements(connection: Connection) -> list[str]:
    tables = [*sorted(METADATA.tables), "search", "alembic_version"]
    record = ", ".join(name for name in tables if name not in _BESIDE)
    beside = ", ".join(_BESIDE)
    written = ", ".join([*(table.name for pair in NOUNS.values() for table in pair), "revision", "edition"])
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    return [
        f"GRANT {READER} TO {CURATOR}",
        f"GRANT {CURATOR} TO {OWNER}",
        f"GRANT {OWNER} TO CURRENT_USER",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {READER}, {CURATOR}",
        f"GRANT USAGE ON SCHEMA {schema} TO {READER}",
        f"GRANT SELECT ON {record} TO {READER}",
        f"GRANT SELECT (source_id, name, text_sha256) ON source_text TO {READER}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {beside} TO {CURATOR}",
        f"GRANT INSERT ON {written}, search TO {CURATOR}",
        # A version ends, and the head moves on; of neither anything else is ever changed.
        *(f"GRANT UPDATE (ended_in) ON {version.name} TO {CURATOR}" for _, version in NOUNS.values()),
        f"GRANT UPDATE (number, digest) ON revision_head TO {CURATOR}",
        f"GRANT ALL ON SCHEMA {schema} TO {OWNER}",
        *(f"ALTER TABLE {name} OWNER TO {OWNER}" for name in tables),
    ]
