"""What Windows would break first, tried with a stand-in for it: the program itself is not run there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.acts import ACTS, arguments, prepared, state
from tests.running import ROOT, run, surroundings
from tracker.output import unfinished

DRAFT = ".tracker-0123456789abcdef"

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="it looks at open files as Linux has them")


def on_windows(*words: str, db: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """What comes of a command without what only POSIX systems have."""
    command = [sys.executable, "-m", "tests.windows", *words]
    around = surroundings(db, {"HOME": str(db.parent)})
    return subprocess.run(
        command, input=typed, capture_output=True, text=True, cwd=ROOT, env=around, check=False, timeout=120
    )


def test_every_module_is_there(tmp_path: Path) -> None:
    """Every module can be imported without the modules and functions that only POSIX systems have."""
    done = on_windows("modules", db=tmp_path / "none.db")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ACTS)
def test_every_act(name: str, tmp_path: Path) -> None:
    """Whatever is done to a record is done there as here, and leaves the same files, and no draft, beside it."""
    here, there = (prepared(tmp_path / place, name) for place in ("here", "there"))
    typed = ACTS[name].typed
    assert run(*arguments(ACTS[name], here.parent), db=here, typed=typed).returncode == 0
    words = arguments(ACTS[name], there.parent)
    done = on_windows(*words, db=there, typed="".join(f"{line}\n" for line in typed))
    assert done.returncode == 0, done.stderr
    assert state(there) == state(here)
    assert len(list(there.parent.rglob("*"))) == len(list(here.parent.rglob("*")))
    assert list(there.parent.rglob(".tracker-*")) == []


def test_files_are_replaced(shipped_file: Path, tmp_path: Path) -> None:
    """What is written again replaces what was there, one file, a database that nobody may write, and a folder."""
    words = ["export", str(tmp_path / "package"), "then"] * 2
    for form, name in (("csv", "rows.csv"), ("sqlite", "copy.sqlite"), ("html", "site")):
        part = ["--kind", "justice"] * (form == "html")  # a few pages tell as much
        words += ["export", "--format", form, "-o", str(tmp_path / name), *part, "then"] * 2
    done = on_windows(*words, db=shipped_file)
    assert done.returncode == 0, done.stderr
    counts = (done.stdout.count(file) for file in ("\nlinks.csv ", "index.html "))
    assert [*counts, done.stderr.count("rows.csv"), done.stderr.count("copy.sqlite")] == [2, 2, 2, 2]
    assert list(tmp_path.rglob(".tracker-*")) == []


def test_a_killed_export_is_finished(shipped_file: Path, tmp_path: Path) -> None:
    """What a killed export had ready is put in place by the next one into the same folder."""
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / DRAFT).write_text("ready", encoding="utf-8")
    (folder / unfinished.LIST).write_text(json.dumps([[DRAFT, "left.txt"]]), encoding="utf-8")
    done = on_windows("export", str(folder), "--force", db=shipped_file)
    assert done.returncode == 0, done.stderr
    assert (folder / "left.txt").read_text(encoding="utf-8") == "ready"
    assert list(folder.glob(".tracker-*")) == []


def test_what_fails_leaves_no_draft(tmp_path: Path) -> None:
    """A file that could not be written to its end is taken away again."""
    code = (
        "import sys; from pathlib import Path; from tests import windows; windows.stand_in()\n"
        "from tracker.output import atomic_write\n"
        "class Failing:\n    def read(self, count): raise OSError(28, 'No space left on device')\n"
        "atomic_write.replace(Path(sys.argv[1]), Failing())"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "rows.csv")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=120)
    assert "No space left on device" in done.stderr
    assert list(tmp_path.iterdir()) == []
