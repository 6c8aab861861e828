"""Readers of articles as they come, and of readings of them that nobody has finished."""

import json
from contextlib import suppress

from tests.reliability.file_readers import coded, empty, raw
from tests.spring_article import LORRIES, PAGE, TEXT, article
from tracker.domain import quotes
from tracker.errors.guided import BadAnswer, NotAnArticle
from tracker.guided import sessions
from tracker.guided.dialogue import Dialogue
from tracker.guided.entries import Known
from tracker.text import articles, pages

TEXTS = [TEXT, "One line.", "\ufeffA line\r\nand another\r\n"]

CHARSETS = ["utf-8", "windows-1252", "iso-8859-1", "utf-16", "utf-7", "idna", "punycode", "rot13", "zlib", "big5"]
CHARSETS += ["raw_unicode_escape", "mbcs", "undefined", "base64", "quopri", "uu", "hex", "shift_jis"]


def charsets() -> list[str]:
    """Pages that say in which encoding they are, as letters: some are in it."""
    page = '<html><head><meta charset="{name}"></head><body>caf\xe9 \xa35bn</body></html>'
    return [page.format(name=name) for name in CHARSETS]


def read_page(text: str) -> None:
    """A page, as far as it is the program's own to read: its encoding, its title, its address."""
    for content in (coded(text), raw(text)):
        with suppress(NotAnArticle):
            page = pages.decoded(content, "page.html") if pages.is_page(content) else text
            pages._uncut("Lorries go", "Example Times", page)
            pages._UNREAD.sub("", pages._EMBEDDED.sub("", page))
            pages._ADDRESS.search(page)


def read_whole_page(text: str) -> None:
    """A page, with the article in it found by somebody else's program."""
    articles.read(coded(text), "page.html")


def read_article(text: str) -> None:
    """An article's text, as its bytes come."""
    read = articles.read(coded(text), "spring.txt")
    assert articles.kept_as(read.name, read.kept, read.sha256) == read


def read_copy(text: str) -> None:
    """A copy of an article, against which quotes are held."""
    content = coded(text)
    quotes.file_fingerprints(content)
    for paragraph in quotes.paragraphs(quotes.as_meant(content).decode("utf-8", errors="replace"))[:3]:
        for quote in ("40 armoured lorries", text[:40]):
            quotes.complaint(quote, paragraph)
            quotes.sentence_around(quote, paragraph)
            with suppress(BadAnswer):
                quotes.as_written(quote, paragraph)


BRIEF = article("Lorries go\n\n" + TEXT.split("\n\n")[3])


def kept_readings() -> list[str]:
    """What an unfinished reading keeps after each answer: its text, what it goes on with, and its answers, one a line.

    Its article is short: most of a case is to show the form that stands.
    """
    dialogue, answers, kept = Dialogue(BRIEF, Known()), list[str](), []
    for typed in ("k spring", "d 11 March 2022", "", *LORRIES, "1 f", ""):
        assert dialogue.form
        if answer := dialogue.form.read(typed, "", False).answer:
            dialogue.take(answer)
            answers.append(json.dumps(answer))
            kept.append("\n".join([json.dumps(BRIEF.kept), "", *answers]))
    page = articles.read(PAGE.encode(), "page.html").kept
    return [*kept, "\n".join([json.dumps(page), "spring 2022-03-11 3 1 2 3"])]


def read_kept(text: str) -> None:
    """An unfinished reading, taken up as it was kept."""
    kept, goes_on, *answers = [*text.split("\n"), ""]
    with suppress(ValueError, RecursionError):
        kept = str(json.loads(kept))
    kept = kept.encode(errors="ignore").decode()  # no database holds half a character
    articles.kept_as("spring.txt", kept, BRIEF.sha256)
    row = {"key": "spring", "author": "the tests", "why": "to test", "name": "spring.txt", "text": kept}
    row |= {"text_sha256": BRIEF.sha256, "turn": 0, "written": 0, "blind": None, "goes_on": goes_on}
    session = sessions.as_kept(empty(), row, [line for line in answers if line])
    if session.form:
        session.form.read("", "", False)
