"""README.md and LICENSE in a package."""

import re
from pathlib import Path

import pytest

from tests.conftest import opened
from tests.packages import DATA, PUBLISHED
from tracker.db.address import Address
from tracker.domain.filters import Filters
from tracker.errors.files import InTheWay
from tracker.package import write_package
from tracker.package.descriptor import EVERY_TABLE


def test_it_names_every_file(shipped_file: Path, tmp_path: Path) -> None:
    """The README has a line for each file with its rows; in a part, with those of the part."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert [name for name, _ in listed(text)] == [table.name for table in EVERY_TABLE]
    assert dict(listed(text))["measures"] == "32"
    record = opened(Address.of(shipped_file))
    write_package.export(record, tmp_path, PUBLISHED._replace(filters=Filters(kind=["sanctions"])))
    assert dict(listed((tmp_path / "README.md").read_text(encoding="utf-8")))["measures"] == "6"


def listed(text: str) -> list[tuple[str, str]]:
    """The files and numbers of rows in a README's table."""
    return re.findall(r"^\| `(\w+)\.csv` \| ([\d,]+) \|", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "LICENSE"])
def test_somebody_elses_is_left_alone(shipped_file: Path, tmp_path: Path, name: str) -> None:
    """A README or LICENSE that is none of ours is kept, beside an earlier export too, and nothing is written."""
    record = opened(Address.of(shipped_file))
    write_package.export(record, tmp_path)
    (tmp_path / name).write_text("My own project, and my own words.\n")
    (tmp_path / "measures.csv").write_text("to be replaced\n")
    with pytest.raises(InTheWay):
        write_package.export(record, tmp_path)
    assert (tmp_path / "measures.csv").read_text() == "to be replaced\n"
    write_package.export(record, tmp_path, force=True)
    assert "My own" not in (tmp_path / name).read_text(encoding="utf-8")
