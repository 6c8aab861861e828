"""What the data package says of itself: its tables and their keys, and `datapackage.json` in Frictionless v2."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from tracker.domain import columns
from tracker.domain.fields import Field
from tracker.domain.filters import Filters
from tracker.reports.citation import MAINTAINERS, TITLE
from tracker.reports.snapshot import Snapshot

PROFILE = "https://datapackage.org/profiles/2.0"
DESCRIPTOR = "datapackage.json"
# Format 2 has a column for all that format 1 carried in its description; format 3 has mentions that are cited, so that
# their cells for a paragraph and a quote are empty, and what documents establish.
FORMAT = 3

_HOUR = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$"
_TYPES = {"number": "number", "whole": "integer", "count": "integer", "flag": "boolean", "day": "date"}


class Table(NamedTuple):
    """One CSV file: its columns, its key, and what its columns point to in other files."""

    name: str
    title: str
    columns: tuple[Field, ...]
    key: tuple[str, ...]
    points_to: Mapping[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}


TABLES = (
    Table(
        "measures",
        "Measures: one row each, with the derived status",
        columns.MEASURES,
        ("measure",),
        {
            ("status_mention",): ("mentions", ("mention",)),
            ("status_source",): ("sources", ("source",)),
            ("status_source", "status_paragraph"): ("paragraphs", ("source", "paragraph")),
            ("date_mention",): ("mentions", ("mention",)),
            ("place_mention",): ("mentions", ("mention",)),
            ("amount_mention",): ("mentions", ("mention",)),
            ("established_mention",): ("mentions", ("mention",)),
            ("established_source",): ("sources", ("source",)),
            ("merged_into",): ("measures", ("measure",)),
        },
    ),
    Table(
        "mentions",
        "Mentions: one source speaking of one measure, in one paragraph or, cited, without words of it",
        columns.MENTIONS,
        ("mention",),
        {
            ("measure",): ("measures", ("measure",)),
            ("source",): ("sources", ("source",)),  # not its paragraph: what is cited has none
            ("event",): ("events", ("event",)),
        },
    ),
    Table("sources", "Sources: the articles, and the documents that are cited", columns.SOURCES, ("source",)),
    Table(
        "paragraphs",
        "Paragraphs: every non-empty line of every article, with a fingerprint and a verdict",
        columns.PARAGRAPHS,
        ("source", "paragraph"),
        {("source",): ("sources", ("source",))},
    ),
    Table(
        "events",
        "Events that measures wait for",
        columns.EVENTS,
        ("event",),
        {
            ("source",): ("sources", ("source",)),
            ("source", "paragraph"): ("paragraphs", ("source", "paragraph")),
            ("document",): ("sources", ("source",)),
        },
    ),
    Table(
        "links",
        "Links: how measures stand to each other",
        columns.LINKS,
        ("measure", "relation", "other"),
        {("measure",): ("measures", ("measure",)), ("other",): ("measures", ("measure",))},
    ),
    Table(
        "spells",
        "Spells: one row for each run of days on which a measure had one status",
        columns.SPELLS,
        columns.WORKED_OUT["spells"],
        {
            ("measure",): ("measures", ("measure",)),
            ("first_mention",): ("mentions", ("mention",)),
            ("last_mention",): ("mentions", ("mention",)),
        },
    ),
    Table("codes", "Codes: every closed list, with labels and definitions", columns.CODES, ("list", "code")),
)

PANEL = Table(
    "panel",
    "Panel: one row for each measure and day, from its first report to the day of the report",
    columns.PANEL,
    columns.WORKED_OUT["panel"],
    {("measure",): ("measures", ("measure",)), ("status_mention",): ("mentions", ("mention",))},
)
# Every table that a package may hold.
EVERY_TABLE = (*TABLES, PANEL)


class Manner(NamedTuple):
    """How an export is made.

    `raw` leaves text cells unguarded, `excel` gives CSV files a byte order mark and CRLF, `panel` adds the panel,
    `provenance` the head of the change log; of the measures, mentions and links the filters keep some.
    """

    raw: bool = False
    excel: bool = False
    panel: bool = False
    provenance: bool = False
    filters: Filters = Filters()


PLAIN = Manner()


class Content(NamedTuple):
    """A table of the package with its rows, sorted by key."""

    table: Table
    rows: Collection[Mapping[str, object]]


class Written(NamedTuple):
    """A table as it was written: how many rows, and the size and sha256 of its file."""

    table: Table
    rows: int
    size: int
    sha256: str


def describe(snapshot: Snapshot, files: Sequence[Written], manner: Manner) -> dict[str, object]:
    """The contents of `datapackage.json`: what is in the package, and how it was written."""
    described: dict[str, object] = {
        "$schema": f"{PROFILE}/datapackage.json",
        "name": "uk-measures-russia-ukraine",
        "title": TITLE,
        "description": "Every UK measure in the sources, with its derived status and the exact words that say so.",
        "keywords": ["sanctions", "Ukraine", "United Kingdom", "evidence"],
        "contributors": [{"title": MAINTAINERS, "roles": ["author", "maintainer"]}],
        "version": snapshot.version,
        "format": FORMAT,
        "as_of": snapshot.as_of,
        "established_as_of": snapshot.established_as_of,
        "guarded": not manner.raw,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0, for our coding; the quotations belong to their publishers",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
    }
    if not is_whole(snapshot, manner):
        described["part"] = True
    described["resources"] = [_resource(file, manner) for file in files]
    return described


def is_whole(snapshot: Snapshot, manner: Manner) -> bool:
    """Whether a package holds all that the record holds, so that nothing it says rests on what was left out."""
    return manner.filters == Filters() and snapshot.is_newest


def _resource(file: Written, manner: Manner) -> dict[str, object]:
    table = file.table
    described: dict[str, object] = {
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if manner.excel else "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
    }
    described["schema"] = {
        "$schema": f"{PROFILE}/tableschema.json",
        "fields": [_field(field) for field in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": list(own), "reference": {"resource": resource, "fields": list(other)}}
            for own, (resource, other) in table.points_to.items()
        ],
    }
    return described


def _field(field: Field) -> dict[str, object]:
    described: dict[str, object] = {
        "name": field.name,
        "type": _TYPES.get(field.type, "string"),
        "description": field.meaning,
    }
    if field.type == "flag":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, object] = {"required": True} if field.required else {}
    if field.type == "hour":
        constraints["pattern"] = _HOUR
    if field.vocabulary is not None:
        terms = list(field.vocabulary)
        if field.type == "code":
            constraints["enum"] = terms
        else:
            choice = "|".join(terms)
            constraints["pattern"] = f"^({choice})(;({choice}))*$"
    if constraints:
        described["constraints"] = constraints
    return described
