"""Articles as they come: what can be read is read as it stands, what cannot is refused with a remedy."""

import pytest

from tracker.errors.guided import ExtractorMissing, NotAnArticle
from tracker.text import articles

REFUSED = {
    "an empty file": (b"", "it is empty"),
    "nothing but white space": (b" \n\t\n", "it is empty"),
    "a binary file": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "it is not text"),
    "a PDF that is letters throughout": (b"%PDF-1.4\n1 0 obj\nThe UK will\n", "it is a PDF"),
    "rich text": (rb"{\rtf1\ansi The UK will send 40 lorries.\par}", "it is rich text"),
    "an office document": (b"PK\x03\x04\x14\x00", "an office document"),
    "what a programme asked for": (b'[\n  {"headline": "UK to send lorries"}]', "it is JSON"),
    "a page in one file": (
        b"From: <Saved>\r\nSubject: =?utf-8?Q?x?=\r\n =?utf-8?Q?y?=\r\nContent-Type: multipart/related;\r\n"
        b' boundary="b"\r\n\r\n--b\r\n\r\n<html><body><p>The UK=E2=80=99s lorries</p></body></html>\r\n',
        "(MHTML)",
    ),
    "UTF-16": ("The UK will".encode("utf-16"), "it is UTF-16"),
    "another encoding": ("A line\nthe caf\xe9".encode("latin-1"), "line 2 is not UTF-8"),
    "one line of 5 MB": (b"a " * 2_500_000, "5,000,000 bytes"),
    "one long line": (b"Heading\n" + b"a " * 20_000, "line 2 has 40,000 characters"),
    "no words": (b"1234 56 --\n", "it holds no words"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_article(content: bytes, reason: str) -> None:
    """A file that is no article's text is refused: the message names the file, the reason and a remedy."""
    with pytest.raises(NotAnArticle) as refused:
        articles.read(content, "some.txt")
    assert "some.txt" in refused.value.message
    assert reason in refused.value.message
    assert refused.value.hint


def test_what_only_looks_like_another_form() -> None:
    """Words that speak of a form, or begin with a bracket, are an article like any other."""
    text = "[Ministers] met.\nContent-Type: multipart/related is what it said, and a %PDF-1.4 came too.\n"
    assert articles.read(text.encode(), "some.txt").text == text


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_how_a_file_was_saved_is_not_read(mark: bytes, end: bytes) -> None:
    """A byte order mark and the ends of lines are no part of a text: not of its first paragraph, not of its digest."""
    article = articles.read(mark + b"Six tugs" + end + b"They sail." + end, "tugs.txt")
    assert article == articles.read(b"Six tugs\nThey sail.\n", "tugs.txt")
    assert article.paragraphs == ("Six tugs", "They sail.")


PAGE = b"""<!DOCTYPE html><html><body><nav>Home</nav><article><h1>UK to send lorries</h1>
<p>Downing Street announced on Friday that some 40 armoured lorries will be sent to Ukraine next week, a first.</p>
<p>The French president travelled to Kyiv for talks with his counterpart on Sunday evening and stayed overnight.</p>
</article></body></html>"""


def test_a_web_page_needs_the_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extractor a web page is refused, and the message names the extra."""
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    with pytest.raises(ExtractorMissing) as refused:
        articles.read(PAGE, "page.html")
    assert "uk-measures-tracker[html]" in refused.value.hint


def test_a_web_page_with_the_extractor() -> None:
    """With the extractor the article is taken out of the page, navigation left behind."""
    pytest.importorskip("trafilatura", exc_type=ImportError)
    found = articles.read(PAGE, "page.html")
    assert found.paragraphs[-1].startswith("The French president")
    assert "Home" not in found.text
    assert articles.file_stem(found.name) == ""


def test_steering_characters_are_named() -> None:
    """Escapes and marks that reorder text do not keep an article from being read; their paragraphs are named."""
    found = articles.read("Plain.\nred \x1b[31m text\nback\u202ewards\n".encode(), "some.txt")
    assert found.steering == [2, 3]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("UK to send 1,000 troops to Poland", "send-1000-troops-poland"),
        ("Łódź: the café’s view", "odz-cafes-view"),
        ("…", "reading"),
    ],
)
def test_keys_suggested_from_titles(title: str, key: str) -> None:
    """A key is made of the first telling words of a title."""
    assert articles.slug(title) == key
