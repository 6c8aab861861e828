"""What became of a file on its way: the cause is named first, with file, line and remedy."""

import os
import re
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
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", 1, "it is an Excel workbook"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", 1, "a pointer of Git LFS"),
}


@pytest.mark.parametrize("name", ["links.csv", "another-name.csv"])
@pytest.mark.parametrize("suffered", SUFFERED)
def test_the_cause_comes_first(shipped: Address, tmp_path: Path, suffered: str, name: str) -> None:
    """One fault names what the file suffered, where it shows and what to do, and none that only follows from it."""
    content, line, message = SUFFERED[suffered]
    (tmp_path / name).write_bytes(content)
    if name != "links.csv" and message.startswith("a merge") and line > 1:
        name = "links.csv"  # its first line is whole, so it is known for what it is
    with pytest.raises(FaultsFound) as found:
        load(shipped, next(tmp_path.iterdir()))
    [fault] = found.value.faults
    assert (fault.file, fault.line) == (name, line)
    assert message in fault.message
    assert fault.remedy


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
