"""A record that cannot be used, in every way there is, under every verb: one message, an exit code, no change."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import run
from tests.spring_article import TEXT
from tests.users import NOBODY, only_root, run_as
from tracker.db import engine, integrity, reader

WHY = ("--why", "w")
_OTHERS = "timeline,matrix,lag,disagreements,review,coverage,cite,log,verify,measure list,source list,event list"
_ALONE = (
    "event list,measure show hms-trent,measure explain hms-trent,source show step-back,changes 2022-02-01 2022-03-01"
)
READING = {
    "report": ("report",),
    "search": ("search", "marines"),
    "export": ("export", "OUT"),
    "check": ("check",),
    "inbox": ("inbox", "FOLDER"),
    "db info": ("db", "info"),
    "db backup": ("db", "backup", "BACKUP"),
    **{words: tuple(words.split()) for words in f"{_OTHERS},{_ALONE}".split(",")},
}
WRITING = {
    "edit": ("measure", "edit", "hms-trent", "--summary", "Seen.", *WHY),
    "measure add": ("measure", "add", "--key", "a-tent", "--title", "A tent", "--kind", "humanitarian", *WHY),
    "withdraw": ("measure", "withdraw", "hms-trent", *WHY),
    "merge": ("measure", "merge", "hms-trent", "royal-marines-poland", *WHY),
    "mention prefer": ("mention", "prefer", "m0123456789", "--on", "2022-03-01", *WHY),
    "source edit": ("source", "edit", "step-back", "--publisher", "P", *WHY),
    "event add": ("event", "add", "--key", "rain", "--title", "Rain", *WHY),
    "undo": ("undo", *WHY),
    "load": ("load", "--shipped", "--yes", *WHY),
    "read": ("read", "ARTICLE", *WHY),
    "add": ("add", "ARTICLE", "hms-trent", "some 40 armoured lorries", "--yes", *WHY),
    "repair": ("check", "--repair"),
    "migrate": ("db", "migrate"),
}
VERBS = {**READING, **WRITING}


def _sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def _missing(path: Path) -> None:
    path.unlink()


def _missing_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("Dear record, I am a letter, and longer than a page of a database is wide. " * 100)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _anothers(path: Path) -> None:
    path.unlink()
    _sql(path, "CREATE TABLE song (title TEXT)", "INSERT INTO song VALUES ('Air')")


def _newer(path: Path) -> None:
    _sql(path, "UPDATE alembic_version SET version_num = '9999'")


def _older(path: Path) -> None:
    _sql(path, f"UPDATE alembic_version SET version_num = '{reader.SCHEMA_VERSIONS[-2]}'")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50_000])


SITUATIONS: dict[str, Callable[[Path], None]] = {
    "missing": _missing,
    "in a missing folder": _missing_folder,
    "a folder": _a_folder,
    "a text": _text,
    "empty": _empty,
    "another program's": _anothers,
    "of a newer program": _newer,
    "of an older program": _older,
    "cut short": _cut,
}


# A record of another version of the program can be copied, and brought up to date: that is what they are for.
MEANT = [("of an older program", "migrate"), ("of an older program", "db backup"), ("of a newer program", "db backup")]
UNUSABLE = [(situation, verb) for situation in SITUATIONS for verb in VERBS if (situation, verb) not in MEANT]


def _files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, but for SQLite's shared memory and an empty log, which a reader of SQLite's leaves."""
    found = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {name: held for name, held in found.items() if not name.endswith("-shm") and (held or "-wal" not in name)}


def _words(words: tuple[str, ...], tmp_path: Path) -> list[str]:
    (tmp_path / "spring.txt").write_text(TEXT, encoding="utf-8")
    told = {"OUT": str(tmp_path / "out"), "ARTICLE": str(tmp_path / "spring.txt"), "FOLDER": str(tmp_path)}
    told["BACKUP"] = str(tmp_path / "copy.db")
    return [told.get(word, word) for word in words]


