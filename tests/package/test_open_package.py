"""Opening what is handed over: an archive is trusted in nothing, and what is no package is named."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from tests.conftest import opened
from tests.packages import DATA, FILES, faults, load
from tracker.db.address import Address
from tracker.errors.base import FaultsFound
from tracker.errors.files import CannotRead
from tracker.package import open_package, write_package


def zipped(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip archive with these entries."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_an_archive(empty: Address, tmp_path: Path) -> None:
    """A zip of the package loads like its folder, with or without the folder's name inside."""
    entries = {f"package/{name}": (DATA / name).read_bytes() for name in FILES}
    assert load(empty, zipped(tmp_path / "package.zip", entries))["mention"] == 90


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
def test_a_copy_that_git_or_an_editor_saved(empty: Address, folder: Path, ends: bytes) -> None:
    """A package whose files have other line ends or a byte order mark says what it said, and loads as it is."""
    before = load_digests(folder)
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" * (file.suffix == ".csv") + file.read_bytes().replace(b"\n", ends))
    assert load_digests(folder) == before
    assert load(empty, folder)["mention"] == 90
    assert opened(empty).is_edition


def load_digests(folder: Path) -> list[str]:
    """The sha256 of each file as it was meant."""
    parcel = open_package.opened([folder])
    return [parcel.contents[name].meant for name in sorted(parcel.contents)]


def test_a_line_end_across_two_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the file is cut as it is read, its line ends count once."""
    for piece in range(1, 9):
        monkeypatch.setattr(open_package, "_PIECE", piece)
        content = open_package.content_of(lambda: io.BytesIO(b"a\r\nb\rc\r\n\r\n\r"))
        assert content.meant == hashlib.sha256(b"a\nb\rc\n\n\r").hexdigest()


@pytest.mark.parametrize(
    "name", ["../events.csv", "/events.csv", "a/../../events.csv", "C:\\events.csv", "..\\events.csv"]
)
def test_an_archive_that_leads_out(shipped: Address, tmp_path: Path, name: str) -> None:
    """An entry that would leave the archive's folder is refused."""
    header = b"event,title,met_on,source,paragraph,quote\n"
    path = zipped(tmp_path / "package.zip", {name: header, "sources.csv": b""})
    with pytest.raises(FaultsFound, match="leads out of the archive"):
        load(shipped, path)


def test_a_bomb(shipped: Address, tmp_path: Path) -> None:
    """An entry that swells beyond reason is refused before it is unpacked; so is a file that stands twice."""
    path = zipped(tmp_path / "bomb.zip", {"events.csv": b"a" * 50_000_000})
    with pytest.raises(FaultsFound, match="swells beyond reason"):
        load(shipped, path)
    path = zipped(tmp_path / "twice.zip", {"a/events.csv": b"event", "b/events.csv": b"event"})
    with pytest.raises(FaultsFound, match="twice"):
        load(shipped, path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_archive(shipped: Address, tmp_path: Path, content: bytes) -> None:
    """A file that only ends in .zip is named as such."""
    (tmp_path / "package.zip").write_bytes(content)
    with pytest.raises((CannotRead, FaultsFound)):
        load(shipped, tmp_path / "package.zip")


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"\xff", b'{"curation": 3, "as_of": "soon", "version": []}', b"[" * 9_999]
)
def test_a_broken_description(empty: Address, folder: Path, content: bytes) -> None:
    """A description that cannot be read, or says what cannot be, is a fault of its file."""
    (folder / write_package.DESCRIPTOR).write_bytes(content)
    assert {fault[0] for fault in faults(empty, folder)} == {write_package.DESCRIPTOR}


def test_a_folder_where_a_file_should_be(shipped: Address, tmp_path: Path) -> None:
    """A folder of a file's name, a folder without any file of ours and a path to nothing are refused in words."""
    (tmp_path / "events.csv").mkdir()
    for path in (tmp_path, tmp_path / "events.csv", tmp_path / "nothing.csv"):
        with pytest.raises(CannotRead):
            load(shipped, path)


def test_an_entry_without_a_name(tmp_path: Path) -> None:
    """An archive with an entry whose name is nothing is refused like any other that is not to be trusted."""
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as archive:
        archive.writestr("x", "")
        archive.writestr("links.csv", "measure,relation,other\n")
    content = (tmp_path / "package.zip").read_bytes().replace(b"\0\0x", b"\0\0\0")
    (tmp_path / "package.zip").write_bytes(content)
    with pytest.raises(FaultsFound):
        open_package.opened([tmp_path / "package.zip"])


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("measure,title,kind", "measures"),
        ("mention,measure,quote", "mentions"),
        ("measure,relation,note,other", "links"),
        ("source,paragraph,verdict", "paragraphs"),
    ],
)
def test_a_file_of_another_name_is_known_by_its_header(tmp_path: Path, header: str, table: str) -> None:
    """The first columns tell which table a file is, whatever order the others have; the one it fits best has it."""
    file = tmp_path / "from-a-friend.csv"
    file.write_text(f"{header}\n", encoding="utf-8")
    assert list(open_package.opened([file]).contents) == [table]


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    """Neither name nor header is a table's: the refusal names the tables."""
    file = tmp_path / "from-a-friend.csv"
    file.write_text("name,colour\n", encoding="utf-8")
    with pytest.raises(CannotRead, match="neither its name nor its header"):
        open_package.opened([file])
