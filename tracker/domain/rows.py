"""The rows that reading passes around: one type a noun or a query, its keys the columns of the data package.

They are for the type checker alone: a row is the plain dictionary that the database's driver gave, so modules import
this one under `TYPE_CHECKING` and a start pays nothing for it. A test holds each type to its query.
"""

from typing import TypedDict

from tracker.domain.established import EstablishedFields


class AmountFields(TypedDict):
    """How many, of what and in which sense; whole numbers as `int`, empty where the text gives none."""

    amount: float | None
    amount_low: float | None
    amount_high: float | None
    unit: str | None
    qualifier: str | None
    basis: str | None


class MeasureKey(TypedDict):
    """The key of a measure and nothing else of it."""

    measure: str


class MeasureDefinition(MeasureKey):
    """A measure's own fields, as people fill them in; `merged_into` names the measure that answers for it."""

    title: str
    kind: str
    form: str | None
    target: str | None
    components: str | None
    summary: str | None
    merged_into: str | None


class DecidedRow(MeasureKey):
    """A measure with what its deciding mention says, as `queries/statuses.sql` gives it."""

    title: str
    kind: str
    form: str | None
    status: str
    condition: str | None
    conditional: bool


class StatusRow(DecidedRow):
    """What of a row of `measures.csv` the deciding mention and the measure itself tell."""

    status_order: int | None
    status_label: str
    as_of: str


class ReportedRow(StatusRow, AmountFields):
    """What of a row of `measures.csv` the mentions of one status come to as of a day."""

    status_date: str | None
    status_mention: str
    status_source: str
    status_paragraph: int | None
    status_quote: str | None
    status_speaker: str | None
    status_rule: str
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
    summary: str | None
    amount_mention: str | None
    place_mention: str | None
    date_mention: str | None
    parent: str | None
    counts_with: str | None
    merged_into: str | None


class MeasureRow(ReportedRow, EstablishedFields):
    """A row of `measures.csv`: a measure and what its mentions come to as of a day."""


class CodedMention(AmountFields):
    """A mention in the fields that people fill in, and where it stands."""

    mention: str
    measure: str
    source: str
    paragraph: int | None
    quote: str | None
    context_paragraph: int | None
    context_quote: str | None
    status: str
    strength: str
    condition: str | None
    event: str | None
    date_edtf: str | None
    date_basis: str | None
    due: str | None
    actor: str | None
    speaker: str | None
    attribution: str
    target: str | None
    place: str | None
    recorded_as: str | None
    unsure: bool
    note: str | None
    evidence: str | None
    locator: str | None
    preferred_on: str | None
    deprecated: str | None


class OrderFields(TypedDict):
    """What puts a mention in deciding order, as it is stored with it (see `deciding.order_fields`)."""

    spoken_on: str
    counts_on: str
    standing: int
    precedence: str
    established: int | None


class MentionRow(CodedMention, OrderFields):
    """A mention with what its source and its event tell, and with what puts it in deciding order.

    `own_origin` is filled where `origin` is not that of its source.
    """

    published: str
    publisher: str | None
    source_type: str | None
    instrument: str | None
    made: str | None
    in_force: str | None
    date_earliest: str | None
    date_latest: str | None
    origin: str
    own_origin: str | None
    event_met_on: str | None
    event_happened_on: str | None
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
    """A row of `sources.csv`; `spoken_on` is its update where it has one, else its publication.

    `is_document` says that its mentions establish rather than report: it is official, or cited and not read.
    """

    source: str
    publisher: str | None
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
    type: str | None
    citation: str | None
    instrument: str | None
    made: str | None
    laid: str | None
    in_force: str | None
    approved: str | None
    lapses: str | None
    enabled_by: str | None
    amends: str | None
    spoken_on: str
    is_document: bool


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
    seed: str | None


class EventRow(TypedDict):
    """A row of `events.csv`: met only where a source that had spoken says so."""

    event: str
    title: str
    met_on: str | None
    source: str | None
    paragraph: int | None
    quote: str | None
    happened_on: str | None
    document: str | None
    locator: str | None


class LinkRow(MeasureKey):
    """A row of `links.csv`, with the kinds of both measures."""

    relation: str
    other: str
    kind: str
    other_kind: str


class PositionRow(TypedDict):
    """Where the record stood at a moment: its last revision, the edition it held, its newest source's day."""

    revision: int
    digest: str | None
    recorded_at: str | None
    edition: str | None
    edition_revision: int | None
    newest: str | None
    newest_document: str | None


class AliasRow(MeasureKey):
    """A measure that was merged away, and the one that answers for it."""

    alias: str


class MentionKeyRow(MeasureKey):
    """The key of a mention, and what it is recognized by."""

    mention: str
    quote: str


class MentionCount(TypedDict):
    """How many mentions a source has."""

    source: str
    mentions: int


class ThingRow(TypedDict):
    """Something the record holds or held, by its noun and key."""

    noun: str
    key: str


class RevisionRow(TypedDict):
    """One act of writing, with its place in the hash chain of the change log."""

    revision: int
    recorded_at: str
    author: str
    why: str
    undoes: int | None
    previous: str
    content: str
    digest: str


class ReasonRow(ThingRow):
    """The last revision that touched a measure or a mention."""

    revision: int
    author: str
    why: str


class CountedWords(TypedDict):
    """Words, how many measures have them, and how many measures there ever were."""

    words: str
    measures: int
    ever: int


class SearchRow(ThingRow):
    """Something whose words match a search, with all its words that are searched, field by field."""

    measure: str | None
    source: str | None
    paragraph: int | None
    published: str | None
    words: str


class AttachedText(TypedDict):
    """Whose text somebody keeps a private copy of, from which file and with which fingerprint."""

    source: str
    name: str
    text_sha256: str


class TextRow(TypedDict):
    """A private copy of a source's text."""

    name: str
    text: str


class UnfinishedReading(TypedDict):
    """A guided reading that is not finished."""

    reading: str
    name: str
    author: str
    blind: str | None
    started_at: str
    written: str | None
    answers: int
