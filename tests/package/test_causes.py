"""What became of a file on its way: the cause is named first, with file, line and remedy."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.packages import DATA, load
from tests.running import run
from tracker.db.address import Address
from tracker.errors.base import FaultsFound
from tracker.errors.files import CannotRead

LINKS = (DATA / "links.csv").read_bytes()
MARKS = b"<<<<<<< HEAD\na,follows,b\n=======\na,part_of,b\n>>>>>>> theirs\n"
SUFFERED = {
    "semicolons": (LINKS.replace(b",", b";"), 1, "separated by semicolons"),
    "tabs": (LINKS.replace(b",", b"\t"), 1, "separated by tabs"),
    "UTF-16": (LINKS.decode().encode("utf-16"), 1, "it is UTF-16"),
    "UTF-16 without a mark": (LINKS.decode().encode("utf-16-le"), 1, "it is UTF-16"),
    "sep=": (b"sep=;\r\n" + LINKS.replace(b",", b";"), 1, "Excel's line `sep=`"),
    "a mark and sep=": (b"\xef\xbb\xbfSEP=,\n" + LINKS, 1, "Excel's line `sep=`"),
    "an empty first line": (b"\r\n" + LINKS, 1, "the first line is empty"),
    "capitals": (LINKS.replace(b"measure,relation", b"Measure,Relation"), 1, "'Measure' for 'measure'"),
    "capitals in semicolons": (LINKS.replace(b",", b";").upper(), 1, "separated by semicolons"),
    "a merge": (LINKS + MARKS, LINKS.count(b"\n") + 1, "a merge that git could not finish"),
    "a merge on top": (MARKS + LINKS, 1, "a merge that git could not finish"),
    "an error page": (b"<!DOCTYPE html>\n<html><title>404</title></html>\n", 1, "it is a web page"),
    "an error in JSON": (b'{"error": "not found"}\n', 1, "it is JSON"),
    "an empty first row": (b",,\n" + LINKS, 1, "the first line is empty"),
    "packed": (b"\x1f\x8b\x08\x00", 1, "it is packed by gzip"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", 1, "it is an Excel workbook"),
    "an index": (re.sub(rb"^", b"0,", LINKS, flags=re.MULTILINE).replace(b"0,", b",", 1), 1, "a column has no heading"),
    "blanks in headings": (LINKS.replace(b"measure,relation", b"measure, relation"), 1, "' relation' for 'relation'"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", 1, "it is an Excel workbook"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", 1, "a pointer of Git LFS"),
}


@pytest.mark.parametrize("name", ["links.csv", "another-name.csv"])
@pytest.mark.parametrize("suffered", SUFFERED)
def test_the_cause_comes_first(shipped: Address, tmp_path: Path, suffered: str, name: str) -> None:
    """One fault names what the file suffered, where it shows and what to do, and none that only follows from it."""
    content, line, message = SUFFERED[suffered]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FaultsFound) as found:
        load(shipped, next(tmp_path.iterdir()))
    [fault] = found.value.faults
    assert (fault.file, fault.line) == (name, line)
    assert message in fault.message
    assert fault.remedy


def test_a_title_above_the_headings(shipped: Address, tmp_path: Path) -> None:
    """A title that stands above the headings is named as what is wrong, and where the headings are is told."""
    (tmp_path / "links.csv").write_bytes(b"Links of the measures\n\n" + LINKS)
    with pytest.raises(FaultsFound) as found:
        load(shipped, tmp_path / "links.csv")
    assert [fault.message for fault in found.value.faults] == ["the headings stand on line 3"]


def test_one_file_that_cannot_be_read_is_one_fault(empty: Address, tmp_path: Path) -> None:
    """What other files of the package cite of a file that cannot be read is not told as missing."""
    shutil.copytree(DATA, tmp_path / "package", ignore=shutil.ignore_patterns("datapackage.json"))
    file = tmp_path / "package" / "sources.csv"
    file.write_bytes(file.read_bytes() + b"\xe9\n")
    with pytest.raises(FaultsFound) as found:
        load(empty, tmp_path / "package")
    [fault] = found.value.faults
    assert (fault.file, fault.remedy) == ("sources.csv", "save it as UTF-8")


@pytest.mark.parametrize(("row", "remedy"), [(b"a,follows,b,c\n", "holds a comma"), (b"a,follows\n", "was cut short")])
def test_a_ragged_row(shipped: Address, tmp_path: Path, row: bytes, remedy: str) -> None:
    """A row with a cell too many or too few says what may have become of it, under the file's own name."""
    (tmp_path / "links (1).csv").write_bytes(LINKS + row)
    with pytest.raises(FaultsFound) as found:
        load(shipped, tmp_path / "links (1).csv")
    [fault] = found.value.faults
    assert (fault.file, fault.line, remedy in fault.remedy) == ("links (1).csv", LINKS.count(b"\n") + 1, True)


def test_capitals_of_a_spreadsheet_are_taken(shipped: Address, tmp_path: Path) -> None:
    """TRUE and FALSE, as Excel writes them, mean what they say; other words for it are refused."""
    text = (DATA / "mentions.csv").read_text(encoding="utf-8")
    file = tmp_path / "mentions.csv"
    for true, false in (("TRUE", "FALSE"), ("True", "False")):
        file.write_text(re.sub(r"(?<=,)true(?=,)", true, re.sub(r"(?<=,)false(?=,)", false, text)), encoding="utf-8")
        assert load(shipped, file) == {}
    file.write_text(re.sub(r"(?<=,)true(?=,)", "WAHR", text), encoding="utf-8")
    with pytest.raises(FaultsFound, match="'WAHR' is not true or false"):
        load(shipped, file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("name", ["links.csv", "package.zip", "article.toml", "folder/links.csv"])
def test_a_pipe_is_not_waited_for(shipped_file: Path, tmp_path: Path, name: str) -> None:
    """A named pipe that nobody writes into is refused in words, and not waited for for ever."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / name)
    path = tmp_path / name.partition("/")[0]
    done = run("load", str(path), "--yes", "--why", "w", db=shipped_file)
    assert (done.returncode, "it is a pipe or a device" in done.stderr) == (1, True)


def test_a_device_is_no_package(shipped: Address) -> None:
    """Neither is what comes from a device."""
    with pytest.raises(CannotRead):
        load(shipped, Path(os.devnull))
