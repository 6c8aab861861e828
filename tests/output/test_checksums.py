"""The list of what an export wrote: standard programs read it, and by it the next export knows what is left over."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tracker.output import checksums
from tracker.output.atomic_write import drafts_in, replace_all


def everything(folder: Path) -> list[str]:
    """Every file in a folder, by its path in it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def export(folder: Path, *names: str) -> None:
    """An export of files of these names."""
    with drafts_in(folder, listed=True) as together:
        for name in names:
            together.write(name, name.encode())


def test_what_is_not_written_any_more_goes(tmp_path: Path) -> None:
    """Files that the earlier export wrote and the new one does not go, with folders that are empty without them."""
    export(tmp_path, "index", "pages/a", "pages/b", "gone/c")
    export(tmp_path, "index", "pages/b")
    assert everything(tmp_path) == [checksums.LIST, "index", "pages/b"]
    assert not (tmp_path / "gone").exists()


def test_nothing_else_goes(tmp_path: Path) -> None:
    """What somebody else put there stays, and so do files of an export that were changed or replaced by links."""
    outside = tmp_path / "outside"
    outside.write_bytes(b"pages/link")
    folder = tmp_path / "out"
    export(folder, "index", "pages/a", "pages/changed", "pages/link", "pages/z")
    (folder / "pages" / "changed").write_text("by hand")
    (folder / "pages" / "mine").write_text("pages/a")
    if os.name != "nt":  # links need rights there
        (folder / "pages" / "link").unlink()
        (folder / "pages" / "link").symlink_to(outside)
    export(folder, "index", "pages/z")
    kept = {"index", "pages/changed", "pages/mine", "pages/z"} | ({"pages/link"} if os.name != "nt" else set())
    assert set(everything(folder)) == kept | {checksums.LIST}
    assert outside.exists()


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside", "theirs/outside"])
def test_a_list_names_no_file_elsewhere(tmp_path: Path, name: str) -> None:
    """A list that somebody else wrote takes away no file outside its folder, not through a link either."""
    outside, folder = tmp_path / "outside", tmp_path / "out"
    outside.write_bytes(b"kept")
    folder.mkdir()
    if os.name != "nt":
        (folder / "theirs").symlink_to(tmp_path)
    (folder / checksums.LIST).write_bytes(checksums.listing({name: hashlib.sha256(b"kept").hexdigest()}))
    export(folder, "index")
    assert outside.read_bytes() == b"kept"


def test_a_list_that_is_none(tmp_path: Path) -> None:
    """A file of that name which holds anything else is no list, and is not replaced either, unless by force."""
    digest = hashlib.sha256(b"a").hexdigest()
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / checksums.LIST).write_text(f"{digest}  a\nmy notes\n")
    assert checksums.listed(tmp_path) == {}
    replace_all(tmp_path, {"b": b"b"}, force=True, listed=True)
    assert everything(tmp_path) == [checksums.LIST, "a", "b"]


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum here")
def test_standard_programs_read_it(tmp_path: Path) -> None:
    """Whoever was sent the folder can hold its files against the list."""
    export(tmp_path, "index", "pages/ä b")
    told = subprocess.run(["sha256sum", "-c", checksums.LIST], cwd=tmp_path, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr
