"""Checks of closed lists that cost little: SQLite makes the list of an `IN` anew for every row it is held against.

Where a column is empty, or holds one word, nothing of several words is looked at either. Which values a table takes
stays the same.
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("source_version", "paragraph_version", "measure_version", "link_version", "mention_version")
# A list as it was said and as it is said now; what follows of several words, if anything does, stays.
LISTED = re.compile(r"CHECK \((\w+) IN \(('\w+'(?:, '\w+')*)\)")
SAID = re.compile(r"CHECK \((\w+) IS NULL((?: OR \1 = '\w+')+)(?=\)| OR replace)")
# How PostgreSQL tells of either.
SERVER_LISTED = re.compile(r"\(?\(?(\w+) = ANY \(ARRAY\[('\w+'::text(?:, '\w+'::text)*)\]\)")
SERVER_SAID = re.compile(r"\(?\(?(\w+) IS NULL\)((?: OR \(\1 = '\w+'::text\))+)")


def upgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            rebuild(
                table, lambda definition: LISTED.sub(lambda said: f"CHECK ({one_by_one(*said.groups())}", definition)
            )
        else:
            check_anew(table, SERVER_LISTED, one_by_one)


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            rebuild(table, lambda definition: SAID.sub(lambda said: f"CHECK ({listed(*said.groups())}", definition))
        else:
            check_anew(table, SERVER_SAID, listed)


def one_by_one(column: str, told: str) -> str:
    return " OR ".join([f"{column} IS NULL", *(f"{column} = '{word}'" for word in re.findall(r"'(\w+)'", told))])


def listed(column: str, told: str) -> str:
    words = ", ".join(f"'{word}'" for word in re.findall(r"'(\w+)'", told))
    return f"{column} IN ({words})"


def check_anew(table: str, pattern: re.Pattern[str], as_rule: Callable[[str, str], str]) -> None:
    """Say every list that a PostgreSQL table checks in the other way."""
    query = (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = '{}'::regclass"
    )
    for name, definition in op.get_bind().exec_driver_sql(query.format(table)).all():
        if not (found := pattern.search(definition)):
            continue
        column, told = found.groups()
        rule = as_rule(column, told)
        if "replace(" in definition:
            rest = f"';' || {column} || ';'"
            for word in re.findall(r"'(\w+)'", told):
                rest = f"replace({rest}, ';{word};', ';')"
            rule = f"{rule} OR {rest} = ';'"
        op.drop_constraint(op.f(name), table)
        op.create_check_constraint(op.f(name), table, rule)


def rebuild(table: str, altered: Callable[[str], str]) -> None:
    """Make an SQLite table anew with another definition: its rows and indexes come back as they were.

    Foreign keys are off meanwhile, nothing points to a version, and no trigger stands on one.
    """
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL ORDER BY type DESC"
    before, *indexes = bind.scalars(sa.text(query), {"name": table})
    after = altered(before)
    if after == before:
        raise RuntimeError(f"the definition of {table} is not the one this migration knows")
    columns = bind.exec_driver_sql(f"SELECT name FROM pragma_table_info('{table}')").scalars()
    names = ", ".join(columns)
    op.execute(f"ALTER TABLE {table} RENAME TO before_{table}")
    bind.exec_driver_sql(after)
    op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM before_{table}")
    op.execute(f"DROP TABLE before_{table}")
    for index in indexes:
        bind.exec_driver_sql(index)
