"""`tracker export`: where things go, in which form, and what a mistake is told."""

import csv
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from tests.running import ROOT, run, run_alone


def test_export_to_a_file_or_down_a_pipe(shipped_file: Path, tmp_path: Path) -> None:
    """A table goes to a file, whose ending says the form, or to standard output with nothing else there."""
    path = tmp_path / "mentions.jsonl"
    done = run("export", "--table", "mentions", "-o", str(path), db=shipped_file)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"Wrote {path}.\n")
    piped = run("export", "--format", "jsonl", "--table", "mentions", "-o", "-", db=shipped_file)
    assert piped.stdout == path.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".jsonl"] == ["mentions.jsonl"]


def test_reports_go_to_files(shipped_file: Path, tmp_path: Path) -> None:
    """A report goes to a file with the filters, the day and the form of the terminal."""
    options = ["report", "--kind", "deployment", "--as-of", "2022-02-11", "--format", "csv"]
    path = tmp_path / "report.csv"
    assert run(*options, "--output", str(path), db=shipped_file).stdout == ""
    assert path.read_text(encoding="utf-8") == run(*options, db=shipped_file).stdout
    assert run(*options, "--output", "-", db=shipped_file).stdout == path.read_text(encoding="utf-8")


def test_without_a_filter_it_is_the_whole(shipped_file: Path, tmp_path: Path) -> None:
    """What is exported of the shipped record without a filter is the published edition, byte for byte, and no part."""
    assert run("export", str(tmp_path / "out"), "--panel", db=shipped_file).returncode == 0
    for file in (tmp_path / "out").iterdir():
        assert file.read_bytes() == (ROOT / "data" / file.name).read_bytes(), file.name


def test_filters_choose(shipped_file: Path, tmp_path: Path) -> None:
    """The filters keep measures with their mentions and links, and what is left is a sound package."""
    done = run("export", str(tmp_path / "out"), "--kind", "sanctions", db=shipped_file)
    assert done.returncode == 0
    with (tmp_path / "out" / "measures.csv").open(encoding="utf-8") as file:
        measures = {row["measure"] for row in csv.DictReader(file)}
    with (tmp_path / "out" / "mentions.csv").open(encoding="utf-8") as file:
        assert {row["measure"] for row in csv.DictReader(file)} == measures
    assert len(measures) == 6


def test_the_folder_of_another_form(shipped_file: Path, tmp_path: Path) -> None:
    """A form that holds one table fills a folder with a file for each."""
    assert run("export", str(tmp_path / "out"), "--format", "jsonl", "--panel", db=shipped_file).returncode == 0
    assert len(list((tmp_path / "out").glob("*.jsonl"))) == 9


def test_a_workbook_says_what_it_is(shipped_file: Path, tmp_path: Path) -> None:
    """A sheet of its own tells edition, day, what to be careful of and the terms, as the package's README does."""
    path = tmp_path / "measures.xlsx"
    assert run("export", "-o", str(path), "--as-of", "2022-02-10", db=shipped_file).returncode == 0
    *sheets, about = openpyxl.load_workbook(path).worksheets
    assert (len(sheets), about.title) == (8, "about")
    lines = [str(cell.value) for cell in about["A"][1:]]
    assert lines[1].startswith("Edition 3, as of 10 Feb 2022")
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8").replace("`", "")
    assert sum(f"- {line}" in readme for line in lines) == 5
    assert "CC BY 4.0" in lines[-2]


BAD = {
    ("export",): (2, "say where to", "tracker export ./package"),
    ("export", "DIR", "-o", "x.csv"): (2, "say where to", ""),
    ("export", "-o", "x.exe"): (2, "nothing is written as .exe here", "--format"),
    ("export", "--format", "xslx", "-o", "x"): (2, "unknown format 'xslx'", "did you mean xlsx"),
    ("export", "--format", "xlsx", "DIR"): (2, "xlsx is one file", "-o FILE"),
    ("export", "--format", "xlsx", "--table", "links", "-o", "x"): (2, "xlsx holds every table", "leave --table out"),
    ("export", "--format", "csv", "--table", "link", "-o", "-"): (2, "unknown table 'link'", "did you mean links"),
    ("export", "--provenance", "-o", "x.csv"): (2, "provenance.json goes with a package", "--provenance"),
    ("export", "-o", "/dev/null/x.csv"): (1, "cannot write /dev/null/x.csv", ""),
    ("export", "--format", "csv", "-o", "DIR"): (1, "it is a folder", "choose another place"),
    ("report", "--output", "/no/such/folder/x.md"): (1, "cannot write /no/such/folder/x.md", ""),
    ("load", "nothing.csv", "--why", "x"): (1, "there is no such file", ""),
    ("load", "README.md", "--why", "x"): (2, "cannot tell what README.md is", ".zip"),
    ("load", "data"): (2, "why", ""),
    ("load", "tests", "--why", "x"): (1, "it holds none of", ""),
    ("cite", "no-such-measure"): (2, "no measure", ""),
    ("cite", "--format", "bib"): (2, "unknown format 'bib'", "bibtex"),
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
        done = run("export", "--format", "sqlite", "-o", str(path), db=shipped_file)
        assert (done.returncode, done.stderr) == (0, f"Wrote {path}.\n")
        assert stat.S_IMODE(path.stat().st_mode) == 0o444
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM measures").fetchone() == (32,)


def test_a_missing_library_is_named(shipped_file: Path, tmp_path: Path) -> None:
    """Without the library a form needs, the message names the extra that brings it."""
    for module, form, extra in (
        ("xlsxwriter", "a.xlsx", "xlsx"),
        ("arro3", "a.parquet", "parquet"),
        ("pypandoc", "a.docx", "docx"),
    ):
        hidden = tmp_path / module / f"{module}.py"
        hidden.parent.mkdir()
        hidden.write_text("raise ImportError")
        environment = {"PYTHONPATH": str(hidden.parent)}
        done = run_alone("export", "-o", str(tmp_path / form), db=shipped_file, **environment)
        assert (done.returncode, f"[{extra}]" in done.stderr) == (1, True), done.stderr
