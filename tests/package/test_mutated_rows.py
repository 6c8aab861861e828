"""Rows that somebody spoilt: what is accepted at once and what is looked at cell by cell come to the same."""

import csv
import random
from pathlib import Path
from typing import Any

import pytest

from tests import databases as every
from tests.conftest import opened
from tests.effort import times
from tests.packages import load
from tracker.db.address import Address
from tracker.domain.fields import Sound
from tracker.errors.base import FaultsFound
from tracker.package import bring_rows, verify_package, write_package
from tracker.package.csv_rows import Page
from tracker.package.descriptor import PLAIN

SPOILT = 200  # rows of a package
CELLS = (
    *("", " ", "x", "'", "''", "'=1", "=1+1", "0", "1", "-1", "01", "1.0", "1.50", "1e3", "2147483648", "9" * 31),
    *("true", "TRUE", "yes", "2022-02-09", "2022-02-30", "2022-02", "2022-02-09~", "../2022", "9.2.2022", "poland"),
    *("poland;estonia", "poland; estonia", "poland;poland", "records", "direct", "troops", "about", "not stated"),
    *("a\tb", "a\u200bb", "a\u00a0b", " a", "a ", "A whole sentence it is.", "word " * 16, "é", "Київ", "m0123456789"),
    *("0123456789", "0" * 64, "A-Key", "a-key", "cited", "quoted", "x" * 2_001, "royal-marines-poland", "step-back"),
)


def spoil(folder: Path, rows_in_all: int, chance: random.Random) -> None:
    """Put other cells into so many rows of a package's files."""
    for _ in range(rows_in_all):
        file = folder / chance.choice(["mentions.csv", "mentions.csv", "paragraphs.csv", "measures.csv", "sources.csv"])
        with file.open(encoding="utf-8", newline="") as text:
            heading, *rows = csv.reader(text)
        row = chance.choice(rows)
        row[chance.randrange(len(heading))] = chance.choice((*CELLS, chance.choice(rows)[0]))
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows([heading, *rows])


def came(address: Address, folder: Path) -> Any:
    """What comes of a load: every fault, or every row."""
    (folder / "datapackage.json").unlink(missing_ok=True)
    try:
        load(address, folder)
    except FaultsFound as found:
        return found.faults
    # The digest is over every version, so that the rows are the same to the letter.
    digests = [row["content"] for row in every.rows(address, "revisions")]
    return write_package.contents(opened(address), PLAIN), digests


@pytest.mark.long
def test_fast_and_slow_agree(databases: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is spoilt, a load that accepts nothing at once says the same of it, or brings the same rows."""
    chance = random.Random(7)
    untouched = {file: file.read_bytes() for file in folder.glob("*.csv")}
    refused = 0
    for turn in range(times(4, 100) if databases.dialect == "sqlite" else 1):
        for file, content in untouched.items():
            file.write_bytes(content)
        spoil(folder, 1 if turn % 2 else SPOILT, chance)  # of one row often nothing is refused
        fast = came(databases.copy("empty"), folder)
        with monkeypatch.context() as patch:
            patch.setattr(Sound, "__call__", lambda _self, _values: False)
            patch.setattr(Page, "_line", Page._line_by_cells)
            patch.setattr(bring_rows, "_IN_BULK", {})
            patch.setattr(verify_package, "_not_the_same", lambda reads, _expected, _texts: reads)
            slow = came(databases.copy("empty"), folder)
        assert fast == slow
        refused += len(fast)
    assert refused > SPOILT / 4
