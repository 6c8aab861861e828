"""Guided readings under way: the text and the answers so far, private to whoever reads."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def words(name: str, required: bool = True) -> sa.Column:
    return sa.Column(name, WORDS, nullable=not required)


def upgrade() -> None:
    op.create_table(
        "reading_session",
        sa.Column("key", WORDS, primary_key=True),
        *map(words, ("name", "text", "text_sha256", "author", "why")),
        words("blind", required=False),
        words("started_at"),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("written", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "reading_answer",
        sa.Column("session", WORDS, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        words("answer"),
        sa.ForeignKeyConstraint(["session"], ["reading_session.key"]),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("reading_answer")
    op.drop_table("reading_session")
