"""A package held against itself: files changed after the export, and codes of another program."""

from pathlib import Path

import pytest

from tests.conftest import opened
from tests.packages import change_cell, faults, load
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.errors.base import Fault, FaultsFound
from tracker.package import load_package, open_package


def test_an_edited_file_is_told(empty: Address, folder: Path) -> None:
    """A file that is not the one described is one fault with two remedies; --edited takes it, and says what follows."""
    line = change_cell(folder / "mentions.csv", "me7f2a705b9", "status", "announced")
    with pytest.raises(FaultsFound, match=r"mentions\.csv: it was changed after the export.*--edited"):
        load(empty, folder)
    remarks: list[Fault] = []
    with transaction(empty) as connection:
        change = Change(connection, "the tests", "a better reading")
        assert load_package.load(change, open_package.opened([folder]), remark=remarks.append)["mention"] == 90
    told = {remark[:3] for remark in remarks}
    assert {("mentions.csv", 0, ""), ("mentions.csv", line, "status_order")} <= told
    assert any(remark.file == "measures.csv" and remark.field == "status" for remark in remarks)
    record = opened(empty)
    assert record.measure("icc-referral").row["status"] == "announced"
    assert (record.version, record.is_edition) == ("3+altered", False)


def test_an_edited_file_is_checked_all_the_same(empty: Address, folder: Path) -> None:
    """--edited forgives what is worked out anew and nothing else."""
    change_cell(folder / "mentions.csv", "me7f2a705b9", "status", "anounced")
    with pytest.raises(FaultsFound, match="unknown status 'anounced'"), transaction(empty) as connection:
        load_package.load(Change(connection, "the tests", "why"), open_package.opened([folder]), remark=str)


def test_a_file_that_is_gone(empty: Address, folder: Path) -> None:
    """A package without one of the files it describes is not whole."""
    (folder / "links.csv").unlink()
    assert ("links.csv", 0, "") in faults(empty, folder)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("status,announced,3,", "status,announced,4,", "another meaning"),
        ("status,announced,", "status,shouted,", "on no list"),
        ("status,announced,", "status,shouted,", "is missing"),
    ],
)
def test_codes_of_another_program(empty: Address, folder: Path, before: str, after: str, field: str) -> None:
    """Closed lists that are not the program's own are told row by row, with or without a description."""
    text = (folder / "codes.csv").read_text(encoding="utf-8")
    (folder / "codes.csv").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(FaultsFound, match=field):
        load(empty, folder / "codes.csv")
    assert ("codes.csv", 0, "") in faults(empty, folder)
