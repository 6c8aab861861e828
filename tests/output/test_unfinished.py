"""Several files put in place together: killed between two of them, the next export finishes, and readers are told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import run
from tracker.errors.files import CannotWrite
from tracker.output import unfinished
from tracker.output.atomic_write import drafts_in

_KILLED = (
    "import os, signal, sys; from pathlib import Path; from tracker.output import atomic_write\n"
    "place, left = atomic_write.Draft.place, int(sys.argv[2])\n"
    "def killed(draft, *given):\n"
    "    global left\n"
    "    if not left: os.kill(os.getpid(), signal.SIGKILL)\n"
    "    left -= 1\n"
    "    place(draft, *given)\n"
    "atomic_write.Draft.place = killed\n"
    "from tracker.cli.app import main\n"
    "sys.argv = ['tracker', *sys.argv[3:]]\n"
    "main()"
)


@pytest.mark.skipif(os.name == "nt", reason="there is no such kill there")
@pytest.mark.parametrize("arguments", [["export"], ["export", "--readings"]], ids=" ".join)
@pytest.mark.parametrize("placed", [1, 3])
def test_killed_between_two_files(shipped_file: Path, tmp_path: Path, arguments: list[str], placed: int) -> None:
    """A mixed folder is refused by name when it is loaded, and is whole after the next export, with nothing beside."""
    whole, mixed = tmp_path / "whole", tmp_path / "mixed"
    assert run(*arguments, str(whole), db=shipped_file).returncode == 0
    around = {**os.environ, "TRACKER_DB": str(shipped_file)}
    subprocess.run([sys.executable, "-c", _KILLED, "x", str(placed), *arguments, str(mixed)], env=around, check=False)
    refused = run("load", str(mixed), "--yes", "--why", "to see", db=shipped_file)
    assert (refused.returncode, "broken off" in refused.stderr) == (1, True), refused.stderr
    again = run(*arguments, str(mixed), db=shipped_file)
    assert again.returncode == 0, again.stderr
    kept = {file.name: file.read_bytes() for file in whole.iterdir()}
    assert {file.name: file.read_bytes() for file in mixed.iterdir()} == kept


@pytest.mark.parametrize(
    "name", ["../out.toml", "/etc/x.toml", "a/b", "a\\b", "C:x", "..", "", "x\0", "ä" * 101, "x\ud800"]
)
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    """A file's name that came out of data cannot lead out of its folder, on any system."""
    assert not unfinished.is_plain(name)
    with pytest.raises(CannotWrite), drafts_in(tmp_path / "in") as together:
        together.open(name)
    assert [path.name for path in tmp_path.rglob("*")] == ["in"]


@pytest.mark.skipif(os.name == "nt", reason="there is no such kill there")
def test_killed_before_what_is_left_over_goes(tmp_path: Path) -> None:
    """What an earlier export wrote and this one does not goes with the next run, where this one was killed before."""
    export = (
        "import sys; from pathlib import Path; from tracker.output import atomic_write, unfinished\n"
        "if len(sys.argv) > 4: unfinished.remove = lambda *_: __import__('os')._exit(9)\n"
        "files = {name: b'x' for name in sys.argv[2:4]}\n"
        "atomic_write.replace_all(Path(sys.argv[1]), files, force=True, listed=True)"
    )
    ends = []
    for names in (["a/old", "b"], ["c/new", "b", "killed"], ["c/new", "b"]):
        done = subprocess.run([sys.executable, "-c", export, str(tmp_path / "out"), *names], check=False)
        ends.append((done.returncode, (tmp_path / "out" / "a" / "old").exists()))
    assert ends == [(0, True), (9, True), (0, False)]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["SHA256SUMS", "b", "c"]


def test_a_list_that_is_not_ours_moves_nothing(tmp_path: Path) -> None:
    """A list somebody else left names only drafts and plain files, or nothing is done with it."""
    (tmp_path / "theirs").write_text("kept")
    moved = '["theirs", "a.csv"], [".tracker-0123456789abcdef", "../b.csv"]'
    (tmp_path / unfinished.LIST).write_text(f'[{moved}, ["{"0" * 64}", "theirs"]]')
    unfinished.finish(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["theirs"]
