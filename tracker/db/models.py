"""The tables: for every noun a key-only anchor that others point to, and its versions; and what is kept beside them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, configure_mappers, mapped_column

from tracker.db.column_types import Base, is_day, one_of, some_of, strict
from tracker.db.versioning import Anchor, Version, of_those_held, version_of
from tracker.domain import vocabulary

# `records` is derived from the mentions, so nobody types it.
_TYPED_VERDICTS = tuple(code for code in vocabulary.VERDICTS if code != "records")


class Source(Anchor):
    """A published article."""

    __tablename__ = "source"
    __table_args__ = strict()


class SourceVersion(Version):
    """What the record holds about an article."""

    __tablename__ = "source_version"
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    publisher: Mapped[str]
    title: Mapped[str]
    author: Mapped[str | None]
    published: Mapped[str]
    published_earliest: Mapped[str]
    published_latest: Mapped[str]
    published_basis: Mapped[str]
    updated: Mapped[str | None]
    retrieved: Mapped[str | None]
    url: Mapped[str | None]
    language: Mapped[str | None]
    origin: Mapped[str | None]
    seed: Mapped[str | None]
    text_sha256: Mapped[str | None]
    type: Mapped[str | None]
    citation: Mapped[str | None]
    instrument: Mapped[str | None]
    made: Mapped[str | None]
    laid: Mapped[str | None]
    in_force: Mapped[str | None]
    approved: Mapped[str | None]
    lapses: Mapped[str | None]
    enabled_by: Mapped[str | None]
    amends: Mapped[str | None]
    note: Mapped[str | None]
    __table_args__ = version_of(
        "source",
        one_of("published_basis", vocabulary.DATE_BASES),
        one_of("type", vocabulary.SOURCE_TYPES),
        one_of("instrument", vocabulary.INSTRUMENTS),
        *map(is_day, ("published", "published_earliest", "published_latest", "updated", "retrieved")),
        CheckConstraint("published_earliest <= published AND published <= published_latest", name="published_range"),
        of_those_held("ix_source_version_text_sha256", "text_sha256"),
        Index("ix_source_version_spoken_on", text("COALESCE(updated, published)")),
    )


class Paragraph(Anchor):
    """A non-empty line of a source's text; its key is the source's key and its number."""

    __tablename__ = "paragraph"
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    number: Mapped[int]
    __table_args__ = strict(UniqueConstraint("source_id", "number"), CheckConstraint("number > 0", name="number"))


class ParagraphVersion(Version):
    """A paragraph's fingerprint and what a reader made of it; no verdict means nobody has read it."""

    __tablename__ = "paragraph_version"
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraph.id"))
    sha256: Mapped[str | None]
    words: Mapped[int | None]
    verdict: Mapped[str | None]
    also: Mapped[str | None]
    note: Mapped[str | None]
    __table_args__ = version_of(
        "paragraph",
        one_of("verdict", _TYPED_VERDICTS),
        some_of("also", _TYPED_VERDICTS),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("words > 0", name="words"),
    )


class Measure(Anchor):
    """One thing the UK does, will do, may do or refuses to do."""

    __tablename__ = "measure"
    __table_args__ = strict()


class MeasureVersion(Version):
    """A measure's particulars; `merged_into` names the measure that answers for it now."""

    __tablename__ = "measure_version"
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    title: Mapped[str]
    kind: Mapped[str]
    form: Mapped[str | None]
    target: Mapped[str | None]
    components: Mapped[str | None]
    summary: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    __table_args__ = version_of(
        "measure",
        one_of("kind", vocabulary.KINDS),
        one_of("form", vocabulary.FORMS),
        some_of("target", vocabulary.TARGETS),
        CheckConstraint("merged_into_id <> measure_id", name="merged_into_another"),
        of_those_held("ix_measure_version_merged_into", "merged_into_id"),
    )


class Event(Anchor):
    """Something a measure may wait for."""

    __tablename__ = "event"
    __table_args__ = strict()


class EventVersion(Version):
    """An event, met when a source says so."""

    __tablename__ = "event_version"
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    title: Mapped[str]
    met_on: Mapped[str | None]
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    quote: Mapped[str | None]
    happened_on: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    locator: Mapped[str | None]
    __table_args__ = version_of(
        "event",
        CheckConstraint("(happened_on IS NULL) = (document_id IS NULL)", name="happened"),
        CheckConstraint("(paragraph_id IS NULL) = (quote IS NULL)", name="evidence"),
        CheckConstraint("met_on IS NULL OR quote IS NOT NULL", name="met_with_evidence"),
        of_those_held("ix_event_version_paragraph_id", "paragraph_id"),
    )


class Link(Anchor):
    """A relation between two measures; its key is its three parts."""

    __tablename__ = "link"
    __table_args__ = strict()


class LinkVersion(Version):
    """The two measures and how one stands to the other."""

    __tablename__ = "link_version"
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    relation: Mapped[str]
    other_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    __table_args__ = version_of(
        "link",
        one_of("relation", vocabulary.RELATIONS),
        CheckConstraint("measure_id <> other_id", name="to_another"),
    )


class Mention(Anchor):
    """One source speaking of one measure, in one paragraph or, cited, in a place that has no words here."""

    __tablename__ = "mention"
    __table_args__ = strict()


