"""Verifying: every quote and fingerprint held against copies of the articles."""

import csv
import hashlib
import io
import shutil
from pathlib import Path

import pytest

from tests.running import run


def test_a_text_of_another_name(shipped_file: Path, tmp_path: Path) -> None:
    """A copy of an article under another name is known by its fingerprint."""
    article, folder = tmp_path / "lorries.txt", tmp_path / "copies"
    article.write_text(
        "Ministers met.\n\nThe government will send 40 lorries to Lviv, an aide said.\n", encoding="utf-8"
    )
    added = ("source", "add", "--title", "Lorries", "--published", "2022-03-08", "--text", str(article), "--why", "w")
    assert run(*added, db=shipped_file).returncode == 0
    folder.mkdir()
    article.rename(folder / "renamed.txt")
    rows = run("verify", "--texts", str(folder), "--format", "csv", db=shipped_file).stdout.splitlines()
    assert next(row for row in rows if row.startswith("lorries,")).split(",")[2] == "holds"


@pytest.mark.parametrize("recorded", ["LF", "CRLF", "BOM", "no last end"])
@pytest.mark.parametrize("copied", ["LF", "CRLF", "BOM", "no last end"])
def test_a_copy_saved_otherwise(shipped_file: Path, tmp_path: Path, recorded: str, copied: str) -> None:
    """However the file was saved that was read, and the copy at hand, their text is the same: it holds."""
    text = b"Ministers met.\n\nThe government will send 40 lorries to Lviv, an aide said.\n"
    ways = {"LF": text, "CRLF": text.replace(b"\n", b"\r\n"), "BOM": b"\xef\xbb\xbf" + text}
    ways["no last end"] = ways["CRLF"].rstrip(b"\r\n")
    article = tmp_path / "lorries.txt"
    article.write_bytes(text)
    added = ("source", "add", "--title", "Lorries", "--published", "2022-03-08", "--text", str(article), "--why", "w")
    assert run(*added, db=shipped_file).returncode == 0
    sha256 = hashlib.sha256(ways[recorded]).hexdigest()  # what an earlier version recorded of such a file
    run("source", "edit", "lorries", "--text-sha256", sha256, "--why", "its bytes", db=shipped_file)
    for name in ("lorries.txt", "another-name.txt"):
        folder = tmp_path / name.removesuffix(".txt")
        folder.mkdir()
        (folder / name).write_bytes(ways[copied])
        rows = run("verify", "--texts", str(folder), "--format", "csv", db=shipped_file).stdout.splitlines()
        assert next(row for row in rows if row.startswith("lorries,")).split(",")[2] == "holds"


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ('\n\nHe said "yes".\n\n\nThey  met.\n', "holds"),
        ("He said “yes”.\n\nThey met. \n\n", "holds"),
        ("He said “yes”.\nThey met.\nMore.\n", "fails"),
        ("He said “yes”. They met.\n", "fails"),
    ],
)
def test_a_copy_with_the_same_paragraphs(shipped_file: Path, tmp_path: Path, changed: str, result: str) -> None:
    """A copy whose every paragraph is the one that was read holds, whatever empty lines stand between them."""
    article = tmp_path / "lorries.txt"
    article.write_text("He said “yes”.\n\nThey met.\n", encoding="utf-8")
    added = ("source", "add", "--title", "Lorries", "--published", "2022-03-08", "--text", str(article), "--why", "w")
    assert run(*added, db=shipped_file).returncode == 0
    article.write_text(changed, encoding="utf-8")
    rows = run("verify", "--texts", str(tmp_path), "--format", "csv", db=shipped_file).stdout.splitlines()
    assert next(row for row in rows if row.startswith("lorries,")).split(",")[2] == result


def test_verify_without_texts(shipped_file: Path) -> None:
    """Without texts nothing is claimed: not checked; of a document that is only cited there is nothing to check."""
    rows = list(csv.DictReader(io.StringIO(run("verify", "--format", "csv", db=shipped_file).stdout)))
    assert {row["result"] for row in rows} == {"not checked", "cited, not quoted"}


def test_verify_with_texts(shipped_file: Path, texts: Path, tmp_path: Path) -> None:
    """With the texts every quote and fingerprint holds; one changed word is found, with its line."""
    done = run("verify", "--texts", str(texts), "--format", "csv", db=shipped_file)
    assert done.returncode == 0
    assert done.stdout.count("holds") == 5
    for article in texts.glob("*.txt"):
        shutil.copy(article, tmp_path / article.name)
    victim = tmp_path / "003_218ca8e7fb6f78b1.txt"
    victim.write_text(victim.read_text(encoding="utf-8").replace("2,000", "3,000"), encoding="utf-8")
    done = run("verify", "--texts", str(tmp_path), db=shipped_file)
    assert done.returncode == 1
    assert "003_218ca8e7fb6f78b1.txt:32: quote of anti-tank-missiles: the quote is not in the paragraph" in done.stderr
