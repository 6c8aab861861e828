"""The data package: byte for byte from the readings, described so that the standard's own tools accept it."""

import csv
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, opened
from tracker.db.address import Address
from tracker.domain import columns
from tracker.domain.vocabulary import LISTS
from tracker.errors.files import CannotWrite
from tracker.output import atomic_write
from tracker.output.external_sort import InOrder
from tracker.output.tables import cell_text
from tracker.package import write_package
from tracker.package.descriptor import Manner

DATA = ROOT / "data"
FILES = [f"{table.name}.csv" for table in write_package.TABLES] + [write_package.DESCRIPTOR, "codebook.md"]


def test_data_is_what_the_readings_compile_to(shipped: Address, tmp_path: Path) -> None:
    """`data/` holds, byte for byte, what the shipped readings export to, on either database."""
    write_package.export(opened(shipped), tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), f"{name}: run `tracker export data`"


def test_the_standard_accepts_it(tmp_path: Path) -> None:
    """The package validates with Frictionless: types, required cells, closed lists, keys and hashes."""
    for name in FILES:
        shutil.copy(DATA / name, tmp_path / name)
    assert _validate(tmp_path).returncode == 0


@pytest.mark.parametrize(
    "manner", [Manner(raw=True), Manner(excel=True), Manner(panel=True, provenance=True)], ids=["raw", "excel", "panel"]
)
def test_the_standard_accepts_every_manner(shipped_file: Path, tmp_path: Path, manner: Manner) -> None:
    """Unguarded, for Excel, with the panel or the provenance, the package validates all the same."""
    write_package.export(opened(Address.of(shipped_file)), tmp_path, manner)
    done = _validate(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_provenance_stands_apart(shipped_file: Path, tmp_path: Path) -> None:
    """`provenance.json` names the head of the change log; every other file stays as it is without it."""
    record = opened(Address.of(shipped_file))
    write_package.export(record, tmp_path, Manner(provenance=True))
    held = json.loads((tmp_path / "provenance.json").read_text())
    assert held == {"revision": 1, "recorded_at": record.recorded_at, "digest": record.digest}
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_the_manner_for_excel(shipped_file: Path, tmp_path: Path) -> None:
    """For Excel each CSV begins with a byte order mark and ends its lines with CRLF; the cells are the same."""
    write_package.export(opened(Address.of(shipped_file)), tmp_path, Manner(excel=True))
    for table in write_package.TABLES:
        content = (tmp_path / f"{table.name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n") > 0
        plain = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        assert plain == (DATA / f"{table.name}.csv").read_bytes()


def test_raw_cells_are_as_the_record_has_them(shipped_file: Path, tmp_path: Path) -> None:
    """A headline that begins with an apostrophe gets one more by default, and none with --raw."""
    write_package.export(opened(Address.of(shipped_file)), tmp_path, Manner(raw=True))
    assert ",'Step back from" in (tmp_path / "sources.csv").read_text(encoding="utf-8")
    assert ",''Step back from" in (DATA / "sources.csv").read_text(encoding="utf-8")


def test_the_codebook_tells_everything() -> None:
    """The codebook names every column of every table and every word of every closed list."""
    text = (DATA / "codebook.md").read_text(encoding="utf-8")
    for table in write_package.TABLES:
        section = text.split(f"### {table.name}.csv\n")[1].split("\n##")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == columns.names(
            table.columns
        )
    for listed in LISTS:
        section = text.split(f"### {listed.name}\n")[1].split("\n##")[0]
        for code, term in listed.items():
            assert f"| `{code}` | {term.label} | {term.definition} |" in section


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"poland", b"Poland"),
        (b",true,", b",yes,"),
        (b"2022-02-11", b"11.2.2022"),
        (b"standby-1000,", b"standby-2000,"),
    ],
)
def test_the_standard_would_refuse_another(tmp_path: Path, before: bytes, after: bytes) -> None:
    """The description is strict: a changed code, flag, day or key is found out, even with hash and size mended."""
    for name in FILES:
        shutil.copy(DATA / name, tmp_path / name)
    victim = tmp_path / "mentions.csv"
    changed = victim.read_bytes().replace(before, after, 1)
    victim.write_bytes(changed)
    described = json.loads((tmp_path / write_package.DESCRIPTOR).read_text())
    resource = next(found for found in described["resources"] if found["name"] == "mentions")
    resource["bytes"], resource["hash"] = len(changed), f"sha256:{hashlib.sha256(changed).hexdigest()}"
    (tmp_path / write_package.DESCRIPTOR).write_text(json.dumps(described))
    assert _validate(tmp_path).returncode == 1


def _validate(folder: Path) -> subprocess.CompletedProcess[str]:
    # In a process of its own: it is slow to import and warns of its own dependencies.
    program = (
        "import sys, frictionless; report = frictionless.validate(sys.argv[1]);"
        "print(report.flatten(['type', 'note']), report.warnings, [task.warnings for task in report.tasks]);"
        "sys.exit(not report.valid or bool(report.warnings) or any(task.warnings for task in report.tasks))"
    )
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, write_package.DESCRIPTOR],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


