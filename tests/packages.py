"""Loading and changing data packages."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.domain import columns
from tracker.errors.base import FaultsFound
from tracker.output.tables import cell_text
from tracker.package import load_package, open_package, write_package
from tracker.package.descriptor import EVERY_TABLE, Content, Manner

DATA = ROOT / "data"


# How `data/` is exported, and the files that makes.
PUBLISHED = Manner(panel=True)
FILES = [f"{table.name}.csv" for table in EVERY_TABLE] + [write_package.DESCRIPTOR, "codebook.md"]
FILES += ["README.md", "LICENSE"]


def load(address: Address, *paths: Path, raw: bool = False) -> dict[str, int]:
    """Load paths as one package, in one revision."""
    with transaction(address) as connection:
        change = Change(connection, "the tests", "to test loading")
        return load_package.load(change, open_package.opened(paths), raw)


def faults(address: Address, *paths: Path, raw: bool = False) -> list[tuple[str, int, str]]:
    """Where the faults of a load stand."""
    with pytest.raises(FaultsFound) as found:
        load(address, *paths, raw=raw)
    return [fault[:3] for fault in found.value.faults]


def change_cell(file: Path, key: str, column: str, value: str) -> int:
    """Put a value into a column of the first row that begins with a key; returns its line."""
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
    place = next(number for number, row in enumerate(rows) if number and row[0] == key)
    rows[place][rows[0].index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8")
    return place + 1


def expected(content: Content) -> list[list[str]]:
    """The cells of a table as text."""
    names = columns.names(content.table.columns)
    return [[cell_text(row[name]) for name in names] for row in content.rows]


def zipped(folder: Path, path: Path, inside: str = "") -> Path:
    """A package's folder as a zip."""
    with zipfile.ZipFile(path, "w") as packed:
        for file in folder.glob("*.csv"):
            packed.write(file, f"{inside}{file.name}")
    return path


def written(write: Callable[..., None], *arguments: object) -> bytes:
    """What something writes into a file."""
    out = io.BytesIO()
    write(*arguments, out)
    return out.getvalue()
