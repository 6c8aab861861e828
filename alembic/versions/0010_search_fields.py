"""The search index keeps its fields apart and holds who says so; PostgreSQL cuts and stems words as SQLite does.

What separates two fields stands in no text, so that words of a quote are never shown as a note's. PostgreSQL's own
`english` leaves out common words, and reads `UK's` and `1,000` in ways of its own.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APART = "\x1f"
FIELDS = {
    "measure": ("title", "summary", "components"),
    "mention": ("quote", "context_quote", "condition", "speaker", "note"),
    "source": ("title", "author", "publisher", "note"),
    "event": ("title", "quote"),
}
FORMER = {**FIELDS, "mention": ("quote", "context_quote", "condition", "note")}
# What is no part of a word on SQLite, and would make an address or a compound of several words on PostgreSQL.
SIGNS = r"""!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~£€«»‘’“”–—…·¶"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TEXT SEARCH DICTIONARY tracker_stems (TEMPLATE = snowball, Language = porter)")
        op.execute("CREATE TEXT SEARCH CONFIGURATION tracker_words (COPY = simple)")
        op.execute(
            "ALTER TEXT SEARCH CONFIGURATION tracker_words"
            " ALTER MAPPING FOR asciiword, word, numword WITH tracker_stems"
        )
        op.execute("DROP INDEX ix_search_words")
        spaces = f"repeat(' ', {len(SIGNS) - 1})"  # one apostrophe stands there twice
        op.execute(
            "ALTER TABLE search ADD COLUMN vector tsvector"
            f" GENERATED ALWAYS AS (to_tsvector('tracker_words', translate(words, '{SIGNS}', {spaces}))) STORED"
        )
        op.execute("CREATE INDEX ix_search_vector ON search USING gin (vector)")
    op.execute("DELETE FROM search")
    for noun, fields in FIELDS.items():
        words = f" || '{APART}' || ".join(f"COALESCE({field}, '')" for field in fields)
        op.execute(f"INSERT INTO search (noun, version_id, words) SELECT '{noun}', id, {words} FROM {noun}_version")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_search_vector")
        op.execute("ALTER TABLE search DROP COLUMN vector")
        op.execute("DROP TEXT SEARCH CONFIGURATION tracker_words")
        op.execute("DROP TEXT SEARCH DICTIONARY tracker_stems")
        op.execute("CREATE INDEX ix_search_words ON search USING gin (to_tsvector('english', words))")
    op.execute("DELETE FROM search")
    for noun, (first, *rest) in FORMER.items():
        words = first + "".join(f" || COALESCE(' · ' || {field}, '')" for field in rest)
        op.execute(f"INSERT INTO search (noun, version_id, words) SELECT '{noun}', id, {words} FROM {noun}_version")