@pytest.mark.parametrize(("situation", "verb"), UNUSABLE)
def test_no_record_to_use(shipped_file: Path, tmp_path: Path, situation: str, verb: str) -> None:
    """Where there is no record to use, every verb names it, says what to do, leaves with 3 and changes nothing."""
    path = tmp_path / "kept" / "record.db"
    path.parent.mkdir()
    shutil.copy(shipped_file, path)
    SITUATIONS[situation](path)
    before = _files(tmp_path / "kept")
    done = run(*_words(VERBS[verb], tmp_path), db=path)
    expected = (1, 3) if situation == "cut short" else (3,)
    assert done.returncode in expected, done.stderr
    assert str(path) in done.stderr or situation == "cut short"
    assert len(done.stderr.splitlines()) > 1, "no remedy"
    assert _files(tmp_path / "kept") == before
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program that waits for a busy record a moment, where else it waits half a minute."""
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    monkeypatch.setattr(reader, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(integrity, "BUSY_SECONDS", 0.05)
    return


@pytest.mark.parametrize("verb", VERBS)
def test_a_record_with_somebody_elses_trigger(shipped_file: Path, tmp_path: Path, verb: str) -> None:
    """With a trigger that is not ours in a record, reading goes on, and nothing is written."""
    _sql(shipped_file, "CREATE TRIGGER theirs AFTER INSERT ON revision BEGIN DELETE FROM mention_version; END")
    with closing(sqlite3.connect(shipped_file)) as connection:
        before = list(connection.iterdump())
        done = run(*_words(VERBS[verb], tmp_path), db=shipped_file)
        assert list(connection.iterdump()) == before
    if verb in READING or verb == "migrate":  # there is nothing to migrate
        assert done.returncode == int(verb == "check"), done.stderr
    else:
        assert (done.returncode, "theirs" in done.stderr) == (3, True), done.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_a_home_where_nothing_can_be_made(tmp_path: Path, verb: str) -> None:
    """Where no record is named and none can be made, every verb says which folder it is, and leaves with 3."""
    (tmp_path / "file").touch()
    home = str(tmp_path / "file" / "home")
    done = run(*_words(VERBS[verb], tmp_path), HOME=home, XDG_DATA_HOME=home)
    assert (done.returncode, home in done.stderr) == (3, True), done.stderr
    assert len(done.stderr.splitlines()) > 1, "no remedy"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("verb", VERBS)
def test_a_record_that_is_locked(shipped_file: Path, tmp_path: Path, verb: str) -> None:
    """While somebody else writes, reading goes on; a write waits, and says what it waited for in vain."""
    with closing(sqlite3.connect(shipped_file, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        before = list(held.iterdump())
        done = run(*_words(VERBS[verb], tmp_path), db=shipped_file)
        assert list(held.iterdump()) == before
    if verb in READING or verb == "migrate":  # there is nothing to migrate
        assert done.returncode == 0, done.stderr
    else:
        assert (done.returncode, "locked" in done.stderr) == (3, True), done.stderr


@only_root
@pytest.mark.parametrize("verb", ["report", "edit"])
@pytest.mark.parametrize("closed", ["file", "folder"])
def test_what_may_only_be_read(shipped_file: Path, closed: str, verb: str) -> None:
    """From a file or a folder that may only be read, reading works; a write is refused, and nothing is put there."""
    with tempfile.TemporaryDirectory() as name:  # where another account can go
        folder = Path(name)
        path = Path(shutil.copy(shipped_file, folder / "record.db"))
        path.chmod(0o444 if closed == "file" else 0o666)
        folder.chmod(0o777 if closed == "file" else 0o555)
        before = _files(folder)
        done = run_as(NOBODY, *VERBS[verb], "--db", str(path), warm=shipped_file)
        assert done.returncode == (0 if verb in READING else 3), done.stderr
        assert _files(folder) == before
        assert verb in READING or "may only read" in done.stderr
        folder.chmod(0o755)
