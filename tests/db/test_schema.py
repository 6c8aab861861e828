"""The schema: made by migrations alone, the same as the models say, and strict about what it holds."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

from tests.conftest import ROOT, opened
from tracker.db import reader, schema
from tracker.db.address import Address
from tracker.db.engine import transaction
from tracker.db.models import METADATA
from tracker.domain.quotes import text_fingerprint
from tracker.errors.database import NotADatabase, SchemaTooNew
from tracker.package import write_package
from tracker.package.descriptor import PLAIN
from tracker.readings import new_record, toml_file
from tracker.record import texts
from tracker.reports import checks
from tracker.text import articles


def test_the_program_knows_every_migration() -> None:
    """The schema versions a reading command accepts are those of the shipped migrations."""
    assert list(reader.SCHEMA_VERSIONS) == schema.versions()


def test_up_down_and_up_again(bare: Address) -> None:
    """Every migration can be taken back to nothing and made again."""
    with transaction(bare, enforcing=False) as connection:
        schema.upgrade(connection)
        made = set(inspect(connection).get_table_names())
        schema.downgrade(connection, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        schema.upgrade(connection)
        assert set(inspect(connection).get_table_names()) == made


def test_a_failed_migration_leaves_nothing(bare: Address) -> None:
    """A migration that fails half-way leaves the database as it was."""
    with pytest.raises(ZeroDivisionError), transaction(bare, enforcing=False) as connection:
        schema.upgrade(connection)
        raise ZeroDivisionError
    with transaction(bare) as connection:
        assert inspect(connection).get_table_names() == []


def _of_articles_alone(bare: Address, folder: Path) -> Address:
    """A record of the shipped readings without what older schemas have no place for: documents, origins of mentions."""
    readings = []
    newer = re.compile(r'^(origin|happened_on|document) = ".*"\n', flags=re.MULTILINE)
    for file in toml_file.files_in(ROOT / "seeds"):
        if file.name == "documents.toml":
            continue
        without = newer.sub("", file.read_text(encoding="utf-8"))
        readings.append(folder / file.name)
        readings[-1].write_text(without, encoding="utf-8")
    if bare.path is not None:
        bare.path.unlink()
    new_record.create(bare, "the tests", readings)
    return bare


def test_with_data_down_is_refused_or_whole(shipped: Address, bare: Address, tmp_path: Path) -> None:
    """The baseline can be taken down with data in its tables, foreign keys and all; not what it has no place for."""
    with pytest.raises(RuntimeError, match="no place for"), transaction(shipped, enforcing=False) as connection:
        schema.downgrade(connection, "base")
    assert checks.check(opened(shipped), shipped) == []
    with transaction(_of_articles_alone(bare, tmp_path), enforcing=False) as connection:
        schema.downgrade(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_each_migration_with_rows(bare: Address, tmp_path: Path) -> None:
    """Full of rows, every migration goes down and comes up again to the same tables, columns and rows; one by one."""
    address = _of_articles_alone(bare, tmp_path)
    versions = schema.versions()
    for place in range(len(versions) - 1, 0, -1):
        with transaction(address, enforcing=False) as connection:
            before = _everything(connection)
            assert len(before["mention_version"][1]) > 50
            schema.downgrade(connection, versions[place - 1])
            schema.upgrade(connection, versions[place])
            assert _everything(connection) == before, versions[place]
            schema.downgrade(connection, versions[place - 1])
    with transaction(address, enforcing=False) as connection:
        schema.upgrade(connection)
    assert checks.check(opened(address), address) == []


def _everything(connection: Connection) -> dict[str, tuple[set[str], list[tuple[str, ...]]]]:
    """The columns and rows of every table but the search index, which each version of it makes in its own way."""
    found = {}
    for name in inspect(connection).get_table_names():
        if not name.startswith(("search", "alembic")):
            columns = sorted(column["name"] for column in inspect(connection).get_columns(name))
            rows = connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {name}")
            found[name] = (set(columns), sorted(tuple(map(str, row)) for row in rows))
    return found


def _told(address: Address) -> dict[str, list[Any]]:
    """Every row of every table of the package, as it is exported."""
    return {content.table.name: list(content.rows) for content in write_package.contents(opened(address), PLAIN)}


def _copied(source: Address, target: Connection) -> None:
    """Put all rows of a database into the tables and columns that another, of an older schema, has."""
    tables = inspect(target).get_table_names()
    with transaction(source, "ro") as connection:
        for table in METADATA.sorted_tables:
            if table.name not in tables:
                continue
            columns = _columns(target, table)
            rows = [dict(row) for row in connection.execute(select(*columns)).mappings()]
            if table.name == "mention":
                rows = [{**row, "key": row["key"].removeprefix("m")} for row in rows]
            if rows:
                target.execute(table.delete())  # a migration may have put its first rows there
                target.execute(table.insert(), rows)


def _columns(connection: Connection, table: Table) -> list[Column[Any]]:
    """The columns of a table that a database has."""
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    return [column for column in table.c if column.name in there]


def test_from_the_first_schema_to_the_newest_and_back(databases: Any, tmp_path: Path) -> None:
    """A database as the first release made it, full, comes up with every answer as before, and goes down again.

    An attached text and an unfinished session live in the newer schema alone: going down takes them and nothing else.
    """
    shipped, first = _of_articles_alone(databases.empty(), tmp_path), databases.empty()
    expected = _told(shipped)
    with transaction(first, enforcing=False) as connection:
        schema.upgrade(connection, "0001")
        _copied(shipped, connection)
        before = _rows(connection)
        assert "source_text" not in before
    assert schema.migrate(first)[:2] == ("0001", schema.versions()[-1])
    assert _told(first) == expected
    assert checks.check(opened(first), first) == []
    with transaction(first) as connection:
        texts.attach(connection, "step-back", articles.read(b"Some words.", "words.txt"))
        assert len(_rows(connection)["source_text"]) == 1
    with transaction(first, enforcing=False) as connection:
        schema.downgrade(connection, "0003")
        assert "source_text" not in _rows(connection)
        schema.downgrade(connection, "0001")
        assert _rows(connection) == before
        schema.upgrade(connection)
        assert _rows(connection)["source_text"] == []
    assert _told(first) == expected


def test_keys_get_their_letter(bare: Address, tmp_path: Path) -> None:
    """A mention's key gets its letter, in the answers of unfinished readings too; the chain and its head stay."""
    answers = {"measure hms-trent like dafcd2de5c": "measure hms-trent like mdafcd2de5c"}
    answers |= {f"new Ships like {'ab' * 5}": f"new Ships like m{'ab' * 5}"}
    answers |= {same: same for same in ("verdict context", "save {}", "new Troops like 0211", "new A like dafcd2de5cb")}
    shipped = _of_articles_alone(bare, tmp_path)
    record = opened(shipped)
    head, keys = record.digest, [row["mention"] for row in record.mentions()]
    with transaction(shipped, enforcing=False) as connection:
        schema.downgrade(connection, "0006")
        assert {len(key) for key in connection.scalars(text("SELECT key FROM mention"))} == {10}
        session = dict.fromkeys(("key", "name", "text", "author", "why", "started_at"), "x")
        session |= {"text_sha256": text_fingerprint(b"x"), "turn": len(answers), "written": 0}
        connection.execute(METADATA.tables["reading_session"].insert(), [session])
        rows = [{"session": "x", "position": place, "answer": answer} for place, answer in enumerate(answers)]
        connection.execute(METADATA.tables["reading_answer"].insert(), rows)
    assert schema.migrate(shipped)[:2] == ("0006", schema.versions()[-1])
    record = opened(shipped)
    assert (record.digest, [row["mention"] for row in record.mentions()]) == (head, keys)
    assert checks.check(record, shipped, f"1:{head}") == []
    query = text("SELECT answer FROM reading_answer ORDER BY position")
    with transaction(shipped, enforcing=False) as connection:
        assert list(connection.scalars(query)) == list(answers.values())
        schema.downgrade(connection, "0006")
        assert list(connection.scalars(query)) == list(answers)