class MentionVersion(Version):
    """What was read there, and what the deciding order needs, worked out when it is written.

    Deciding order: `standing` (0 competes, 1 background, 2 set aside), `counts_on` latest first, then `precedence`.
    `spoken_on` is the day its source speaks on, `counts_on` that day, or that of the act where it is `established`, or
    the day a curator preferred the mention. A cited one has its source and no paragraph; the others a paragraph.
    """

    __tablename__ = "mention_version"
    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"), index=True)
    quote: Mapped[str | None]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    locator: Mapped[str | None]
    context_paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraph.id"))
    context_quote: Mapped[str | None]
    status: Mapped[str]
    strength: Mapped[str]
    condition: Mapped[str | None]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    date_edtf: Mapped[str | None]
    date_earliest: Mapped[str | None]
    date_latest: Mapped[str | None]
    date_basis: Mapped[str | None]
    due: Mapped[str | None]
    actor: Mapped[str | None]
    speaker: Mapped[str | None]
    attribution: Mapped[str]
    target: Mapped[str | None]
    place: Mapped[str | None]
    amount: Mapped[float | None]
    amount_low: Mapped[float | None]
    amount_high: Mapped[float | None]
    unit: Mapped[str | None]
    qualifier: Mapped[str | None]
    basis: Mapped[str | None]
    origin: Mapped[str | None]
    evidence: Mapped[str | None]
    recorded_as: Mapped[str | None]
    preferred_on: Mapped[str | None]
    deprecated: Mapped[str | None]
    unsure: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None]
    spoken_on: Mapped[str]
    counts_on: Mapped[str]
    standing: Mapped[int]
    precedence: Mapped[str]
    established: Mapped[int | None]
    __table_args__ = version_of(
        "mention",
        one_of("status", vocabulary.STATUSES),
        one_of("strength", vocabulary.STRENGTHS),
        one_of("attribution", vocabulary.ATTRIBUTIONS),
        one_of("date_basis", vocabulary.DATE_BASES),
        one_of("unit", vocabulary.UNITS),
        one_of("qualifier", vocabulary.QUALIFIERS),
        one_of("basis", vocabulary.BASES),
        one_of("evidence", vocabulary.EVIDENCE),
        some_of("target", vocabulary.TARGETS),
        some_of("place", vocabulary.PLACES),
        *map(is_day, ("date_earliest", "date_latest", "preferred_on", "spoken_on", "counts_on")),
        CheckConstraint("quote <> ''", name="quote"),
        CheckConstraint(
            "(COALESCE(evidence, 'quoted') = 'cited') = (source_id IS NOT NULL)"
            " AND (source_id IS NULL) = (paragraph_id IS NOT NULL) AND (paragraph_id IS NULL) = (quote IS NULL)",
            name="cited",
        ),
        CheckConstraint("(context_paragraph_id IS NULL) = (context_quote IS NULL)", name="context"),
        CheckConstraint("amount >= 0 AND amount_low >= 0 AND amount_high >= 0", name="amount"),
        CheckConstraint("amount_low <= amount_high", name="amount_range"),
        CheckConstraint("unsure IN (0, 1)", name="unsure"),
        CheckConstraint("standing IN (0, 1, 2)", name="standing"),
        CheckConstraint("established = 1", name="established"),
        *(
            of_those_held(f"ix_mention_version_{name}", name)
            for name in ("context_paragraph_id", "event_id", "recorded_as", "source_id")
        ),
        Index(
            "ix_mention_version_deciding",
            "measure_id",
            "standing",
            text("counts_on DESC"),
            "precedence",
            "spoken_on",
            "status",
            "established",
            "made_in",
            "ended_in",
        ),
    )


NOUNS: dict[str, tuple[type[Anchor], type[Version]]] = {
    "source": (Source, SourceVersion),
    "paragraph": (Paragraph, ParagraphVersion),
    "measure": (Measure, MeasureVersion),
    "event": (Event, EventVersion),
    "mention": (Mention, MentionVersion),
    "link": (Link, LinkVersion),
}


class ReadingSession(Base):
    """A guided session that is not finished: private, never exported, gone when it is done.

    `turn` counts the acts of all who go on with it, so that two at once are told; `written` counts its finished
    entries that the record holds; `goes_on` names the source it found in the record, where it found one.
    """

    __tablename__ = "reading_session"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    text: Mapped[str]
    text_sha256: Mapped[str]
    author: Mapped[str]
    why: Mapped[str]
    blind: Mapped[str | None]
    started_at: Mapped[str]
    turn: Mapped[int]
    written: Mapped[int]
    goes_on: Mapped[str | None]
    __table_args__ = strict()


class ReadingAnswer(Base):
    """One accepted answer of a guided session, in its place."""

    __tablename__ = "reading_answer"
    session: Mapped[str] = mapped_column(ForeignKey("reading_session.key"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[str]
    __table_args__ = strict()


class SourceText(Base):
    """A private copy of an article's text, to check quotes against: in no revision, and never exported."""

    __tablename__ = "source_text"
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True, autoincrement=False)
    name: Mapped[str]
    text: Mapped[str]
    text_sha256: Mapped[str]
    __table_args__ = strict()


# Now, and not when the first of them is asked for: then everybody else already waits to write.
configure_mappers()
