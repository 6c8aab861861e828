"""Indexes on the versions of one thing at any revision (the unique one knows only those that live), and on aliases."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOUNS = ("source", "paragraph", "measure", "event", "link", "mention")
MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    for noun in NOUNS:
        op.create_index(f"ix_{noun}_version_{noun}", f"{noun}_version", [f"{noun}_id", "made_in"])
    where = {"sqlite_where": MERGED, "postgresql_where": MERGED}
    op.create_index("ix_measure_version_merged_into", "measure_version", ["merged_into_id"], **where)


def downgrade() -> None:
    op.drop_index("ix_measure_version_merged_into", "measure_version")
    for noun in NOUNS:
        op.drop_index(f"ix_{noun}_version_{noun}", f"{noun}_version")
