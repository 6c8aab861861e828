"""Odd surroundings: text is UTF-8 whatever the locale, and what is missing is said; each in a process of its own."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, run
from tests.users import only_root, run_as
from tracker.cli.surroundings import open_streams
from tracker.reports.snapshot import Snapshot

POSIX = pytest.mark.skipif(os.name == "nt", reason="names of files and users are Unicode there")
LATIN = os.fsdecode("José".encode("latin-1"))
ARTICLE = "Envoys met in Lviv.\n\nThe UK will send 12 lorries, an aide said.\n"


def alone(*arguments: str, folder: Path, given: bytes = b"", **around: str) -> subprocess.CompletedProcess[bytes]:
    """What comes of a command in a process of its own, with a home of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TRACKER_BY": "the tests", **around}
    environment = {name: value for name, value in environment.items() if value}
    words = [sys.executable, "-m", "tracker", *arguments]
    return subprocess.run(words, input=given, capture_output=True, cwd=ROOT, env=environment, check=False, timeout=120)


@POSIX
@pytest.mark.parametrize(
    "around",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["cp1252", "ASCII"],
)
def test_utf8_whatever_the_locale(shipped_file: Path, tmp_path: Path, around: dict[str, str]) -> None:
    """Answers that come down a pipe and arguments are UTF-8, and so is what is printed, whatever the locale says."""
    article = tmp_path / "café.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    asked = ["read", str(article), "--why", "naïve", "--db", str(shipped_file)]
    done = alone(*asked, folder=tmp_path, given="t “Café in Lviv”\n".encode(), **around)
    assert "“Café in Lviv”" in done.stderr.decode()
    assert done.returncode == 1, done.stderr
    assert "café" in alone("read", "--unfinished", "--db", str(shipped_file), folder=tmp_path, **around).stdout.decode()


def test_a_line_ends_alike_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed has the same bytes on a system whose lines end in two characters."""
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding="cp1252", newline="\r\n"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO()))
    open_streams()
    sys.stdout.write("measure\nhms-trent\n")
    sys.stdout.flush()
    assert printed.getvalue() == b"measure\nhms-trent\n"


def test_bytes_that_are_no_text_are_refused(shipped_file: Path, tmp_path: Path) -> None:
    """What comes in and is no UTF-8 is refused in words: on standard input, and in an option, which is named."""
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    asked = ["read", str(article), "--why", "new", "--db", str(shipped_file)]
    done = alone(*asked, folder=tmp_path, given="José\n".encode("latin-1"))
    assert (done.returncode, b"standard input is not UTF-8 text" in done.stderr) == (2, True), done.stderr
    for arguments in (["--title", LATIN], [f"--title={LATIN}"]):
        said = run("measure", "add", *arguments, "--kind", "training", "--why", "new", db=shipped_file)
        assert (said.returncode, "the value of --title is not UTF-8 text" in said.stderr) == (2, True)
        assert "a folder of such a name can be gone into" in said.stderr, "what is on the disk cannot be sent anew"


@POSIX
def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A user's name and a home that are no UTF-8 do not stop the first report; a mark stands for what they hold."""
    home = tmp_path / LATIN
    home.mkdir()
    (home / ".gitconfig").write_bytes("[user]\n\tname = José\n".encode("latin-1"))
    for number, by in enumerate(("", LATIN)):
        base = home / str(number)
        done = alone("report", folder=home, XDG_DATA_HOME=str(base), TRACKER_BY=by)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(b"UK measures")
        log = alone("log", "--format", "csv", folder=home, XDG_DATA_HOME=str(base)).stdout.decode()
        assert "Jos�" in log


@POSIX
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed(shipped_file: Path, closed: str) -> None:
    """A stream that whoever started us has closed is no fault, and no other file takes its place."""
    shell = f'"{sys.executable}" -m tracker --db "{shipped_file}" measure list --quiet {closed}'
    done = subprocess.run(shell, shell=True, capture_output=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (b"royal-marines-poland" in done.stdout) == (">&-" not in closed.replace("2>&-", ""))
    assert run("check", db=shipped_file).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_output_that_cannot_be_written(shipped_file: Path) -> None:
    """Output that finds no room is said once, in words, and is no fault of ours."""
    shell = f'"{sys.executable}" -m tracker --db "{shipped_file}" measure list > /dev/full'
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (1, "tracker: input or output: No space left on device\n")


@only_root
def test_nobody_at_home(shipped_file: Path) -> None:
    """Without HOME and without an entry for the user, the message says what to set, and nothing is made."""
    done = run_as(54_321, "report", warm=shipped_file)
    assert done.returncode == 3, done.stderr
    assert "HOME is not set" in done.stderr
    assert "export TRACKER_DB=" in done.stderr
    assert not (ROOT / "~").exists()


def test_a_fault_of_our_own(shipped_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program's own has an exit code that no refusal has, and its traceback on request alone."""

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Snapshot, "__init__", broken)
    done = run("report", db=shipped_file, faulty=True)
    assert (done.returncode, "Traceback" in done.stderr) == (70, False)
    assert "a fault of tracker's own: RuntimeError: a bug" in done.stderr
    told = run("report", db=shipped_file, faulty=True, TRACKER_DEBUG="1")
    assert (told.returncode, "Traceback" in told.stderr, "in broken" in told.stderr) == (70, True, True)


@pytest.mark.parametrize("where", [["--format", "xml", "report"], ["report", "--format", "xml"]], ids=" ".join)
def test_a_refusal_is_no_fault(shipped_file: Path, where: list[str]) -> None:
    """A bad value of a global option is refused alike before and after the command."""
    done = run(*where, db=shipped_file)
    assert (done.returncode, "unknown format 'xml'" in done.stderr) == (2, True)
