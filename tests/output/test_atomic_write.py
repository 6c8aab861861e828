"""Files written whole or not at all."""

import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import opened
from tests.packages import DATA
from tracker.db.address import Address
from tracker.errors.files import CannotWrite
from tracker.output import atomic_write
from tracker.package import write_package


def test_an_interrupted_export(shipped_file: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """A file is replaced whole or not at all, and no draft is left behind."""
    record = opened(Address.of(shipped_file))
    write_package.export(record, tmp_path / "out")
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    changed = opened(Address.of(shipped_file), "2022-02-11")
    with pytest.raises(CannotWrite, match="No space left"):
        write_package.export(changed, tmp_path / "out")
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


@pytest.mark.parametrize("after", [1, 2, 12, 20])
def test_an_export_that_is_broken_off(shipped_file: Path, tmp_path: Path, monkeypatch: Any, after: int) -> None:
    """Broken off at any write, an export leaves the old files as they were and nothing beside them."""
    write_package.export(opened(Address.of(shipped_file)), tmp_path / "out")
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    write, counted = atomic_write.Draft.write, count(1)

    def broken(draft: atomic_write.Draft, content: bytes) -> None:
        if next(counted) == after:
            raise KeyboardInterrupt
        write(draft, content)

    monkeypatch.setattr(atomic_write.Draft, "write", broken)
    with pytest.raises(KeyboardInterrupt):
        write_package.export(opened(Address.of(shipped_file), "2022-02-11"), tmp_path / "out")
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


@pytest.mark.skipif(os.name == "nt", reason="files cannot be kept small there")
@pytest.mark.parametrize("form", [[], ["--format", "jsonl"]])
def test_no_room(shipped_file: Path, tmp_path: Path, form: list[str]) -> None:
    """Where there is no room for a file, one message says so; the old files stay and nothing stands beside them."""
    import resource

    shutil.copytree(DATA, tmp_path / "out", ignore=shutil.ignore_patterns("codings"))
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "--db", str(shipped_file), "export", str(tmp_path / "out"), *form],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (36_000, 36_000)),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) <= 2
    assert "File too large" in done.stderr
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before
