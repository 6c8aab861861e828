"""Saved articles that wait to be read: which are new, which are begun, and which the record holds in other words."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from tracker.db import queries
from tracker.domain.quotes import fingerprint
from tracker.errors.base import TrackerError
from tracker.errors.files import CannotRead
from tracker.guided.known_record import texts_alike
from tracker.guided.twins import twin_of
from tracker.reports.snapshot import Snapshot
from tracker.text import articles, guesses, highlights
from tracker.text.articles import Article
from tracker.text.input_files import content_of

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow, SourceRow

# What a file in the folder is, in the order in which they are listed.
STATES = {
    "begun": "somebody began to read it",
    "part_read": "recorded, and not read to its end",
    "new": "not read",
    "reprint": "not read; it shares a third of its paragraphs, or more, with an article of the record",
    "copy": "the text of another file here",
    "no_article": "it cannot be read as an article",
    "read": "read to its end",
}
TO_READ = ("begun", "part_read", "new", "reprint")
ENDINGS = (".txt", ".html", ".htm", ".xhtml")


class InboxRow(TypedDict):
    """A saved article: its file, what it says of itself, how likely it is of use, and what it is beside the record."""

    file: str
    title: str
    published: str
    paragraphs: int
    likely: int
    state: str
    of: str  # the source or file it is the same as, who reads it, or why it cannot be read


FIELDS = tuple(InboxRow.__annotations__)


def inbox(folder: Path, snapshot: Snapshot) -> list[InboxRow]:
    """The articles saved in a folder, those with most paragraphs that are likely of use first. Raises CannotRead."""
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in ENDINGS and file.is_file())
    except OSError as error:
        raise CannotRead(folder, error.strerror or str(error)) from error
    sources = {row["source"]: row for row in snapshot.sources()}
    paragraphs = snapshot.paragraphs()
    begun = {row["name"]: f"{row['author']}: {row['reading']}" for row in snapshot.rows(queries.READINGS)}
    rows = list(_rows(files, begun, paragraphs, sources))
    order = list(STATES)
    return sorted(rows, key=lambda row: (order.index(row["state"]), -row["likely"], row["file"]))


def _rows(
    files: Sequence[Path],
    begun: Mapping[str, str],
    paragraphs: "Sequence[ParagraphRow]",
    sources: "Mapping[str, SourceRow]",
) -> Iterator[InboxRow]:
    seen: dict[tuple[str, ...], str] = {}
    for file in files:
        try:
            article = articles.read(content_of(file), file.name)
        except TrackerError as error:
            why = error.message.rpartition(": ")[2]
            yield InboxRow(file=file.name, title="", published="", paragraphs=0, likely=0, state="no_article", of=why)
            continue
        prints = tuple(map(fingerprint, article.paragraphs))
        state, of = _state(article, begun, paragraphs, sources)
        if prints in seen:
            state, of = "copy", seen[prints]
        seen.setdefault(prints, file.name)
        yield InboxRow(
            file=file.name,
            title=article.facts.title or guesses.title(article.paragraphs, file.name),
            published=article.facts.published or guesses.days(article.paragraphs)[0],
            paragraphs=len(prints),
            likely=sum(one.likely for one in highlights.candidates(article.paragraphs)),
            state=state,
            of=of,
        )


def _state(
    article: Article,
    begun: Mapping[str, str],
    paragraphs: "Sequence[ParagraphRow]",
    sources: "Mapping[str, SourceRow]",
) -> tuple[str, str]:
    if article.name in begun:
        return "begun", begun[article.name]
    same, origin = texts_alike(article, paragraphs, sources)
    if twin := twin_of(article, same, sources, paragraphs):
        return ("part_read", f"{twin.source}, {twin.read} of {twin.total}") if twin.unread else ("read", twin.source)
    return ("reprint", origin) if origin else ("new", "")


def queue(rows: Sequence[InboxRow]) -> list[str]:
    """The files to read, in their order."""
    return list(map(itemgetter("file"), (row for row in rows if row["state"] in TO_READ)))
