"""The form of an article's particulars."""

import pytest

from tests.spring_article import PAGE, TEXT, article, begun, contents
from tracker.db.address import Address
from tracker.errors.guided import BadAnswer
from tracker.guided import sessions
from tracker.guided.entries import Known, Progress
from tracker.guided.header_form import HeaderForm, published
from tracker.text import articles

DAYS = {
    "10 Feb 2022": ("2022-02-10", "2022-02-10", "2022-02-10", "publication"),
    "24/02/2022": ("2022-02-24", "2022-02-24", "2022-02-24", "publication"),
    "24–26 Jan 2022": ("2022-01-26", "2022-01-24", "2022-01-26", "inferred"),
    "2022-02": ("2022-02-28", "2022-02-01", "2022-02-28", "inferred"),
}


@pytest.mark.parametrize(("typed", "kept"), DAYS.items())
def test_the_day_of_publication(typed: str, kept: tuple[str, ...]) -> None:
    """A day is taken as it is shown, or in British order; a span of days is some day within it."""
    assert tuple(published(typed, "").values()) == kept


@pytest.mark.parametrize("typed", ["yesterday", "by 2 Mar 2022", "9 February", "soon", "", "-"])
def test_no_day_of_publication(typed: str) -> None:
    """What leaves the days open is refused, and the remedy names no day."""
    with pytest.raises(BadAnswer) as refused:
        published(typed, "")
    assert not any(letter.isdigit() for letter in refused.value.hint)


def test_two_answers_make_a_source(shipped: Address) -> None:
    """One line changes what is wrong, an empty one takes all; the key follows the title until it is said."""
    session = begun(shipped)
    session.reply("t Lorries to go; p The Daily Example; u 12 March 2022")
    session.reply("")
    source = contents(shipped, "lorries-go")["source"]
    assert (source["publisher"], source["updated"], source["published_basis"]) == (
        "The Daily Example",
        "2022-03-12",
        "stated",
    )


def test_a_day_that_is_needed_is_asked_for(shipped: Address) -> None:
    """Where the text gives no day, an empty line goes to it, and the day alone answers."""
    undated = articles.read(TEXT.replace("11 March 2022\n", "").encode(), "undated.txt")
    session = sessions.begin(shipped, undated, "the tests", "to test")
    session.reply("")
    assert (session.asked, session.answers) == ("published", [])
    session.reply("2022-03-11")
    session.reply("")
    assert session.source


def test_good_edits_stay_beside_a_bad_one(shipped: Address) -> None:
    """What can be taken of a line is kept; what cannot is told."""
    session = begun(shipped)
    with pytest.raises(BadAnswer, match="is not a key"):
        session.reply("p The Daily Example; k Not A Key; a Jane Roe")
    session = sessions.resume(shipped, "the tests")
    session.reply("")
    source = contents(shipped, session.source)["source"]
    assert (source["publisher"], source["author"]) == ("The Daily Example", "Jane Roe")


def test_what_a_page_says_of_itself_is_offered() -> None:
    """Title, day, publisher, author and address of a page stand in the form, each with where it comes from."""
    pytest.importorskip("trafilatura", exc_type=ImportError)
    form = HeaderForm(Progress(articles.read(PAGE.encode(), "lorries.html"), Known()))
    shown = {line.name: (line.value, line.origin) for line in form.screen().lines}
    assert shown == {
        "title": ("Lorries go", "from the page"),
        "published": ("11 Mar 2022, stated", "from the page"),
        "publisher": ("Example Times", "from the page"),
        "author": ("Ada Perrin", "from the page"),
        "url": ("https://example.org/lorries", "from the page"),
        "key": ("lorries-go", "made from the title"),
    }


def test_a_key_that_is_taken() -> None:
    """The suggested key is free, and one that another source has is refused."""
    known = Known(source_keys=frozenset(["send-armoured-lorries-spring"]))
    form = HeaderForm(Progress(article(), known))
    assert form.values["key"] == "send-armoured-lorries-spring-2"
    reply = form.read("k send-armoured-lorries-spring", "", False)
    assert reply.answer is None
    assert "already" in reply.faults[0].message


def test_a_dateline_is_shown_where_its_year_is_needed() -> None:
    """A day that lacks its year is not taken: the form says what it read, and Enter explains that field alone."""
    form = HeaderForm(Progress(articles.read(b"Gold ban\nLONDON, March 1 (Agency) -\nBanned.\n", "x.txt"), Known()))
    line = next(line for line in form.screen().lines if line.name == "published")
    assert (line.is_needed, "March 1" in line.origin) == (True, True)
    reply = form.read("", "", False)
    assert reply.asks == "published"
    assert [line.split()[1] for line in form.explain(reply.asks)[:-1]] == ["published"]
