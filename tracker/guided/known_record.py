"""What a guided reading may know of the record it is written to; of a second reader's own article, nothing."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.db.address import Address
from tracker.db.reader import reading
from tracker.domain.keys import READ_BY
from tracker.domain.quotes import fingerprint
from tracker.guided import twins
from tracker.guided.answers import free_of
from tracker.guided.entries import Known
from tracker.guided.twins import Twin
from tracker.reports.snapshot import Snapshot
from tracker.text.articles import Article, slug

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow, SourceRow

SECOND_READING = "a second reader's coding, for comparison only"
# Before a name: a second reader whose source has no key yet.
READER = "by "
# Paragraphs shorter than this are alike by chance.
TELLING_WORDS = 8


def known_to(
    address: Address, article: Article, second: str = "", own: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Known, Twin | None]:
    """What a reading may know of the record, and the source that holds this very text, if any.

    A second reader knows no measure that only this article speaks of, and none of its mentions.
    """
    with reading(address) as reader:
        snapshot = Snapshot(reader.rows, "9999-12-31")
        mentioned = [
            row for row in snapshot.mentions() if not own & {("source", row["source"]), ("mention", row["mention"])}
        ]
        paragraphs = [row for row in snapshot.paragraphs() if ("source", row["source"]) not in own]
        known_sources = {row["source"]: row for row in snapshot.sources() if ("source", row["source"]) not in own}
        catalogue = [
            row for row in snapshot.definitions() if not row["merged_into"] and ("measure", row["measure"]) not in own
        ]
    same, origin = texts_alike(article, paragraphs, known_sources)
    taken = frozenset(row["measure"] for row in catalogue)
    if second:
        mentioned = [row for row in mentioned if row["source"] not in same]
        spoken_of = {row["measure"] for row in mentioned}
        catalogue = [row for row in catalogue if row["measure"] in spoken_of]
        second = _second_key(second, same[0] if same else slug(article.paragraphs[0]), known_sources)
    quotes: dict[str, list[str]] = {}
    for row in mentioned:
        if row["quote"]:
            quotes.setdefault(row["measure"], []).append(row["quote"])
    told = [{**row, "quotes": quotes.get(row["measure"], [])} for row in catalogue]
    rows = [{**row, "date": row["date_edtf"]} for row in mentioned]
    known = Known(told, rows, frozenset(known_sources), taken, origin, second, SECOND_READING if second else "")
    return known, twins.twin_of(article, same, known_sources, paragraphs)


def _second_key(reader: str, first: str, taken: Collection[str]) -> str:
    """The key of a second reader's source: the first one's and the reader's; the one given at the beginning stays."""
    if not reader.startswith(READER):
        return reader
    return free_of(f"{first}{READ_BY}{slug(reader.removeprefix(READER))}", taken)


def texts_alike(
    article: Article, paragraphs: "Sequence[ParagraphRow]", known_sources: "Mapping[str, SourceRow]"
) -> tuple[list[str], str]:
    """The sources of this very text, and the origin of the one that shares a third of its paragraphs or more."""
    prints_of_file = article.fingerprints
    prints = {fingerprint(text) for text in article.paragraphs if len(text.split()) >= TELLING_WORDS}
    shared: dict[str, set[str]] = {}
    for row in paragraphs:
        if row["sha256"] in prints:
            shared.setdefault(row["source"], set()).add(row["sha256"])
    same = [name for name, row in known_sources.items() if row["text_sha256"] in prints_of_file]
    same += [name for name, found in shared.items() if found == prints and name not in same]
    nearest = max(shared, key=lambda name: len(shared[name]), default="")
    if not nearest or len(shared[nearest]) * 3 < len(prints):
        return same, ""
    return same, str(known_sources[nearest]["origin"] or nearest)
