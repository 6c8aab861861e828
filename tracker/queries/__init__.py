"""The `.sql` files behind every report, one per question, the same text on SQLite and PostgreSQL."""

from pathlib import Path

FOLDER = Path(__file__).parent


def query_text(name: str) -> str:
    """The SQL of a named query."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
