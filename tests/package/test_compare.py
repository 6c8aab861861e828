"""Comparing copies of the record: every field of measures and mentions, and nothing else."""

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, opened
from tests.histories import correct_mention, end
from tests.packages import zipped
from tests.running import run
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.queries import REASONS
from tracker.package import write_package
from tracker.package.compare import differences, of_package, of_record
from tracker.package.descriptor import Manner
from tracker.record import measures

DATA = ROOT / "data"


def test_a_package_against_the_record_it_came_from() -> None:
    """The shipped package and itself, and the package and its zip, differ in nothing."""
    assert [*differences(of_package(DATA), of_package(DATA))] == []


def test_the_shipped_package_is_the_record(shipped: Address) -> None:
    """The package in data/ and the record it was made from differ in nothing."""
    assert [*differences(of_package(DATA), of_record(opened(shipped)))] == []


def test_what_a_correction_changes(shipped: Address) -> None:
    """A correction shows as the fields it changed, before and after, with its reason; what follows from it too."""
    before = of_record(opened(shipped))
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "a better reading")
        correct_mention(change, "me7f2a705b9", "announced")
        end(change, "mention", "mc2cbfa2341")
        measures.add(change, {"key": "a-loan", "title": "A loan", "kind": "humanitarian"})
        change.close()
    from tracker.db.reader import reading
    from tracker.reports.snapshot import Snapshot

    with reading(shipped) as reader:
        record = Snapshot(reader.rows)
        rows = [*differences(before, of_record(record), lambda: record.rows(REASONS))]
    found = {(row["key"], row["change"], row["field"], row["before"], row["after"], row["why"]) for row in rows}
    assert {(row["why"], row["author"], row["revision"]) for row in rows} == {
        ("a better reading", "the tests", 2),
        ("load the shipped edition of the readings", "the tests", 1),
    }
    assert ("me7f2a705b9", "changed", "status", "completed", "announced", "a better reading") in found
    assert ("icc-referral", "changed", "status_label", "done", "pledged", None) not in found
    assert ("mc2cbfa2341", "withdrawn", None, "the UK will assist the ICC", None, "a better reading") in found
    lost = [
        (row["change"], row["field"], row["before"], row["after"]) for row in rows if row["key"] == "icc-assistance"
    ]
    assert lost == [("changed", "status", "announced", "")]
    assert {row["key"] for row in rows} == {"me7f2a705b9", "icc-referral", "mc2cbfa2341", "icc-assistance", "a-loan"}


def test_a_merge_is_told_apart_from_a_withdrawal() -> None:
    """A measure that another answers for now is merged, not withdrawn."""
    old: Any = {"measures": {"boats": {"title": "Boats"}, "ships": {"title": "Ships"}}, "mentions": {}}
    new: Any = {"measures": {"ships": {"title": "Ships", "aliases": "boats"}}, "mentions": {}}
    [row] = differences(lambda table: iter(old[table].items()), lambda table: iter(new[table].items()))
    assert (row["key"], row["change"], row["after"]) == ("boats", "merged", "ships")


BAD_FILES = {
    "empty": (b"", "the file is empty"),
    "ragged": (b"measure,title\na,b,c\n", "3 cells under 2 columns"),
    "a header twice": (b"measure,measure\n", "the column stands twice"),
    "not UTF-8": (b"measure\n\xff\n", "not UTF-8"),
    "an open quotation": (b'measure\n"a\n', "not CSV"),
}


@pytest.mark.parametrize(("content", "message"), BAD_FILES.values(), ids=BAD_FILES.keys())
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_a_package_that_cannot_be_read(
    shipped_file: Path, tmp_path: Path, content: bytes, message: str, packed: bool
) -> None:
    """A broken package is named with file, line and remedy, from a folder or a zip."""
    folder = tmp_path / "package"
    shutil.copytree(DATA, folder)
    (folder / "measures.csv").write_bytes(content)
    path = zipped(folder, tmp_path / "package.zip") if packed else folder
    done = run("changes", str(path), "now", db=shipped_file)
    assert (done.returncode, done.stdout) == (1, "")
    assert "measures.csv" in done.stderr
    assert message in done.stderr


def test_a_zip_bomb_is_refused_as_by_a_load(shipped_file: Path, tmp_path: Path) -> None:
    """A zip without the files, or whose file swells a thousandfold, is refused before anything is unpacked."""
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    done = run("changes", str(tmp_path / "empty.zip"), "now", db=shipped_file)
    assert (done.returncode, "it holds none of measures.csv" in done.stderr) == (1, True)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("measures.csv", b"measure,title\n" + b"0" * 20_000_000)
        packed.writestr("mentions.csv", b"mention\n")
    done = run("changes", str(tmp_path / "bomb.zip"), "now", db=shipped_file)
    assert (done.returncode, "it swells beyond reason" in done.stderr) == (1, True)


def test_a_package_that_is_not_guarded(shipped: Address, tmp_path: Path) -> None:
    """Of a package that says it is not guarded every apostrophe is a letter: it differs in nothing from its record."""
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "titles that look guarded")
        measures.edit(change, "hms-trent", {"title": "'=HMS Trent"})
        measures.edit(change, "icc-referral", {"title": "=Referral"})
        change.close()
    for raw in (False, True):
        write_package.export(opened(shipped), tmp_path / str(raw), Manner(raw=raw))
        assert [*differences(of_package(tmp_path / str(raw)), of_record(opened(shipped)))] == []
