"""Whether a file in the way is an earlier export, going by its shape."""

from pathlib import Path

import pytest

from tests.running import run
from tracker.output.likeness import is_earlier_export

FORMS = ["csv", "json", "jsonl", "md", "parquet", "xlsx", "sqlite", "brief", "docx"]


@pytest.mark.parametrize("ending", FORMS)
def test_an_export_knows_its_earlier_self(shipped_file: Path, tmp_path: Path, ending: str) -> None:
    """In every form, an export of another day is known for one, and anything else is not."""
    path = tmp_path / f"x.{ending}"
    form = ["--format", ending] if ending == "brief" else []
    assert run("export", *form, "-o", str(path), "--as-of", "2022-02-10", db=shipped_file).returncode == 0
    earlier = path.read_bytes()
    done = run("export", *form, "-o", str(path), db=shipped_file)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() != earlier
    assert not is_earlier_export(b"A letter to the editor, of no form at all.\n", earlier)
    assert not is_earlier_export(earlier[:4] + b"\x00" * 400, earlier)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (b"", b"anything", True),
        (b"same", b"same", True),
        (b"measure,title\na,b\n", b"measure,title\n", True),
        (b"measure,colour\na,b\n", b"measure,title\n", False),
        (b'[{"a": 1}]', b'[{"a": 2}, {"a": 3}]', True),
        (b'[{"b": 1}]', b'[{"a": 2}]', False),
        (b'{"a": 1}\n{"a": 2}\n', b'{"a": 3}\n', True),
        (b"[not json", b'[{"a": 1}]', False),
        (b"UK measures, 5 of them\n", b"UK measures, 31 of them\n", True),
        (b"[]\n", b'[{"a": 1}]', True),
        (b'[{"a": 1}]', b"[]\n", False),
        (b'{"a": 1}\n', b"", False),
        (b"12\n", b"13\n", False),
        (b"%064x  a/b.html\n" % 7, b"%064x  c.html\n%064x  d.html\n" % (8, 9), True),
        (b"%064x  a/b.html\nmine\n" % 7, b"%064x  c.html\n" % 8, False),
        (b"\xff\xfe", b"measure,title\n", False),
        ("\u2028".encode(), b"measure,title\n", False),
        (b"[" * 100_000, b'[{"a": 1}]', False),
        (b"PK\x03\x04 and no more of it", b'[{"a": 1}]', False),
    ],
)
def test_shapes(old: bytes, new: bytes, same: bool) -> None:
    """A heading, the names in the first object or the words before the first number tell an earlier version."""
    assert is_earlier_export(old, new) is same
