"""Addresses of databases: what a person types, and what a message shows of it."""

from pathlib import Path

import pytest

from tracker.db.address import Address
from tracker.errors.database import DatabaseMissing, NotADatabase


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("record.db", Path("record.db")),
        ("sqlite:///a%20b.db", Path("a b.db")),
        ("sqlite:////tmp/a.db", Path("/tmp/a.db")),
        ("~/a.db", Path("~/a.db").expanduser()),
        ("postgresql://host/name", None),
    ],
)
def test_what_is_typed(typed: str, path: Path | None) -> None:
    """A path or sqlite:/// is a file, any other URL a server."""
    assert Address.parse(typed).path == path


@pytest.mark.parametrize("typed", ["sqlite:", "sqlite://", "sqlite:///", "sqlite:///:"])
def test_an_address_without_a_file(typed: str) -> None:
    """A database in memory would be gone with the command: refused."""
    with pytest.raises(NotADatabase, match="names no file"):
        Address.parse(typed)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:secret@host:5432/name", "postgresql://me@host:5432/name"),
        ("postgresql://host/name", "postgresql://host/name"),
    ],
)
def test_no_message_shows_a_password(url: str, shown: str) -> None:
    """An address is shown without its password."""
    assert str(Address.parse(url)) == shown


def test_odd_names_reach_sqlite(tmp_path: Path) -> None:
    """A question mark, a hash or a per cent sign in a path is part of the name, not of the URI."""
    uri = Address.of(tmp_path / "what?#100%.db").sqlite_uri("rw")
    assert uri.endswith("/what%3F%23100%25.db?mode=rw")


def test_a_file_has_to_be_there(tmp_path: Path) -> None:
    """A file that is not there, a folder and an empty file are three different things, and none is a database."""
    (tmp_path / "empty").touch()
    with pytest.raises(DatabaseMissing):
        Address.of(tmp_path / "missing").require_file()
    for path, words in ((tmp_path, "not a file"), (tmp_path / "empty", "empty")):
        with pytest.raises(NotADatabase, match=words):
            Address.of(path).require_file()
