"""Lag: the days from announced to done, and how far the press ran ahead of the documents."""

import csv
import io
from pathlib import Path

from tests.conftest import opened
from tests.running import run
from tracker.db.address import Address
from tracker.reports.lag import by_kind, lags


def test_the_days_of_the_shipped_measures(shipped: Address) -> None:
    """From the first report of a measure as to come to the day of the act; the press ahead of it, or behind."""
    rows = {row["measure"]: row for row in lags(opened(shipped).measures())}
    putin = rows["putin-personal-sanctions"]
    assert (putin["announced"], putin["in_print"], putin["done"], putin["days"]) == (
        "2022-01-27",
        None,
        "2022-02-25",
        29,
    )
    assert (rows["sanctions-law"]["days"], rows["sanctions-law"]["press_ahead"]) == (14, -1)
    jets = rows["raf-jets-southern-europe"]
    assert (jets["done"], jets["done_by"], jets["type"], jets["evidence"]) == ("2022-02-16", True, "press", "cited")
    assert (jets["days"], jets["press_ahead"]) == (None, None), "by that day, and which day it was is not known"
    doubling = rows["estonia-doubling"]
    assert (doubling["in_print"], doubling["done"], doubling["not_yet"]) == ("2022-02-10", None, "2022-02-16")
    assert "intervention-in-ukraine" not in rows, "what is ruled out is never done"
    assert "insurgency-support" not in rows


def test_by_kind(shipped: Address) -> None:
    """Of each kind the median of the days, over the measures that were announced and then done."""
    found = {kind: (number, middle) for kind, number, middle in by_kind([*lags(opened(shipped).measures())])}
    assert found["sanctions"] == (5, 14)
    assert "training" not in found


def test_on_the_command_line(shipped_file: Path) -> None:
    """Both days up to which it speaks are named; as data it has a row for each measure, and nothing said later."""
    assert "articles up to 3 Mar 2022, documents up to 31 Dec 2025" in run("lag", db=shipped_file).stdout
    early = run("lag", "--as-of", "2022-02-16", "--format", "csv", db=shipped_file).stdout
    rows = {row["measure"]: row for row in csv.DictReader(io.StringIO(early))}
    assert rows["hms-trent"]["done"] == "2022-02-16"
    assert "putin-personal-sanctions" not in rows
