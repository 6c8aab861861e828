"""`tracker load`: what is asked, what is said, and what a fault leaves behind."""

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, opened
from tests.packages import DATA, change_cell
from tests.running import run
from tests.terminal import Terminal
from tracker.db.address import Address


def test_readings_and_packages_do_not_mix(shipped_file: Path, tmp_path: Path) -> None:
    """Readings and a package in one command are refused before anything is written."""
    package, other = tmp_path / "package", tmp_path / "other.db"
    assert run("export", str(package), db=shipped_file).returncode == 0
    assert run("db", "init", "--empty", db=other).returncode == 0
    done = run("load", str(ROOT / "seeds"), str(package), "--yes", "--why", "w", db=other)
    assert done.returncode == 2
    assert "one after the other" in done.stderr
    assert "0" in run("db", "info", db=other).stdout
    assert opened(Address.of(other)).revision == 0


def test_load_asks_before_it_changes(shipped_file: Path, tmp_path: Path) -> None:
    """A changed reading is shown as a difference, and carried out only with --yes where nobody can be asked."""
    out = tmp_path / "readings"
    assert run("export", "--readings", str(out), db=shipped_file).returncode == 0
    assert run("load", str(out), "--why", "again", db=shipped_file).stderr == "Nothing changed.\n"
    new = tmp_path / "new.toml"
    new.write_text('[[measure]]\nkey = "mine"\ntitle = "Mine"\nkind = "refuge"\n', encoding="utf-8")
    assert run("load", str(new), "--why", "mine", db=shipped_file).returncode == 0
    new.write_text(new.read_text(encoding="utf-8").replace('"Mine"', '"Ours"'), encoding="utf-8")
    done = run("load", str(new), "--why", "ours", db=shipped_file)
    assert (done.returncode, "--yes" in done.stderr) == (1, True)
    assert "Mine" in done.stdout
    assert "Ours" in done.stdout
    assert run("load", str(new), "--yes", "--why", "ours", db=shipped_file).returncode == 0


def test_load_says_what_came(empty_file: Path, tmp_path: Path) -> None:
    """A load says what it brought and in which revision; the change log keeps who and why."""
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in DATA.iterdir():
            packed.write(file, file.name)
    done = run("load", str(archive), "--yes", "--why", "a new start", "--by", "the heron", db=empty_file)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Loaded 32 measures, 29 sources,")
    assert done.stderr.rstrip().endswith("in revision 1.")
    logged = run("log", "--format", "json", db=empty_file).stdout
    assert "a new start" in logged
    assert "the heron" in logged
    again = run("load", str(DATA), "--why", "once more", db=empty_file)
    assert (again.returncode, "Nothing new" in again.stderr) == (0, True)


def test_load_asks_first(empty_file: Path) -> None:
    """At a terminal a load says what it would bring and asks; a no leaves the record as it was."""
    terminal = Terminal("load", str(DATA), "--why", "to see", db=empty_file)
    assert "90 mentions" in terminal.until("[y/N]")
    terminal.type("n")
    assert terminal.end()[0] == 1
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


def test_load_edited(empty_file: Path, folder: Path) -> None:
    """With --edited a folder with a cell changed by hand is loaded, and what was worked out anew is said."""
    change_cell(folder / "mentions.csv", "me7f2a705b9", "status", "announced")
    arguments = ["load", str(folder), "--yes", "--why", "a better reading"]
    refused = run(*arguments, db=empty_file)
    assert (refused.returncode, "mentions.csv: it was changed after the export" in refused.stderr) == (1, True)
    done = run(*arguments, "--edited", db=empty_file)
    assert (done.returncode, done.stdout) == (0, "")
    assert "status: 'completed', but the mentions give 'announced'\n" in done.stderr
    assert "90 mentions, 19 links in revision 1." in done.stderr


def test_without_a_terminal_nobody_is_asked(empty_file: Path) -> None:
    """Behind a pipe a load that was not told --yes writes nothing and says what to say."""
    done = run("load", str(DATA), "--why", "to see", db=empty_file)
    assert (done.returncode, "say --yes" in done.stderr) == (2, True)
    assert opened(Address.of(empty_file)).revision == 0


