"""Loading packages: all or nothing, the same bytes again, every fault told, nothing trusted."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.bench.synthetic import synthetic
from tests.conftest import opened
from tests.making import act
from tests.packages import DATA, FILES, PUBLISHED, change_cell, faults, load
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.reader import reading
from tracker.domain import columns
from tracker.errors.base import FaultsFound
from tracker.package import bring_rows, load_package, open_package, write_package
from tracker.record import mentions
from tracker.reports.checks import check
from tracker.reports.snapshot import Snapshot


def test_there_and_back(empty: Address, tmp_path: Path) -> None:
    """Exported, loaded into an empty record and exported again, the package is the same, byte for byte."""
    came = load(empty, DATA)
    assert came == {"measure": 32, "source": 29, "paragraph": 176, "event": 2, "mention": 90, "link": 19}
    write_package.export(opened(empty), tmp_path, PUBLISHED)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name
    with reading(empty) as reader:
        assert check(Snapshot(reader.rows), empty) == []


def test_written_out_in_pieces(databases: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows are held before they are written out, the revision and its digest are the same."""
    contents = []
    for rows in (bring_rows.HELD, 7):
        monkeypatch.setattr(bring_rows, "HELD", rows)
        address = databases.copy("empty")
        load(address, DATA)
        with reading(address) as reader:
            contents.append(next(iter(reader.rows("revisions")))["content"])
            assert check(Snapshot(reader.rows), address) == []
    assert contents[0] == contents[1]


