"""Articles as they come: bytes of a file → text that can be read paragraph by paragraph, or why it cannot."""

import json
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from tracker.domain import quotes
from tracker.domain.fields import UNSAFE
from tracker.errors.guided import NotAnArticle
from tracker.text import pages
from tracker.text.pages import Facts

LONGEST_PARAGRAPH = 20_000
LONGEST_TEXT = 2_000_000
# Before and after what a page says of itself, where it is kept with its text.
_RECORD = "\x1e"
# What other forms of a document begin with: some are letters throughout, and would be read as an article's own.
_OTHER_FORMS = {
    rb"%PDF-": "a PDF",
    rb"\{\\rtf": "rich text (RTF)",
    rb"(?:(?:[A-Za-z-]+:|[ \t]).*\n)*Content-Type:\s*multipart/": "a page saved as one file (MHTML)",
    rb"PK\x03\x04": "a zip archive or an office document",
    rb"\s*(?:\{\s*\"|\[\s*\{)": "JSON",
}


class Article(NamedTuple):
    """A text to read: the name it goes by, its text, its fingerprint, its paragraphs, and what its page says of it."""

    name: str
    text: str
    sha256: str
    paragraphs: tuple[str, ...]
    facts: Facts = Facts()

    @property
    def kept(self) -> str:
        """The text with what its page says of it, as a reading keeps it until it is finished."""
        facts = json.dumps(self.facts, ensure_ascii=False)
        return f"{_RECORD}{facts}{_RECORD}{self.text}" if any(self.facts) or self.text[:1] == _RECORD else self.text

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """The fingerprints that a record may hold of it, whichever way its file was saved."""
        return quotes.file_fingerprints(self.text.encode())

    @property
    def steering(self) -> list[int]:
        """The numbers of paragraphs that hold characters which could steer a terminal or reorder what it shows."""
        return [number for number, text in enumerate(self.paragraphs, 1) if UNSAFE.search(text.replace("\t", " "))]


def made(name: str, kept: str, sha256: str) -> Article:
    """An article from a text that was read before, as it was kept."""
    _, facts, text = kept.split(_RECORD, 2) if kept[:1] == _RECORD else ("", "[]", kept)
    return Article(name, text, sha256, tuple(quotes.paragraphs(text)), Facts(*json.loads(facts)))


def kept_as(name: str, kept: str, sha256: str) -> Article | None:
    """The same, or nothing where the text is not the one that the fingerprint was taken of."""
    try:
        article = made(name, kept, sha256)
    except (ValueError, TypeError):
        return None
    return article if quotes.text_fingerprint(article.text.encode()) == sha256 else None


def read(content: bytes, name: str) -> Article:
    """An article from a file's bytes; raises NotAnArticle or ExtractorMissing, which say what to do."""
    if not content.strip():
        raise NotAnArticle(name, "it is empty", "save the article's text in it, one paragraph a line")
    if form := next((form for start, form in _OTHER_FORMS.items() if re.match(start, content)), ""):
        raise NotAnArticle(name, f"it is {form}", "save the article's text as a plain text file")
    facts = Facts()
    if pages.is_page(content):
        text, facts = pages.extracted(pages.decoded(content, name), name)
    else:
        text = _plain(quotes.as_meant(content), name)
    for number, found in enumerate(text.split("\n"), 1):
        if len(found) > LONGEST_PARAGRAPH:
            reason = f"line {number} has {len(found):,} characters"
            raise NotAnArticle(name, reason, f"break it into paragraphs of at most {LONGEST_PARAGRAPH:,}")
    article = Article(name, text, quotes.text_fingerprint(text.encode()), tuple(quotes.paragraphs(text)), facts)
    if not any(letter.isalpha() for letter in text):
        raise NotAnArticle(name, "it holds no words", "save the article's text in it, one paragraph a line")
    return article


def _plain(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotAnArticle(name, "it is UTF-16", "save it as UTF-8")
    if b"\x00" in content:
        raise NotAnArticle(name, "it is not text", "save the article's text as a plain text file")
    if len(content) > LONGEST_TEXT:
        raise NotAnArticle(name, f"{len(content):,} bytes are no article", f"keep to {LONGEST_TEXT:,}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotAnArticle(name, f"line {line} is not UTF-8", "save it as UTF-8") from None


def slug(text: str, words: int = 4) -> str:
    """A key made of the first telling words of a text; `reading` where there are none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"(?<=\d),(?=\d)|'", "", plain)
    found = re.findall(r"[a-z0-9]+", plain)
    telling = [word for word in found if word not in _SMALL] or found
    return "-".join(telling[:words])[:60].strip("-") or "reading"


_SMALL = frozenset("a an the of to in on at for and or by with as is are be it its his her from after over uk".split())


def file_stem(name: str) -> str:
    """The name of a text file without its ending, by which `tracker verify` finds it; empty for anything else."""
    path = Path(name)
    return path.stem if path.suffix == ".txt" and not UNSAFE.search(path.stem) else ""
