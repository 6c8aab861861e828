"""The description of a package, judged by the standard's own validator."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import opened
from tests.packages import DATA, FILES
from tracker.db.address import Address
from tracker.package import write_package
from tracker.package.descriptor import Manner


def test_the_standard_accepts_it(tmp_path: Path) -> None:
    """The package validates with Frictionless: types, required cells, closed lists, keys and hashes."""
    for name in FILES:
        shutil.copy(DATA / name, tmp_path / name)
    assert _validate(tmp_path).returncode == 0


@pytest.mark.parametrize(
    "manner", [Manner(raw=True), Manner(excel=True), Manner(panel=True, provenance=True)], ids=["raw", "excel", "panel"]
)
def test_the_standard_accepts_every_manner(shipped_file: Path, tmp_path: Path, manner: Manner) -> None:
    """Unguarded, for Excel, with the panel or the provenance, the package validates all the same."""
    write_package.export(opened(Address.of(shipped_file)), tmp_path, manner)
    done = _validate(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"poland", b"Poland"),
        (b",true,", b",yes,"),
        (b"2022-02-11", b"11.2.2022"),
        (b"standby-1000,", b"standby-2000,"),
    ],
)
def test_the_standard_would_refuse_another(tmp_path: Path, before: bytes, after: bytes) -> None:
    """The description is strict: a changed code, flag, day or key is found out, even with hash and size mended."""
    for name in FILES:
        shutil.copy(DATA / name, tmp_path / name)
    victim = tmp_path / "mentions.csv"
    changed = victim.read_bytes().replace(before, after, 1)
    victim.write_bytes(changed)
    described = json.loads((tmp_path / write_package.DESCRIPTOR).read_text())
    resource = next(found for found in described["resources"] if found["name"] == "mentions")
    resource["bytes"], resource["hash"] = len(changed), f"sha256:{hashlib.sha256(changed).hexdigest()}"
    (tmp_path / write_package.DESCRIPTOR).write_text(json.dumps(described))
    assert _validate(tmp_path).returncode == 1


def _validate(folder: Path) -> subprocess.CompletedProcess[str]:
    # In a process of its own: it is slow to import and warns of its own dependencies.
    program = (
        "import sys, frictionless; report = frictionless.validate(sys.argv[1]);"
        "print(report.flatten(['type', 'note']), report.warnings, [task.warnings for task in report.tasks]);"
        "sys.exit(not report.valid or bool(report.warnings) or any(task.warnings for task in report.tasks))"
    )
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, write_package.DESCRIPTOR],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