def test_a_reading_that_goes_on_does_not_go_down(bare: Address, tmp_path: Path) -> None:
    """A session that goes on with a recorded source is none that an older program knows; the others stay."""
    shipped = _of_articles_alone(bare, tmp_path)
    common = dict.fromkeys(("key", "name", "text", "text_sha256", "author", "why", "started_at"), "x")
    sessions = [{**common, "key": key, "turn": 0, "written": 0, "goes_on": on} for key, on in (("a", None), ("b", "s"))]
    with transaction(shipped, enforcing=False) as connection:
        connection.execute(METADATA.tables["reading_session"].insert(), sessions)
        rows = [{"session": key, "position": 0, "answer": "c"} for key in "ab"]
        connection.execute(METADATA.tables["reading_answer"].insert(), rows)
        schema.downgrade(connection, "0007")
        assert "goes_on" not in [column["name"] for column in inspect(connection).get_columns("reading_session")]
        for query in ("SELECT key FROM reading_session", "SELECT session FROM reading_answer"):
            assert list(connection.scalars(text(query))) == ["a"]
    assert schema.migrate(shipped)[:2] == ("0007", schema.versions()[-1])
    with transaction(shipped) as connection:
        assert list(connection.scalars(text("SELECT goes_on FROM reading_session"))) == [None]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE source_version SET type = 'court'",
        "UPDATE source_version SET published_basis = 'external'",
        "UPDATE mention_version SET origin = 'an-agency'",
    ],
)
def test_down_is_refused_where_it_would_lose_something(shipped: Address, statement: str) -> None:
    """What the newer columns say cannot be dropped: the change log vouches for it."""
    with transaction(shipped) as connection:
        connection.execute(text(statement))
        before = _rows(connection)
    with pytest.raises(RuntimeError, match="no place for"), transaction(shipped, enforcing=False) as connection:
        schema.downgrade(connection, "0005")
    with transaction(shipped) as connection:
        assert _rows(connection) == before


