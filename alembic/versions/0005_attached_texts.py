"""Private copies of articles' texts, kept beside the record to check quotes against: in no revision, in no export."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "source_text",
        sa.Column("source_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("text_sha256", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("source_text")