def test_what_only_the_database_refuses(empty: Address, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that slips through every rule of ours, and that the database refuses, is a fault as well."""
    change_cell(folder / "mentions.csv", "m8455188cf3", "unit", "parsecs")
    monkeypatch.setattr(mentions.MENTIONS, "problems", lambda *_: [])
    monkeypatch.setattr(bring_rows, "HELD", 7)
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
    write_package.export(opened(shipped), tmp_path / "one", PUBLISHED)
    load(empty, tmp_path / "one")
    write_package.export(opened(empty), tmp_path / "two", PUBLISHED)
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


def test_beside_what_a_package_does_not_hold(shipped: Address) -> None:
    """What a package works out is held against its own mentions: the record may hold others besides."""
    said = {"measure": "hms-trent", "paragraph": 1, "quote": "called off", "status": "ended"}
    act(shipped, mentions.add, "step-back", {**said, "attribution": "own_voice", "strength": "direct"})
    before = opened(shipped).digest
    assert load(shipped, DATA) == {}
    assert opened(shipped).digest == before


def test_a_lone_file_of_mentions(shipped: Address, tmp_path: Path) -> None:
    """A file by itself may leave out what is worked out; a mention without a key is born with one, once."""
    file = tmp_path / "mentions.csv"
    typed = [field.name for field in columns.MENTIONS if field.name not in columns.DERIVED["mentions"]]
    row = dict.fromkeys(typed, "")
    row |= {"measure": "standby-1000", "source": "step-back", "paragraph": "17", "quote": "a thousand at home"}
    row |= {"status": "considered", "strength": "direct", "attribution": "own_voice", "unsure": "false"}
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerow(row)
    assert load(shipped, file) == {"mention": 1}
    assert load(shipped, file) == {}
    assert "a thousand at home" in [mention["quote"] for mention in opened(shipped).mentions()]


@pytest.mark.parametrize("table", columns.WORKED_OUT)
def test_what_is_worked_out_is_checked(empty: Address, folder: Path, table: str) -> None:
    """A row of spells or panel that is changed, made up, or missing is a fault on its line, described or not."""
    (folder / "datapackage.json").unlink()
    file = folder / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    rows[4][rows[0].index("status")] = "ended"
    made_up = [{"2022-03-03": "2022-03-04"}.get(cell, cell) for cell in rows[-1]]
    made_up = made_up if made_up[:2] != rows[-1][:2] else [rows[-1][0], "2022-03-03", *rows[-1][2:]]
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([*rows[:6], *rows[7:], made_up])
    first = columns.WORKED_OUT[table][0]
    expected = {(file.name, 5, "status"), (file.name, 0, first), (file.name, len(rows), first)}
    assert set(faults(empty, folder)) == expected
    remarks: list[object] = []
    with transaction(empty) as connection:
        parcel = open_package.opened([folder])
        load_package.load(Change(connection, "the tests", "why"), parcel, remark=remarks.append)
    assert len(remarks) == 3


def test_a_package_without_what_came_later(empty: Address, folder: Path) -> None:
    """A package of this format from before spells, with the cells and the panel of then, loads as it stands."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    kept = ["date", "measure", "status", "status_order", "amount"]
    with (folder / "panel.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (folder / "panel.csv").write_text(
        "\n".join([",".join(kept), *(",".join(row[name] for name in kept) for row in rows)]) + "\n", encoding="utf-8"
    )
    (folder / "spells.csv").unlink()
    change_cell(folder / "sources.csv", "not-optimistic", "publisher", "not stated")
    change_cell(folder / "mentions.csv", "m45c68ed3e3", "publisher", "not stated")
    change_cell(folder / "measures.csv", "asset-seizure", "components", "yachts; other assets")
    described["resources"] = [one for one in described["resources"] if one["name"] not in columns.WORKED_OUT]
    for resource in described["resources"]:
        resource.pop("hash")
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    assert load(empty, folder)["measure"] == 32
    write_package.export(opened(empty), folder / "again")
    for name in ("sources.csv", "mentions.csv", "measures.csv"):
        assert (folder / "again" / name).read_bytes() == (DATA / name).read_bytes()


def test_all_faults_at_once(empty: Address, folder: Path) -> None:
    """Faults of every file come together, each with its file, line and column, and nothing is loaded."""
    expected = {
        ("measures.csv", change_cell(folder / "measures.csv", "standby-1000", "kind", "readyness"), "kind"),
        ("measures.csv", change_cell(folder / "measures.csv", "icc-referral", "mentions", "7"), "mentions"),
        ("mentions.csv", change_cell(folder / "mentions.csv", "m8455188cf3", "amount", "2,000"), "amount"),
        ("mentions.csv", change_cell(folder / "mentions.csv", "me7f2a705b9", "date_edtf", "2022-02-30"), "date_edtf"),
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
        ("mentions.csv", "mbeb0c664f8", "decides", "false"),
        ("mentions.csv", "m8455188cf3", "publisher", "The Heron"),
        ("mentions.csv", "m8455188cf3", "rank", ""),
        ("sources.csv", "step-back", "paragraphs", "71"),
        ("paragraphs.csv", "step-back", "verdict", "records"),
        ("mentions.csv", "me56be1a6e5", "amount", "2000.0"),
        ("mentions.csv", "m8455188cf3", "measure", "no-such-measure"),
        ("mentions.csv", "m8455188cf3", "mention", "not a key"),
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


def test_what_is_written_otherwise_is_told_as_it_is_written_here(empty: Address, folder: Path) -> None:
    """Of a row that is new a value in another form is no clash with the record: it is told how that is written."""
    line = change_cell(folder / "mentions.csv", "me56be1a6e5", "amount", "2000.0")
    with pytest.raises(FaultsFound, match=f"mentions.csv:{line}: amount: '2000.0' is written '2000' here"):
        load(empty, folder)


def test_a_measure_cannot_answer_for_one_that_lives(empty: Address, folder: Path) -> None:
    """A key of a measure that stands for itself is no other name of another."""
    line = change_cell(folder / "measures.csv", "standby-1000", "aliases", "icc-referral")
    with pytest.raises(FaultsFound, match=f"measures.csv:{line}: aliases: 'icc-referral' cannot be another name"):
        load(empty, folder)


def test_a_clean_package_comes_in_number(databases: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows as an export writes them need no look by themselves; what they come to is what the verbs make of them."""
    synthetic(tmp_path / "synthetic.db", 200)
    with reading(Address.of(tmp_path / "synthetic.db")) as reader:
        write_package.export(Snapshot(reader.rows), tmp_path / "package")
    looked_at: list[object] = []
    whole = bring_rows.Bringing._one_by_one

    def one_by_one(self: Any, table: str, key: Any, line: Any) -> Any:
        looked_at.append(key)
        return whole(self, table, key, line)

    monkeypatch.setattr(bring_rows.Bringing, "_one_by_one", one_by_one)
    contents, counts = [], []
    for _ in range(2):
        empty = databases.copy("empty")
        assert load(empty, tmp_path / "package")["mention"] == 200
        with transaction(empty) as connection:
            contents.append(connection.scalar(text("SELECT content FROM revision WHERE number = 1")))
        counts.append(len(looked_at))
        monkeypatch.setattr(bring_rows, "row_columns", lambda _page, _batch: None)
    assert counts[0] == 0 < counts[1]
    assert contents[0] == contents[1]


@pytest.mark.parametrize("version", [2, None, "2\n", "2" * 81])
def test_an_edition_has_a_name(empty: Address, folder: Path, version: object) -> None:
    """What a description calls its edition is a short text on one line, or a fault."""
    file = folder / write_package.DESCRIPTOR
    described = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**described, "version": version}), encoding="utf-8")
    with pytest.raises(FaultsFound, match="version: not the name of an edition"):
        load(empty, folder)
    file.write_text(json.dumps({**described, "version": "2" * 80}), encoding="utf-8")
    load(empty, folder)
    assert opened(empty).edition == "2" * 80


def test_guards_are_taken_for_guards(shipped: Address, tmp_path: Path) -> None:
    """Where no description says whether cells were guarded, they were, unless it is said that they are raw."""
    lines = "event,title,met_on,source,paragraph,quote\nrain,'=Rain,,,,\n"
    for raw, title in ((None, "=Rain"), (True, "'=Rain")):
        (tmp_path / "events.csv").write_text(lines.replace("rain,", f"rain-{str(raw).lower()},"), encoding="utf-8")
        with transaction(shipped) as connection:
            parcel = open_package.opened([tmp_path / "events.csv"])
            load_package.load(Change(connection, "the tests", "why"), parcel, *[raw] * (raw is not None))
        assert {row["title"] for row in opened(shipped).events()} >= {title}


@pytest.mark.parametrize("column", ["source", "paragraph", "measure"])
def test_what_a_key_is_made_of_is_missing(empty: Address, folder: Path, column: str) -> None:
    """A mention that has neither a key nor what its key is made of is a fault of that cell."""
    file = folder / "mentions.csv"
    for name in (column, "mention"):
        line = change_cell(file, "m8455188cf3", name, "")
    assert (file.name, line, column) in faults(empty, folder)


def test_a_paragraph_left_out(empty: Address, folder: Path) -> None:
    """A new article whose paragraphs are numbered with a gap is a fault of their file; all of them, none."""
    file = folder / "paragraphs.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    before = next(place for place, line in enumerate(lines) if line.startswith("step-back,3,"))
    del lines[before]
    file.write_text("".join(lines), encoding="utf-8")
    (folder / write_package.DESCRIPTOR).unlink()
    with pytest.raises(FaultsFound, match="step-back has no paragraph 3, but later ones"):
        load(empty, folder)
    assert opened(empty).revision == 0


def test_keys_without_their_letter(empty: Address, shipped: Address, folder: Path) -> None:
    """A package whose mentions go by ten digits alone, as they once did, holds the same mentions."""
    for name in ("measures.csv", "mentions.csv"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(re.sub(r"\bm(?=[0-9a-f]{10}\b)", "", text), encoding="utf-8")
    (folder / write_package.DESCRIPTOR).write_text('{"format": 2, "version": "1"}', encoding="utf-8")
    assert load(empty, folder)["mention"] == 90
    assert load(empty, folder) == {}
    assert load(shipped, folder) == {}
    assert all(row["mention"].startswith("m") for row in opened(empty).mentions())


def test_a_key_that_a_spreadsheet_ate(empty: Address, folder: Path) -> None:
    """Digits that became a number are no key any more: the row is told, with what a key looks like."""
    line = change_cell(folder / "mentions.csv", "m0529222215", "mention", "529222215")
    with pytest.raises(FaultsFound, match="give m and 10 hexadecimal digits") as found:
        load(empty, folder)
    assert ("mentions.csv", line, "mention") in {fault[:3] for fault in found.value.faults}