def _rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of every table that a model describes, in order."""
    tables = inspect(connection).get_table_names()
    return {
        table.name: sorted((tuple(row) for row in connection.execute(select(*_columns(connection, table)))), key=repr)
        for table in METADATA.sorted_tables
        if table.name in tables
    }


# SQLAlchemy cannot reflect an index on an expression; `_indexes` asks the database itself.
NO_REFLECTION = "ignore:Skipped unsupported reflection of expression-based index"


def _described(connection: Connection) -> dict[str, Any]:
    """All a database says of its tables, in words that can be compared."""
    looked = inspect(connection)
    # The search index is a virtual table on SQLite, with tables of its own: no model describes it.
    names = looked.get_table_names()
    tables = [name for name in names if name != "alembic_version" and not name.startswith("search")]
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"]) for column in looked.get_columns(table)
            },
            "checks": {check["name"]: check["sqltext"] for check in looked.get_check_constraints(table)},
            "keys": sorted(map(repr, looked.get_foreign_keys(table))),
            "unique": sorted(str(found["name"]) for found in looked.get_unique_constraints(table)),
            "primary": looked.get_pk_constraint(table)["constrained_columns"],
            "indexes": _indexes(connection, table),
        }
        for table in tables
    }


def _indexes(connection: Connection, table: str) -> list[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type = 'index' AND sql IS NOT NULL"
    else:
        query = "SELECT indexdef FROM pg_indexes WHERE tablename = :name"
    return sorted(re.sub(r"\s+", " ", row[0]) for row in connection.execute(text(query), {"name": table}))


@pytest.mark.filterwarnings(NO_REFLECTION)
def test_models_and_migrations_agree(databases: Any) -> None:
    """The migrated schema and the models differ in nothing: columns, types, constraints to the letter, indexes."""
    migrated, modelled = databases.copy("empty"), databases.empty()
    with transaction(modelled) as connection:
        METADATA.create_all(connection)
        expected = _described(connection)
    with transaction(migrated) as connection:
        found = _described(connection)
    assert found.keys() == expected.keys()
    for table, described in expected.items():
        for aspect, value in described.items():
            assert found[table][aspect] == value, (table, aspect)


@pytest.mark.filterwarnings(NO_REFLECTION)
def test_drift_would_be_seen(databases: Any) -> None:
    """The comparison above notices a check that says something else under the same name."""
    address = databases.copy("empty")
    with transaction(address) as connection:
        before = _described(connection)
    # SQLite cannot alter a check in place, so there its stored text is.
    statements = [
        "ALTER TABLE link_version DROP CONSTRAINT ck_link_version_span",
        "ALTER TABLE link_version ADD CONSTRAINT ck_link_version_span CHECK (ended_in > made_in + 1)",
    ]
    if databases.dialect == "sqlite":
        altered = "replace(sql, 'ended_in > made_in', 'ended_in > made_in + 1')"
        statements = [
            "PRAGMA writable_schema=ON",
            f"UPDATE sqlite_master SET sql = {altered} WHERE name = 'link_version'",
        ]
    with transaction(address) as connection:
        for statement in statements:
            connection.execute(text(statement))
    with transaction(address) as connection:
        assert _described(connection) != before


def test_tables_are_strict(tmp_path: Any) -> None:
    """On SQLite every table takes only values of its columns' types."""
    from tracker.readings import new_record

    address = Address.of(tmp_path / "strict.db")
    new_record.create(address, "the tests", [])
    with pytest.raises(IntegrityError), transaction(address) as connection:
        connection.execute(text("UPDATE revision_head SET number = 'many'"))
    with transaction(address) as connection:
        query = "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        tables = connection.execute(text(query)).all()
    assert {name for name, strict in tables if not strict} == {"alembic_version", "sqlite_schema"}


def test_an_up_to_date_database_stays_as_it_is(shipped: Address) -> None:
    """Migrating what is up to date changes nothing."""
    assert schema.migrate(shipped)[:2] == (schema.versions()[-1], schema.versions()[-1])


def test_migrate_refuses_what_it_does_not_know(shipped: Address, bare: Address) -> None:
    """A database without a schema, or with a newer one, is refused in words."""
    with pytest.raises(NotADatabase):
        schema.migrate(bare)
    with transaction(shipped) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew):
        schema.migrate(shipped)
