"""Attached texts: taken only where they are what was read, used to check quotes, and found in no export."""

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import text

from tests.conftest import opened
from tests.running import run
from tracker.db import queries
from tracker.db.address import Address
from tracker.db.engine import ask_of, transaction
from tracker.db.hash_chain import broken_chain
from tracker.db.reader import reading
from tracker.errors.coding import NotItsText
from tracker.exports.formats import EXPORT_FORMATS
from tracker.guided import sessions
from tracker.package import write_package
from tracker.package.descriptor import PLAIN
from tracker.record import texts
from tracker.reports import checks
from tracker.reports.snapshot import Snapshot
from tracker.text import articles

SECRET = "Seventeen marmalade kites wobbled over the quiet harbour wall"
TEXT = f"""Lorries for Lviv

The government will send 40 lorries to Lviv, an aide said on Tuesday.

{SECRET}, and nobody minded.
"""
ADD = ("source", "add", "--title", "Lorries for Lviv", "--published", "2022-03-08", "--why", "new article")


@pytest.fixture
def lorries(shipped_file: Path, tmp_path: Path) -> Path:
    """A record with an invented article that mentions a measure, and the article's file beside it."""
    (tmp_path / "lorries.txt").write_text(TEXT, encoding="utf-8")
    assert run(*ADD, "--text", str(tmp_path / "lorries.txt"), db=shipped_file).stdout == "lorries-lviv\n"
    options = ["--source", "lorries-lviv", "--measure", "further-military-support", "--paragraph", "2"]
    options += ["--quote", "will send 40 lorries to Lviv", "--status", "announced", "--why", "read"]
    assert run("mention", "add", *options, db=shipped_file).returncode == 0
    return shipped_file


def attached(path: Path, *arguments: str) -> tuple[int, str]:
    """What attaching comes to: the exit code, and what was said."""
    done = run("source", "attach", *arguments, db=path)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_attach_and_detach(lorries: Path, tmp_path: Path) -> None:
    """A text is attached once, shown to be there, used by verify without a folder, and gone when it is detached."""
    file = str(tmp_path / "lorries.txt")
    head = run("log", "--head", db=lorries).stdout
    before = run("verify", "--format", "csv", db=lorries).stdout
    assert "lorries-lviv,lorries,not checked" in before
    assert "lorries-lviv" in run("review", "--about", "unreachable", "--format", "csv", db=lorries).stdout
    assert "not attached" in run("source", "show", "lorries-lviv", db=lorries).stdout
    assert attached(lorries, "lorries-lviv", file) == (0, "The text of lorries-lviv is attached.\n")
    assert attached(lorries, "lorries", file) == (0, "Nothing changed.\n")
    assert "attached, from lorries.txt" in run("source", "show", "lorries-lviv", db=lorries).stdout
    assert "lorries-lviv,lorries,holds,3,1,0" in run("verify", "--format", "csv", db=lorries).stdout
    assert "lorries-lviv" not in run("review", "--about", "unreachable", "--format", "csv", db=lorries).stdout
    assert "(1 texts at hand)" in run("source", "origins", db=lorries).stdout
    assert run("log", "--head", db=lorries).stdout == head, "it is in no revision"
    assert run("check", db=lorries).returncode == 0
    assert run("source", "detach", "lorries-lviv", db=lorries).stderr == "The text of lorries-lviv is deleted.\n"
    assert run("verify", "--format", "csv", db=lorries).stdout == before
    assert "no text is attached" in run("source", "detach", "lorries-lviv", db=lorries).stderr
    assert SECRET.encode() not in b"".join(file.read_bytes() for file in lorries.parent.glob("record.db*"))


def test_a_quote_that_does_not_hold(lorries: Path, tmp_path: Path) -> None:
    """A quote that the attached text does not hold is a fault, though no folder was named."""
    attached(lorries, "lorries-lviv", str(tmp_path / "lorries.txt"))
    with closing(sqlite3.connect(lorries)) as connection, connection:
        connection.execute("UPDATE mention_version SET quote = 'nine lorries' WHERE quote LIKE '%40 lorries%'")
    done = run("verify", db=lorries)
    assert done.returncode == 1
    assert "the text attached to lorries-lviv" in done.stderr
    assert "the quote is not in the paragraph" in done.stderr


