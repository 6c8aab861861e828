"""The tables: for every noun a key-only anchor that others point to, and its versions; and what is kept beside them."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, text

from tracker.db.column_types import WORDS, is_day, numbers, one_of, reference, some_of, table, texts, wholes
from tracker.db.versioning import anchor_of, number_of_its_own, of_those_held, version_of
from tracker.domain import vocabulary

# `records` is derived from the mentions, so nobody types it.
_TYPED_VERDICTS = tuple(code for code in vocabulary.VERDICTS if code != "records")


def _source() -> tuple[Table, Table]:
    """A published article, and what the record holds about it."""
    return anchor_of("source"), version_of(
        "source",
        *texts("publisher title published published_earliest published_latest published_basis"),
        *texts("author updated retrieved url language origin seed text_sha256 type citation instrument", empty=True),
        *texts("made laid in_force approved lapses enabled_by amends note", empty=True),
        one_of("published_basis", vocabulary.DATE_BASES),
        one_of("type", vocabulary.SOURCE_TYPES),
        one_of("instrument", vocabulary.INSTRUMENTS),
        *map(is_day, ("published", "published_earliest", "published_latest", "updated", "retrieved")),
        CheckConstraint("published_earliest <= published AND published <= published_latest", name="published_range"),
        of_those_held("ix_source_version_text_sha256", "text_sha256"),
        Index("ix_source_version_spoken_on", text("COALESCE(updated, published)")),
    )


def _paragraph() -> tuple[Table, Table]:
    """A non-empty line of a source's text, whose key is the source's key and its number.

    Its versions are its fingerprint and what a reader made of it; no verdict means nobody has read it.
    """
    return anchor_of(
        "paragraph",
        reference("source_id", "source"),
        *wholes("number"),
        UniqueConstraint("source_id", "number"),
        CheckConstraint("number > 0", name="number"),
    ), version_of(
        "paragraph",
        *texts("sha256", empty=True),
        *wholes("words", empty=True),
        *texts("verdict also note", empty=True),
        one_of("verdict", _TYPED_VERDICTS),
        some_of("also", _TYPED_VERDICTS),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("words > 0", name="words"),
    )


def _measure() -> tuple[Table, Table]:
    """One thing the UK does, will do, may do or refuses to do; `merged_into` answers for it now."""
    return anchor_of("measure"), version_of(
        "measure",
        *texts("title kind"),
        *texts("form target components summary", empty=True),
        reference("merged_into_id", "measure", empty=True),
        one_of("kind", vocabulary.KINDS),
        one_of("form", vocabulary.FORMS),
        some_of("target", vocabulary.TARGETS),
        CheckConstraint("merged_into_id <> measure_id", name="merged_into_another"),
        of_those_held("ix_measure_version_merged_into", "merged_into_id"),
    )


def _event() -> tuple[Table, Table]:
    """Something a measure may wait for; met when a source says so."""
    return anchor_of("event"), version_of(
        "event",
        *texts("title"),
        *texts("met_on quote happened_on locator", empty=True),
        reference("paragraph_id", "paragraph", empty=True),
        reference("document_id", "source", empty=True),
        CheckConstraint("(happened_on IS NULL) = (document_id IS NULL)", name="happened"),
        CheckConstraint("(paragraph_id IS NULL) = (quote IS NULL)", name="evidence"),
        CheckConstraint("met_on IS NULL OR quote IS NOT NULL", name="met_with_evidence"),
        of_those_held("ix_event_version_paragraph_id", "paragraph_id"),
    )


def _link() -> tuple[Table, Table]:
    """A relation between two measures, whose key is its three parts: how the one stands to the other."""
    return anchor_of("link"), version_of(
        "link",
        reference("measure_id", "measure", index=True),
        *texts("relation"),
        reference("other_id", "measure", index=True),
        one_of("relation", vocabulary.RELATIONS),
        CheckConstraint("measure_id <> other_id", name="to_another"),
    )


def _mention() -> tuple[Table, Table]:
    """One source speaking of one measure, in one paragraph or, cited, in a place that has no words here.

    A version is what was read there, and what the deciding order needs, worked out when it is written: `standing` (0
    competes, 1 background, 2 set aside), `counts_on` latest first, then `precedence`. `spoken_on` is the day its source
    speaks on, `counts_on` that day, or that of the act where it is `established`, or the day a curator preferred it.
    A cited one has its source and no paragraph; the others a paragraph.
    """
    return anchor_of("mention"), version_of(
        "mention",
        reference("measure_id", "measure"),
        reference("paragraph_id", "paragraph", empty=True, index=True),
        reference("source_id", "source", empty=True),
        reference("context_paragraph_id", "paragraph", empty=True),
        reference("event_id", "event", empty=True),
        *texts("status strength attribution"),
        *texts("quote locator context_quote condition", empty=True),
        *texts("date_edtf date_earliest date_latest date_basis due", empty=True),
        *texts("actor speaker target place", empty=True),
        *numbers("amount amount_low amount_high"),
        *texts("unit qualifier basis origin evidence recorded_as preferred_on deprecated note", empty=True),
        *texts("spoken_on counts_on precedence"),
        *wholes("unsure standing"),
        *wholes("established", empty=True),
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
            *("precedence", "spoken_on", "status", "established", "made_in", "ended_in"),
        ),
    )


# The anchors and the versions of every noun.
NOUNS: dict[str, tuple[Table, Table]] = {
    "source": _source(),
    "paragraph": _paragraph(),
    "measure": _measure(),
    "event": _event(),
    "mention": _mention(),
    "link": _link(),
}

# A guided session that is not finished: private, never exported, gone when it is done. `turn` counts the acts of all
# who go on with it, so that two at once are told; `written` counts its finished entries that the record holds;
# `goes_on` names the source it found in the record, where it found one.
READING_SESSION = table(
    "reading_session",
    Column("key", WORDS, primary_key=True),
    *texts("name text text_sha256 author why started_at"),
    *wholes("turn written"),
    *texts("blind goes_on", empty=True),
)

# One accepted answer of a guided session, in its place.
READING_ANSWER = table(
    "reading_answer",
    Column("session", WORDS, ForeignKey("reading_session.key"), primary_key=True),
    number_of_its_own("position"),
    *texts("answer"),
)

# A private copy of an article's text, to check quotes against: in no revision, and never exported.
SOURCE_TEXT = table(
    "source_text",
    Column("source_id", ForeignKey("source.id"), primary_key=True, autoincrement=False),
    *texts("name text text_sha256"),
)

# All of them.
METADATA = SOURCE_TEXT.metadata
