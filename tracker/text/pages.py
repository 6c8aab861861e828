"""Saved web pages: whether bytes are one, how they are encoded, the article in it, and what the page says of itself."""

import codecs
import html
import re
from typing import NamedTuple

from tracker.domain.dates import read_day
from tracker.domain.fields import UNSAFE
from tracker.errors.guided import ExtractorMissing, NotAnArticle
from tracker.errors.usage import BadDate

LONGEST_PAGE = 2_000_000
_HEAD = 4_000

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_DECLARED = re.compile(rb"""(?:<\?xml[^>]*?encoding|<meta[^>]*?charset)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# By the HTML standard a page that says Latin-1 means windows-1252, which has the curly quotation marks.
_AS_WINDOWS = ("iso8859-1", "ascii")

# None of these takes a text apart in more ways than one, nor looks at it from every place anew.
_WHOLE = re.compile(r"<!doctype html|<(?:html|body|head)[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"(?:\s|<!--(?:(?!-->).)*-->)*<(?:article|div|section|main|header|p|h[1-6]|span|table)[\s>]", re.I | re.DOTALL
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_EMBEDDED = re.compile(r"data:[a-z]+/[^\"'()<>\s]*", re.IGNORECASE)
# Each looks no further than a bound, or goes to the end once: many tags that nobody closed would take for ever.
_TITLE = re.compile(r"<title[^>]{0,500}>(.{0,2000}?)</title>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h1[^>]{0,500}>(.{0,2000}?)</h1>", re.IGNORECASE | re.DOTALL)
_UNREAD = re.compile(
    r"<style\b.*?(?:</style>|\Z)|<script\b(?![^>]{0,500}ld\+json).*?(?:</script>|\Z)", re.IGNORECASE | re.DOTALL
)


class Facts(NamedTuple):
    """What a page says of itself; empty where it is silent."""

    title: str = ""
    author: str = ""
    published: str = ""  # an ISO day
    publisher: str = ""
    url: str = ""


def decoded(content: bytes, name: str) -> str:
    """The text of a page's bytes, by its byte order mark, as UTF-8, or by the encoding it declares.

    Raises NotAnArticle where it declares none, or another than its bytes have.
    """
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return _as(content[len(mark) :], encoding, name)
    declared = _DECLARED.search(content[:_HEAD])
    # Valid UTF-8 is nothing else, whatever an older declaration says.
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if declared is None:
            raise NotAnArticle(name, "it is not UTF-8 and declares no encoding", "save it as UTF-8") from None
    return _as(content, declared[1].decode(), name)


def _as(content: bytes, encoding: str, name: str) -> str:
    try:
        found = codecs.lookup(encoding).name
        return content.decode("windows-1252" if found in _AS_WINDOWS else found)
    except (LookupError, UnicodeError):
        reason = f"it declares the encoding {encoding}, which its bytes are not in"
        raise NotAnArticle(name, reason, "save it as UTF-8") from None


def is_page(content: bytes) -> bool:
    """Whether bytes are a web page, or a part of one."""
    encoding = next((encoding for mark, encoding in _BOMS.items() if content.startswith(mark)), "latin-1")
    head = content[:_HEAD].decode(encoding, errors="ignore").lstrip("\ufeff")
    return bool(_WHOLE.search(head) or _FRAGMENT.match(_DECLARATION.sub("", head, count=1)))


def extracted(page: str, name: str) -> tuple[str, Facts]:
    """The article in a page, one paragraph a line, and what the page says of itself.

    Raises NotAnArticle where no article is found, ExtractorMissing where nothing is installed that finds one.
    """
    try:
        from trafilatura import (  # type: ignore[import-not-found, unused-ignore]  # the optional extra `html`
            extract,
            extract_metadata,
        )
    except ImportError:
        raise ExtractorMissing(name) from None
    page = _UNREAD.sub("", _EMBEDDED.sub("", _DECLARATION.sub("", page, count=1)))
    if len(page) > LONGEST_PAGE:
        reason = f"{len(page):,} characters are no article"
        raise NotAnArticle(name, reason, "save the article's text as a plain text file")
    if not _WHOLE.search(page):
        page = f"<html><body>{page}</body></html>"
    found = extract(page, include_comments=False, include_tables=False)
    found = found or extract(page, include_comments=False, include_tables=False, favor_recall=True)
    if not found:
        raise NotAnArticle(name, "no article was found in the page", "save the article's text as a plain text file")
    told = extract_metadata(page, extensive=False)
    title, author, day, publisher, url = (
        _clean(getattr(told, field, None)) for field in ("title", "author", "date", "sitename", "url")
    )
    try:
        published = read_day(day)
    except BadDate:
        published = ""
    address = _ADDRESS.search(page)
    url = url or (address[1] or address[2] if address else "")
    if publisher.lower() not in _TITLE.sub("", page).lower():
        publisher = ""  # half of a title, which nothing else in the page calls its publisher
    return str(found), Facts(_uncut(title, publisher, page), author, published, publisher, url)


# The address a browser notes when it saves a page, or the one in the page's linked data.
_ADDRESS = re.compile(
    r"<!-- saved from url=\(\d+\)(https?://[^\s>]+)"
    r"|\"mainEntityOfPage\"\s*:\s*(?:\{[^}]{0,500}\"@id\"\s*:\s*)?\"(https?://[^\"]+)\""
)


def _uncut(title: str, publisher: str, page: str) -> str:
    """The whole of a page's title where a part of it was taken for the name of the site, and nothing says so."""
    found = _TITLE.search(page)
    whole = _clean(html.unescape(found[1])) if found else ""
    rest = whole.replace(title, "", 1) if title else whole
    headings = (re.sub("<[^>]*>", "", one) for one in _HEADING.findall(page))
    if not title or rest == whole or title in map(_clean, map(html.unescape, headings)):
        return title or whole
    return title if publisher and publisher.lower() in rest.lower() else whole


def _clean(value: object) -> str:
    return " ".join(UNSAFE.sub(" ", str(value or "")).split())[:1000]
