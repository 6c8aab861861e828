"""Files that people hand over: what has no end, or never begins, is refused; so is what grows with a number."""

import io
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from tests.running import ROOT, run, surroundings
from tracker.errors.files import CannotRead
from tracker.record.paragraphs import missing_numbers
from tracker.text import input_files, pages

NAMES = ("a.toml", "a.csv", "a.zip", "a.txt", "folder/measures.csv", "folder/datapackage.json", "readings/a.toml")
READ = ["read", "a.txt", "--why", "w"]
COMMANDS = [["load", name.split("/", maxsplit=1)[0], "--yes", "--why", "w"] for name in NAMES if name != "a.txt"]
COMMANDS += [READ, ["source", "attach", "step-back", "a.txt"], ["verify", "--texts", "."]]


@pytest.mark.skipif(os.name == "nt", reason="there are no such files there")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_what_has_no_end_is_refused(empty_file: Path, tmp_path: Path, arguments: list[str]) -> None:
    """A pipe that nobody writes to, or a device without end behind a link, is named and left alone at every door."""
    for name in ("folder", "readings"):
        (tmp_path / name).mkdir()
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
        for name in NAMES:
            (tmp_path / name).unlink(missing_ok=True)
            make(tmp_path / name)
        done = run(*arguments, db=empty_file, cwd=tmp_path)
        assert done.returncode == (0 if "--texts" in arguments else 1), done.stderr
        assert "Traceback" not in done.stderr


def test_standard_input_has_a_bound(empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that never ends on standard input is refused at the bound."""
    monkeypatch.setattr(input_files, "LONGEST_FILE", 1 << 20)
    with pytest.raises(CannotRead, match="longer than 1 MiB"):
        input_files.content_up_to(io.BytesIO(bytes(2 << 20)), "standard input", 1 << 20)
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(
            [sys.executable, "-m", "tracker", "read", "-", "--why", "w"],
            stdin=endless,
            env=surroundings(empty_file, {}),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, "is longer than 64 MiB" in done.stderr) == (1, True), done.stderr


def test_a_bound_sets_no_memory_aside(tmp_path: Path) -> None:
    """A short file takes little memory, however long it could have been."""
    (tmp_path / "a.txt").write_bytes(b"short")
    tracemalloc.start()
    try:
        assert input_files.content_of(tmp_path / "a.txt") == b"short"
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_nothing_grows_with_a_number(empty_file: Path, tmp_path: Path) -> None:
    """A number in the input is a number: gaps, panels and widths cost what the input is long, not what it says."""
    assert missing_numbers([1, 3, 10**15]) == [2, 4]
    made = run("export", "--panel", "--format", "csv", "--as-of", "9999-12-31", "-o", "-", db=empty_file)
    assert made.returncode == 0, made.stderr
    wide = run("report", db=empty_file, COLUMNS="1000000000")
    assert len(wide.stdout) < 10_000
    digits = tmp_path / "digits.toml"
    digits.write_text(f"[[measure]]\nkey = {'9' * 10_000}\n")
    nested = tmp_path / "nested.toml"
    nested.write_text(f"a = {'[' * 50_000}{']' * 50_000}\n")
    for file in (digits, nested):
        done = run("load", str(file), "--yes", "--why", "w", db=empty_file)
        assert done.returncode == 1, done.stderr
        assert file.name in done.stderr


def test_a_panel_has_an_end(shipped_file: Path) -> None:
    """A panel up to a day that lies ages ahead is refused, and the message says which day would do."""
    done = run("export", "--panel", "--format", "csv", "--as-of", "9999-12-31", "-o", "-", db=shipped_file)
    assert (done.returncode, "--as-of" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "piece", ["<style", "<script", "<title", "<h1", "<script x='", "data:a/", '"mainEntityOfPage":{']
)
def test_a_page_of_tags_that_nobody_closed(piece: str) -> None:
    """Tags by the hundred thousand that nobody closed are gone through once, not once for each of them."""
    page = f"<html><title>A</title><h1>A</h1><style></style>{piece * 100_000}"
    for pattern in (pages._UNREAD, pages._TITLE, pages._HEADING, pages._EMBEDDED, pages._ADDRESS):
        pattern.sub("", page)
