"""The tables of the data package: every column, its type and what it means; the contract with those who load it."""

from tracker.domain import fields, vocabulary
from tracker.domain.amounts import AMOUNT_FIELDS
from tracker.domain.fields import Field


def _of(noun: tuple[Field, ...], *names: str) -> tuple[Field, ...]:
    known = {field.name: field for field in noun}
    return tuple(known[name] for name in names)


MEASURES = (
    Field("measure", "key", "the measure's key", required=True),
    *_of(fields.MEASURE, "title", "kind", "form"),
    Field(
        "status",
        "code",
        "the stage it has reached, by the deciding mention; empty where none counts",
        vocabulary.STATUSES,
    ),
    Field("status_order", "whole", "the stage's place in the order of advance; empty for ruled_out and ended"),
    Field("status_label", "text", "how the status reads for this kind"),
    Field("status_date", "edtf", "the earliest date in the unbroken run of this status; empty where no text dates it"),
    Field("status_mention", "text", "the deciding mention"),
    Field("status_source", "key", "its source"),
    Field("status_paragraph", "whole", "its paragraph"),
    Field("status_quote", "text", "the words that decide"),
    Field("status_speaker", "text", "whose claim it is"),
    Field("status_rule", "code", "the rule that chose it before the best mention of another stage", vocabulary.RULES),
    Field("conditional", "flag", "whether a condition hangs on it", required=True),
    Field("condition", "text", "the condition, in our words"),
    Field("trigger_met", "flag", "whether a source says the event it waits for has happened; empty without an event"),
    Field("due", "edtf", "a stated future step"),
    *_of(fields.MENTION, "actor", "target", "place"),
    *_of(fields.MENTION, *AMOUNT_FIELDS),
    *_of(fields.MEASURE, "components"),
    Field("first_reported", "day", "the first day a source spoke of it"),
    Field("last_reported", "day", "the last day a source spoke of it"),
    Field("days_silent", "count", "days from then until as_of"),
    Field("mentions", "whole", "how many mentions count", required=True),
    Field("sources", "whole", "how many sources they stand in", required=True),
    Field("origins", "whole", "how many origins those sources have", required=True),
    Field("single_origin", "flag", "whether it rests on one origin", required=True),
    Field("disputed", "flag", "whether a mention disagrees with the answer", required=True),
    Field("disagreements", "count", "how many mentions do", required=True),
    Field("inferred_date", "flag", "whether the answer rests on a source's inferred date", required=True),
    Field("aliases", "text", "keys of measures merged into it, separated by semicolons"),
    Field("as_of", "day", "only sources that spoke by this day count", required=True),
    *_of(fields.MEASURE, "summary"),
    Field("amount_mention", "text", "the mention that the amount comes from"),
    Field("place_mention", "text", "the mention that says where"),
    Field("date_mention", "text", "the mention that dates it"),
    Field("parent", "key", "the measure it stands under: that it is part of, else that it follows"),
    Field(
        "counts_with",
        "key",
        "the measure whose people these are: a force that stands ready and the use of it are counted once",
    ),
    Field("merged_into", "key", "the measure that answers for it"),
)

MENTIONS = (
    Field("mention", "text", "the mention's key", required=True),
    Field("measure", "key", "the measure it speaks of", required=True),
    Field("source", "key", "the source it stands in", required=True),
    Field(
        "published", "day", "the day its source speaks on: updated where sources.csv has it, else published", None, True
    ),
    *_of(fields.SOURCE, "publisher"),
    *_of(fields.MENTION, "paragraph", "quote", "context_paragraph", "context_quote", "status"),
    Field("status_order", "whole", "the stage's place in the order of advance; empty for ruled_out and ended"),
    *_of(fields.MENTION, "strength"),
    Field("rank", "whole", "its place among the measure's mentions in deciding order", required=True),
    Field("rank_reason", "code", "the rule that put it first, or below the one before it", vocabulary.RULES, True),
    Field("decides", "flag", "whether it decides the status", required=True),
    Field("disagrees", "text", "in what it disagrees with the answer: status, amount, place, date, actor"),
    *_of(fields.MENTION, "condition", "event"),
    Field("date_edtf", "edtf", "when in the world the stage was reached, where the text says"),
    Field("date_earliest", "day", "the first day that can mean"),
    Field("date_latest", "day", "the last day that can mean"),
    *_of(fields.MENTION, "date_basis", "due", "actor", "speaker", "attribution", "target", "place", *AMOUNT_FIELDS),
    Field(
        "origin",
        "key",
        "where its words come from: its source's origin, which sources that reprint one story share, or its own",
        required=True,
    ),
    Field("recorded_as", "key", "the measure it was recorded under before a merge or move"),
    *_of(fields.MENTION, "unsure", "note", "evidence"),
    *_of(fields.MENTION_IN_FILE, "preferred_on", "deprecated"),
)

SOURCES = (
    Field("source", "key", "the source's key", required=True),
    *_of(fields.SOURCE, "publisher", "title", "author", "published", "published_earliest", "published_latest"),
    *_of(fields.SOURCE, "published_basis", "updated", "retrieved", "url", "language", "origin", "seed", "text_sha256"),
    Field("paragraphs", "count", "how many paragraphs its text has", required=True),
    *_of(fields.SOURCE, "note", "type", "citation"),
)

PARAGRAPHS = (
    Field("source", "key", "the source", required=True),
    Field("paragraph", "whole", "its number among the non-empty lines, from 1", required=True),
    *_of(fields.PARAGRAPH, "sha256", "words"),
    Field(
        "verdict", "code", "records where it has live mentions, else what a reader found it to be", vocabulary.VERDICTS
    ),
    *_of(fields.PARAGRAPH, "also", "note"),
    Field("typed_verdict", "code", "what a reader found beneath records", vocabulary.VERDICTS),
)

EVENTS = (Field("event", "key", "the event's key", required=True), *fields.EVENT[1:])

LINKS = fields.LINK

PANEL = (
    Field("date", "day", "a day, from the measure's first report to the day of the report", required=True),
    Field("measure", "key", "the measure's key", required=True),
    Field(
        "status", "code", "the stage it had reached, as far as sources had said by that day", vocabulary.STATUSES, True
    ),
    Field("status_order", "whole", "the stage's place in the order of advance; empty for ruled_out and ended"),
    Field("amount", "number", "how many, as far as sources had said by that day"),
)

CODES = (
    Field("list", "text", "the closed list", required=True),
    Field("code", "text", "the word", required=True),
    Field("order", "count", "its place in the list; for statuses, in the order of advance"),
    Field("label", "text", "how it reads", required=True),
    Field("definition", "text", "what it means", required=True),
)


def names(columns: tuple[Field, ...]) -> list[str]:
    """The names of a table's columns, in order."""
    return [field.name for field in columns]


# What format 2 added; a package without these columns says nothing there.
ADDED = {
    "measures": frozenset("date_mention place_mention amount_mention parent counts_with merged_into".split()),
    "mentions": frozenset("origin evidence preferred_on deprecated".split()),
    "sources": frozenset({"type", "citation"}),
    "paragraphs": frozenset({"typed_verdict"}),
}

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
    table: frozenset(names(columns)) - FIELD_OF[table].keys() - {"source", "aliases", "typed_verdict"}
    for table, columns in (
        ("measures", MEASURES),
        ("mentions", MENTIONS),
        ("sources", SOURCES),
        ("paragraphs", PARAGRAPHS),
        ("events", EVENTS),
        ("links", LINKS),
    )
}
