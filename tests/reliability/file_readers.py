"""Readers of files that people hand over, and of what the record keeps beside itself: each with something valid."""

import io
import json
import os
import shutil
import sqlite3
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from tests.conftest import opened
from tests.databases import of
from tests.packages import zipped
from tests.reliability.spoiling import chosen
from tests.spring_article import ANSWERS, PAGE, begun
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.reader import reading
from tracker.domain import fields
from tracker.errors.base import TrackerError
from tracker.output import likeness, unfinished
from tracker.package import csv_rows, load_package, open_package, verify_package, write_package
from tracker.package.descriptor import DESCRIPTOR, EVERY_TABLE, TABLES, Table
from tracker.readings import toml_file
from tracker.readings.merge import Loading
from tracker.reports.checks import first_damage

NEXT = "\f"  # between the tables of a package that is written as one text
NOUNS = {"source": fields.SOURCE, "measure": fields.MEASURE_IN_FILE, "event": fields.EVENT, "link": fields.LINK}
NOUNS |= {"mention": fields.MENTION_IN_FILE, "paragraph": fields.PARAGRAPH_IN_FILE}


class Undone(Exception):
    """Raised at the end of a change, so that nothing of it stays."""


@cache
def empty() -> Address:
    """An empty record, which stays empty."""
    return of("sqlite").copy("empty")


@contextmanager
def changing() -> Iterator[Change]:
    """A change of the empty record, which is undone."""
    with suppress(Undone), transaction(empty()) as connection:
        yield Change(connection, "the tests", "to test")
        raise Undone


@cache
def scratch() -> Path:
    """A folder for what is read from files."""
    folder = of("sqlite").folder / f"readers-{os.getpid()}"
    folder.mkdir()
    return folder


@cache
def record() -> Address:
    """A record with one article, read to its end."""
    address = of("sqlite").copy("empty")
    session = begun(address)
    for typed in ANSWERS:
        session.reply(typed)
    return address


@cache
def package() -> Path:
    """The same as a package in a folder."""
    folder = scratch() / "spring"
    write_package.export(opened(record()), folder)
    return folder


def coded(text: str) -> bytes:
    """A text as a file holds it; some bytes of it are of no encoding."""
    return text.encode("utf-8", "surrogatepass").replace("\xff".encode(), b"\xff")


def raw(text: str) -> bytes:
    """Bytes that were written as letters."""
    return text.encode("latin-1", "replace")


def _written(name: str, content: bytes) -> Path:
    (scratch() / name).write_bytes(content)
    return scratch() / name


# Readings.


def readings() -> list[str]:
    """What the record holds, as readings; one of them with every table there is."""
    held = list(toml_file.render(opened(record())).values())
    return [*held, '[edition]\nname = "1"\n\n[[event]]\nkey = "rain"\ntitle = "Rain"\n', *held[:1]]


def read_reading(text: str) -> None:
    """A reading's tables, gathered, and each of its fields held to its type."""
    file = _written("reading.toml", coded(text))
    reading, _ = toml_file.parse(file)
    if reading:
        for section in NOUNS.keys() & reading.entries.keys():
            for entry in reading.entries[section]:
                fields.check(NOUNS[section], entry.values)
    with _nobody() as change:
        Loading(change, [file], shipped=False)


@contextmanager
def _nobody() -> Iterator[Change]:
    """A change that is not looked at as long as files are only gathered."""
    yield None  # type: ignore[misc]


def load_reading(text: str) -> None:
    """A reading, loaded."""
    file = _written("reading.toml", coded(text))
    with changing() as change:
        loading = Loading(change, [file], shipped=False)
        steps = [] if loading.faults else loading.plan()
        loading.apply(steps, {})


# Packages.


