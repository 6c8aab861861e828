"""A guided reading may go on with a source that the record holds already: which one, and what was unread in it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("reading_session", sa.Column("goes_on", WORDS, nullable=True))


def downgrade() -> None:
    """An older program would take such a session for one that begins with a title; what it wrote stays."""
    going_on = "SELECT key FROM reading_session WHERE goes_on IS NOT NULL"
    op.execute(f"DELETE FROM reading_answer WHERE session IN ({going_on})")
    op.execute("DELETE FROM reading_session WHERE goes_on IS NOT NULL")
    op.drop_column("reading_session", "goes_on")
