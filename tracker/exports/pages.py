"""What a page of a measure or a source says, before a template gives it its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracker.db import change_log
from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.caveats import CAVEATS, caveat
from tracker.domain.columns import SOURCES, names
from tracker.domain.dates import show_date
from tracker.domain.status import MeasureStatus, mention_row
from tracker.domain.vocabulary import VERDICTS
from tracker.exports import linked_data
from tracker.reports import overview, wording
from tracker.reports.citation import cited, of_measure
from tracker.reports.disagreements import disagreements
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import LinkRow, RankedMentionRow, SourceRow

# What a page says elsewhere, or not at all: the private copies of texts are no part of it.
_ELSEWHERE = ("source", "title", "url", "updated", "published", "published_earliest", "published_latest")


def measure_page(snapshot: Snapshot, one: MeasureStatus, links: Sequence[LinkRow], with_log: bool) -> dict[str, Any]:
    """A measure: its answer, what was said of it, newest first, why that is the answer, and how it stands to others."""
    key, line, about = one.row["measure"], overview.line(one), caveat(one)
    said = [mention_row(mention) for mention in one.decision.ranked]
    entries = change_log.log(snapshot.rows, key) if with_log else []
    return {
        "row": one.row,
        "status_text": wording.status_text(one),
        "when": wording.when(line),
        "who": wording.who(line),
        "caveat": CAVEATS[about] if about else None,
        "story": sorted(
            said, key=lambda row: row["spoken_on"], reverse=True
        ),  # stable: ranks keep their order in a day
        "amount": _amount,
        "established": [mention_row(mention) for mention in one.established.ranked] if one.established else [],
        "explained": wording.explained(one),
        "differing": disagreements([one]),
        "facts": [(name, text) for name, text in wording.facts(one) if name != "key"],
        "links": [wording.link_fact(link, key) for link in links if key in (link["measure"], link["other"])],
        "references": cited(of_measure(snapshot, key), "text").splitlines(),
        "log": [f"{wording.moment_text(entry.row['recorded_at'])}: {entry.row['why']}" for entry in entries],
        "linked": linked_data.claim(snapshot, one),
    }


def _amount(row: RankedMentionRow) -> str:
    return show_amount(amount_of(row))


def source_page(snapshot: Snapshot, source: SourceRow, measured: Sequence[MeasureStatus]) -> dict[str, Any]:
    """A source: its particulars, and what each of its paragraphs holds; never its text."""
    key = source["source"]
    said = [mention.row for one in measured for mention in one.mentions if mention.row["source"] == key]
    told: dict[str, Any] = {**source, "retrieved": show_date(source["retrieved"] or "")}
    address = source["url"] or ""
    return {
        "source": source,
        "facts": [
            (name.replace("_", " "), told[name])
            for name in names(SOURCES)
            if name not in _ELSEWHERE and told[name] not in (None, "")
        ],
        "address": address if address.startswith(("https://", "http://")) else "",
        "kind_of": {one.row["measure"]: one.row["kind"] for one in measured},
        "cited": [mention for mention in said if not mention["paragraph"]],
        "paragraphs": [
            {
                "number": row["paragraph"],
                "mentions": [mention for mention in said if mention["paragraph"] == row["paragraph"]],
                "verdict": VERDICTS.label(row["verdict"]) if row["verdict"] else "unread",
            }
            for row in snapshot.paragraphs(key)
        ],
    }
