"""The wheel: what people install works from any folder, carries its migrations and readings, and hides no library."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


def call(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program with no settings of ours around it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "PYTHON", "XDG_"))}
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, cwd=cwd, env={**kept, **environment}, check=False
    )


def pip(binaries: Path, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run pip on an environment."""
    return call(sys.executable, "-m", "pip", "--python", binaries / "python", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution, as a registry's users get it."""
    folder = tmp_path_factory.mktemp("dist")
    built = call(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    [found] = folder.glob("uk_measures_tracker-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False)  # the one of the tests installs into it: another pip takes as long as the rest
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    done = pip(binaries, "install", "--quiet", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return binaries


def test_what_the_wheel_carries(wheel: Path) -> None:
    """The wheel holds the program, its migrations, readings and queries inside one package, and nothing beside it."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tracker"}
    for needed in (
        "tracker/_alembic/env.py",
        "tracker/_alembic/versions/0001_baseline.py",
        "tracker/_seeds/measures.toml",
        "tracker/_seeds/002_687473a6d68ade56.toml",
        "tracker/db/queries/mentions.sql",
        "tracker/guides/status.md",
        "tracker/exports/templates/base.html",
        "tracker/py.typed",
    ):
        assert needed in names
    shipped = {name.removeprefix("tracker/_seeds/") for name in names if name.startswith("tracker/_seeds/")}
    assert shipped == {file.name for file in (ROOT / "seeds").iterdir()}


def test_the_main_job_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """In a clean environment, from an empty folder, the report makes its record and prints, with nothing asked."""
    work = tmp_path / "work"
    work.mkdir()
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    first = call(installed / "tracker", "report", cwd=work, **home)
    assert first.returncode == 0, first.stderr
    assert "32 measures" in first.stdout.splitlines()[1]
    assert list(work.iterdir()) == []
    assert call(installed / "tracker", "check", cwd=work, **home).returncode == 0
    exported = call(installed / "tracker", "export", "package", "--panel", cwd=work, **home)
    assert exported.returncode == 0, exported.stderr
    for file in (ROOT / "data").glob("*.*"):
        if file.name != "CHANGELOG.md":  # of all editions, not of one
            assert (work / "package" / file.name).read_bytes() == file.read_bytes(), file.name


def test_the_advice_on_extras_works(installed: Path, tmp_path: Path) -> None:
    """What the program says to install is what pip then installs, beside the version that is there."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    refused = call(installed / "tracker", "export", "--format", "xlsx", "-o", "measures.xlsx", cwd=tmp_path, **home)
    [advised] = re.findall(r"pip install '(.+?)'", refused.stderr)
    done = pip(installed, "install", "--dry-run", advised, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "uk-measures-tracker[xlsx]" in done.stdout
    assert re.search(r"Would install .*xlsxwriter", done.stdout, flags=re.IGNORECASE)


def test_the_library_is_not_hidden(installed: Path, tmp_path: Path) -> None:
    """After installing ours, `import alembic` still finds the library, in the checkout as well as elsewhere."""
    for folder in (tmp_path, ROOT):
        done = call(installed / "python", "-c", "import alembic.config, tracker", cwd=folder)
        assert done.returncode == 0, done.stderr


def test_migrate_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The installed program finds its migrations."""
    path = str(tmp_path / "mine.db")
    assert call(installed / "tracker", "--db", path, "db", "init", "--empty", cwd=tmp_path).returncode == 0
    done = call(installed / "tracker", "--db", path, "db", "migrate", cwd=tmp_path)
    assert (done.returncode, "up to date" in done.stderr) == (0, True)
