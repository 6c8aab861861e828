"""Texts on their way out: nothing of a stranger's steers a terminal, becomes live in Markdown, or shows a password."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import run
from tracker.output.escapes import Outlet, in_markdown, without_password


class _AtTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:s3cret@host/name",
        "postgresql://host/name?user=me&password=s3cret",
        "postgresql://host/name?password=a@s3cret",
        "postgresql://me:p@s3cret@host/name",
        "postgresql://me:p/s3cret@host/name",
        "postgresql://me:p?s3cret@host/name",
        "postgresql://me:p#s3cret@host/name",
        "postgresql:/me:s3cret@host/name",
        "postgresql:me:s3cret@host/name",
        "postgres:///name?sslpassword=s3cret",
        "postgresql://me:s3cret@host:port/name",
        "mysql://me:s3cret@host/name",
    ],
)
def test_no_password_is_shown(url: str) -> None:
    """However an address is written, nothing printed about it holds its password."""
    assert "s3cret" not in without_password(url)
    told = io.StringIO()
    Outlet(told).write(f"cannot use {url}: no answer")
    assert "s3cret" not in told.getvalue()
    for arguments in (["report"], ["db", "init"], ["db", "migrate"], ["check"], ["report", url]):
        done = run(*arguments, "--db", url)
        assert done.returncode in (2, 3), done.stderr
        assert "s3cret" not in done.stdout + done.stderr


SHOWN = {
    "postgresql://ann:s3cret@db.example:5433/record": "postgresql://ann@db.example:5433/record",
    "postgresql+psycopg://ann@db.example/record": "postgresql+psycopg://ann@db.example/record",
    "postgresql://db.example/record?password=s3cret": "postgresql://db.example/record?…",
    "postgresql://[::1]:5432": "postgresql://[::1]:5432",
    "postgresql:/ann:s3cret@db.example": "postgresql://…",
}


@pytest.mark.parametrize(("url", "shown"), SHOWN.items())
def test_who_where_and_which_are_shown(url: str, shown: str) -> None:
    """An address without its password still says as whom, on which machine and port, and which database."""
    assert without_password(url) == shown


@given(st.text(alphabet=st.sampled_from("\x1b[]0;31mK\r\x07\x9b\x9d\u202eab\n"), max_size=30), st.booleans())
def test_what_leaves_steers_nothing(text: str, at_terminal: bool) -> None:
    """Through the outlet nothing passes that moves the cursor, names the window, rings or turns the text round."""
    stream = _AtTerminal() if at_terminal else io.StringIO()
    Outlet(stream).write(text)
    shown = stream.getvalue()
    assert not set(shown) & set("\x07\x9b\x9d\u202e")
    if not at_terminal:
        assert not set(shown) & set("\x1b\r")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no answer from postgresql://me:s3cret@host: refused", "no answer from postgresql://me@host: refused"),
        ("postgresql://me:s3cret@host/name: refused", "postgresql://me@host/name: refused"),
        ("postgresql://me:s3cret@host:5432 refused", "postgresql://me@host:5432 refused"),
        ("postgresql://me: refused", "postgresql://… refused"),
        ("“postgresql://me:s3cret@host/name”", "“postgresql://me@host/name”"),
    ],
)
def test_an_address_in_a_sentence(text: str, shown: str) -> None:
    """A sentence with an address in it stays as it is, but for what opens the database."""
    stream = io.StringIO()
    Outlet(stream).write(text)
    assert stream.getvalue() == shown


def test_a_remark_about_a_hostile_file(empty_file: Path, tmp_path: Path) -> None:
    """A file whose name steers a terminal is named in a message all the same, spelt out."""
    hostile = tmp_path / "\x1b]0;owned\x07\u202e.csv"
    hostile.write_text("measure,title\n")
    for arguments in (["load", str(hostile), "--yes", "--why", "w"], ["export", "-o", str(hostile), "--force"]):
        done = run(*arguments, db=empty_file)
        assert "\\x1b]0;owned\\x07\\u202e" in done.stderr


@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "<javascript:alert(1)>", "a|b", "`a|b`", "![a](b)"],
)
def test_markdown_shows_what_it_is_given(text: str) -> None:
    """Neither HTML nor a link nor a cell of a stranger's comes alive in Markdown."""
    shown = in_markdown(text)
    assert "<" not in shown
    assert not [place for place, letter in enumerate(shown) if letter in "[]|`" and shown[place - 1 : place] != "\\"]


def test_markdown_leaves_words_alone() -> None:
    """Keys, names of columns and plain sentences stay as they are."""
    text = "status_order of hms-trent: “1,000 troops” & more, 40 % (some)."
    assert in_markdown(text) == text
