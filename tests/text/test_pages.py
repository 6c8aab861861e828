"""Saved web pages of many makes: what encoding they are in, the article in them, and what they say of themselves."""

import pytest

from tracker.errors.guided import NotAnArticle
from tracker.text import articles, pages
from tracker.text.articles import Article
from tracker.text.pages import Facts

pytest.importorskip("trafilatura", exc_type=ImportError)

STORY = """<p>Ministers said on Friday that some 40 armoured lorries would be sent to the front this month.</p>
<p>The lorries are being painted in a yard near the coast, where a crew of mechanics has worked through the night.</p>
<p>A spokesman for the ministry declined to say how they would travel, or who would drive them once they arrived.</p>"""
POUNDS = "<p>They would cost £2 million, said the owner of the café by the docks, “and not a penny less” – or so.</p>"


def page(head: str = "", body: str = STORY, heading: str = "Lorries go to the front") -> str:
    """A page with a head, and a body under a heading."""
    return f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>{heading}</h1>{body}</article></body></html>"


def read(text: str | bytes, name: str = "page.html") -> Article:
    """A page read as UTF-8, or as the bytes it is."""
    return articles.read(text if isinstance(text, bytes) else text.encode(), name)


LINKED_DATA = """<title>U.K. to send lorries, Mr. Reed says</title><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "U.K. to send lorries, Mr. Reed says",
"datePublished": "2022-03-04T08:00:00Z", "dateModified": "2022-03-05T08:00:00Z",
"author": {"@type": "Person", "name": "Ada Perrin"}, "mainEntityOfPage": {"@id": "https://example.org/lorries"},
"publisher": {"@type": "Organization", "name": "The Daily Example"}}</script>"""
OPEN_GRAPH = """<title>No. 10 to send lorries - Example Times</title>
<meta property="og:title" content="No. 10 to send lorries">
<meta property="og:site_name" content="Example Times"><meta property="og:url" content="https://example.org/b">
<meta property="article:published_time" content="2022-03-05T10:00:00+00:00"><meta name="author" content="Jane Doe">"""
PLAIN = """<title>Lorries go to the front</title><meta name="author" content="John Roe">
<meta name="date" content="2022-03-06"><link rel="canonical" href="https://example.org/c">"""
DUBLIN_CORE = """<title>Lorries go to the front</title><meta name="DC.creator" content="John Roe">
<meta name="DC.date" content="2022-03-07">"""
BYLINE = '<p class="byline">By Jane Doe</p><time datetime="2022-03-08">8 March</time>'
TOLD = {
    "linked data": (
        page(LINKED_DATA, heading="U.K. to send lorries, Mr. Reed says"),
        ("U.K. to send lorries, Mr. Reed says", "Ada Perrin", "2022-03-04", "The Daily Example"),
        "https://example.org/lorries",
    ),
    "Open Graph": (
        page(OPEN_GRAPH, heading="No. 10 to send lorries"),
        ("No. 10 to send lorries", "Jane Doe", "2022-03-05", "Example Times"),
        "https://example.org/b",
    ),
    "plain meta": (
        page(PLAIN),
        ("Lorries go to the front", "John Roe", "2022-03-06", "example.org"),
        "https://example.org/c",
    ),
    "Dublin Core": (page(DUBLIN_CORE), ("Lorries go to the front", "John Roe", "2022-03-07", ""), ""),
    "a byline and a time": (
        page("<title>Lorries go to the front</title>", BYLINE + STORY),
        ("Lorries go to the front", "Jane Doe", "2022-03-08", ""),
        "",
    ),
    "saved by a browser": (
        "<!-- saved from url=(0029)https://example.org/saved/one -->" + page("<title>Lorries go to the front</title>"),
        ("Lorries go to the front", "", "", ""),
        "https://example.org/saved/one",
    ),
    "nothing": (page(), ("Lorries go to the front", "", "", ""), ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told", "url"), TOLD.values(), ids=TOLD.keys())
def test_what_a_page_says_of_itself(text: str, told: tuple[str, str, str, str], url: str) -> None:
    """Title, author, day, publisher and address are what the page declares, and empty where it is silent."""
    found = read(text)
    assert found.facts == Facts(*told, url)
    assert "Ministers said" in found.text
    assert articles.made(found.name, found.kept, found.sha256) == found


TITLES = ["U.K. sends lorries", "Mr. Reed goes to Narva", "No. 10 - what it said", "St. Mary's – a hospital of 20 beds"]


@pytest.mark.parametrize("title", TITLES)
def test_no_title_is_cut(title: str) -> None:
    """A title keeps its abbreviations and its dashes where nothing says that what follows them names the site."""
    text = f"<html><head><title>{title}</title></head><body>{STORY}</body></html>"
    assert read(text).facts.title == title


DECLARATION = '<?xml version="1.0" encoding="{}"?>\n'
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Lorries</title></head><body>{}</body></html>'
HTTP_EQUIV = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
ENCODED = {
    "HTTP-equiv": (page(HTTP_EQUIV, STORY + POUNDS), "cp1252"),
    "meta charset": (page("<meta charset='windows-1252'>", STORY + POUNDS), "cp1252"),
    "XML declaration": (DECLARATION.format("windows-1252") + XHTML.format(STORY + POUNDS), "cp1252"),
    "UTF-8 XHTML": (DECLARATION.format("utf-8") + XHTML.format(STORY + POUNDS), "utf-8"),
    "UTF-16 with its mark": (page("", STORY + POUNDS), "utf-16"),
    "UTF-8 with its mark": (page("", STORY + POUNDS), "utf-8-sig"),
    "UTF-8 under an older declaration": (page('<meta charset="iso-8859-1">', STORY + POUNDS), "utf-8"),
    "a fragment": (f"<div class='story'><h2>Lorries</h2>{STORY}{POUNDS}</div>", "utf-8"),
    "a fragment after a comment": (f"<!-- story -->\n<article>{STORY}{POUNDS}</article>", "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "encoding"), ENCODED.values(), ids=ENCODED.keys())
def test_the_encoding_a_page_declares(text: str, encoding: str) -> None:
    """A byte order mark, an XML declaration and either meta element are honoured; UTF-8 is known without."""
    found = read(text.encode(encoding))
    assert "£2 million, said the owner of the café by the docks, “and not a penny less” –" in found.text


def test_minutes_of_a_parliament() -> None:
    """Minutes as XHTML in Latin-1, without an article element, are read speech by speech."""
    speech = "<p><b>{}</b>: {} lorries have been sent to the front, at a cost of £{} million, as was agreed.</p>"
    speeches = speech.format("Mr. Reed (Northport)", "Some 40", 2) + speech.format("The Minister", "A further 20", 1)
    text = DECLARATION.format("ISO-8859-1") + XHTML.format(f"<h3>4 Mar 2022 : Column 12</h3>{speeches}")
    found = read(text.encode("latin-1"))
    assert len(found.paragraphs) >= 2
    assert "at a cost of £2 million" in found.text


def test_a_page_swollen_by_pictures_and_scripts() -> None:
    """What is embedded counts towards no bound; without it the page is as any other."""
    picture = f'<img src="data:image/png;base64,{"A" * 3_000_000}">'
    script = f"<script>var state = '{'x' * 3_000_000}';</script><style>{'p {} ' * 500_000}</style>"
    assert read(page(script, picture + STORY)).text == read(page("", STORY)).text


REFUSED = {
    "undeclared": (page("", POUNDS).encode("cp1252"), "declares no encoding"),
    "unknown": (page('<meta charset="x-none">', POUNDS).encode("cp1252"), "declares the encoding x-none"),
    "none at all": (page('<meta charset="undefined">', POUNDS).encode("cp1252"), "declares the encoding undefined"),
    "another": (page('<meta charset="ascii">', STORY).encode() + b"\x81\x8d", "declares the encoding ascii"),
    "torn": (page("", STORY).encode("utf-16")[:-1], "declares the encoding utf-16-le"),
    "empty": (b"<html><body></body></html>", "no article was found"),
    "too long": (page("", f"<p>{'word ' * 500_000}</p>").encode(), "characters are no article"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_pages_that_cannot_be_read(content: bytes, reason: str) -> None:
    """A page whose bytes are in no encoding it names, or that holds no article, is refused with the reason."""
    with pytest.raises(NotAnArticle) as refused:
        read(content)
    assert reason in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize("piece", ["<!-- -->", "<!--", " ", "<?xml "])
def test_what_is_said_many_times(piece: str) -> None:
    """Comments, blanks and declarations without end are gone through once; a page that begins with them is one."""
    assert not pages.is_page(piece.encode() * 5_000)
    assert pages._DECLARATION.sub("", piece * 50_000, count=1) == piece * 50_000
    assert pages.is_page(b"<?xml version='1.0'?>" + b"<!-- a --> " * 50 + b"<article>")
