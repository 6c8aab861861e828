"""Runs migrations on the connection handed over, or on the database `TRACKER_DB` names."""

import os

from alembic import context
from sqlalchemy import Connection

from tracker.db.address import Address
from tracker.db.engine import transaction
from tracker.db.models import METADATA
from tracker.db.settings import default_database


def run(connection: Connection) -> None:
    """Migrate inside the connection's transaction, so that a failure leaves nothing behind."""
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    named = os.environ.get("TRACKER_DB")
    address = Address.parse(named) if named else Address.of(default_database())
    with transaction(address, mode="rwc", enforcing=False) as opened:
        run(opened)
