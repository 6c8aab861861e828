"""The tables of the data package: every column, its type and what it means; the contract with those who load it.

They stand in `fields.txt`, below the fields that people fill in.
"""

from tracker.domain import fields
from tracker.domain.fields import FIELDS, Field

MEASURES, MENTIONS, SOURCES = FIELDS["measures"], FIELDS["mentions"], FIELDS["sources"]
PARAGRAPHS, EVENTS, LINKS = FIELDS["paragraphs"], FIELDS["events"], FIELDS["links"]
SPELLS, PANEL, CODES = FIELDS["spells"], FIELDS["panel"], FIELDS["codes"]


def names(columns: tuple[Field, ...]) -> list[str]:
    """The names of a table's columns, in order."""
    return [field.name for field in columns]


# What format 2 added; a package without these columns says nothing there.
ADDED = {
    "measures": frozenset(
        [
            *("date_mention", "place_mention", "amount_mention", "parent", "counts_with", "merged_into"),
            *(field.name for field in MEASURES if field.name.startswith("established_")),
        ]
    ),
    "mentions": frozenset("origin evidence preferred_on deprecated locator established".split()),
    "sources": frozenset("type citation instrument made laid in_force approved lapses enabled_by amends".split()),
    "events": frozenset("happened_on document locator".split()),
    "paragraphs": frozenset({"typed_verdict"}),
    "panel": frozenset("title kind status_mention conditional disputed established_status established_mention".split()),
}
# Tables of which no row is typed, and what tells their rows apart.
WORKED_OUT = {"spells": ("measure", "first_day"), "panel": ("measure", "date")}

# How the files call fields that people fill in, where another name serves there.
FILE_NAMES = {
    "measures": {"key": "measure"},
    "sources": {"key": "source"},
    "paragraphs": {"number": "paragraph"},
    "events": {"key": "event"},
    "mentions": {"date": "date_edtf"},
}
_TYPED = {
    "measures": fields.MEASURE_IN_FILE,
    "sources": fields.SOURCE,
    "paragraphs": fields.PARAGRAPH,
    "events": fields.EVENT,
    "mentions": fields.MENTION_IN_FILE[:-1],
    "links": fields.LINK,
}
# The field that each column fills in.
FIELD_OF = {
    table: {FILE_NAMES.get(table, {}).get(field.name, field.name): field.name for field in said}
    for table, said in _TYPED.items()
}
# The columns that are worked out: neither typed, nor what tells what a row belongs to.
DERIVED = {
    table: frozenset(names(FIELDS[table])) - filled.keys() - {"source", "aliases", "typed_verdict"}
    for table, filled in FIELD_OF.items()
} | {table: frozenset(names(FIELDS[table])) - {*key} for table, key in WORKED_OUT.items()}
