"""The `.sql` files behind every report, one per question, the same text on SQLite and PostgreSQL."""

from functools import cache
from itertools import takewhile
from pathlib import Path

FOLDER = Path(__file__).parent
# A query bounded by keys reads them all unless told otherwise: every key sorts between these two.
EVERY_KEY = {"first": "", "last": "~", "most": 2_147_483_647}


@cache
def query_text(name: str, dialect: str = "") -> str:
    """The SQL of a named query; full-text search alone is written once for each dialect."""
    if dialect and name == "search":
        name = f"{name}.{dialect}"
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def query_names() -> list[str]:
    """The names of all queries, in order."""
    return sorted(file.stem for file in FOLDER.glob("*.sql"))


def query_purpose(name: str) -> str:
    """The first sentence of the comment at the head of a query."""
    comment = takewhile(lambda line: line.startswith("--"), query_text(name).splitlines())
    return " ".join(line.removeprefix("--").strip() for line in comment).split(". ")[0].rstrip(".")
