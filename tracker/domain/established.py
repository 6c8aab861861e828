"""What was reported and what is established: which mentions count to which of a measure's two statuses.

The reported status rests on quoted words of the press. The established one rests on official documents and on what is
only cited, a press report of an act among them. No mention counts to both.
"""

from collections.abc import Mapping
from typing import TypedDict

from tracker.domain.vocabulary import PRESS, status_label


class EstablishedFields(TypedDict):
    """What of a row of `measures.csv` official documents, and what is cited, come to."""

    established_status: str | None
    established_label: str | None
    established_date: str | None
    established_mention: str | None
    established_source: str | None
    established_type: str | None
    established_evidence: str | None
    established_mentions: int
    established_as_of: str


def is_established(mention: Mapping[str, object], source_type: object) -> bool:
    """Whether a mention counts to the established status: of an official document, or cited; else to the reported."""
    return mention.get("evidence") == "cited" or (source_type or PRESS[0]) not in PRESS


def acted_on(mention: Mapping[str, object], spoken: str) -> str:
    """The day of the act that a document dates; the day the document speaks where it dates none."""
    return str(mention.get("date_latest") or mention.get("date_earliest") or spoken)


def label_of(kind: str, mention: Mapping[str, object]) -> str:
    """How the stage that a mention gives reads: of a law by its instrument's days, where a document establishes it.

    An Act that has had Royal Assent is enacted, and regulations are made, until a day of coming into force is known.
    """
    status = str(mention["status"])
    if status == "in_effect" and mention["established"] and mention["made"] and not mention["in_force"]:
        return "enacted" if mention["instrument"] == "act" else "made"
    return status_label(kind, status)
