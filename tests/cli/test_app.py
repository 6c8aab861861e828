"""The command line: hook-up and wording, as a person at a terminal or a script behind a pipe meets them."""

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, run
from tests.terminal import at_terminal
from tracker.cli.app import ROOMS
from tracker.domain import columns


def test_the_report_in_a_pipe(shipped_file: Path) -> None:
    """Behind a pipe the report is a plain table, whole and without colours, headed by what it covers and as of when."""
    done = run("report", db=shipped_file)
    lines = done.stdout.splitlines()
    assert lines[0] == "UK measures on Russia and Ukraine, as last reported up to 3 Mar 2022 (5 sources, 31 measures)"
    marines = next(line for line in lines if "350 Royal Marines" in line)
    assert re.split(" {2,}", marines.strip()) == [
        "350 Royal Marines to Poland",
        "350 marines",
        "Poland",
        "arriving ≠",
        "10 Feb 2022",
        "11 Feb 2022",
        "3 articles, 2 origins",
    ]
    assert "   5  under way" in lines
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("width", [80, 200])
def test_the_report_at_a_terminal(shipped_file: Path, width: int) -> None:
    """At a terminal the table keeps to its width and folds instead of cutting."""
    shown = at_terminal("report", db=shipped_file, width=width, NO_COLOR="1")
    assert max(len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in shown.splitlines()) <= width
    assert "…" not in shown
    for word in ("arriving", "Estonia", "unexplained", "Deployment"):
        assert word.lower() in shown.lower()


def test_colours_can_be_turned_off(shipped_file: Path) -> None:
    """Colours are for terminals, and NO_COLOR is honoured."""
    assert "\x1b[3" in at_terminal("report", db=shipped_file, width=120)
    assert "\x1b[3" not in at_terminal("report", db=shipped_file, width=120, NO_COLOR="1")


def test_quotes_beside_each_status(shipped_file: Path) -> None:
    """With --quotes each status stands beside the words that decide it, their article and paragraph."""
    shown = run("report", "--quotes", db=shipped_file).stdout
    line = next(line for line in shown.splitlines() if "350 Royal Marines to Poland" in line)
    assert "“350 Royal Marines arriving in Poland”" in line
    assert "trip-to-moscow ¶9" in line


def test_data_forms_carry_the_contract(shipped_file: Path) -> None:
    """CSV and JSON rows carry the column names of measures.csv; Markdown is a table."""
    rows = list(csv.DictReader(io.StringIO(run("report", "--format", "csv", db=shipped_file).stdout)))
    assert list(rows[0]) == columns.names(columns.MEASURES)
    listed = json.loads(run("report", "--format", "json", db=shipped_file).stdout)
    assert list(listed[0]) == columns.names(columns.MEASURES)
    assert next(row["amount"] for row in listed if row["measure"] == "standby-1000") == 1000
    assert next(row["disputed"] for row in listed if row["measure"] == "standby-1000") is False
    assert run("report", "--format", "md", db=shipped_file).stdout.splitlines()[2].startswith("|  | measure |")


def test_raw_csv(shipped_file: Path) -> None:
    """A headline that begins with an apostrophe has one more in CSV, and none with --raw."""
    options = ["source", "list", "--columns", "title", "--format", "csv"]
    assert "\n''Step back" in run(*options, db=shipped_file).stdout
    assert "\n'Step back" in run(*options, "--raw", db=shipped_file).stdout


def test_sort_and_columns(shipped_file: Path) -> None:
    """Any column can be sorted by, either way, empty cells last; any columns can be chosen, in any order."""
    options = ["--sort", "-amount", "--columns", "amount,measure", "--format", "csv"]
    lines = run("report", *options, db=shipped_file).stdout.splitlines()
    assert lines[:3] == ["amount,measure", "2000,anti-tank-missiles", "1000,standby-1000"] or lines[1].startswith(
        "2000"
    )
    assert lines[-1].startswith(",")


