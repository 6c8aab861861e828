"""Commands that list and no more: codes, queries and events."""

import csv
import io
from pathlib import Path

from tests.packages import DATA
from tests.running import run
from tracker.db.queries import query_text
from tracker.domain.vocabulary import LISTS


def rows(*command: str, db: Path) -> list[dict[str, str]]:
    """The rows that a command gives as data."""
    return list(csv.DictReader(io.StringIO(run(*command, "--format", "csv", db=db).stdout)))


def test_the_words_of_a_field(shipped_file: Path) -> None:
    """Every closed list is shown with its labels and definitions, by name or all together."""
    for vocabulary in LISTS:
        assert [row["code"] for row in rows("codes", vocabulary.name, db=shipped_file)] == list(vocabulary)
    together = {row["code"] for row in rows("codes", db=shipped_file)}
    assert {code for vocabulary in LISTS for code in vocabulary} <= together | {LIST.name for LIST in LISTS}


def test_the_query_behind_a_report(shipped_file: Path) -> None:
    """A query is printed as the program runs it."""
    assert run("sql", "mentions", db=shipped_file).stdout.strip() == query_text("mentions").strip()


def test_an_event_from_beginning_to_end(shipped_file: Path) -> None:
    """An event is listed as it is published, can be added, corrected and withdrawn."""
    with (DATA / "events.csv").open(encoding="utf-8") as published:
        expected = [row["event"] for row in csv.DictReader(published)]
    assert [row["event"] for row in rows("event", "list", db=shipped_file)] == expected
    add = ("event", "add", "--key", "a-storm", "--title", "A storm breaks", "--why", "x")
    assert run(*add, db=shipped_file).stdout == "a-storm\n"
    assert run("event", "edit", "a-storm", "--title", "A gale", "--why", "x", db=shipped_file).returncode == 0
    assert "A gale" in [row["title"] for row in rows("event", "list", db=shipped_file)]
    assert run("event", "withdraw", "a-storm", "--why", "x", db=shipped_file).returncode == 0
    assert [row["event"] for row in rows("event", "list", db=shipped_file)] == expected
