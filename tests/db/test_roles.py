"""Roles in a shared database: what each may do it can, and nothing else."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests import databases as every
from tests.conftest import opened
from tests.making import add
from tests.running import run
from tracker.db.address import Address
from tracker.db.engine import ask_of, engine, transaction
from tracker.db.hash_chain import broken_chain
from tracker.db.roles import CURATOR, OWNER, READER, grant
from tracker.errors.database import NoRoles

READS = "SELECT COUNT(*) FROM mention_version"
TEXTS = "SELECT text FROM source_text"
ADDS = "INSERT INTO measure (id, key) VALUES (9999, 'a-measure')"
ENDS = "UPDATE measure_version SET ended_in = 2 WHERE id = 1"
REWRITES = "UPDATE measure_version SET title = 'another' WHERE id = 1"
FORGETS = "DELETE FROM mention_version"
LOG = "UPDATE revision SET why = 'another'"
FORGETS_LOG = "DELETE FROM revision"
MIGRATES = "ALTER TABLE mention_version ADD COLUMN another TEXT"
REPAIRS = "DELETE FROM search"
MAY = {
    READER: {READS},
    CURATOR: {READS, TEXTS, ADDS, ENDS},
    OWNER: {READS, TEXTS, ADDS, ENDS, REWRITES, FORGETS, LOG, FORGETS_LOG, MIGRATES, REPAIRS},
}


@pytest.fixture(scope="module")
def shared() -> Address:
    """A PostgreSQL database with the shipped readings, and the roles in it."""
    made = every.of("postgresql").copy("record")
    grant(made)
    grant(made)  # twice is as good as once
    return made


@pytest.mark.parametrize("statement", sorted(MAY[OWNER]))
@pytest.mark.parametrize("role", MAY)
def test_a_role_may_do_what_it_is_for(shared: Address, role: str, statement: str) -> None:
    """Each statement is allowed or refused, role by role."""
    made = engine(shared)
    with made.connect() as connection:  # nothing of it is committed
        connection.execute(text(f"SET LOCAL ROLE {role}"))
        try:
            connection.execute(text(statement))
            allowed = True
        except ProgrammingError:
            allowed = False
    made.dispose()
    assert allowed == (statement in MAY[role])


def test_a_curator_writes_and_a_reader_is_told(shared: Address) -> None:
    """Through the program a curator adds, chained and whole; a reader reads, and is refused in one clear message."""
    named = {}
    with transaction(shared) as connection:
        for person, role in (("jane", CURATOR), ("john", READER)):
            connection.execute(text(f"DROP ROLE IF EXISTS {person}"))
            connection.execute(text(f"CREATE ROLE {person} LOGIN PASSWORD 'secret' IN ROLE {role}"))
            named[person] = Address.parse(shared.url.replace("//postgres", f"//{person}", 1))
    assert add(named["jane"], "by-jane") == 2
    with transaction(shared) as connection:
        assert broken_chain(ask_of(connection)) == []
    assert len(opened(named["john"]).definitions()) == len(opened(shared).definitions())
    refused = run("measure", "edit", "by-jane", "--title", "Mine", "--why", "test", db=named["john"].url)
    assert refused.returncode == 3
    assert "does not permit it" in refused.stderr
    assert "secret" not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_file_has_no_roles(empty_file: str) -> None:
    """An SQLite file is refused, with what serves there instead."""
    with pytest.raises(NoRoles, match="has no roles"):
        grant(Address.parse(str(empty_file)))