def test_global_options_stand_anywhere(shipped_file: Path) -> None:
    """--db and --format may come before or after the command."""
    before = run("--db", str(shipped_file), "--format", "csv", "event", "list")
    after = run("event", "list", "--format", "csv", "--db", str(shipped_file))
    assert before.stdout == after.stdout != ""


def test_explain(shipped_file: Path) -> None:
    """Explaining a status shows every candidate in order, the rule that chose, and what would flip it."""
    shown = run("measure", "explain", "royal-marines-poland", db=shipped_file).stdout
    assert "arriving: trip-to-moscow ¶9 decides, as the latest." in shown
    assert "It would be deployed, by cold-war-rhetoric ¶17, if its source spoke after 11 Feb 2022." in shown
    assert [line.split()[0] for line in shown.splitlines()[3:6]] == ["1", "2", "3"]


def test_show_tells_the_story(shipped_file: Path) -> None:
    """Showing a measure gives its particulars, links and every mention."""
    shown = run("measure", "show", "unexplained-wealth-orders", db=shipped_file).stdout
    assert "part of" in shown
    assert "7 Mar 2022" in shown
    assert "“to include bolstering unexplained wealth orders”" in shown


def test_a_source_by_paragraph(shipped_file: Path) -> None:
    """Showing an article gives every paragraph: what it mentions, or what it is; its seed serves as a key."""
    shown = run("source", "show", "002_687473a6d68ade56", db=shipped_file).stdout
    numbers = [line.split()[0] for line in shown.splitlines() if line.strip()[:1].isdigit()]
    assert numbers[-1] == "72"
    assert len(set(numbers)) == 72
    assert "type-45-destroyer" in shown


def test_coverage_adds_up(shipped_file: Path) -> None:
    """Coverage shows every article's paragraphs by verdict, none unread."""
    rows = list(csv.DictReader(io.StringIO(run("coverage", "--format", "csv", db=shipped_file).stdout)))
    assert sum(int(row["paragraphs"]) for row in rows) == 176
    for row in rows:
        verdicts = ("records", "diplomacy", "other_actor", "rhetoric", "context", "furniture", "unread")
        assert sum(int(row[name]) for name in verdicts) == int(row["paragraphs"])


def test_verify_without_texts(shipped_file: Path) -> None:
    """Without texts nothing is claimed: not checked."""
    rows = list(csv.DictReader(io.StringIO(run("verify", "--format", "csv", db=shipped_file).stdout)))
    assert {row["result"] for row in rows} == {"not checked"}


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


def test_check_is_silent_when_sound(shipped_file: Path) -> None:
    """A sound record has nothing on standard output and leaves with 0."""
    done = run("check", db=shipped_file)
    assert (done.returncode, done.stdout) == (0, "")


