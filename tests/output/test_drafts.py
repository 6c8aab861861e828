"""Drafts: nobody can guess their names, and what a killed run left is gone with the next."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.output import drafts
from tracker.output.atomic_write import replace

_LEAVE = (
    "import os, signal, sys; from pathlib import Path; from tracker.output import drafts\n"
    "folder = Path(sys.argv[1]); drafts.new_file(folder)\n"
    "with drafts.new_folder(folder) as held: (held / 'x').touch(); os.kill(os.getpid(), signal.SIGKILL)"
)


@pytest.mark.skipif(os.name == "nt", reason="there is no such kill there")
def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    """A draft outlives its killed process and goes with the next run that writes there; a living run's draft stays."""
    subprocess.run([sys.executable, "-c", _LEAVE, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 2
    mine, descriptor = drafts.new_file(tmp_path)
    replace(tmp_path / "a.csv", b"a,b\n")
    assert {file.name for file in tmp_path.iterdir()} == {"a.csv", mine.name}
    os.close(descriptor)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_no_draft_goes_through_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that stands where a draft is to be is never followed, should somebody guess the name after all."""
    (tmp_path / "theirs").write_text("kept")
    (tmp_path / ".tracker-1").symlink_to(tmp_path / "theirs")
    monkeypatch.setattr(drafts, "_new_name", lambda: ".tracker-1")
    with pytest.raises(FileExistsError):
        drafts.new_file(tmp_path)
    with pytest.raises(FileExistsError), drafts.new_folder(tmp_path):
        pass
    assert (tmp_path / "theirs").read_text() == "kept"


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions there")
def test_who_may_write_a_file(tmp_path: Path) -> None:
    """A new file is as the umask lets it be, or never to be written again; one that is replaced is as it was."""
    before = os.umask(0o027)
    try:
        replace(tmp_path / "new.csv", b"a\n")
        replace(tmp_path / "copy.sqlite", b"a\n", read_only=True)
        (tmp_path / "old.csv").touch(0o600)
        replace(tmp_path / "old.csv", b"a\n", force=True)
    finally:
        os.umask(before)
    modes = [oct(stat.S_IMODE((tmp_path / name).stat().st_mode)) for name in ("new.csv", "copy.sqlite", "old.csv")]
    assert modes == ["0o640", "0o444", "0o600"]


def test_names_are_never_the_same(tmp_path: Path) -> None:
    """Each draft has a name of its own, of sixteen digits that say nothing."""
    names = set()
    for _ in range(20):
        path, descriptor = drafts.new_file(tmp_path)
        names.add(path.name)
        os.close(descriptor)
    assert len(names) == 20
    assert all(drafts.NAME.fullmatch(name) for name in names)
