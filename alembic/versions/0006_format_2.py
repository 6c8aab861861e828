"""What format 2 of the package needs: where a mention comes from, what sort of source, how evidence is given.

The new columns are nullable and empty means the default, so that no digest changes: no version row is written to.
Dates may also be known from outside a text.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

ADDED = {"source_version": ("type", "citation"), "mention_version": ("origin", "evidence")}
BASES = "stated relative publication inferred"
TYPES = "press broadcast official_statement parliament legislation court international_body reference"

# A check's name, and the words it allows before and after; none where there is no such check.
Rule = tuple[str, str, str]
RULES: dict[str, list[Rule]] = {
    "source_version": [("published_basis", BASES, f"{BASES} external"), ("type", "", TYPES)],
    "mention_version": [("date_basis", BASES, f"{BASES} external"), ("evidence", "", "quoted cited")],
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for name in columns:
            op.add_column(table, sa.Column(name, WORDS, nullable=True))
        check_anew(table, RULES[table])
    op.create_index("ix_link_version_measure_id", "link_version", ["measure_id"])


def downgrade() -> None:
    op.drop_index("ix_link_version_measure_id", "link_version")
    for table, columns in ADDED.items():
        refuse_what_would_be_lost(table)
        check_anew(table, [(name, after, before) for name, before, after in RULES[table]])
        for name in columns:
            op.drop_column(table, name)


def refuse_what_would_be_lost(table: str) -> None:
    """An older schema has no place for what the new columns say, and the change log vouches for it."""
    filled = " OR ".join([f"{RULES[table][0][0]} = 'external'", *(f"{name} IS NOT NULL" for name in ADDED[table])])
    if op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} WHERE {filled} LIMIT 1")).first():
        raise RuntimeError(f"{table} holds what an older schema has no place for; nothing was changed")


def one_of(column: str, terms: str) -> str:
    listed = ", ".join(f"'{term}'" for term in terms.split())
    return f"{column} IN ({listed})"


def check_anew(table: str, rules: list[Rule]) -> None:
    """Let a table check columns against other words."""
    if op.get_bind().dialect.name == "sqlite":
        rebuild(table, [clause(table, rule) for rule in rules])
        return
    for column, before, after in rules:
        name = op.f(f"ck_{table}_{column}")
        if before:
            op.drop_constraint(name, table)
        if after:
            op.create_check_constraint(name, table, one_of(column, after))


def clause(table: str, rule: Rule) -> tuple[str, str]:
    """What an SQLite table's definition says before and after: a new check stands ahead of one that is always there."""
    column, *words = rule
    always = f"CONSTRAINT ck_{table}_span"
    before, after = (
        f"CONSTRAINT ck_{table}_{column} CHECK ({one_of(column, terms)}), {always}" if terms else always
        for terms in words
    )
    if all(words):
        before, after = (one_of(column, terms) for terms in words)
    return before, after


def rebuild(table: str, changes: list[tuple[str, str]]) -> None:
    """Make an SQLite table anew with another definition: its rows and indexes come back as they were.

    Batch mode would lose the descending and partial indexes, and checks that it cannot reflect. Foreign keys are off
    meanwhile, nothing points to a version, and no trigger stands on one.
    """
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL ORDER BY type DESC"
    definition, *indexes = bind.scalars(sa.text(query), {"name": table})
    for before, after in changes:
        if definition.count(before) != 1:
            raise RuntimeError(f"the definition of {table} is not the one this migration knows")
        definition = definition.replace(before, after)
    names = ", ".join(column["name"] for column in sa.inspect(bind).get_columns(table))
    op.execute(f"ALTER TABLE {table} RENAME TO before_{table}")
    bind.exec_driver_sql(definition)
    op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM before_{table}")
    op.execute(f"DROP TABLE before_{table}")
    for index in indexes:
        bind.exec_driver_sql(index)
