"""Where output goes: by one rule, whichever command writes."""

import json
import os
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from tests.running import ROOT, run
from tracker.errors.base import UsageError
from tracker.errors.files import CannotWrite, InTheWay
from tracker.output.destination import deliver, form_for

POSIX = pytest.mark.skipif(os.name == "nt", reason="there are no pipes with names, links and permissions there")
COMMANDS = [["report"], ["event", "list"], ["cite"], ["export", "--format", "csv"]]


def test_the_ending_chooses_the_form() -> None:
    """The ending of a file chooses the form unless one is given; what has none is a table, and no ending is guessed."""
    forms = ("table", "csv", "md", "xlsx")
    assert form_for("x.CSV", "", forms, "table") == "csv"
    assert form_for("x.csv", "md", forms, "table") == "md"
    assert form_for("notes", "", forms, "table") == form_for("-", "", forms, "table") == "table"
    for name in ("x.html", "x.doc"):
        with pytest.raises(UsageError, match=r"nothing is written as \."):
            form_for(name, "", forms, "table")


def test_a_report_by_its_ending(shipped_file: Path, tmp_path: Path) -> None:
    """A report in a file is what its name says: CSV, JSON, lines of it, Markdown or a workbook."""
    for ending in ("csv", "json", "jsonl", "md", "xlsx", "txt"):
        done = run("report", "-o", str(tmp_path / f"x.{ending}"), db=shipped_file)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").startswith("measure,title,")
    rows = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    lines = (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    assert rows == [json.loads(line) for line in lines]
    assert "| --- |" in (tmp_path / "x.md").read_text(encoding="utf-8")
    import openpyxl

    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    sheet = book["rows"]
    about = [str(cell.value) for cell in book["about"]["A"][1:]]
    lines = (tmp_path / "x.txt").read_text(encoding="utf-8").splitlines()
    assert about[0] == lines[0], "the title, and below it the notes"
    assert len(about) > 1
    assert all(any(line.startswith(one) for line in lines) for one in about)
    assert sheet.max_row == len(rows) + 1
    assert [cell.value for cell in sheet[1]] == list(rows[0])
    refused = run("report", "-o", str(tmp_path / "x.html"), db=shipped_file)
    assert (refused.returncode, "nothing is written as .html here" in refused.stderr) == (2, True)


def test_a_story_of_several_tables_is_one_file(shipped_file: Path, tmp_path: Path) -> None:
    """Where a command shows one table below another a file holds them all; as data it holds rows and no blank line."""
    for command in (["measure", "show", "hms-trent"], ["source", "show", "step-back"]):
        shown = run(*command, db=shipped_file).stdout
        run(*command, "-o", str(tmp_path / command[0]), db=shipped_file)
        assert (tmp_path / command[0]).read_text(encoding="utf-8") == shown
        for line in run(*command, "--format", "jsonl", db=shipped_file).stdout.splitlines():
            assert json.loads(line)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_is_there_is_not_destroyed(shipped_file: Path, tmp_path: Path, command: list[str]) -> None:
    """A file of somebody's own is replaced by force alone; an earlier export, or an empty file, without."""
    path = tmp_path / "mine"
    path.write_text("My own notes, of many years.\n", encoding="utf-8")
    done = run(*command, "-o", str(path), db=shipped_file)
    assert (done.returncode, "no earlier export of ours" in done.stderr, "--force" in done.stderr) == (1, True, True)
    assert path.read_text(encoding="utf-8") == "My own notes, of many years.\n"
    assert run(*command, "-o", str(path), "--force", db=shipped_file).returncode == 0
    assert run(*command, "-o", str(path), "--as-of", "2022-02-10", db=shipped_file).returncode == 0
    path.write_text("", encoding="utf-8")
    assert run(*command, "-o", str(path), db=shipped_file).returncode == 0
    assert [file.name for file in tmp_path.iterdir() if not file.name.startswith(shipped_file.name)] == ["mine"]


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="no files are kept in memory here")
def test_a_file_in_memory_is_a_file() -> None:
    """What lies under /dev and is a plain file is protected like any other."""
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
        file.write(b"My own notes, of many years.\n")
        file.flush()
        with pytest.raises(InTheWay):
            deliver(file.name, b"measure\n")


@POSIX
def test_links_that_lead_round(tmp_path: Path) -> None:
    """Links that lead to each other lead to no file: that is said, and they stay."""
    link, other = tmp_path / "a.csv", tmp_path / "b.csv"
    link.symlink_to(other)
    other.symlink_to(link)
    with pytest.raises(CannotWrite, match="lead round"):
        deliver(str(link), b"measure\n")
    assert link.is_symlink()


@POSIX
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_links_and_permissions_are_kept(shipped_file: Path, tmp_path: Path, command: list[str]) -> None:
    """A link is followed and stays one, its file keeps its permissions, and a link into nowhere makes its target."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.touch(mode=0o600)
    link.symlink_to(real)
    assert run(*command, "-o", str(link), db=shipped_file).returncode == 0
    assert link.is_symlink()
    assert real.stat().st_size
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    real.unlink()
    assert run(*command, "-o", str(link), db=shipped_file).returncode == 0
    assert link.is_symlink()
    assert real.is_file()


@POSIX
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_devices_and_pipes_are_written_into(shipped_file: Path, tmp_path: Path, command: list[str]) -> None:
    """A device or a named pipe takes what is written and is what it was before."""
    assert run(*command, "-o", os.devnull, db=shipped_file).returncode == 0
    assert not Path(os.devnull).is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    came: list[bytes] = []
    listener = threading.Thread(target=lambda: came.append(pipe.read_bytes()))
    listener.start()
    assert run(*command, "-o", str(pipe), db=shipped_file).returncode == 0
    listener.join(timeout=30)
    assert came[0]
    assert pipe.is_fifo()


@POSIX
def test_standard_output_by_its_name(shipped_file: Path, tmp_path: Path) -> None:
    """`/dev/stdout` is standard output, into a pipe and into a file, which keeps what was there before."""
    words = [sys.executable, "-m", "tracker", "--db", str(shipped_file), "event", "list", "-o", "/dev/stdout"]
    piped = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    assert piped.stdout == run("event", "list", db=shipped_file).stdout
    with (tmp_path / "log").open("a+", encoding="utf-8") as log:
        log.write("before\n")
        log.flush()
        subprocess.run(words, stdout=log, stderr=subprocess.DEVNULL, cwd=ROOT, check=True)
    assert (tmp_path / "log").read_text(encoding="utf-8") != ""


@POSIX
def test_a_folder_of_tables_destroys_nothing(shipped_file: Path, tmp_path: Path) -> None:
    """Tables, readings and a package leave a file of somebody's own where it is, unless they are forced."""
    for more, name in (([], "codes.csv"), (["--format", "jsonl"], "links.jsonl"), (["--readings"], "measures.toml")):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (folder / name).write_text("my own\n", encoding="utf-8")
        done = run("export", str(folder), *more, db=shipped_file)
        assert (done.returncode, [file.name for file in folder.iterdir()]) == (1, [name]), done.stderr
        assert run("export", str(folder), *more, "--force", db=shipped_file).returncode == 0
        assert (folder / name).read_text(encoding="utf-8") != "my own\n"
        assert run("export", str(folder), *more, db=shipped_file).returncode == 0
