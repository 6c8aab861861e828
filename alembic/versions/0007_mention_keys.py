"""A mention's key is `m` and ten digits: a spreadsheet took ten digits alone, and some with an e, for a number.

The anchors' keys change, and those in the answers of guided readings that are not finished; no version row does.
Digests and `precedence` count the digits alone, so the chain holds and a head kept from before still verifies.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LIKE = " like "
DIGITS = 10


def upgrade() -> None:
    op.execute("UPDATE mention SET key = 'm' || key")
    in_answers("", "m")


def downgrade() -> None:
    op.execute("UPDATE mention SET key = substr(key, 2)")
    in_answers("m", "")


def in_answers(before: str, after: str) -> None:
    """An answer that takes its defaults from a mention ends in ` like ` and its key."""
    answer = sa.table("reading_answer", sa.column("session"), sa.column("position"), sa.column("answer"))
    bind = op.get_bind()
    for session, position, text in bind.execute(sa.select(answer)).all():
        rest, like, key = text.rpartition(LIKE)
        digits = key.removeprefix(before)
        if like and len(key) == len(before) + DIGITS and set(digits) <= set("0123456789abcdef"):
            place = (answer.c.session == session, answer.c.position == position)
            bind.execute(sa.update(answer).where(*place).values(answer=f"{rest}{like}{after}{digits}"))
