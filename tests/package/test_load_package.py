"""Loading packages: all or nothing, the same bytes again, every fault told, nothing trusted."""

import csv
import io
import os
import random
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.conftest import ROOT, opened
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import engine, transaction
from tracker.db.reader import reading
from tracker.errors.base import FaultsFound, TrackerError
from tracker.errors.files import CannotRead
from tracker.package import load_package, open_package, write_package
from tracker.record import mentions
from tracker.reports.checks import check
from tracker.reports.snapshot import Snapshot

DATA = ROOT / "data"
FILES = [f"{table.name}.csv" for table in write_package.TABLES] + [write_package.DESCRIPTOR, "codebook.md"]


def load(address: Address, *paths: Path, raw: bool = False) -> dict[str, int]:
    """Load paths as one package, in one revision."""
    with transaction(address) as connection:
        change = Change(connection, "the tests", "to test loading")
        return load_package.load(change, open_package.opened(paths), raw)


def faults(address: Address, *paths: Path, raw: bool = False) -> list[tuple[str, int, str]]:
    """Where the faults of a load stand."""
    with pytest.raises(FaultsFound) as found:
        load(address, *paths, raw=raw)
    return [fault[:3] for fault in found.value.faults]


def change_cell(file: Path, key: str, column: str, value: str) -> int:
    """Put a value into a column of the first row that begins with a key; returns its line."""
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
    place = next(number for number, row in enumerate(rows) if number and row[0] == key)
    rows[place][rows[0].index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8")
    return place + 1


def test_there_and_back(empty: Address, tmp_path: Path) -> None:
    """Exported, loaded into an empty record and exported again, the package is the same, byte for byte."""
    came = load(empty, DATA)
    assert came == {"measure": 31, "source": 5, "paragraph": 176, "event": 2, "mention": 57, "link": 17}
    write_package.export(opened(empty), tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name
    with reading(empty) as reader:
        assert check(Snapshot(reader.rows), empty) == []


def test_written_out_in_pieces(databases: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows are held before they are written out, the revision and its digest are the same."""
    contents = []
    for rows in (load_package.BATCH, 7):
        monkeypatch.setattr(load_package, "BATCH", rows)
        address = databases.copy("empty")
        load(address, DATA)
        with reading(address) as reader:
            contents.append(next(iter(reader.rows("revisions")))["content"])
            assert check(Snapshot(reader.rows), address) == []
    assert contents[0] == contents[1]


def test_what_only_the_database_refuses(empty: Address, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that slips through every rule of ours, and that the database refuses, is a fault as well."""
    change_cell(folder / "mentions.csv", "bad9ffb7b5", "unit", "parsecs")
    monkeypatch.setattr(mentions, "problems", lambda *_: [])
    monkeypatch.setattr(load_package, "BATCH", 7)
    with pytest.raises(FaultsFound, match="the database refuses it"), transaction(empty) as connection:
        load_package.load(Change(connection, "the tests", "why"), open_package.opened([folder]), remark=str)
    assert opened(empty).revision == 0


def test_there_and_back_with_everything_curators_do(shipped: Address, empty: Address, tmp_path: Path) -> None:
    """Preferences, mentions set aside, moves and merges come through a package too."""
    from tracker.record import measures

    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to curate")
        listed = opened(shipped).measure("royal-marines-poland").decision.ranked
        mentions.prefer(change, listed[2].row["mention"], "2022-02-20")
        mentions.deprecate(change, listed[0].row["mention"], "a slip, says the desk")
        measures.merge(change, "standby-support-to-allies", "more-forces-if-needed")
        change.close()
    write_package.export(opened(shipped), tmp_path / "one")
    load(empty, tmp_path / "one")
    write_package.export(opened(empty), tmp_path / "two")
    for name in FILES:
        assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "one" / name).read_bytes(), name
    assert opened(empty).measure("standby-support-to-allies").row["measure"] == "more-forces-if-needed"


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("excel", [False, True])
def test_every_manner_comes_back(empty: Address, shipped_file: Path, tmp_path: Path, raw: bool, excel: bool) -> None:
    """Raw or guarded, for Excel or not, a package loads to the same record."""
    manner = write_package.Manner(raw=raw, excel=excel, panel=True)
    write_package.export(opened(Address.of(shipped_file)), tmp_path / "out", manner)
    load(empty, tmp_path / "out")
    write_package.export(opened(empty), tmp_path / "again")
    assert (tmp_path / "again" / "sources.csv").read_bytes() == (DATA / "sources.csv").read_bytes()


def test_twice_changes_nothing(shipped: Address) -> None:
    """What the record has already is left alone: a second load makes no revision."""
    before = opened(shipped).digest
    assert load(shipped, DATA) == {}
    assert load(shipped, DATA / "mentions.csv") == {}
    assert opened(shipped).digest == before


def test_a_lone_file_of_mentions(shipped: Address, tmp_path: Path) -> None:
    """A file by itself may leave out what is worked out; a mention without a key is born with one, once."""
    file = tmp_path / "mentions.csv"
    columns = [name for name in write_package.TABLES[1].columns if name.name not in load_package.DERIVED["mentions"]]
    row = dict.fromkeys((column.name for column in columns), "")
    row |= {"measure": "standby-1000", "source": "step-back", "paragraph": "17", "quote": "a thousand at home"}
    row |= {"status": "considered", "strength": "direct", "attribution": "own_voice", "unsure": "false"}
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerow(row)
    assert load(shipped, file) == {"mention": 1}
    assert load(shipped, file) == {}
    assert "a thousand at home" in [mention["quote"] for mention in opened(shipped).mentions()]


def test_all_faults_at_once(empty: Address, folder: Path) -> None:
    """Faults of every file come together, each with its file, line and column, and nothing is loaded."""
    expected = {
        ("measures.csv", change_cell(folder / "measures.csv", "standby-1000", "kind", "readyness"), "kind"),
        ("measures.csv", change_cell(folder / "measures.csv", "icc-referral", "mentions", "7"), "mentions"),
        ("mentions.csv", change_cell(folder / "mentions.csv", "bad9ffb7b5", "amount", "2,000"), "amount"),
        ("mentions.csv", change_cell(folder / "mentions.csv", "edbec45755", "date_edtf", "2022-02-30"), "date_edtf"),
        ("sources.csv", change_cell(folder / "sources.csv", "step-back", "updated", "10.2.2022"), "updated"),
        ("events.csv", change_cell(folder / "events.csv", "humanitarian-crisis", "paragraph", "31"), "paragraph"),
    }
    before = opened(empty).digest
    found = set(faults(empty, folder))
    assert expected <= found | {("measures.csv", line, column) for _, line, column in expected if column == "mentions"}
    assert opened(empty).digest == before
    assert opened(empty).revision == 0


@pytest.mark.parametrize(
    "change",
    [
        ("measures.csv", "standby-1000", "status", "completed"),
        ("measures.csv", "standby-1000", "days_silent", "3"),
        ("measures.csv", "standby-1000", "as_of", "2022-03-02"),
        ("mentions.csv", "bad9ffb7b5", "decides", "false"),
        ("mentions.csv", "bad9ffb7b5", "publisher", "The Heron"),
        ("mentions.csv", "bad9ffb7b5", "rank", ""),
        ("sources.csv", "step-back", "paragraphs", "71"),
        ("paragraphs.csv", "step-back", "verdict", "records"),
        ("mentions.csv", "83533111fe", "amount", "2000.0"),
        ("mentions.csv", "bad9ffb7b5", "measure", "no-such-measure"),
        ("mentions.csv", "bad9ffb7b5", "mention", "not a key"),
        ("links.csv", "estonia-doubling", "other", "no-such-measure"),
        ("sources.csv", "step-back", "title", "\x1b[31m"),
        ("measures.csv", "standby-1000", "aliases", "icc-referral"),
    ],
)
def test_nothing_is_trusted(empty: Address, folder: Path, change: tuple[str, str, str, str]) -> None:
    """A derived cell that the mentions do not give, or a typed one that cannot be, is a fault at its cell."""
    file, key, column, value = change
    line = change_cell(folder / file, key, column, value)
    assert (file, line, column) in faults(empty, folder)


def test_a_load_never_overwrites(shipped: Address, folder: Path) -> None:
    """A row that the record has otherwise is a fault that shows both."""
    line = change_cell(folder / "measures.csv", "standby-1000", "title", "Two thousand on standby")
    with pytest.raises(FaultsFound, match=f"measures.csv:{line}: title: 'Two thousand on standby', but the record has"):
        load(shipped, folder)


@contextmanager
def undone(address: Address) -> Iterator[Connection]:
    """A transaction that leaves nothing behind."""
    with engine(address).connect() as connection, connection.begin() as begun:
        yield connection
        begun.rollback()


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A file with a few random changes: bytes, cells, lines."""
    for _ in range(dice.choice([1, 1, 2, 5])):
        kind = dice.randrange(8)
        at = dice.randrange(len(content) + 1)
        lines = content.split(b"\n")
        line = dice.randrange(len(lines))
        cells = lines[line].split(b",")
        cell = dice.randrange(len(cells))
        junk = dice.choice(JUNK)
        if kind == 0:
            content = content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]
        elif kind == 1:
            content = content[:at] + content[at + dice.randrange(1, 200) :]
        elif kind == 2:
            content = content[:at] + junk + content[at:]
        elif kind == 3:
            del lines[line]
        elif kind == 4:
            lines.insert(dice.randrange(len(lines)), lines[line])
        elif kind == 5:
            cells[cell] = junk
        elif kind == 6:
            cells[cell], cells[-1] = cells[-1], cells[cell]
        else:
            cells[cell] = dice.choice(dice.choice(lines).split(b","))
        if kind in (3, 4, 5, 6, 7):
            lines[line : line + 1] = [b",".join(cells)] if kind > 4 else lines[line : line + 1]
            content = b"\n".join(lines)
    return content


JUNK = [
    b"",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"=1+1",
    b"'",
    b"true",
    b"-1",
    b"9" * 400,
    b"1e400",
    b"nan",
    b"0",
]
JUNK += [b"2022-02-30", b"0000-01-01", b"9999-12-31", b"records", b"x" * 3000, "\u202e".encode(), b";", b"a;a", b"../B"]


def mutate(address: Address, dice: random.Random, original: dict[str, bytes]) -> bool:
    """Load a package with random changes; whether it was taken. Raises only what the program has words for."""
    contents = dict(original)
    for name in dice.sample(sorted(contents), dice.choice([1, 1, 2])):
        contents[name] = mutated(contents[name], dice)
    described = open_package.opened([DATA]).described if dice.random() < 0.8 else None
    try:
        with undone(address) as connection:
            change = Change(connection, "the tests", "to break it")
            held = {name: open_package.content_of(partial(io.BytesIO, content)) for name, content in contents.items()}
            parcel = open_package.Parcel(held, {name: f"{name}.csv" for name in held}, described)
            load_package.load(change, parcel, remark=dice.choice([None, str, str]))
            return True
    except TrackerError as error:
        assert str(error)
    return False


def test_random_changes(empty: Address) -> None:
    """Whatever is changed in a package at random, it loads or is refused in words, and a refusal leaves no trace."""
    dice = random.Random(1914)
    original = {table.name: (DATA / f"{table.name}.csv").read_bytes() for table in write_package.TABLES}
    before = opened(empty).digest
    rounds = int(os.environ.get("TRACKER_MUTATIONS", "40"))
    taken = sum(mutate(empty, dice, original) for _ in range(rounds))
    assert 0 < taken < rounds
    assert opened(empty).digest == before
    assert opened(empty).revision == 0


BROKEN = {
    "ragged rows": (b"event,title,met_on,source,paragraph,quote\na,b\n", 2, ""),
    "an unclosed quote": (b'event,title,met_on,source,paragraph,quote\na,"b,,,,\n', 2, ""),
    "duplicate headers": (b"event,title,title,source,paragraph,quote\n", 1, "title"),
    "an unknown column": (b"event,title,met_on,source,paragraph,quote,colour\n", 1, "colour"),
    "a missing column": (b"event,met_on,source,paragraph,quote\n", 1, "title"),
    "Latin-1": (b"event,title,met_on,source,paragraph,quote\na,caf\xe9,,,,\n", 2, ""),
    "UTF-16": ("event,title\n".encode("utf-16"), 1, ""),
    "NUL": (b"event,title,met_on,source,paragraph,quote\na,b\x00c,,,,\n", 2, "title"),
    "a cell of 1 MB": (b"event,title,met_on,source,paragraph,quote\na," + b"x" * 1_000_000 + b",,,,\n", 2, ""),
    "a long cell": (b"event,title,met_on,source,paragraph,quote\na," + b"x" * 5_000 + b",,,,\n", 2, "title"),
    "a million digits": (
        b"event,title,met_on,source,paragraph,quote\na,b,,s," + b"9" * 100_000 + b",q\n",
        2,
        "paragraph",
    ),
    "an impossible date": (b"event,title,met_on,source,paragraph,quote\na,b,2022-02-30,step-back,1,q\n", 2, "met_on"),
    "a source that is not there": (
        b"event,title,met_on,source,paragraph,quote\na,b,2022,nowhere,1,q\n",
        2,
        "paragraph",
    ),
    "an empty file": (b"", 1, ""),
    "a key twice": (b"event,title,met_on,source,paragraph,quote\na,b,,,,\na,c,,,,\n", 3, "event"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(shipped: Address, tmp_path: Path, name: str) -> None:
    """Every way a file can be broken is told with its line and column, in few words."""
    content, line, column = BROKEN[name]
    file = tmp_path / "events.csv"
    file.write_bytes(content)
    with pytest.raises(FaultsFound) as found:
        load(shipped, file)
    assert ("events.csv", line, column) in [fault[:3] for fault in found.value.faults]
    assert len(str(found.value)) < 2_000


def test_mixed_line_ends_and_a_header_alone(shipped: Address, tmp_path: Path) -> None:
    """Any mixture of line ends is read; a header without rows brings nothing."""
    file = tmp_path / "events.csv"
    file.write_bytes(
        b"\xef\xbb\xbfevent,title,met_on,source,paragraph,quote\r\nheron,A heron lands,,,,\ntern,A tern,,,,\r\n"
    )
    assert load(shipped, file) == {"event": 2}
    file.write_bytes(b"event,title,met_on,source,paragraph,quote")
    assert load(shipped, file) == {}


def test_many_faults_are_counted(shipped: Address, tmp_path: Path) -> None:
    """The list of faults is capped, with a count of the rest."""
    file = tmp_path / "events.csv"
    rows = "".join(f"Key {number},title,,,,\n" for number in range(1_234))
    file.write_text(f"event,title,met_on,source,paragraph,quote\n{rows}")
    with pytest.raises(FaultsFound, match="1,234 faults; nothing was loaded"):
        load(shipped, file)


def zipped(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip archive with these entries."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_an_archive(empty: Address, tmp_path: Path) -> None:
    """A zip of the package loads like its folder, with or without the folder's name inside."""
    entries = {f"package/{name}": (DATA / name).read_bytes() for name in FILES}
    assert load(empty, zipped(tmp_path / "package.zip", entries))["mention"] == 57


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
