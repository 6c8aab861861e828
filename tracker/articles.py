"""An article's text as a file: what the record takes from it, which is fingerprints and never the text."""

from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from tracker import evidence
from tracker.errors import AlreadyRecorded, CannotRead
from tracker.models import LIVE, SourceVersion
from tracker.revisions import Change

LONGEST_PARAGRAPH = 100_000


class Article(NamedTuple):
    """A text file: its name without an ending, the fingerprint of its bytes, and its paragraphs' own fields."""

    name: str
    sha256: str
    lines: list[dict[str, Any]]
    text: list[str]


def read(path: Path) -> Article:
    """Read an article; raises CannotRead where it is missing, empty, not text, not UTF-8 or not of a readable size."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotRead(path, error.strerror or str(error)) from error
    return parse(content, path)


def parse(content: bytes, path: Path) -> Article:
    """An article from the bytes of its file; raises CannotRead as `read` does."""
    if b"\x00" in content:
        raise CannotRead(path, "it is no text file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRead(path, f"it is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    found = evidence.paragraphs(text)
    if not found:
        raise CannotRead(path, "it is empty")
    longest = max(map(len, found))
    if longest > LONGEST_PARAGRAPH:
        raise CannotRead(path, f"a line has {longest:,} characters; an article has a line for each paragraph")
    lines = [
        {"number": number, "sha256": evidence.fingerprint(line), "words": max(1, evidence.words(line))}
        for number, line in enumerate(found, 1)
    ]
    return Article(path.stem, evidence.text_fingerprint(content), lines, found)


def refuse_known(change: Change, article: Article) -> None:
    """Raise AlreadyRecorded where a source in the record was read from the same text."""
    known = select(SourceVersion.source_id).where(
        SourceVersion.text_sha256 == article.sha256, SourceVersion.ended_in == LIVE
    )
    found = change.session.scalar(known)
    if found is not None:
        raise AlreadyRecorded(change.key_of("source", found))
