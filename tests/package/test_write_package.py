"""The data package: byte for byte from the readings, described so that the standard's own tools accept it."""

import csv
import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, opened
from tests.packages import DATA, FILES, PUBLISHED
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.domain import columns
from tracker.domain.filters import Filters
from tracker.errors.files import CannotWrite
from tracker.output.tables import cell_text
from tracker.package import write_package
from tracker.package.descriptor import Manner
from tracker.record import measures


def test_data_is_what_the_readings_compile_to(shipped: Address, tmp_path: Path) -> None:
    """`data/` holds, byte for byte, what the shipped readings export to, on either database."""
    write_package.export(opened(shipped), tmp_path, PUBLISHED)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), f"{name}: tracker export data --panel"


def test_provenance_stands_apart(shipped_file: Path, tmp_path: Path) -> None:
    """`provenance.json` names the head of the change log; every other file stays as it is without it."""
    record = opened(Address.of(shipped_file))
    write_package.export(record, tmp_path, PUBLISHED._replace(provenance=True))
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
        " amount_mention place_mention date_mention parent counts_with merged_into"
        " established_status established_label established_date established_mention established_source established_type"
        " established_evidence established_mentions established_as_of"
    )
    assert columns.names(columns.MEASURES) == expected.split()


def test_mentions_columns_in_full() -> None:
    """mentions.csv is long: one row for each time a source speaks of a measure."""
    expected = (
        "mention measure source published publisher paragraph quote context_paragraph context_quote status status_order"
        " strength rank rank_reason decides disagrees condition event date_edtf date_earliest date_latest date_basis"
        " due actor speaker attribution target place amount amount_low amount_high unit qualifier basis origin"
        " recorded_as unsure note evidence preferred_on deprecated locator established"
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
    """The words of a text; as a quote's are counted, an apostrophe ends none."""
    whole = re.sub("['’]", "", text.lower())
    return "".join(letter if letter.isalnum() else " " for letter in whole).split()


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


def test_a_measure_without_a_status_has_a_row(shipped: Address, tmp_path: Path) -> None:
    """A whole package lists every measure, flags and counts filled; a part none that may only lack a status yet."""
    with transaction(shipped) as connection, Change(connection, "the tests", "why") as change:
        measures.merge(change, "icc-assistance", "icc-referral")
        measures.add(change, {"key": "a-loan", "title": "A loan", "kind": "humanitarian"})
    write_package.export(opened(shipped), tmp_path / "whole")
    rows = {row["measure"]: row for row in _rows(tmp_path / "whole" / "measures.csv")}
    assert (rows["icc-assistance"]["merged_into"], rows["icc-referral"]["aliases"]) == (
        "icc-referral",
        "icc-assistance",
    )
    for key in ("icc-assistance", "a-loan"):
        assert (rows[key]["status"], rows[key]["mentions"], rows[key]["disputed"]) == ("", "0", "false")
    write_package.export(opened(shipped, "2022-02-10"), tmp_path / "part")
    assert all(row["status"] for row in _rows(tmp_path / "part" / "measures.csv"))
    write_package.export(opened(shipped), tmp_path / "kind", Manner(filters=Filters(kind=["humanitarian"])))
    assert all(row["status"] for row in _rows(tmp_path / "kind" / "measures.csv"))


def test_what_is_counted_once() -> None:
    """The use of a standing force names the force it counts again, and every group the mention it comes from."""
    rows = {row["measure"]: row for row in _rows(DATA / "measures.csv")}
    counted = {key: row["counts_with"] for key, row in rows.items() if row["counts_with"]}
    assert counted == dict.fromkeys(("standby-humanitarian-deployment", "standby-support-to-allies"), "standby-1000")
    assert rows["unexplained-wealth-orders"]["parent"] == "assets-legislation"
    mentions = {row["mention"]: row for row in _rows(DATA / "mentions.csv")}
    for row in rows.values():
        for group in ("amount", "place"):
            assert bool(row[group]) <= bool(row[f"{group}_mention"])
            if row[group]:
                assert mentions[row[f"{group}_mention"]][group] == row[group]
        assert not row["status_date"] or mentions[row["date_mention"]]["date_edtf"] == row["status_date"]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))
