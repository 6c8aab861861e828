"""Export, load and cite at the command line: where things go, what is asked, and what a mistake is told."""

import csv
import io
import json
import os
import pty
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT, opened
from tests.package.test_load_package import change_cell
from tests.running import run
from tracker.cli.progress import Progress
from tracker.db.address import Address

DATA = ROOT / "data"


def test_export_to_a_file_or_down_a_pipe(shipped_file: Path, tmp_path: Path) -> None:
    """A table goes to a file, whose ending says the form, or to standard output with nothing else there."""
    path = tmp_path / "mentions.jsonl"
    done = run("export", "--table", "mentions", "-o", str(path), db=shipped_file)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"Wrote {path}.\n")
    piped = run("export", "--as", "jsonl", "--table", "mentions", "-o", "-", db=shipped_file)
    assert piped.stdout == path.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".jsonl"] == ["mentions.jsonl"]


def test_reports_go_to_files(shipped_file: Path, tmp_path: Path) -> None:
    """A report goes to a file with the filters, the day and the form of the terminal."""
    options = ["report", "--kind", "deployment", "--as-of", "2022-02-11", "--format", "csv"]
    path = tmp_path / "report.csv"
    assert run(*options, "--output", str(path), db=shipped_file).stdout == ""
    assert path.read_text(encoding="utf-8") == run(*options, db=shipped_file).stdout
    assert run(*options, "--output", "-", db=shipped_file).stdout == path.read_text(encoding="utf-8")


def test_filters_choose(shipped_file: Path, tmp_path: Path) -> None:
    """The filters keep measures with their mentions and links, and what is left is a sound package."""
    done = run("export", str(tmp_path / "out"), "--kind", "sanctions", db=shipped_file)
    assert done.returncode == 0
    with (tmp_path / "out" / "measures.csv").open(encoding="utf-8") as file:
        measures = {row["measure"] for row in csv.DictReader(file)}
    with (tmp_path / "out" / "mentions.csv").open(encoding="utf-8") as file:
        assert {row["measure"] for row in csv.DictReader(file)} == measures
    assert len(measures) == 5


def test_the_folder_of_another_form(shipped_file: Path, tmp_path: Path) -> None:
    """A form that holds one table fills a folder with a file for each."""
    assert run("export", str(tmp_path / "out"), "--as", "jsonl", "--panel", db=shipped_file).returncode == 0
    assert len(list((tmp_path / "out").glob("*.jsonl"))) == 8


def test_cite_at_the_command_line(shipped_file: Path) -> None:
    """The data set and a measure's sources are cited on standard output."""
    assert "edition 1" in run("cite", db=shipped_file).stdout
    listed = json.loads(run("cite", "royal-marines-poland", "--as", "csl-json", db=shipped_file).stdout)
    assert len(listed) == 3


def test_load_says_what_came(empty_file: Path, tmp_path: Path) -> None:
    """A load says what it brought and in which revision; the change log keeps who and why."""
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in DATA.iterdir():
            packed.write(file, file.name)
    done = run("load", str(archive), "--yes", "--why", "a new start", "--by", "the heron", db=empty_file)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Loaded 31 measures, 5 articles,")
    assert done.stderr.rstrip().endswith("in revision 1.")
    logged = run("log", "--format", "json", db=empty_file).stdout
    assert "a new start" in logged
    assert "the heron" in logged
    again = run("load", str(DATA), "--why", "once more", db=empty_file)
    assert (again.returncode, "Nothing new" in again.stderr) == (0, True)


