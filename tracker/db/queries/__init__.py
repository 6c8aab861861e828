"""The `.sql` files behind every report, one per question, the same text on SQLite and PostgreSQL.

Each has a constant here that says what its rows hold: what runs it gives rows of that type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from tracker.domain.spoken import Spoken

if TYPE_CHECKING:
    from tracker.domain import rows

RowType = TypeVar("RowType")


class Query(str, Generic[RowType]):
    """A query, by the name of its file; its parameter is the type of its rows."""


class Rows(Protocol):
    """What reports need of a database: the rows of a query, typed by it.

    They may come one by one, so that no more of them need be held than are looked at, and last as long as the reading.
    """

    def __call__(self, query: Query[RowType], **parameters: object) -> Iterable[RowType]:
        """The rows of `queries/<query>.sql` with these parameters."""
        ...


class Ask(Protocol):
    """What the program's own checks need of a database: the rows of SQL that both databases take."""

    def __call__(self, sql: str, /, **parameters: object) -> Iterable[dict[str, Any]]:
        """The rows, by the names of their columns; they may come one by one."""
        ...

    def pages(self, sql: str, /, **parameters: object) -> Iterable[Page]:
        """The rows many at a time, as the driver gives them."""
        ...


class Page(NamedTuple):
    """Rows of a query, at most as many as PAGE, and the names of their columns."""

    names: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


PAGE = 1_000


# What makes the rows of a query of which there are many; those of the others are dictionaries.
_TUPLES = {"mentions": Spoken._make}


def typed_rows(query: str, names: Iterable[str], found: Iterable[Iterable[object]]) -> Iterator[Any]:
    """Rows of a query from a database's driver, as they come.

    The one `Any` by which they get their type: no checker can see what an SQL text gives. Each is held to the type of
    its query by a test.
    """
    if query in _TUPLES:
        return map(_TUPLES[query], found)
    columns = tuple(names)
    return (dict(zip(columns, row, strict=True)) for row in found)


POSITION: Query[rows.PositionRow] = Query("position")
MEASURES: Query[rows.MeasureDefinition] = Query("measures")
ALIASES: Query[rows.AliasRow] = Query("aliases")
STATUSES: Query[rows.DecidedRow] = Query("statuses")
MENTIONS: Query[Spoken] = Query("mentions")
MENTION_COUNTS: Query[rows.MentionCount] = Query("mention_counts")
MENTION_KEYS: Query[rows.MentionKeyRow] = Query("mention_keys")
MEASURES_OF_SOURCE: Query[rows.MeasureKey] = Query("measures_of_source")
SOURCES: Query[rows.SourceRow] = Query("sources")
PARAGRAPHS: Query[rows.ParagraphRow] = Query("paragraphs")
EVENTS: Query[rows.EventRow] = Query("events")
LINKS: Query[rows.LinkRow] = Query("links")
ABOUT: Query[rows.ThingRow] = Query("about")
REVISIONS: Query[rows.RevisionRow] = Query("revisions")
REASONS: Query[rows.ReasonRow] = Query("reasons")
SEARCH: Query[rows.SearchRow] = Query("search")
WORDED: Query[rows.MeasureDefinition] = Query("worded")
WORD_COUNTS: Query[rows.CountedWords] = Query("word_counts")
ATTACHED: Query[rows.AttachedText] = Query("attached")
TEXT: Query[rows.TextRow] = Query("text")
READINGS: Query[rows.UnfinishedReading] = Query("readings")

FOLDER = Path(__file__).parent
# A query bounded by keys or revisions reads them all unless told otherwise: every key sorts between these two.
EVERY_KEY = {"first": "", "last": "~", "most": 2_147_483_647, "since": 0, "until": 2_147_483_647}


# After the name of a query of versions: those of the one thing with :key.
OF_ONE = " of one"


@cache
def query_text(name: str, dialect: str = "") -> str:
    """The SQL of a named query; full-text search alone is written once for each dialect."""
    if name.endswith(OF_ONE):
        whole = query_text(name.removesuffix(OF_ONE))
        return f"SELECT * FROM ({whole}) AS whole WHERE key = :key ORDER BY made_in"  # noqa: S608 (our own text)
    file = FOLDER / f"{name}.{dialect}.sql"
    return (file if file.exists() else FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def query_names() -> list[str]:
    """The names of all queries, in order."""
    return sorted(file.stem for file in FOLDER.glob("*.sql"))


def query_purpose(name: str) -> str:
    """The first sentence of the comment at the head of a query."""
    comment = takewhile(lambda line: line.startswith("--"), query_text(name).splitlines())
    return " ".join(line.removeprefix("--").strip() for line in comment).split(". ")[0].rstrip(".")
