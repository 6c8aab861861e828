"""An invented article, and the answers of guided readings of it."""

from typing import Any

from tests.conftest import opened
from tracker.db.address import Address
from tracker.guided import sessions
from tracker.guided.sessions import Session
from tracker.text import articles

TEXT = """UK to send armoured lorries as spring fighting nears

By Ada Perrin

11 March 2022

Downing Street announced on Thursday that some 40 armoured lorries will be sent to Ukraine next week.

“We’re also looking at whether up to 30 more trainers could go,” the defence secretary said.

The French president travelled to Kyiv for talks with his counterpart.

The UK has expelled six Russian diplomats, and will not send fighter jets.

Read more: ten walks for spring
"""

# A mention is a line of edits, and an empty line that takes the form; what a test looks at is said, not guessed.
LORRIES = [
    "n Armoured lorries for Ukraine; k materiel; q 40 armoured lorries ... sent to Ukraine; sa; a some 40 vehicles",
    "d Thursday; due next week; p -; w Downing Street",
    "",
]
TRAINERS = [
    "n More trainers for Ukraine; k training; q We're also looking … could go; sc; a up to 30 more trainers",
    "d -; w Defence Secretary",
    "",
]
DIPLOMATS = [
    "n Expulsion of Russian diplomats; k diplomatic; q UK has expelled six Russian diplomats; stage d; d - +",
    "n Fighter jets for Ukraine; k materiel; key jets-for-ukraine; q will not send fighter jets; sr; a -; unsure",
    "",
]
HEADER = ["k spring-lorries", ""]
HEADLINE = ["- c"]
VERDICTS = ["2-3 f; 6 d; 8 f", ""]
END = [""]
ANSWERS = [*HEADER, *HEADLINE, *LORRIES, *TRAINERS, *DIPLOMATS, *VERDICTS, *END]
# Another as a saved page, which says of itself who wrote it, when and where.
PAGE = """<html><head><title>Lorries go</title><meta property="og:site_name" content="Example Times">
<meta property="og:url" content="https://example.org/lorries"><meta name="author" content="Ada Perrin">
<meta property="article:published_time" content="2022-03-11"></head><body><article><h1>Lorries go</h1>
<p>Downing Street announced on Thursday that some 40 armoured lorries will be sent to the front next week, a first.</p>
<p>The French president travelled to Narva for talks with his counterpart on Sunday evening and stayed overnight.</p>
</article></body></html>"""


def article(content: str = TEXT) -> articles.Article:
    """The invented article."""
    return articles.read(content.encode(), "spring.txt")


def begun(address: Address, blind: bool = False, author: str = "the tests") -> Session:
    """A reading that has just begun."""
    return sessions.begin(address, article(), author, "to test", blind)


def contents(address: Address, source: str = "spring-lorries") -> dict[str, Any]:
    """What the record holds of a source: its own row, its paragraphs, its mentions."""
    record = opened(address)
    mentions = [row for row in record.mentions() if row["source"] == source]
    measures = {row["measure"] for row in mentions}
    return {
        "source": record.source(source),
        "paragraphs": [row for row in record.paragraphs() if row["source"] == source],
        "mentions": mentions,
        "measures": [one.row for one in record.measures() if one.row["measure"] in measures],
    }


_whole: dict[str, dict[str, Any]] = {}


def uninterrupted(databases: Any) -> dict[str, Any]:
    """What an empty record holds after a reading that nothing interrupted."""
    if databases.dialect not in _whole:
        address = databases.copy("empty")
        session = begun(address)
        for typed in ANSWERS:
            session.reply(typed)
        _whole[databases.dialect] = contents(address)
    return _whole[databases.dialect]


SUPPORT = "m further-military-support; q 40 armoured lorries ... sent to Ukraine"
REST = "d Thursday; p -"
EXPELLED = "k diplomatic; target russia; q expelled six Russian diplomats; sd; a -; d -"
FIRST = ["k spring-lorries", "", "- c", SUPPORT, f"sa; a some 40 vehicles; {REST}", "", "- c"]
FIRST += [f"n Expulsion of Russian diplomats; {EXPELLED}", "", "-", "2-3 f; 6 d; 8 f", "", ""]
SECOND = ["d 15 March 2022", "", "- c", SUPPORT, f"su; a up to 40 vehicles; {REST}", "", "- c"]
SECOND += [f"n Six diplomats expelled; {EXPELLED}", "", "-", "2-3 f; 6 r; 8 f", "", ""]


def read_twice(address: Address) -> None:
    """The invented article, read into a record and read again by somebody who does not see the first coding."""
    for answers, author, blind in ((FIRST, "the tests", False), (SECOND, "Jane", True)):
        session = sessions.begin(address, article(), author, "to test", blind)
        for typed in answers:
            session.reply(typed)
        assert session.form is None
