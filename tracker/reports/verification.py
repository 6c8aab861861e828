"""Verification: every quote and fingerprint in the record against the articles' texts, where somebody has them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from tracker.db import queries
from tracker.domain import quotes
from tracker.errors.base import Fault
from tracker.errors.files import CannotRead
from tracker.output.unfinished import is_plain
from tracker.reports.snapshot import Snapshot
from tracker.text.input_files import content_of

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow, SourceRow

TEXTS_VARIABLE = "TRACKER_SEED_TEXTS"


class VerifiedRow(TypedDict):
    """What checking one source came to: `holds`, `fails`, or `not checked` where no text is at hand.

    `cited` counts its mentions that have no words to check; a source that has no others is `cited, not quoted`.
    """

    source: str
    seed: str
    result: str
    paragraphs: int
    quotes: int
    faults: int
    cited: int


FIELDS = tuple(VerifiedRow.__annotations__)


class Citation(NamedTuple):
    """Words that are said to stand in a paragraph, and what of the record says so."""

    paragraph: int
    quote: str
    label: str


def texts_folder(given: str) -> Path | None:
    """The folder with the articles' texts: the one given, else the one `TRACKER_SEED_TEXTS` names, else none."""
    named = given or os.environ.get(TEXTS_VARIABLE, "")
    folder = Path(named) if named else None
    if folder is not None and not folder.is_dir():
        raise CannotRead(folder, "it is not a folder")
    return folder


class Texts:
    """The texts at hand: files in a folder, named by their sources' seeds, and after those the copies attached.

    A file of another name is known by its fingerprint. A copy attached to one source serves every source that was read
    from the same text.
    """

    def __init__(self, snapshot: Snapshot, folder: Path | None) -> None:
        self.folder = folder
        self._snapshot = snapshot
        self._attached = list(snapshot.rows(queries.ATTACHED))
        self._by_fingerprint: dict[str, Path] | None = None

    def name(self, source: SourceRow) -> str:
        """What a source's text is called here; empty where it is not at hand."""
        file, owner = self._file(source), self._owner(source)
        return file.name if file else f"the text attached to {owner}" if owner else ""

    def content(self, source: SourceRow) -> bytes:
        """A source's text as the bytes of its file; raises OSError where the file cannot be read."""
        if file := self._file(source):
            return content_of(file)
        return b"".join(row["text"].encode() for row in self._snapshot.rows(queries.TEXT, source=self._owner(source)))

    def _file(self, source: SourceRow) -> Path | None:
        name = f"{source['seed']}.txt" if source["seed"] else ""
        file = self.folder / name if self.folder and is_plain(name) else None
        return file if file and file.is_file() else self._of_another_name(source["text_sha256"])

    def _of_another_name(self, sha256: str | None) -> Path | None:
        if self._by_fingerprint is None:
            files = [file for file in sorted(self.folder.glob("*.txt")) if file.is_file()] if self.folder else []
            self._by_fingerprint = {
                sha256: file for file in files for sha256 in quotes.file_fingerprints(content_of(file))
            }
        return self._by_fingerprint.get(sha256 or "")

    def _owner(self, source: SourceRow) -> str:
        """The source whose attached copy this is: its own, else that of another reading of the same text."""
        own = [row["source"] for row in self._attached if row["source"] == source["source"]]
        same = [row["source"] for row in self._attached if row["text_sha256"] == source["text_sha256"]]
        return next(iter(own + same), "")


def verify(snapshot: Snapshot, at_hand: Texts) -> tuple[list[VerifiedRow], list[Fault]]:
    """Per source, whether every fingerprint and quote holds against its text; and all that does not.

    A source without a text at hand is `not checked`; one whose every line holds `holds`; otherwise it `fails`. One
    that is cited alone has nothing to check.
    """
    cited_by_source: dict[str, list[Citation]] = {}
    without_words: Counter[str] = Counter()
    for mention in snapshot.mentions():
        cited = cited_by_source.setdefault(mention["source"], [])
        if not (mention["paragraph"] and mention["quote"]):
            without_words[mention["source"]] += 1
            continue
        cited.append(Citation(mention["paragraph"], mention["quote"], f"quote of {mention['measure']}"))
        if mention["context_paragraph"] and mention["context_quote"]:
            label = f"context_quote of {mention['measure']}"
            cited.append(Citation(mention["context_paragraph"], mention["context_quote"], label))
    for event in snapshot.events():
        if event["source"] and event["paragraph"] and event["quote"]:
            citation = Citation(event["paragraph"], event["quote"], f"quote of {event['event']}")
            cited_by_source.setdefault(event["source"], []).append(citation)
    paragraphs: dict[str, list[ParagraphRow]] = {}
    for paragraph in snapshot.paragraphs():
        paragraphs.setdefault(paragraph["source"], []).append(paragraph)
    rows: list[VerifiedRow] = []
    faults: list[Fault] = []
    for source in snapshot.sources():
        key = source["source"]
        checked, cited = bool(at_hand.name(source)), cited_by_source.get(key, [])
        found = list(_against(at_hand, source, paragraphs.get(key, []), cited)) if checked else []
        faults += found
        rows.append(
            {
                "source": key,
                "seed": source["seed"] or "",
                "result": _result(checked, bool(found), only_cited=bool(without_words[key]) and not cited),
                "paragraphs": len(paragraphs.get(key, ())),
                "quotes": len(cited),
                "faults": len(found),
                "cited": without_words[key],
            }
        )
    return rows, faults


def _result(checked: bool, has_faults: bool, only_cited: bool) -> str:
    """What checking came to, in a word or two."""
    if has_faults:
        return "fails"
    return "holds" if checked else "cited, not quoted" if only_cited else "not checked"


def _against(
    at_hand: Texts, source: SourceRow, paragraphs: Sequence[ParagraphRow], cited: Sequence[Citation]
) -> Iterator[Fault]:
    name = at_hand.name(source)
    try:
        content = at_hand.content(source)
        text = quotes.as_meant(content).decode("utf-8")
    except OSError as error:
        yield Fault(name, 0, "text", error.strerror or str(error), "make the file readable")
        return
    except UnicodeDecodeError:
        yield Fault(name, 0, "text", "not UTF-8", "save the text as UTF-8")
        return
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    texts = quotes.paragraphs(text)
    known = source["text_sha256"] in (None, *quotes.file_fingerprints(content))
    # Where every paragraph is the one that was read, empty lines, spaces or quotation marks alone are others.
    if not known and [row["sha256"] for row in paragraphs] != [quotes.fingerprint(paragraph) for paragraph in texts]:
        remedy = "compare it with the paragraphs listed below, if any"
        yield Fault(name, 0, "text_sha256", "the file is not the one that was read", remedy)
    if len(texts) != len(paragraphs):
        message = f"the file has {len(texts)} paragraphs, the record {len(paragraphs)}"
        yield Fault(name, 0, "paragraphs", message, "a line was added or lost")
    for paragraph in paragraphs:
        number = paragraph["paragraph"]
        if number <= len(texts) and paragraph["sha256"] not in (None, quotes.fingerprint(texts[number - 1])):
            remedy = "the text differs from the one that was read"
            yield Fault(name, lines[number - 1], "sha256", f"paragraph {number} has another fingerprint", remedy)
    for number, quote, label in cited:
        if number > len(texts):
            yield Fault(name, 0, label, f"there is no paragraph {number}", "check the number")
        elif complaint := quotes.complaint(quote, texts[number - 1]):
            message, remedy = complaint
            yield Fault(name, lines[number - 1], label, f"{message}: “{quote}”", remedy)
