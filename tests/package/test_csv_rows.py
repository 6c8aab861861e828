"""Rows of CSV files: every way a file can be broken is told with its line and column."""

from pathlib import Path

import pytest

from tests.packages import load
from tracker.db.address import Address
from tracker.errors.base import FaultsFound
from tracker.package import csv_rows
from tracker.package.csv_rows import TOGETHER, pages_of, shown
from tracker.package.open_package import opened

BROKEN = {
    "ragged rows": (b"event,title,met_on,source,paragraph,quote\na,b\n", 2, ""),
    "an unclosed quote": (b'event,title,met_on,source,paragraph,quote\na,"b,,,,\n', 2, ""),
    "duplicate headers": (b"event,title,title,source,paragraph,quote\n", 1, "title"),
    "an unknown column": (b"event,title,met_on,source,paragraph,quote,colour\n", 1, "colour"),
    "a missing column": (b"event,met_on,source,paragraph,quote\n", 1, "title"),
    "Latin-1": (b"event,title,met_on,source,paragraph,quote\na,caf\xe9,,,,\n", 2, ""),
    "UTF-16": ("event,title\n".encode("utf-16"), 1, ""),
    "NUL": (b"event,title,met_on,source,paragraph,quote\na,b\x00c,,,,\n", 2, "title"),
    "a cell of 1 MB": (b"event,title,met_on,source,paragraph,quote\na," + b"x" * 1_000_000 + b",,,,\n", 2, ""),
    "a long cell": (b"event,title,met_on,source,paragraph,quote\na," + b"x" * 5_000 + b",,,,\n", 2, "title"),
    "a million digits": (
        b"event,title,met_on,source,paragraph,quote\na,b,,s," + b"9" * 100_000 + b",q\n",
        2,
        "paragraph",
    ),
    "an impossible date": (b"event,title,met_on,source,paragraph,quote\na,b,2022-02-30,step-back,1,q\n", 2, "met_on"),
    "a source that is not there": (
        b"event,title,met_on,source,paragraph,quote\na,b,2022,nowhere,1,q\n",
        2,
        "source",
    ),
    "an empty file": (b"", 1, ""),
    "a key twice": (b"event,title,met_on,source,paragraph,quote\na,b,,,,\na,c,,,,\n", 3, "event"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(shipped: Address, tmp_path: Path, name: str) -> None:
    """Every way a file can be broken is told with its line and column, in few words."""
    content, line, column = BROKEN[name]
    file = tmp_path / "events.csv"
    file.write_bytes(content)
    with pytest.raises(FaultsFound) as found:
        load(shipped, file)
    assert ("events.csv", line, column) in [fault[:3] for fault in found.value.faults]
    assert len(str(found.value)) < 2_000


@pytest.mark.parametrize("above", [1, TOGETHER - 1, TOGETHER, TOGETHER + 1])
def test_a_key_twice_wherever_it_stands(tmp_path: Path, above: int) -> None:
    """A key that stands again on the next line is told with both lines, be it in what is read next."""
    file = tmp_path / "events.csv"
    keys = [f"e{number:05}" for number in range(1, above + 1)]
    rows = [f"{key},a,,,," for key in [*keys, keys[-1], "f"]]
    file.write_text("\n".join(["event,title,met_on,source,paragraph,quote", *rows, ""]), encoding="utf-8")
    page = pages_of(opened([file]))["events"]
    assert [key for key, _ in page.keyed()] == [(key,) for key in [*keys, "f"]]
    told = [(fault.line, fault.message) for fault in page.faults]
    assert told == [(above + 2, f"'{keys[-1]}' stands on line {above + 1} already")]


def test_a_key_twice_out_of_order(tmp_path: Path) -> None:
    """Where the rows stand in no order every key above is remembered."""
    file = tmp_path / "events.csv"
    file.write_text("event,title,met_on,source,paragraph,quote\nb,a,,,,\na,a,,,,\nb,c,,,,\n", encoding="utf-8")
    page = pages_of(opened([file]))["events"]
    assert [key for key, _ in page.keyed()] == [("b",), ("a",)]
    assert [(fault.line, fault.message) for fault in page.faults] == [(4, "'b' stands on line 2 already")]


@pytest.mark.parametrize(
    "header", ["event,title,met_on,source,paragraph,quote", "title,event,met_on,source,paragraph,quote"]
)
def test_each_cell_is_looked_at(tmp_path: Path, header: str) -> None:
    """One apostrophe is taken from a guarded cell wherever its column stands; one that is too long is a fault."""
    title_is_first = header.startswith("title")
    titles = {"heron": "'=A heron", "ibis": "''tis an ibis", "tern": "A tern", "wren": "x" * 2_001}
    lines = [f"{title},{key},,,," if title_is_first else f"{key},{title},,,," for key, title in titles.items()]
    file = tmp_path / "events.csv"
    file.write_text("\n".join([header, *lines]), encoding="utf-8")
    page = pages_of(opened([file]))["events"]
    assert [line.cells["title"] for _, line in page.keyed()][:3] == ["=A heron", "'tis an ibis", "A tern"]
    assert [(fault.line, fault.field) for fault in page.faults] == [(5, "title")]


def test_mixed_line_ends_and_a_header_alone(shipped: Address, tmp_path: Path) -> None:
    """Any mixture of line ends is read; a header without rows brings nothing."""
    file = tmp_path / "events.csv"
    file.write_bytes(
        b"\xef\xbb\xbfevent,title,met_on,source,paragraph,quote\r\nheron,A heron lands,,,,\ntern,A tern,,,,\r\n"
    )
    assert load(shipped, file) == {"event": 2}
    file.write_bytes(b"event,title,met_on,source,paragraph,quote")
    assert load(shipped, file) == {}


def test_many_faults_are_counted(shipped: Address, tmp_path: Path) -> None:
    """The list of faults is capped, with a count of the rest."""
    file = tmp_path / "events.csv"
    rows = "".join(f"Key {number},title,,,,\n" for number in range(1_234))
    file.write_text(f"event,title,met_on,source,paragraph,quote\n{rows}")
    with pytest.raises(FaultsFound, match="1,234 faults; nothing was loaded"):
        load(shipped, file)


@pytest.mark.parametrize(("cell", "remedy"), [('"b', "close the quotation mark"), ("x" * 131_073, "keep cells to")])
def test_what_is_no_csv_has_its_own_remedy(tmp_path: Path, cell: str, remedy: str) -> None:
    """A mark that is not closed and a cell beyond what can be read are told apart."""
    file = tmp_path / "events.csv"
    file.write_text(f"event,title,met_on,source,paragraph,quote\na,{cell},,,,\n", encoding="utf-8")
    page = pages_of(opened([file]))["events"]
    assert list(page.keyed()) == []
    [fault] = page.faults
    assert remedy in fault.remedy


def test_where_a_byte_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte that is not UTF-8 is told with its place, though the file is read piece by piece and it ends one."""
    file = tmp_path / "events.csv"
    before = b"event,title,met_on,source,paragraph,quote\na,caf"
    file.write_bytes(before + b"\xc3,,,,\n")
    monkeypatch.setattr(csv_rows, "_PIECE", len(before) + 1)
    page = pages_of(opened([file]))["events"]
    assert list(page.keyed()) == []
    assert [(fault.line, fault.message) for fault in page.faults] == [(2, f"not UTF-8 (byte {len(before)}, 0xc3)")]


def test_what_is_long_is_cut_where_it_is_shown() -> None:
    """A value of sixty characters is shown whole, a longer one with its length."""
    assert shown("x" * 60) == repr("x" * 60)
    assert shown("x" * 61) == f"{'x' * 60!r}… (61 characters)"
