"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}

Prove it both ways on both databases with data in the tables. Batch operations rebuild a table on SQLite: re-create
its triggers. A migration that alters values writes its own entry in the change log.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