def test_first_run_makes_the_record(tmp_path: Path) -> None:
    """The first reading on a new machine makes the record, says so once, and asks nothing."""
    first = run("report", XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    again = run("report", XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    assert first.returncode == 0
    assert first.stderr.startswith("Made a new record at ")
    assert (again.stdout, again.stderr) == (first.stdout, "")


def test_nowhere_to_keep_the_record(tmp_path: Path) -> None:
    """Where the user's data folder cannot be written, the message says so and what to set."""
    (tmp_path / "file").touch()
    done = run("report", XDG_DATA_HOME=str(tmp_path / "file"), HOME=str(tmp_path / "file"))
    assert done.returncode == 3
    assert "TRACKER_DB" in done.stderr


BAD = {
    ("report", "--kind", "sanction"): (2, "unknown kind 'sanction'", "did you mean sanctions"),
    ("report", "--as-of", "2022-02-30"): (2, "bad date '2022-02-30'", "2022-02-10"),
    ("report", "--as-of", "20220210"): (2, "bad date '20220210'", "2022-02-10"),
    ("report", "--format", "xml"): (2, "unknown format 'xml'", "csv"),
    ("report", "--sort", "stauts"): (2, "unknown column 'stauts'", "status"),
    ("report", "--columns", "measure,colour"): (2, "unknown column 'colour'", ""),
    ("report", "--stale", "soon"): (2, "--stale wants a number of days", "14"),
    ("measure", "show", "royal-marine-poland"): (2, "no measure 'royal-marine-poland'", "royal-marines-poland"),
    ("source", "show", "nothing-like-it-at-all"): (2, "no source", "tracker source list"),
    ("reprot",): (2, "No such command 'reprot'", "report"),
    ("measure", "shwo"): (2, "No such command 'shwo'", "show"),
    ("disagreements", "hms-tren"): (2, "no measure 'hms-tren'", "hms-trent"),
    ("timeline", "--kind", "ship"): (2, "unknown kind 'ship'", "one of"),
    ("sql", "mention"): (2, "unknown query 'mention'", "mentions"),
    ("sql", "../../pyproject"): (2, "unknown query", ""),
    ("report", "--known-at", "yesterday"): (2, "bad date 'yesterday'", "2026-11-22T14:30:00Z"),
    ("verify", "--texts", "/no/such/folder"): (1, "cannot read /no/such/folder", "check the path"),
    ("export", "/dev/null/package"): (1, "cannot write /dev/null/package", ""),
}


@pytest.mark.parametrize(("arguments", "expected"), BAD.items(), ids=lambda value: " ".join(map(str, value)))
def test_bad_input_gets_one_clear_message(
    shipped_file: Path, arguments: tuple[str, ...], expected: tuple[int, str, str]
) -> None:
    """A mistake gets a message with a remedy on standard error, the documented code, and no traceback."""
    done = run(*arguments, db=shipped_file)
    code, message, remedy = expected
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert remedy in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_database_is_never_made(tmp_path: Path) -> None:
    """A typo in a path makes no database: the message names the path and how to make one."""
    done = run("report", "--db", str(tmp_path / "typo.db"))
    assert done.returncode == 3
    assert f"no database at {tmp_path / 'typo.db'}" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 4096, b"SQLite format 3\x00" + b"\x01" * 200])
@pytest.mark.parametrize("command", [["report"], ["db", "migrate"], ["check"]], ids=" ".join)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, command: list[str]) -> None:
    """A file of another kind is named as such, and left as it was."""
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    done = run(*command, db=path)
    assert done.returncode == 3, done.stderr
    assert "is not a tracker database" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == content


def test_another_programs_database(tmp_path: Path) -> None:
    """An SQLite database of another program is not taken for ours."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    done = run("report", db=path)
    assert (done.returncode, "has no schema version" in done.stderr) == (3, True)


@pytest.mark.parametrize(("version", "remedy"), [("0000", "update the program"), ("9999", "update the program")])
def test_a_schema_nobody_knows(shipped_file: Path, version: str, remedy: str) -> None:
    """A schema this program does not know gets an instruction, not a stack trace."""
    with sqlite3.connect(shipped_file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.close()
    for command in (["report"], ["db", "migrate"]):
        done = run(*command, db=shipped_file)
        assert (done.returncode, remedy in done.stderr) == (3, True)


def test_an_older_schema_is_told_to_migrate(shipped_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema that a newer one has replaced is told how to come up to date."""
    from tracker.db import reader
    from tracker.db.address import Address
    from tracker.errors.database import SchemaTooOld

    monkeypatch.setattr(reader, "SCHEMA_VERSIONS", (*reader.SCHEMA_VERSIONS, "9999"))
    with pytest.raises(SchemaTooOld) as found, reader.reading(Address.of(shipped_file)):
        pass
    assert "tracker db migrate" in found.value.hint


def test_db_init(tmp_path: Path) -> None:
    """A record can be made where it is wanted, empty or full, and never over another."""
    path = tmp_path / "mine.db"
    assert run("db", "init", "--empty", db=path).returncode == 0
    assert "The record is empty" in run("report", db=path).stdout
    again = run("db", "init", db=path)
    assert (again.returncode, "already holds a record" in again.stderr) == (1, True)


