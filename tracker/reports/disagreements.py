"""Where sources differ over a measure: every pair that cannot both be so, the rule that chose, what would change it.

Two mentions disagree where one gives another stage on the same day or a further stage on an earlier day, or where
amount, place, date or actor cannot both be so; one source may disagree with itself. Later and further is progress, and
other words for the same are only other words. What a curator set aside, or what only retells the past while anything
else speaks, disagrees with nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, TypedDict

from tracker.domain.amounts import amount_of, plain, show_amount
from tracker.domain.caveats import DONE, WAITING
from tracker.domain.dates import show_date
from tracker.domain.deciding import (
    COMPETES,
    Decision,
    Ranked,
    differences,
    rule_between,
    stages_clash_on,
    what_would_put_first,
)
from tracker.domain.spoken import Spoken
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import ADVANCE, PLACES, RULES, status_label

if TYPE_CHECKING:
    from tracker.domain.rows import MentionRow


class DisagreementRow(TypedDict):
    """Two mentions that cannot both be so: the one that stands higher, the other, and the rule between them.

    What each says is told as `mentions.csv` has it, a range of numbers as `30/50`, and beside it as it reads.
    """

    measure: str
    title: str
    kind: str
    aspect: str
    says: str
    source: str
    paragraph: int | None
    published: str
    mention: str
    quote: str | None
    but: str
    other_source: str
    other_paragraph: int | None
    other_published: str
    other_mention: str
    other_quote: str | None
    same_source: bool
    answers: bool
    rule: str
    reason: str
    would_change: str
    inferred_date: bool
    with_document: bool
    says_label: str
    but_label: str


FIELDS = tuple(DisagreementRow.__annotations__)


def disagreements(measured: Iterable[MeasureStatus]) -> list[DisagreementRow]:
    """Every disagreement over the measures, one row for each pair of sources and what they say, in deciding order."""
    return [row for one in measured for row in _of(one)]


def against_documents(measured: Iterable[MeasureStatus]) -> list[DisagreementRow]:
    """Where the press and a document cannot both be so over a measure, one row for each aspect, the document first.

    The press may tell of a stage before a document dates it; of a stage that a later act goes beyond it was not wrong.
    """
    return [row for one in measured if one.established for row in _beside(one, one.established)]


def _beside(one: MeasureStatus, established: Decision) -> Iterator[DisagreementRow]:
    documents = [mention for mention in established.ranked if mention.row["standing"] == COMPETES]
    seen = set()
    for mention in one.mentions:
        said = mention.row
        if said["established"] or said["standing"] != COMPETES:
            continue
        for document in documents:
            for aspect in _clashes(mention.spoken, document.spoken):
                if (aspect, said["source"], document.row["source"]) not in seen:
                    seen.add((aspect, said["source"], document.row["source"]))
                    yield _row(one, aspect, document, mention)


def _clashes(said: Spoken, document: Spoken) -> Iterator[str]:
    """In which respects a report cannot be so beside a document: an act told of too soon, another amount or place.

    A promise that a document calls an offer is the same act in other words, and what is sent may grow in number later.
    """
    before = said.spoken_on <= document.acted_on
    acts = said.status in ("under_way", *DONE) and document.status in WAITING
    if before and acts and ADVANCE[said.status] > ADVANCE[document.status]:
        yield "status"
    found = differences(document._replace(status=said.status), said, document, document)
    grown = before and (document.amount or 0) > (said.amount or 0)
    if "amount" in found and not grown:
        yield "amount"
    if "place" in found:
        yield "place"


def _of(one: MeasureStatus) -> list[DisagreementRow]:
    standing = one.decision.row["standing"]
    ranked = [mention for mention in one.decision.ranked if mention.row["standing"] == standing]
    found: dict[tuple[str, ...], DisagreementRow] = {}
    for above, below in combinations(ranked, 2):
        for aspect in differences(above.spoken, below.spoken, above.spoken, above.spoken):
            row = _row(one, aspect, above, below)
            # A source that says a thing five times says it once: the mention that stands highest speaks for it.
            ends = sorted([(row["source"], row["says_label"]), (row["other_source"], row["but_label"])])
            found.setdefault((aspect, *ends[0], *ends[1]), row)
    return list(found.values())


def _row(one: MeasureStatus, aspect: str, above: Ranked, below: Ranked) -> DisagreementRow:
    first, other = above.row, below.row
    rule = rule_between(above.spoken, below.spoken)
    return {
        "measure": one.row["measure"],
        "title": one.row["title"],
        "kind": one.row["kind"],
        "aspect": aspect,
        "says": _coded(aspect, first),
        "source": first["source"],
        "paragraph": first["paragraph"],
        "published": first["spoken_on"],
        "mention": first["mention"],
        "quote": first["quote"],
        "but": _coded(aspect, other),
        "other_source": other["source"],
        "other_paragraph": other["paragraph"],
        "other_published": other["spoken_on"],
        "other_mention": other["mention"],
        "other_quote": other["quote"],
        "same_source": first["source"] == other["source"],
        "answers": _answers(one, aspect, first),
        "rule": rule,
        "reason": RULES[rule].definition,
        "would_change": what_would_put_first(above.spoken, below.spoken),
        "inferred_date": aspect == "status" and _may_dissolve(above.spoken, below.spoken),
        "with_document": bool(first["established"]) != bool(other["established"]),
        "says_label": _said(one.row["kind"], aspect, first),
        "but_label": _said(one.row["kind"], aspect, other),
    }


def _coded(aspect: str, row: MentionRow) -> str:
    """What a mention says in one respect, as data."""
    if aspect == "status":
        return row["status"]
    if aspect == "amount":
        low, high = row["amount_low"], row["amount_high"]
        return plain(row["amount"]) or f"{plain(low)}/{plain(high)}"
    if aspect == "place":
        return row["place"] or ""
    return (row["date_edtf"] if aspect == "date" else row["actor"]) or ""


def _said(kind: str, aspect: str, row: MentionRow) -> str:
    """What a mention says in one respect, in words."""
    if aspect == "status":
        return status_label(kind, row["status"])
    if aspect == "amount":
        return show_amount(amount_of(row))
    if aspect == "place":
        return PLACES.labels(row["place"])
    return show_date(row["date_edtf"] or "") if aspect == "date" else row["actor"] or ""


def _answers(one: MeasureStatus, aspect: str, row: MentionRow) -> bool:
    """Whether what a mention says in a respect is the record's answer."""
    decision = one.decision
    if aspect == "status":
        return row["status"] == decision.row["status"]
    if aspect == "actor":
        return (row["actor"] or "").lower() == (one.row["actor"] or "").lower()
    chosen = {"amount": decision.amount_row, "place": decision.place_row, "date": decision.date_row}[aspect]
    return chosen is not None and _said("", aspect, chosen) == _said("", aspect, row)


def _may_dissolve(one: Spoken, other: Spoken) -> bool:
    """Whether the stages would agree on some choice of days within the sources' possible dates."""
    if one.source == other.source:
        return False
    orders = set()
    if one.spoken_earliest < other.spoken_latest:
        orders.add(-1)
    if one.spoken_earliest <= other.spoken_latest and other.spoken_earliest <= one.spoken_latest:
        orders.add(0)
    if one.spoken_latest > other.spoken_earliest:
        orders.add(1)
    return not all(stages_clash_on(one, other, order) for order in orders)
