"""Saved articles that wait to be read: in which order, and what is marked."""

from pathlib import Path

import pytest

from tests.conftest import opened
from tests.house_styles import STYLES
from tests.spring_article import ANSWERS, HEADER, TEXT, article
from tracker.db.address import Address
from tracker.errors.files import CannotRead
from tracker.guided import sessions
from tracker.guided.inbox import inbox, queue

REPRINT = TEXT.replace("By Ada Perrin\n\n", "").replace("six Russian diplomats", "seven Russian diplomats")


def test_what_waits_and_in_which_order(shipped_file: Path, tmp_path: Path) -> None:
    """New articles come first, the likeliest before others; copies, reprints and what is no article are marked."""
    address = Address.of(shipped_file)
    session = sessions.begin(address, article(), "the tests", "to test")
    for line in ANSWERS:
        session.reply(line)
    files = {
        "spring.txt": TEXT,
        "again.txt": REPRINT,
        "agency.txt": STYLES["agency"].text,
        "copy.txt": STYLES["agency"].text.replace("\n", "\r\n"),
        "weather.txt": "Rain on Sunday\n\nIt rained in the hills above the town for most of the day.\n",
        "paper.html": "%PDF-1.7",
        "notes.md": "no article at all",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    rows = inbox(tmp_path, opened(address))
    assert [(row["file"], row["state"], row["of"]) for row in rows] == [
        ("agency.txt", "new", ""),
        ("weather.txt", "new", ""),
        ("again.txt", "reprint", "spring-lorries"),
        ("copy.txt", "copy", "agency.txt"),
        ("paper.html", "no_article", "it is a PDF"),
        ("spring.txt", "read", "spring-lorries"),
    ]
    assert queue(rows) == ["agency.txt", "weather.txt", "again.txt"]


def test_what_is_begun_comes_first(shipped_file: Path, tmp_path: Path) -> None:
    """An article that somebody is reading is marked with who, one that is recorded in part with how far it is."""
    address = Address.of(shipped_file)
    for name in ("spring.txt", "other.txt"):
        (tmp_path / name).write_text(TEXT if name == "spring.txt" else STYLES["local"].text, encoding="utf-8")
    session = sessions.begin(address, article(), "Jane", "to test")
    for line in HEADER:
        session.reply(line)
    [first, _] = inbox(tmp_path, opened(address))
    assert (first["file"], first["state"], first["of"]) == ("spring.txt", "begun", f"Jane: {session.key}")


def test_no_folder(shipped_file: Path, tmp_path: Path) -> None:
    """A folder that is not there is refused."""
    with pytest.raises(CannotRead):
        inbox(tmp_path / "nowhere", opened(Address.of(shipped_file)))