def archives() -> list[str]:
    """A package in an archive, as letters; and what is still to be put into one, file by file."""
    small = scratch() / "small"
    small.mkdir(exist_ok=True)
    (small / DESCRIPTOR).write_text(descriptions()[0], encoding="utf-8")
    for name in ("measures.csv", "links.csv"):
        (small / name).write_bytes((package() / name).read_bytes())
    files = [f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in sorted(small.iterdir())]
    return [zipped(small, scratch() / "small.zip").read_bytes().decode("latin-1"), NEXT.join(files), NEXT.join(files)]


def read_archive(text: str) -> None:
    """An archive, with what its description says and the rows of its tables."""
    content = raw(text)
    if not content.startswith(b"P"):
        packed = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
            warnings.simplefilter("ignore")  # of two entries of one name
            for part in text.split(NEXT):
                name, _, held = part.partition("\n")
                archive.writestr(name.replace("\ud800", "").partition("\0")[0] or "empty", coded(held))
        content = packed.getvalue()
    parcel = open_package.opened([_written("package.zip", content)])
    open_package.unknown_files(parcel)
    for page in csv_rows.pages_of(parcel).values():
        for _ in page.keyed():
            pass


def descriptions() -> list[str]:
    """What describes a package, of today's format and of the first."""
    described = json.loads((package() / DESCRIPTOR).read_text(encoding="utf-8"))
    described["resources"] = [{"path": one["path"], "hash": one.get("hash")} for one in described["resources"]]
    short = {name: value for name, value in described.items() if len(json.dumps(value)) < 2_000}
    first = {"format": 1, "version": "1", "guarded": True, "curation": _CURATION}
    return [json.dumps(short), json.dumps(first), json.dumps({"format": 1, "curation": {}})]


_CURATION = {
    "preferred_on": {"m0123456789": "2022-02-12"},
    "deprecated": {"0123456789": "why"},
    "verdicts": {"spring": {"1": "context"}},
    "measures": [{"key": "a-tent", "title": "A tent", "kind": "humanitarian"}],
    "links": [{"measure": "a-tent", "relation": "part_of", "other": "tents"}],
    "mentions": [{"key": "m0123456789", "source": "spring", "measure": "a-tent", "paragraph": 1, "quote": "a tent"}],
}


def read_description(text: str) -> None:
    """What a description says, and what it carries beside the tables."""
    described = open_package._description(lambda: io.BytesIO(coded(text)))
    empty = open_package.content_of(lambda: io.BytesIO(b""))
    contents = {table.name: empty for table in TABLES}
    files = {table.name: f"{table.name}.csv" for table in TABLES}
    parcel = open_package.Parcel(contents, files, described, *open_package._carried(described))
    open_package.unknown_files(parcel)
    for page in csv_rows.pages_of(parcel).values():
        for _ in page.keyed():
            pass


def rows_of(table: Table) -> Callable[[], Sequence[str]]:
    """The first row of a table of the package, or one that is made up; and one as a spreadsheet may write it."""

    def valid() -> Sequence[str]:
        file = package() / f"{table.name}.csv"
        head, *rows = (_content(table) if file.exists() else _heading(table)).splitlines()
        rows = rows[:1] or [",".join("1" for _ in table.columns)]
        return ["\n".join([head, *rows, ""]), "\r\n".join([head, *(f'"{row.split(",")[0]}"' for row in rows)])]

    return valid


def _heading(table: Table) -> str:
    return ",".join(field.name for field in table.columns) + "\n"


def read_rows(table: Table) -> Callable[[str], object]:
    """What reads the rows of a table, as a file by itself, and holds their values to the types of the noun's fields."""
    noun = NOUNS.get(table.name.removesuffix("s"), ())
    lacking = frozenset(field.name for field in table.columns)

    def read(text: str) -> None:
        content = open_package.content_of(lambda: io.BytesIO(coded(text)))
        page = csv_rows.Page("rows.csv", table, content.open, csv_rows.Layout(True, lacking, {}))
        for _, line in page.keyed():
            fields.check(noun, line.values)
        if table.name == "codes":
            verify_package.other_codes(page, False)

    return read


