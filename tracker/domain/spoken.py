"""A mention as `queries/mentions.sql` gives it: a tuple, for they are many; a dictionary where one is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from tracker.domain.rows import MentionRow


class Spoken(NamedTuple):
    """A mention with what its source and its event tell, and with what puts it in deciding order.

    Its fields are the columns of the query, in their order.
    """

    mention: str
    measure: str
    source: str
    published: str
    publisher: str | None
    source_type: str | None
    instrument: str | None
    made: str | None
    in_force: str | None
    paragraph: int | None
    quote: str | None
    context_paragraph: int | None
    context_quote: str | None
    status: str
    strength: str
    condition: str | None
    event: str | None
    event_met_on: str | None
    event_happened_on: str | None
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
    unit: str | None
    qualifier: str | None
    basis: str | None
    origin: str
    own_origin: str | None
    evidence: str | None
    locator: str | None
    recorded_as: str | None
    note: str | None
    preferred_on: str | None
    deprecated: str | None
    spoken_on: str
    counts_on: str
    standing: int
    precedence: str
    spoken_earliest: str
    spoken_latest: str
    # What is put otherwise in a row of data stands last.
    amount: float | None
    amount_low: float | None
    amount_high: float | None
    unsure: bool
    established: int | None

    @property
    def row(self) -> MentionRow:
        """The same as a dictionary."""
        return cast("MentionRow", self._asdict())

    @property
    def has_number(self) -> bool:
        """Whether it gives a number at all."""
        return self.amount is not None or self.amount_low is not None or self.amount_high is not None

    @property
    def acted_on(self) -> str:
        """The day of the act that a document dates; the day the document speaks where it dates none."""
        return self.date_latest or self.date_earliest or self.spoken_on