def test_a_folder_comes_first(lorries: Path, tmp_path: Path) -> None:
    """Where a folder holds the article, that copy is checked, and a wrong one there fails."""
    attached(lorries, "lorries-lviv", str(tmp_path / "lorries.txt"))
    folder = tmp_path / "copies"
    folder.mkdir()
    assert run("verify", "--texts", str(folder), db=lorries).returncode == 0
    (folder / "lorries.txt").write_text("Another text.\n", encoding="utf-8")
    assert run("verify", "--texts", str(folder), db=lorries).returncode == 1


OTHERS = {
    TEXT.replace("nobody", "somebody"): "paragraph 3 is another",
    TEXT.replace("40", "50").replace("nobody", "somebody"): "paragraph 2 is another",
    TEXT + "\nOne more.\n": "it goes on after paragraph 3, the last that was read",
    "Lorries for Lviv\n": "it ends after paragraph 1 of 3",
    TEXT.replace("nobody", "nobody "): "every paragraph is the same, but not every letter",
    "": "it is empty",
    "x" * 30_000: "line 1 has 30,000 characters",
    "a\x00b": "it is not text",
}


@pytest.mark.parametrize(("other", "words"), OTHERS.items(), ids=lambda value: repr(value)[-30:])
def test_another_text_is_refused(lorries: Path, tmp_path: Path, other: str, words: str) -> None:
    """A text that is not the recorded one is refused with the first paragraph that differs, and nothing is kept."""
    (tmp_path / "other.txt").write_bytes(other.encode())
    code, told = attached(lorries, "lorries-lviv", str(tmp_path / "other.txt"))
    assert (code, words in told) == (1, True), told
    assert "not attached" in run("source", "show", "lorries-lviv", db=lorries).stdout


@pytest.mark.parametrize("saved", [TEXT.replace("\n", "\r\n"), f"\ufeff{TEXT}"], ids=["CRLF", "a byte order mark"])
def test_the_text_saved_otherwise_is_the_text(lorries: Path, tmp_path: Path, saved: str) -> None:
    """Line ends and a byte order mark, which an editor or git may change, make no other text."""
    (tmp_path / "lorries-saved.txt").write_bytes(saved.encode())
    assert attached(lorries, "lorries-lviv", str(tmp_path / "lorries-saved.txt"))[0] == 0
    assert run("verify", db=lorries).returncode == 0


def test_what_cannot_be_attached(lorries: Path, tmp_path: Path) -> None:
    """An unknown source, a missing file, and a source whose text has no fingerprint are refused with a remedy."""
    file = str(tmp_path / "lorries.txt")
    assert attached(lorries, "lorries-lvov", file)[0] == 2
    assert "cannot read" in attached(lorries, "lorries-lviv", "/no/such/file")[1]
    run(*ADD, "--key", "by-hand", "--paragraphs", "3", db=lorries)
    code, told = attached(lorries, "by-hand", file)
    assert (code, "holds no fingerprint" in told) == (1, True)
    assert f"--text-sha256 {articles.read(TEXT.encode(), 'x').sha256}" in told


def test_one_copy_serves_every_reading_of_it(lorries: Path, tmp_path: Path) -> None:
    """A second reader's coding is checked against the copy attached to the first."""
    attached(lorries, "lorries-lviv", str(tmp_path / "lorries.txt"))
    session = sessions.begin(Address.of(lorries), articles.read(TEXT.encode(), "other.txt"), "Jane", "x", blind=True)
    for typed in ("d 8 March 2022", ""):
        session.reply(typed)
    shown = run("verify", "--format", "csv", db=lorries).stdout
    assert "lorries-lviv-read-by-jane,other,holds,3,0,0" in shown


def test_a_withdrawn_article_gives_its_copy_back(lorries: Path, tmp_path: Path) -> None:
    """The copy of an article that was withdrawn can still be deleted."""
    attached(lorries, "lorries-lviv", str(tmp_path / "lorries.txt"))
    run("source", "withdraw", "lorries-lviv", "--why", "retracted", db=lorries)
    assert run("verify", db=lorries).returncode == 0
    assert run("source", "detach", "lorries-lviv", db=lorries).stderr == "The text of lorries-lviv is deleted.\n"


