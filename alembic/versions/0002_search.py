"""A full-text index over titles, summaries, quotes and notes.

It stands by itself and is only ever added to, so rebuilding another table cannot harm it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = {
    "measure": ("title", "summary", "components"),
    "mention": ("quote", "context_quote", "condition", "note"),
    "source": ("title", "author", "publisher", "note"),
    "event": ("title", "quote"),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5"
            " (words, noun UNINDEXED, version_id UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
    else:
        words = sa.Text(collation="C")
        op.create_table(
            "search",
            sa.Column("noun", words, nullable=False),
            sa.Column("version_id", sa.Integer, nullable=False),
            sa.Column("words", words, nullable=False),
        )
        op.execute("CREATE INDEX ix_search_words ON search USING gin (to_tsvector('english', words))")
        op.execute("CREATE INDEX ix_search_version ON search (noun, version_id)")
    for noun, (first, *rest) in WORDS.items():
        words = first + "".join(f" || COALESCE(' · ' || {field}, '')" for field in rest)
        op.execute(f"INSERT INTO search (noun, version_id, words) SELECT '{noun}', id, {words} FROM {noun}_version")


def downgrade() -> None:
    op.execute("DROP TABLE search")
