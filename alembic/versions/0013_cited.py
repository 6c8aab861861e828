"""Mentions that are cited and not quoted, what official documents establish, and legal instruments.

All new columns are nullable and empty means what it meant before, so that no digest changes: no version row is
written to. A cited mention has a source and neither paragraph nor quote.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

TEXTS = {
    "source_version": "instrument made laid in_force approved lapses enabled_by amends",
    "mention_version": "locator",
    "event_version": "happened_on locator",
}
NUMBERS = {"mention_version": "source_id established", "event_version": "document_id"}
SOURCES = {"mention_version": "source_id", "event_version": "document_id"}
CHECKS = {
    "source_version": {
        "instrument": "instrument IS NULL OR instrument = 'act' OR instrument = 'statutory_instrument'"
        " OR instrument = 'bill'"
    },
    "mention_version": {
        "cited": "(COALESCE(evidence, 'quoted') = 'cited') = (source_id IS NOT NULL)"
        " AND (source_id IS NULL) = (paragraph_id IS NOT NULL) AND (paragraph_id IS NULL) = (quote IS NULL)",
        "established": "established = 1",
    },
    "event_version": {"happened": "(happened_on IS NULL) = (document_id IS NULL)"},
}
# Columns that may be empty from now on, as SQLite declares them.
OPENED = {"mention_version": {"paragraph_id": "INTEGER", "quote": "TEXT"}}
ORDER = ["measure_id", "standing", "counts_on DESC", "precedence", "spoken_on", "status"]
SPAN = ["made_in", "ended_in"]


def upgrade() -> None:
    for table in CHECKS:
        for name in TEXTS[table].split():
            op.add_column(table, sa.Column(name, WORDS, nullable=True))
        for name in NUMBERS.get(table, "").split():
            op.add_column(table, sa.Column(name, sa.Integer, nullable=True))
        constrain(table)
    where = sa.text("source_id IS NOT NULL")
    name = "ix_mention_version_source_id"
    op.create_index(name, "mention_version", ["source_id"], sqlite_where=where, postgresql_where=where)
    deciding([*ORDER, "established", *SPAN])


def downgrade() -> None:
    op.drop_index("ix_mention_version_source_id", "mention_version")
    deciding([*ORDER, *SPAN])
    for table in CHECKS:
        names = [*TEXTS[table].split(), *NUMBERS.get(table, "").split()]
        refuse_what_would_be_lost(table, names)
        constrain(table, down=True)
        for name in names:
            op.drop_column(table, name)


def deciding(columns: list[str]) -> None:
    op.drop_index("ix_mention_version_deciding", "mention_version")
    op.create_index("ix_mention_version_deciding", "mention_version", [sa.text(name) for name in columns])


def refuse_what_would_be_lost(table: str, names: list[str]) -> None:
    """An older schema has no place for what the new columns say, and the change log vouches for it."""
    filled = " OR ".join(f"{name} IS NOT NULL" for name in names)
    if op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} WHERE {filled} LIMIT 1")).first():
        raise RuntimeError(f"{table} holds what an older schema has no place for; nothing was changed")


def constrain(table: str, down: bool = False) -> None:
    """Put the new rules on a table, or take them away."""
    if op.get_bind().dialect.name == "sqlite":
        always = f"CONSTRAINT ck_{table}_span"
        rules = [f"CONSTRAINT ck_{table}_{name} CHECK ({rule}), " for name, rule in CHECKS[table].items()]
        if column := SOURCES.get(table):
            rules.append(f"CONSTRAINT fk_{table}_{column} FOREIGN KEY({column}) REFERENCES source (id), ")
        changes = [(always, "".join(rules) + always)]
        changes += [(f"\t{name} {kind} NOT NULL,", f"\t{name} {kind},") for name, kind in OPENED.get(table, {}).items()]
        rebuild(table, [(after, before) for before, after in changes] if down else changes)
        return
    for name in OPENED.get(table, {}):
        op.alter_column(table, name, nullable=not down)
    for name, rule in CHECKS[table].items():
        if down:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
        else:
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
    if column := SOURCES.get(table):
        if down:
            op.drop_constraint(op.f(f"fk_{table}_{column}"), table)
        else:
            op.create_foreign_key(op.f(f"fk_{table}_{column}"), table, "source", [column], ["id"])


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
