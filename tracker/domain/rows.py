"""The rows that reading passes around: one type a noun, its keys the columns of the data package.

TypedDicts, since they cost a start nothing: a row is the plain dictionary that the database's driver gave.
"""

from typing import TypedDict


class AmountFields(TypedDict):
    """How many, of what and in which sense; whole numbers as `int`, empty where the text gives none."""

    amount: float | None
    amount_low: float | None
    amount_high: float | None
    unit: str | None
    qualifier: str | None
    basis: str | None


class MeasureDefinition(TypedDict):
    """A measure's own fields, as people fill them in; `merged_into` names the measure that answers for it."""

    measure: str
    title: str
    kind: str
    form: str | None
    target: str | None
    components: str | None
    summary: str | None
    merged_into: str | None


class MeasureRow(AmountFields):
    """A row of `measures.csv`: a measure and what its mentions come to as of a day."""

    measure: str
    title: str
    kind: str
    form: str | None
    status: str
    status_order: int | None
    status_label: str
    status_date: str | None
    status_mention: str
    status_source: str
    status_paragraph: int
    status_quote: str
    status_speaker: str | None
    status_rule: str
    conditional: bool
    condition: str | None
    trigger_met: bool | None
    due: str | None
    actor: str | None
    target: str | None
    place: str | None
    components: str | None
    first_reported: str
    last_reported: str
    days_silent: int
    mentions: int
    sources: int
    origins: int
    single_origin: bool
    disputed: bool
    disagreements: int
    inferred_date: bool
    aliases: str
    as_of: str
    summary: str | None


class MentionFields(AmountFields):
    """What a mention says and where it stands, as `queries/mentions.sql` and `mentions.csv` both have it."""

    mention: str
    measure: str
    source: str
    published: str
    publisher: str
    paragraph: int
    quote: str
    context_paragraph: int | None
    context_quote: str | None
    status: str
    strength: str
    condition: str | None
    event: str | None
    date_edtf: str | None
    date_earliest: str | None
    date_latest: str | None
    date_basis: str | None
    due: str | None
    actor: str | None
    speaker: str | None
    attribution: str
    target: str | None
    place: str | None
    origin: str
    recorded_as: str | None
    unsure: bool
    note: str | None
    preferred_on: str | None
    deprecated: str | None


class MentionRow(MentionFields):
    """A mention as `queries/mentions.sql` gives it, with what puts it in deciding order."""

    event_met_on: str | None
    spoken_on: str
    counts_on: str
    standing: int
    precedence: str
    spoken_earliest: str
    spoken_latest: str


class RankedMentionRow(MentionRow):
    """A mention in its place among those of its measure, as `mentions.csv` has it."""

    status_order: int | None
    rank: int
    rank_reason: str
    decides: bool
    disagrees: str


class SourceRow(TypedDict):
    """A row of `sources.csv`; `spoken_on` is its update where it has one, else its publication."""

    source: str
    publisher: str
    title: str
    author: str | None
    published: str
    published_earliest: str
    published_latest: str
    published_basis: str
    updated: str | None
    retrieved: str | None
    url: str | None
    language: str | None
    origin: str | None
    seed: str | None
    text_sha256: str | None
    paragraphs: int
    note: str | None


class ParagraphRow(TypedDict):
    """A row of `paragraphs.csv`; `typed_verdict` is what a reader typed beneath `records`."""

    source: str
    paragraph: int
    sha256: str | None
    words: int | None
    verdict: str | None
    typed_verdict: str | None
    also: str | None
    note: str | None


class EventRow(TypedDict):
    """A row of `events.csv`: met only where a source that had spoken says so."""

    event: str
    title: str
    met_on: str | None
    source: str | None
    paragraph: int | None
    quote: str | None


class LinkRow(TypedDict):
    """A row of `links.csv`."""

    measure: str
    relation: str
    other: str