def kept(content: bytes) -> bytes:
    """All bytes of a file, and of what is packed in it."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"".join(archive.read(name) for name in archive.namelist())


def test_no_export_holds_it(lorries: Path, tmp_path: Path) -> None:
    """No form of export and no listing holds a word of an attached text beyond the quotes, nor of one being read."""
    attached(lorries, "lorries-lviv", str(tmp_path / "lorries.txt"))
    unfinished = articles.read(TEXT.replace("Lorries", "Vans").encode(), "vans.txt")
    sessions.begin(Address.of(lorries), unfinished, "the tests", "to test", blind=True)
    out = tmp_path / "out"
    out.mkdir()
    exports = [[str(out / "package"), "--panel", "--provenance"], [str(out / "raw"), "--raw", "--excel"]]
    exports += [[str(out / "readings"), "--readings"], ["-o", str(out / "brief.docx")]]
    for form, described in EXPORT_FORMATS.items():
        if described.whole:
            exports.append(["--format", form, "-o", str(out / f"whole.{form}")])
        else:
            exports.append([str(out / form), "--format", form, "--panel"])
    for arguments in exports:
        done = run("export", *arguments, db=lorries)
        assert done.returncode == 0, done.stderr
    files = [file for file in out.rglob("*") if file.is_file()]
    assert len(files) > 35
    for file in files:
        content = kept(file.read_bytes())
        if file.suffix == ".parquet":
            content += str(duckdb.sql(f"FROM '{file}'").fetchall()).encode()
        assert b"marmalade" not in content, file
    quoting = [file for file in files if b"will send 40 lorries to Lviv" in kept(file.read_bytes())]
    assert len(quoting) > 8, "the search would see what is exported"
    listings = [["source", "show", "lorries-lviv"], ["log"], ["report", "--quotes"], ["search", "marmalade"], ["cite"]]
    listings += [["source", "list"], ["mention", "list"], ["sql", "text"], ["read", "--unfinished"], ["db", "info"]]
    for listing in listings:
        for form in ("table", "json"):
            assert "kites" not in run(*listing, "--format", form, db=lorries).stdout, listing
    assert SECRET.encode() in b"".join(file.read_bytes() for file in lorries.parent.glob("record.db*"))


def exported(record: Snapshot) -> dict[str, list[Any]]:
    """The rows of every table that a data package would hold."""
    return {content.table.name: list(content.rows) for content in write_package.contents(record, PLAIN)}


def test_on_both_databases(shipped: Address) -> None:
    """The text comes back to the byte, changes nothing in the record, and is deleted alone."""
    odd = articles.read("﻿Grüße\tfrom Łódź\r\n\n“Two lines”\n".encode(), "odd.txt")
    with reading(shipped) as reader:
        before = exported(Snapshot(reader.rows))
    with transaction(shipped) as connection:
        assert texts.attach(connection, "step-back", odd)
        assert not texts.attach(connection, "step-back", odd)
    with reading(shipped) as reader:
        record = Snapshot(reader.rows)
        assert [row["text"] for row in record.rows(queries.TEXT, source="step-back")] == [odd.text]
        assert list(record.rows(queries.TEXT, source="trip-to-moscow")) == []
        assert [row["source"] for row in record.rows(queries.ATTACHED)] == ["step-back"]
        assert exported(record) == before
    assert checks.check(opened(shipped), shipped) == []
    with transaction(shipped) as connection:
        assert broken_chain(ask_of(connection)) == []
        texts.detach(connection, "step-back")
        assert connection.execute(text("SELECT COUNT(*) FROM source_text")).scalar_one() == 0


def test_a_paragraph_without_a_fingerprint_is_passed_over(shipped: Address) -> None:
    """Only paragraphs whose fingerprint is recorded can differ."""
    record = opened(shipped)
    article = articles.read(TEXT.encode(), "lorries.txt")
    source = {"source": "lorries", "text_sha256": "0" * 64}
    rows = [{"paragraph": number, "sha256": None} for number in (1, 2, 3)]
    with pytest.raises(NotItsText) as refused:
        texts.refuse_another(source, rows, article)
    assert "not every letter" in refused.value.message
    with pytest.raises(NotItsText) as refused:
        texts.refuse_another(record.source("step-back"), record.paragraphs()[:1], article)
    assert "paragraph 1 is another" in refused.value.message
