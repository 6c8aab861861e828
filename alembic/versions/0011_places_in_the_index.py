"""In the search index a row's place tells its noun and version: nothing else need be read of what matches."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PLACES = 1 << 32
APART = "\x1f"
FIELDS = {
    "event": ("title", "quote"),
    "measure": ("title", "summary", "components"),
    "mention": ("quote", "context_quote", "condition", "speaker", "note"),
    "source": ("title", "author", "publisher", "note"),
}
TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search")
        op.execute(f"CREATE VIRTUAL TABLE search USING fts5 (words, {TOKENS})")
        for order, noun in enumerate(FIELDS):
            places = f"{order * PLACES} + id"
            op.execute(f"INSERT INTO search (rowid, words) SELECT {places}, {words_of(noun)} FROM {noun}_version")
        return
    op.add_column("search", sa.Column("place", sa.BigInteger))
    for order, noun in enumerate(FIELDS):
        op.execute(f"UPDATE search SET place = {order * PLACES} + version_id WHERE noun = '{noun}'")
    op.drop_column("search", "noun")  # with the index on it
    op.drop_column("search", "version_id")
    op.create_primary_key("pk_search", "search", ["place"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search")
        op.execute(f"CREATE VIRTUAL TABLE search USING fts5 (words, noun UNINDEXED, version_id UNINDEXED, {TOKENS})")
        for noun in ("measure", "mention", "source", "event"):
            said = f"SELECT '{noun}', id, {words_of(noun)} FROM {noun}_version"
            op.execute(f"INSERT INTO search (noun, version_id, words) {said}")
        return
    op.add_column("search", sa.Column("noun", sa.Text(collation="C")))
    op.add_column("search", sa.Column("version_id", sa.Integer))
    for order, noun in enumerate(FIELDS):
        first = order * PLACES
        op.execute(
            f"UPDATE search SET noun = '{noun}', version_id = place - {first}"
            f" WHERE place BETWEEN {first} AND {first + PLACES - 1}"
        )
    op.drop_column("search", "place")
    op.alter_column("search", "noun", nullable=False)
    op.alter_column("search", "version_id", nullable=False)
    op.execute("CREATE INDEX ix_search_version ON search (noun, version_id)")


def words_of(noun: str) -> str:
    return f" || '{APART}' || ".join(f"COALESCE({field}, '')" for field in FIELDS[noun])
