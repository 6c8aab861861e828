"""Articles as they come: bytes of a file → text that can be read paragraph by paragraph, or why it cannot."""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from tracker.domain import quotes
from tracker.domain.fields import UNSAFE
from tracker.errors.guided import ExtractorMissing, NotAnArticle

LONGEST_PARAGRAPH = 20_000
LONGEST_TEXT = 2_000_000

_HTML = re.compile(rb"<!doctype html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)


class Article(NamedTuple):
    """A text to read: the name it goes by, its text, its fingerprint and its paragraphs."""

    name: str
    text: str
    sha256: str
    paragraphs: tuple[str, ...]

    @property
    def steering(self) -> list[int]:
        """The numbers of paragraphs that hold characters which could steer a terminal or reorder what it shows."""
        return [number for number, text in enumerate(self.paragraphs, 1) if UNSAFE.search(text.replace("\t", " "))]


def made(name: str, text: str, sha256: str) -> Article:
    """An article from a text that was read before."""
    return Article(name, text, sha256, tuple(quotes.paragraphs(text)))


def read(content: bytes, name: str) -> Article:
    """An article from a file's bytes; raises NotAnArticle or ExtractorMissing, which say what to do."""
    if not content.strip():
        raise NotAnArticle(name, "it is empty", "save the article's text in it, one paragraph a line")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotAnArticle(name, "it is UTF-16", "save it as UTF-8")
    if b"\x00" in content:
        raise NotAnArticle(name, "it is not text", "save the article's text as a plain text file")
    if len(content) > LONGEST_TEXT:
        raise NotAnArticle(name, f"{len(content):,} bytes are no article", f"keep to {LONGEST_TEXT:,}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotAnArticle(name, f"line {line} is not UTF-8", "save it as UTF-8") from None
    if _HTML.search(content[:4_000]):
        text = _extracted(text, name)
        content = text.encode()
    for number, found in enumerate(text.split("\n"), 1):
        if len(found) > LONGEST_PARAGRAPH:
            reason = f"line {number} has {len(found):,} characters"
            raise NotAnArticle(name, reason, f"break it into paragraphs of at most {LONGEST_PARAGRAPH:,}")
    article = made(name, text, quotes.text_fingerprint(content))
    if not any(letter.isalpha() for letter in text):
        raise NotAnArticle(name, "it holds no words", "save the article's text in it, one paragraph a line")
    return article


def _extracted(text: str, name: str) -> str:
    try:
        from trafilatura import extract  # type: ignore[import-not-found, unused-ignore]  # the optional extra `html`
    except ImportError:
        raise ExtractorMissing(name) from None
    found = extract(text, include_comments=False, include_tables=False)
    if not found:
        raise NotAnArticle(name, "no article was found in the page", "save the article's text as a plain text file")
    return str(found)


def slug(text: str, words: int = 4) -> str:
    """A key made of the first telling words of a text; `reading` where there are none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"(?<=\d),(?=\d)|'", "", plain)
    found = re.findall(r"[a-z0-9]+", plain)
    telling = [word for word in found if word not in _SMALL] or found
    return "-".join(telling[:words])[:60].strip("-") or "reading"


_SMALL = frozenset(
    {
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "by",
        "with",
        "as",
        "is",
        "are",
        "be",
        "it",
        "its",
    }
    | {"his", "her", "from", "after", "over", "uk"}
)


def file_stem(name: str) -> str:
    """The name of a text file without its ending, by which `tracker verify` finds it; empty for anything else."""
    path = Path(name)
    return path.stem if path.suffix == ".txt" and not UNSAFE.search(path.stem) else ""
