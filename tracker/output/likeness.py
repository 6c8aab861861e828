"""Whether a file that is in the way is an earlier export of what is to take its place, going by its shape."""

import io
import json
import re
import sqlite3
import zipfile
import zlib
from contextlib import closing
from itertools import takewhile

from tracker.output import checksums

# So many names of columns tell one table from another.
_NAMES = 8
# A shorter beginning could be anybody's.
_TELLING = 6
# An export without a row, as JSON or as lines.
_EMPTY = (b"", b"[]")


def is_earlier_export(old: bytes, new: bytes) -> bool:
    """Whether nothing is lost by replacing: what is there is empty, or has the shape of what comes."""
    if old.strip() in _EMPTY or old == new:
        return True
    shape = _shape(new)
    return bool(shape) and _shape(old) == shape


def _shape(content: bytes) -> object:
    """What all versions of one export have in common; nothing where that cannot be told."""
    if content.strip() in _EMPTY:
        return None
    if content.startswith(b"PK\x03\x04"):
        return _of_archive(content)
    if content.startswith(b"SQLite format 3\x00"):
        return _of_database(content)
    if content.startswith(b"PAR1"):
        # It ends with its schema, how long that is, and what it began with.
        end = content[-8 - int.from_bytes(content[-8:-4], "little") : -8]
        return "parquet", re.findall(rb"[a-z_]{4,}", end)[:_NAMES]
    if content.startswith(b"\x89PNG"):
        # Of ours the title stands in words before the picture begins.
        return re.findall(rb"iTXtTitle\0+([^\0]+?).{4}\0\0", content[:1_000], re.DOTALL) or None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if text.startswith("<svg"):
        return re.findall(r"<title>(.*?)</title><desc>", text) or None
    if text.startswith("<?xml"):
        return re.findall("<generator>tracker</generator>", text[:2_000]) or None
    if text.lstrip()[:9].lower() == "<!doctype":
        return re.findall('<meta name="generator" content="tracker">', text[:2_000]) or None
    if checksums.is_listing(text):
        return checksums.LIST
    return _of_json(text) if text.lstrip()[:1] in ("[", "{") else _of_text(text)


def _of_archive(content: bytes) -> object:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            title = re.search(rb"<dc:title>[^<]*", archive.read("docProps/core.xml"))
            return title and title[0], frozenset(archive.namelist())
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return None


def _of_database(content: bytes) -> object:
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(content)
            return connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    except sqlite3.Error:
        return None


def _of_json(text: str) -> object:
    """The names in the first object, of a list or of lines."""
    try:
        first = json.loads(text if text.lstrip().startswith("[") else text.splitlines()[0])
    except (ValueError, IndexError, RecursionError):
        return None
    row = first[0] if isinstance(first, list) and first else first
    return tuple(row) if isinstance(row, dict) else None


def _of_text(text: str) -> object:
    """The first line up to a number in it, for a title says how many and when, or a heading of columns."""
    line = " ".join(next(iter(text.lstrip().splitlines()), "").split())
    begins = "".join(takewhile(lambda letter: not letter.isdigit(), line))
    return begins if len(begins) >= _TELLING else None