def lone_files() -> list[str]:
    """A file by itself, of any name."""
    return [(package() / f"{name}.csv").read_text(encoding="utf-8") for name in ("measures", "mentions", "sources")]


def read_lone_file(text: str) -> None:
    """A file of a name that tells nothing: which table it is, or what became of it on its way."""
    open_package.opened([_written("handed-over.csv", coded(text))])


def packages() -> list[str]:
    """The files of a package as one text, with a description of the first format or without."""
    tables = [f"{table.name}.csv\n{_content(table)}" for table in TABLES]
    return [NEXT.join(tables), NEXT.join([*tables, f"{DESCRIPTOR}\n{descriptions()[1]}"])]


def _content(table: Table) -> str:
    return (package() / f"{table.name}.csv").read_text(encoding="utf-8")


def load_package_of(text: str) -> None:
    """A package in a folder, loaded."""
    folder = scratch() / "handed-over"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for part in text.split(NEXT):
        name, _, held = part.partition("\n")
        if name in (DESCRIPTOR, *(f"{table.name}.csv" for table in TABLES)):
            (folder / name).write_bytes(coded(held))
    parcel = open_package.opened([folder])
    with changing() as change:
        load_package.load(change, parcel, remark=[].append)


# What stands beside the record, or in the way of what is written.


def in_the_way() -> list[str]:
    """Files that an export may find in its place, as letters."""
    texts = [readings()[0], descriptions()[0], lone_files()[0], PAGE, "[]", '{"a": 1}\n{"a": 2}']
    made = [*map(str.encode, texts)]
    made += [raw(archives()[0]), b"PAR1\x15\x04measure_title\x10\0\0\0PAR1", b"\x89PNG\r\n\x1a\n iTXtTitle\0\0\0\0\0a"]
    made += [b'<svg xmlns=""><title>A</title><desc>', b"<?xml version='1.0'?><generator>tracker</generator>"]
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE TABLE a (b)")
        made.append(memory.serialize())
    return [content.decode("latin-1") for content in made]


def read_in_the_way(text: str) -> None:
    """Whether a file in the way is an earlier export of what is to take its place, in one of the forms."""
    likeness.is_earlier_export(raw(text), chosen(text, in_the_way_now()))


@cache
def in_the_way_now() -> tuple[bytes, ...]:
    """What is to take its place."""
    return tuple(map(raw, in_the_way()))


def lists() -> list[str]:
    """Lists that an export leaves which was killed between two files."""
    return [json.dumps([[DRAFT, "measures.csv"], ["0" * 64, "sources/a.html"], [f"{DRAFT}/1", "a/b"]])]


DRAFT = ".tracker-0123456789abcdef"


def read_list(text: str) -> None:
    """Such a list, worked off: nothing is touched outside its folder."""
    folder = scratch() / "listed"
    folder.mkdir(exist_ok=True)
    (folder / unfinished.LIST).write_bytes(coded(text))
    (folder / DRAFT).touch()
    before = {*scratch().iterdir()}
    unfinished.finish(folder)
    assert {*scratch().iterdir()} == before


def database_files() -> list[str]:
    """The first pages of a record's file, as letters."""
    path = record().path
    assert path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return [path.read_bytes()[:16_384].decode("latin-1")]


@cache
def _rest_of_file() -> bytes:
    path = record().path
    assert path
    return path.read_bytes()[16_384:]


def read_database(text: str) -> None:
    """A file that is said to be a record: read, or refused; what nobody foresaw is so only where it is damaged."""
    address = Address.of(_written("damaged.db", raw(text) + _rest_of_file()))
    try:
        with reading(address) as reader:
            for query in ("measures", "sources"):
                list(reader.rows(query, **_ASKED))
    except TrackerError:
        raise
    except Exception:
        if not first_damage(address):
            raise


_ASKED = {"revision": 1 << 31, "established": 0, "as_of": "9999-12-31", "established_as_of": "9999-12-31"}
TABLES_READ = {table.name: table for table in EVERY_TABLE}