def test_a_page_of_measures(shipped_file: Path) -> None:
    """Pages follow one another by key and leave nothing out, in every form and with filters."""
    listed = run("measure", "list", "--format", "csv", "--columns", "measure", db=shipped_file).stdout.split()[1:]
    pages: list[str] = []
    while True:
        options = ["--after", pages[-1]] if pages else []
        page = run("measure", "list", "--limit", "12", *options, "--format", "csv", db=shipped_file).stdout
        rows = list(csv.DictReader(io.StringIO(page)))
        if not rows:
            break
        pages += [row["measure"] for row in rows]
    assert pages == sorted(listed)
    shown = run("measure", "list", "--limit", "1", "--kind", "training", "--columns", "title", db=shipped_file).stdout
    assert shown.split("\n")[1:] == ["Training of Ukrainian troops", ""]


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
@pytest.mark.parametrize("command", [["report"], ["measure", "list"], ["mention", "list"]])
def test_data_is_what_the_table_is_of(shipped_file: Path, command: list[str], form: str) -> None:
    """As data a command gives the same rows whether or not columns are chosen, some of which need less reading."""

    def rows(*options: str) -> list[dict[str, object]]:
        shown = run(*command, "--format", form, *options, db=shipped_file).stdout
        if form == "csv":
            return list(csv.DictReader(io.StringIO(shown)))
        return json.loads(shown) if form == "json" else [json.loads(line) for line in shown.splitlines()]

    whole = rows()
    assert rows("--columns", "measure,status") == [{name: row[name] for name in ("measure", "status")} for row in whole]
    by_measure = rows("--sort", "-measure", "--columns", "status")
    assert by_measure == [
        {"status": row["status"]} for row in sorted(whole, key=lambda row: str(row["measure"]), reverse=True)
    ]


def test_hostile_text_is_shown_harmless(shipped_file: Path) -> None:
    """Terminal escapes, reordering marks and markup in a title are spelt out or shown as they are."""
    hostile = "Lorries \x1b]8;;http://example.org\x07click\x1b[31m [red]\u202egnp[/foo] :smile: \u200b"
    with sqlite3.connect(shipped_file) as connection:
        connection.execute("UPDATE measure_version SET title = ? WHERE id = 1", [hostile])
    connection.close()
    for form in ("table", "csv", "json", "md"):
        shown = run("measure", "list", "--format", form, db=shipped_file).stdout
        assert "[red]" in shown
        assert not {"\x1b", "\x07", "\u202e", "\u200b"} & set(shown)
    shown = at_terminal("measure", "list", db=shipped_file, width=200, NO_COLOR="1")
    assert "\\x1b]8;;" in shown
    assert "[/foo] :smile:" in shown


def test_a_closed_pipe_is_no_fault(shipped_file: Path) -> None:
    """A reader that stops reading ends the command quietly."""
    done = subprocess.run(
        f"{sys.executable} -m tracker --db {shipped_file} mention list --format csv | head -1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.stdout.startswith("mention,measure")
    assert "Traceback" not in done.stderr


def commands() -> list[list[str]]:
    """Every command there is, as its words."""
    from typer.core import TyperGroup

    from tracker.cli.app import Root

    found = []
    for name in ROOMS:
        command = Root(name="tracker").get_command(None, name)  # type: ignore[arg-type]
        if isinstance(command, TyperGroup):
            found += [[name, inner] for inner in command.commands]
        else:
            found.append([name])
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_help_has_an_example(command: list[str]) -> None:
    """Every command's help says what it does and shows an example that begins with the command."""
    shown = run(*command, "--help").stdout
    assert "Example" in shown
    assert any(line.strip().startswith("tracker ") for line in shown.splitlines())
    assert " ".join(command) in shown


def test_the_help_names_every_command() -> None:
    """The root's help lists every command with one line."""
    shown = run("--help").stdout
    for name, (_, line) in ROOMS.items():
        assert name in shown
        assert line.split()[0] in shown