@pytest.fixture
def exported(shipped_file: Path, tmp_path: Path) -> Path:
    """The record as readings, in a folder."""
    assert run("export", "--readings", str(tmp_path / "readings"), db=shipped_file).returncode == 0
    return tmp_path / "readings"


def put(folder: Path, before: str, after: str) -> None:
    """Change a title in the folder's measures."""
    file = folder / "measures.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def title(db: Path) -> str:
    """What the ship's measure is called in the record."""
    return run("measure", "list", "--format", "csv", db=db).stdout.partition("hms-trent,")[2].partition(",")[0]


def test_an_export_that_was_edited_is_no_conflict(shipped_file: Path, exported: Path) -> None:
    """Exported, edited and loaded, what changed is what was edited: nobody else touched it, so nobody is asked."""
    put(exported, "HMS Trent to the Mediterranean", "HMS Trent sails")
    done = run("load", str(exported), "--yes", "--format", "csv", "--why", "w", db=shipped_file)
    assert done.returncode == 0, done.stderr
    assert [line.split(",")[:4] for line in done.stdout.splitlines()[1:]] == [
        ["change", "measure", "hms-trent", "title"]
    ]
    assert title(shipped_file) == "HMS Trent sails"
    again = run("load", str(exported), "--yes", "--why", "w", db=shipped_file)
    assert (again.returncode, again.stdout) == (0, "")


@pytest.mark.parametrize("pattern", ["theirs:hms-trent", "theirs:*", "theirs:hms-*"])
def test_a_conflict_is_settled_by_key_or_pattern(shipped_file: Path, exported: Path, pattern: str) -> None:
    """What a person changed meanwhile is kept until somebody says whose to take, by its key or a pattern."""
    put(exported, "HMS Trent to the Mediterranean", "HMS Trent sails")
    run("measure", "edit", "hms-trent", "--title", "Our title", "--why", "w", db=shipped_file)
    done = run("load", str(exported), "--yes", "--why", "w", db=shipped_file)
    assert "conflict" in done.stdout
    assert title(shipped_file) == "Our title"
    assert "is kept until" in done.stdout
    done = run("load", str(exported), "--yes", "--take", pattern, "--why", "w", db=shipped_file)
    assert (done.returncode, "is kept until" in done.stdout) == (0, False)
    assert title(shipped_file) == "HMS Trent sails"


@pytest.mark.parametrize("taken", ["theirs:icc-referral", "mine:boats-*", "theirs:*"])
def test_a_side_taken_in_no_conflict_is_refused(shipped_file: Path, exported: Path, taken: str) -> None:
    """A key or pattern that no conflict answers to is never passed over, and nothing is written."""
    put(exported, "HMS Trent to the Mediterranean", "HMS Trent sails")
    done = run("load", str(exported), "--yes", "--take", taken, "--why", "w", db=shipped_file)
    assert (done.returncode, "there is no such conflict" in done.stderr) == (2, True)
    assert title(shipped_file) == "HMS Trent to the Mediterranean"
    done = run("load", str(ROOT / "data"), "--yes", "--take", "mine:hms-trent", "--why", "w", db=shipped_file)
    assert (done.returncode, "leave --take out" in done.stderr) == (2, True)


def test_an_export_from_before_somebody_loaded_more(shipped_file: Path, exported: Path) -> None:
    """An edited export never takes back what another file changed since: that is a conflict."""
    other = exported.with_name("other")
    shutil.copytree(exported, other)
    put(other, "HMS Trent to the Mediterranean", "HMS Trent sails")
    (other / "measures.toml").rename(other / "from-a-colleague.toml")
    assert run("load", str(other), "--yes", "--why", "w", db=shipped_file).returncode == 0
    put(exported, "HMS Trent to the Mediterranean", "The patrol ship HMS Trent")
    done = run("load", str(exported), "--yes", "--why", "w", db=shipped_file)
    assert "conflict" in done.stdout
    assert title(shipped_file) == "HMS Trent sails"