def test_headers_are_the_contract() -> None:
    """The first line of every file is its columns, in the order that others rely on."""
    for table in write_package.TABLES:
        with (DATA / f"{table.name}.csv").open(newline="", encoding="utf-8") as file:
            assert next(csv.reader(file)) == columns.names(table.columns)


def test_measures_columns_in_full() -> None:
    """measures.csv is wide: one row holds all that is needed to filter without a join."""
    expected = (
        "measure title kind form status status_order status_label status_date status_mention status_source"
        " status_paragraph status_quote status_speaker status_rule conditional condition trigger_met due actor target"
        " place amount amount_low amount_high unit qualifier basis components first_reported last_reported days_silent"
        " mentions sources origins single_origin disputed disagreements inferred_date aliases as_of summary"
    )
    assert columns.names(columns.MEASURES) == expected.split()


def test_mentions_columns_in_full() -> None:
    """mentions.csv is long: one row for each time a source speaks of a measure."""
    expected = (
        "mention measure source published publisher paragraph quote context_paragraph context_quote status status_order"
        " strength rank rank_reason decides disagrees condition event date_edtf date_earliest date_latest date_basis"
        " due actor speaker attribution target place amount amount_low amount_high unit qualifier basis origin"
        " recorded_as unsure note"
    )
    assert columns.names(columns.MENTIONS) == expected.split()


def test_files_are_plain() -> None:
    """UTF-8 without a mark, one kind of line end, rows sorted by key."""
    for table in write_package.TABLES:
        content = (DATA / f"{table.name}.csv").read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.endswith(b"\n")
        rows = list(csv.DictReader(content.decode().splitlines()))
        keys = [tuple(int(row[name]) if name == "paragraph" else row[name] for name in table.key) for row in rows]
        assert keys == sorted(keys)


def test_no_article_text_is_shipped(texts: Path) -> None:
    """No file of ours holds more than fifteen words in a row of any article."""
    words: set[tuple[str, ...]] = set()
    for article in texts.glob("*.txt"):
        for line in article.read_text(encoding="utf-8").split("\n"):
            said = _words(line)
            words |= {tuple(said[start : start + 16]) for start in range(len(said) - 15)}
    assert words
    for folder in ("tracker", "alembic", "seeds", "data", "tests"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in (".py", ".toml", ".csv", ".json", ".sql", ".md"):
                said = _words(file.read_text(encoding="utf-8"))
                copied = [start for start in range(len(said) - 15) if tuple(said[start : start + 16]) in words]
                assert not copied, (file.name, said[copied[0] : copied[0] + 16])


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()


def test_an_interrupted_export(shipped_file: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """A file is replaced whole or not at all, and no draft is left behind."""
    record = opened(Address.of(shipped_file))
    write_package.export(record, tmp_path / "out")
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    changed = opened(Address.of(shipped_file), "2022-02-11")
    with pytest.raises(CannotWrite, match="No space left"):
        write_package.export(changed, tmp_path / "out")
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


@pytest.mark.parametrize("after", [1, 2, 40, 300])
def test_an_export_that_is_broken_off(shipped_file: Path, tmp_path: Path, monkeypatch: Any, after: int) -> None:
    """Broken off at any write, an export leaves the old files as they were and nothing beside them."""
    write_package.export(opened(Address.of(shipped_file)), tmp_path / "out")
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    write, counted = atomic_write.Draft.write, count(1)

    def broken(draft: atomic_write.Draft, content: bytes) -> None:
        if next(counted) == after:
            raise KeyboardInterrupt
        write(draft, content)

    monkeypatch.setattr(atomic_write.Draft, "write", broken)
    with pytest.raises(KeyboardInterrupt):
        write_package.export(opened(Address.of(shipped_file), "2022-02-11"), tmp_path / "out")
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


@pytest.mark.skipif(os.name == "nt", reason="files cannot be kept small there")
@pytest.mark.parametrize("form", [[], ["--as", "jsonl"]])
def test_no_room(shipped_file: Path, tmp_path: Path, form: list[str]) -> None:
    """Where there is no room for a file, one message says so; the old files stay and nothing stands beside them."""
    import resource

    shutil.copytree(DATA, tmp_path / "out")
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "--db", str(shipped_file), "export", str(tmp_path / "out"), *form],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (36_000, 36_000)),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) <= 2
    assert "File too large" in done.stderr
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


def test_lines_in_order() -> None:
    """Lines come back by key, whatever order they went in; no room for them is no traceback of the database's."""
    with InOrder() as lines:
        for number in random.Random(1).sample(range(20_000), 20_000):
            lines.add(f"{number:05}", f"line {number}")
        assert list(lines) == [f"line {number}" for number in range(20_000)]
    with pytest.raises(OSError, match="full"), InOrder():
        raise sqlite3.OperationalError("database or disk is full")


def test_a_file_where_a_folder_should_be(shipped_file: Path, tmp_path: Path) -> None:
    """A path that is a file is refused in words."""
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(CannotWrite):
        write_package.export(opened(Address.of(shipped_file)), tmp_path / "out")


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (True, "true"), (False, "false"), (350.0, "350"), (0, "0"), (2.5, "2.5")]
)
def test_cells(value: object, text: str) -> None:
    """Empty is not known and never 0; flags are words; whole numbers have no point."""
    assert cell_text(value) == text
