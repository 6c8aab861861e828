"""Indexes, so that a write, an undo or the log of one thing reads that thing's rows and not the whole record."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Of columns that are mostly empty only what they hold.
HELD = {
    "mention_version": ("context_paragraph_id", "event_id", "recorded_as"),
    "event_version": ("paragraph_id",),
    "revision": ("undoes",),
    "source_version": ("text_sha256",),
}


def upgrade() -> None:
    for table, columns in HELD.items():
        for column in columns:
            held = sa.text(f"{column} IS NOT NULL")
            op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=held, postgresql_where=held)
    op.create_index("ix_link_version_other_id", "link_version", ["other_id"])
    op.create_index("ix_source_version_spoken_on", "source_version", [sa.text("COALESCE(updated, published)")])


def downgrade() -> None:
    op.drop_index("ix_source_version_spoken_on", "source_version")
    op.drop_index("ix_link_version_other_id", "link_version")
    for table, columns in HELD.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
