"""What a page of a measure or a source says, before a template gives it its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.db import change_log
from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.caveats import CAVEATS, caveat
from tracker.domain.columns import SOURCES, names
from tracker.domain.dates import show_date
from tracker.domain.status import MeasureStatus, mention_rows
from tracker.domain.vocabulary import VERDICTS
from tracker.exports import linked_data
from tracker.reports import overview, wording
from tracker.reports.citation import cited, of_mentions
from tracker.reports.disagreements import against_documents, disagreements
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import LinkRow, MentionRow, RankedMentionRow, SourceRow

# What a page says elsewhere, or not at all: the private copies of texts are no part of it.
_ELSEWHERE = ("source", "title", "url", "updated", "published", "published_earliest", "published_latest")


class Around(NamedTuple):
    """What the pages of one site draw on, looked up once."""

    snapshot: Snapshot
    sources: Mapping[str, SourceRow]
    links: Mapping[str, Sequence[LinkRow]]
    spoken: Mapping[str, Sequence[MentionRow]]
    kinds: Mapping[str, str]


def around(snapshot: Snapshot, measured: Sequence[MeasureStatus]) -> Around:
    """What the pages of these measures draw on."""
    links: dict[str, list[LinkRow]] = {}
    for link in snapshot.links():
        for end in (link["measure"], link["other"]):
            links.setdefault(end, []).append(link)
    spoken: dict[str, list[MentionRow]] = {}
    for one in measured:
        for mention in one.mentions:
            spoken.setdefault(mention.row["source"], []).append(mention.row)
    sources = {row["source"]: row for row in snapshot.sources()}
    return Around(snapshot, sources, links, spoken, {one.row["measure"]: one.row["kind"] for one in measured})


def measure_page(held: Around, one: MeasureStatus, with_log: bool) -> dict[str, Any]:
    """A measure: its answer, what was said of it, newest first, why that is the answer, and how it stands to others."""
    key, line, about = one.row["measure"], overview.line(one), caveat(one)
    said = mention_rows(one.decision.ranked)
    own = (held.sources[name] for name in dict.fromkeys(row["source"] for row in said))
    entries = change_log.log(held.snapshot.rows, key) if with_log else []
    return {
        "row": one.row,
        "status_text": wording.status_text(one),
        "when": wording.when(line),
        "who": wording.who(line),
        "caveat": CAVEATS[about] if about else None,
        # Newest first; the sort is stable, so that ranks keep their order within a day.
        "story": sorted(said, key=lambda row: row["spoken_on"], reverse=True),
        "amount": _amount,
        "established": mention_rows(one.established.ranked) if one.established else [],
        "explained": wording.explained(one),
        "differing": [*disagreements([one]), *against_documents([one])],
        "facts": [(name, text) for name, text in wording.facts(one) if name != "key"],
        "links": [wording.link_fact(link, key) for link in held.links.get(key, ())],
        "references": cited(of_mentions(own, one.decision.ranked), "text").splitlines(),
        "log": [f"{wording.moment_text(entry.row['recorded_at'])}: {entry.row['why']}" for entry in entries],
        "linked": linked_data.claim(held.sources, one),
    }


def _amount(row: RankedMentionRow) -> str:
    return show_amount(amount_of(row))


def source_page(held: Around, source: SourceRow) -> dict[str, Any]:
    """A source: its particulars, and what each of its paragraphs holds; never its text."""
    key = source["source"]
    said = held.spoken.get(key, ())
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
        "kind_of": held.kinds,
        "cited": [mention for mention in said if not mention["paragraph"]],
        "paragraphs": [
            {
                "number": row["paragraph"],
                "mentions": [mention for mention in said if mention["paragraph"] == row["paragraph"]],
                "verdict": VERDICTS.label(row["verdict"]) if row["verdict"] else "unread",
            }
            for row in held.snapshot.paragraphs(key)
        ],
    }
