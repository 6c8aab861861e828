"""An Atom feed (RFC 4287) of what moved: an entry for each measure and day on which a source moved it.

Identifiers and times follow from the record alone, so that a reader meets no entry twice, whichever days are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tracker.domain.dates import show_date
from tracker.domain.filters import Filters
from tracker.domain.vocabulary import KINDS
from tracker.output.escapes import harmless
from tracker.reports.changes import MOVES, DatedMove
from tracker.reports.citation import MAINTAINERS, TITLE
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import SourceRow

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
ATOM = "http://www.w3.org/2005/Atom"
# What the identifiers of feeds and entries are made within.
_OURS = UUID("5b0f5d0e-6a3c-4c55-9d55-0f3d1f8d6c1a")


def feed(snapshot: Snapshot, moves: Iterable[DatedMove], filters: Filters) -> bytes:
    """The feed of some moves as of a snapshot's day, the newest first."""
    entries = sorted(moves, key=lambda one: one.row["measure"])
    entries.sort(key=lambda one: one.day, reverse=True)
    sources = {row["source"]: row for row in snapshot.sources()}
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "title", f"{TITLE}: changes")
    _add(root, "subtitle", f"Edition {snapshot.version}, as of {show_date(snapshot.as_of)}")
    chosen = [f" {name}={value}" for name, value in filters._asdict().items() if value]
    _add(root, "id", _identifier(f"changes{''.join(chosen)}"))
    _add(root, "updated", _moment(entries[0].day if entries else snapshot.as_of))
    _add(SubElement(root, "author"), "name", MAINTAINERS)
    _add(root, "generator", "tracker")
    _add(root, "rights", "CC BY 4.0 for our coding; the quotations belong to their publishers")
    for one in entries:
        _entry(SubElement(root, "entry"), one, sources)
    ElementTree.indent(root)
    return f"{_DECLARATION}\n{ElementTree.tostring(root, 'unicode')}\n".encode()


def _entry(entry: Element, one: DatedMove, sources: Mapping[str, SourceRow]) -> None:
    row = one.row
    url = sources[row["source_after"]]["url"]
    before, after = row["status_label_before"], row["status_label_after"]
    stage = after if before in (None, after) else f"{before} → {after}"
    _add(entry, "title", f"{row['title']}: {stage}")
    _add(entry, "id", _identifier(f"{row['measure']} {one.day}"))
    _add(entry, "published", _moment(one.day))
    _add(entry, "updated", _moment(one.day))
    SubElement(entry, "category", {"term": row["kind"], "label": KINDS.label(row["kind"])})
    for move in row["moved"].split(";"):
        SubElement(entry, "category", {"term": move, "label": MOVES[move]})
    if url and url.startswith(("https://", "http://")):
        SubElement(entry, "link", {"rel": "via", "href": harmless(url)})
    told = [f"{', '.join(MOVES[move] for move in row['moved'].split(';'))}."]
    told.append(_words(row["quote_after"], sources[row["source_after"]], row["paragraph_after"]))
    if row["source_before"] and row["quote_before"] not in (None, row["quote_after"]):
        before = _words(row["quote_before"], sources[row["source_before"]], row["paragraph_before"])
        told.append(f"Before: {before}")
    _add(entry, "content", "\n".join(told)).set("type", "text")


def _words(quote: str | None, source: SourceRow, paragraph: int | None) -> str:
    """Words, and where they stand, for those who do not know the record's keys."""
    publisher = f"{source['publisher']}, " if source["publisher"] else ""
    return f"“{quote}” ({source['title']}, {publisher}{show_date(source['spoken_on'])}, paragraph {paragraph})"


def _add(parent: Element, name: str, text: str) -> Element:
    made = SubElement(parent, name)
    made.text = harmless(text)
    return made


def _identifier(name: str) -> str:
    return f"urn:uuid:{uuid5(_OURS, name)}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