def test_load_asks_first(empty_file: Path) -> None:
    """At a terminal a load says what it would bring and asks; a no leaves the record as it was."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "tracker", "load", str(DATA), "--why", "to see"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env={**os.environ, "TRACKER_DB": str(empty_file)},
    )
    os.close(theirs)
    os.write(ours, b"n\n")
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert child.wait() == 1
    assert b"57 mentions" in shown
    assert opened(Address.of(empty_file)).revision == 0


def test_load_faults_at_the_command_line(empty_file: Path, tmp_path: Path) -> None:
    """Faults go to standard error with file, line and column; the exit code is 1 and the record stays empty."""
    shutil.copytree(DATA, tmp_path / "package")
    victim = tmp_path / "package" / "mentions.csv"
    victim.write_text(victim.read_text(encoding="utf-8").replace(",2000,", ',"2,000",'), encoding="utf-8")
    done = run("load", str(tmp_path / "package"), "--yes", "--why", "to see", db=empty_file)
    assert (done.returncode, done.stdout) == (1, "")
    assert "amount: '2,000' is not a number → digits and a decimal point only, no separators" in done.stderr
    assert "2 faults; nothing was loaded." in done.stderr
    assert "Traceback" not in done.stderr
    assert opened(Address.of(empty_file)).revision == 0


def test_a_record_that_is_not_there(tmp_path: Path) -> None:
    """A load makes no database where somebody named one that is not there."""
    done = run("load", str(DATA), "--yes", "--why", "to see", db=tmp_path / "typo.db")
    assert (done.returncode, "no database at" in done.stderr) == (3, True)
    assert list(tmp_path.iterdir()) == []


BAD = {
    ("export",): (2, "say where to", "tracker export ./package"),
    ("export", "DIR", "-o", "x.csv"): (2, "say where to", ""),
    ("export", "-o", "x.exe"): (2, "does not say which form", "--as"),
    ("export", "--as", "xslx", "-o", "x"): (2, "unknown form 'xslx'", "did you mean xlsx"),
    ("export", "--as", "xlsx", "DIR"): (2, "xlsx is one file", "-o FILE"),
    ("export", "--as", "xlsx", "--table", "links", "-o", "x"): (2, "xlsx holds every table", "leave --table out"),
    ("export", "--as", "csv", "--table", "link", "-o", "-"): (2, "unknown table 'link'", "did you mean links"),
    ("export", "--provenance", "-o", "x.csv"): (2, "provenance.json goes with a package", "--provenance"),
    ("export", "-o", "/dev/null/x.csv"): (1, "cannot write /dev/null/x.csv", ""),
    ("export", "--as", "csv", "-o", "DIR"): (1, "it is a folder", "choose another place"),
    ("report", "--output", "/no/such/folder/x.md"): (1, "cannot write /no/such/folder/x.md", ""),
    ("load", "nothing.csv", "--why", "x"): (1, "there is no such file", ""),
    ("load", "README.md", "--why", "x"): (2, "cannot tell what README.md is", ".zip"),
    ("load", "data"): (2, "why", ""),
    ("load", "tests", "--why", "x"): (1, "it holds none of", ""),
    ("cite", "no-such-measure"): (2, "no measure", ""),
    ("cite", "--as", "bib"): (2, "unknown form 'bib'", "bibtex"),
}


@pytest.mark.parametrize(("arguments", "expected"), BAD.items(), ids=lambda value: " ".join(map(str, value)))
def test_bad_input(
    shipped_file: Path, tmp_path: Path, arguments: tuple[str, ...], expected: tuple[int, str, str]
) -> None:
    """A mistake gets a message with a remedy on standard error, the documented code, and no traceback."""
    given = [str(tmp_path) if argument == "DIR" else argument for argument in arguments]
    done = run(*given, db=shipped_file)
    code, message, remedy = expected
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert message in done.stderr
    assert remedy in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_file_is_not_written_to(shipped_file: Path, tmp_path: Path) -> None:
    """The plain database file is read-only on the disk, opens all the same, and the next export replaces it."""
    path = tmp_path / "record.sqlite"
    for _ in range(2):
        done = run("export", "--as", "sqlite", "-o", str(path), db=shipped_file)
        assert (done.returncode, done.stderr) == (0, f"Wrote {path}.\n")
        assert stat.S_IMODE(path.stat().st_mode) == 0o444
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM measures").fetchone() == (31,)


def test_load_edited(empty_file: Path, folder: Path) -> None:
    """With --edited a folder with a cell changed by hand is loaded, and what was worked out anew is said."""
    change_cell(folder / "mentions.csv", "edbec45755", "status", "announced")
    arguments = ["load", str(folder), "--yes", "--why", "a better reading"]
    refused = run(*arguments, db=empty_file)
    assert (refused.returncode, "mentions.csv: it was changed after the export" in refused.stderr) == (1, True)
    done = run(*arguments, "--edited", db=empty_file)
    assert (done.returncode, done.stdout) == (0, "")
    assert "status: 'completed', but the mentions give 'announced'\n" in done.stderr
    assert "57 mentions, 17 links in revision 1." in done.stderr


def test_without_a_terminal_nobody_is_asked(empty_file: Path) -> None:
    """Behind a pipe a load that was not told --yes writes nothing and says what to say."""
    done = run("load", str(DATA), "--why", "to see", db=empty_file)
    assert (done.returncode, "say --yes" in done.stderr) == (2, True)
    assert opened(Address.of(empty_file)).revision == 0


def test_a_missing_library_is_named(shipped_file: Path, tmp_path: Path) -> None:
    """Without the library a form needs, the message names the extra that brings it."""
    for module, form, extra in (
        ("xlsxwriter", "a.xlsx", "xlsx"),
        ("arro3", "a.parquet", "parquet"),
        ("docx", "a.docx", "docx"),
    ):
        hidden = tmp_path / module / f"{module}.py"
        hidden.parent.mkdir()
        hidden.write_text("raise ImportError")
        environment = {"PYTHONPATH": str(hidden.parent)}
        done = run("export", "-o", str(tmp_path / form), db=shipped_file, **environment)
        assert (done.returncode, f".[{extra}]" in done.stderr) == (1, True), done.stderr


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_at_a_terminal() -> None:
    """After a second of work a line says rows, rate and time left, renewed in place, and is taken away at the end."""
    ticks = iter([0.0, 0.5, 2.0, 2.1, 4.0])
    terminal = _Terminal()
    progress = Progress(terminal, lambda: next(ticks))
    for done in (10, 2_000, 2_100, 4_000):
        progress(done, 10_000)
    lines = terminal.getvalue().split("\r")[1:]
    assert lines[0].rstrip() == "2,000 of 10,000 rows, 1,000 a second, 8 s left"
    assert lines[1].rstrip() == "4,000 of 10,000 rows, 1,000 a second, 6 s left"
    progress.clear()
    assert terminal.getvalue().endswith(" \r")


def test_no_progress_in_a_pipe() -> None:
    """Where nobody watches, nothing is said however long it takes."""
    ticks = iter([0.0, 10.0, 20.0])
    pipe = io.StringIO()
    progress = Progress(pipe, lambda: next(ticks))
    progress(1, 10)
    progress.clear()
    assert pipe.getvalue() == ""
