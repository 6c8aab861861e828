"""Making a record: whole or not at all, once, however many try."""

import multiprocessing
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import opened
from tests.making import entries, live_keys
from tests.running import run
from tracker.db.address import Address
from tracker.errors.base import FaultsFound
from tracker.errors.database import DatabaseExists, FolderNotWritable
from tracker.readings import new_record


def test_a_record_is_made_once(tmp_path: Path) -> None:
    """Making a record where there is one is refused, and what is there stays."""
    address = Address.of(tmp_path / "new" / "record.db")
    came = new_record.create(address, "the tests")
    assert came["mention"] == 90
    before = (tmp_path / "new" / "record.db").read_bytes()
    with pytest.raises(DatabaseExists):
        new_record.create(address, "the tests")
    assert (tmp_path / "new" / "record.db").read_bytes() == before


def test_on_postgresql_too(bare: Address) -> None:
    """A database of any kind is filled once; the second time is refused."""
    if bare.path is not None:
        bare.path.unlink()
    new_record.create(bare, "the tests")
    with pytest.raises(DatabaseExists):
        new_record.create(bare, "the tests")
    assert len([*opened(bare).measures()]) == 32


def test_first_runs_at_once(bare: Address, tmp_path: Path) -> None:
    """Of six first runs at once one makes the record, the others find it, and nothing is left over."""
    if bare.path is not None:
        bare = Address.of(tmp_path / "made" / "record.db")
    (tmp_path / "tents.toml").write_text('[[measure]]\nkey = "a-tent"\ntitle = "A tent"\nkind = "humanitarian"\n')
    program = (
        "import sys; from pathlib import Path\nfrom tracker.readings import new_record\n"
        "from tracker.db.address import Address\n"
        "from tracker.errors.database import DatabaseExists\n"
        "files = [Path(sys.argv[2])]\n"
        "try: new_record.create(Address.parse(sys.argv[1]), 'the tests', files); print('made')\n"
        "except DatabaseExists: print('found')"
    )
    begin = [sys.executable, "-c", program, bare.url, str(tmp_path / "tents.toml")]
    runs = [subprocess.Popen(begin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    answers = [run.communicate(timeout=300) for run in runs]
    assert sorted(told.strip() for told, _ in answers) == ["found"] * 5 + ["made"], answers
    if bare.path is not None:
        assert [file.name for file in bare.path.parent.iterdir()] == ["record.db"]
    assert live_keys(bare) == ["a-tent"]
    assert [entry.row["revision"] for entry in entries(bare)] == [1]


def test_faulty_readings_make_no_record(tmp_path: Path) -> None:
    """Readings with faults leave no file behind."""
    broken = tmp_path / "broken.toml"
    broken.write_text('[[measure]]\nkey = "a"\n')
    with pytest.raises(FaultsFound):
        new_record.create(Address.of(tmp_path / "record.db"), "the tests", [broken])
    assert [file.name for file in tmp_path.iterdir()] == ["broken.toml"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where no record can be made, the message says so and what to do."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderNotWritable) as found:
        new_record.create(Address.of(tmp_path / "file" / "record.db"), "the tests")
    assert "TRACKER_DB" in found.value.hint


def test_the_file_is_safe_against_a_power_cut(tmp_path: Path) -> None:
    """A new record keeps a write-ahead log, and every connection flushes each commit to the disk."""
    from tracker.db.engine import transaction

    address = Address.of(tmp_path / "record.db")
    new_record.create(address, "the tests", [])
    with transaction(address) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def _measures_seen_by_nobody(path: Path, answer: Any) -> None:
    """Read as a user who may write nowhere: root may write in any folder."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    assert not os.access(path.parent, os.W_OK)
    answer.send(len([*opened(Address.of(path)).measures()]))


def test_a_read_only_folder_can_be_read() -> None:
    """A record in a folder that may not be written is read all the same."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "record.db"
    new_record.create(Address.of(path), "the tests")
    opened(Address.of(path))  # what reading imports is imported before the child loses its rights
    path.chmod(0o444)
    folder.chmod(0o555)
    heard, said = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_measures_seen_by_nobody, args=(path, said))
    child.start()
    child.join()
    folder.chmod(0o755)
    shutil.rmtree(folder)
    assert child.exitcode == 0
    assert heard.recv() == 32


@pytest.mark.skipif(os.name == "nt", reason="permissions are kept otherwise there")
def test_the_own_record_is_private(tmp_path: Path) -> None:
    """In the user's data folder the record, and the folder, are the user's alone; elsewhere its owner decides."""
    before = os.umask(0o022)
    try:
        first = run("report", HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "data"))
        assert first.returncode == 0, first.stderr
        (record,) = tmp_path.rglob("tracker.db")
        assert (stat.S_IMODE(record.stat().st_mode), stat.S_IMODE(record.parent.stat().st_mode)) == (0o600, 0o700)
        assert "its owner alone" in run("db", "info", db=record).stdout
        assert run("db", "init", "--empty", db=tmp_path / "mine.db").returncode == 0
        assert stat.S_IMODE((tmp_path / "mine.db").stat().st_mode) == 0o644
        tmp_path.chmod(0o755)
        assert "everybody on this machine" in run("db", "info", db=tmp_path / "mine.db").stdout
    finally:
        os.umask(before)
