"""Packages of format 1: whatever their description carried beside the tables comes into the record."""

import csv
import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import opened
from tests.packages import faults, load
from tests.random_records import exported, made
from tracker.db.address import Address
from tracker.domain.columns import ADDED
from tracker.errors.base import FaultsFound
from tracker.package import format_1, write_package
from tracker.package.descriptor import FORMAT, Manner
from tracker.readings.toml_file import render

RAW = Manner(raw=True)
CARRIED = {
    "measures": ["measure", "title", "kind", "form", "target", "components", "summary", "merged_into"],
    "links": ["measure", "relation", "other"],
}


def rewritten(folder: Path, **curation: object) -> Path:
    """An unguarded package of today in the form of format 1."""
    tables = {}
    for name in ("measures", "mentions", "sources", "paragraphs", "links"):
        file = folder / f"{name}.csv"
        tables[name] = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
    bare = {row["measure"] for row in tables["measures"] if not row["status"]}
    carried: dict[str, object] = {
        "measures": [_filled(row, CARRIED["measures"]) for row in tables["measures"] if _is_carried(row)],
        "mentions": [_filled(row, _CODED) for row in tables["mentions"] if row["measure"] in bare],
        "links": [row for row in tables["links"] if bare & {row["measure"], row["other"]}],
        "verdicts": {
            source: {row["paragraph"]: row["typed_verdict"] for row in tables["paragraphs"] if _is_typed(row, source)}
            for source in sorted({row["source"] for row in tables["paragraphs"]})
        },
    }
    for name in ("preferred_on", "deprecated"):
        rows = (row for row in tables["mentions"] if row["measure"] not in bare)
        carried[name] = {row["mention"]: row[name] for row in rows if row[name]}
    for name, rows in tables.items():
        kept = [row for row in rows if row.get("measure") not in bare and row.get("other") not in bare]
        lacking = ADDED.get(name, frozenset()) - {"origin"}
        names = [field for field in write_package.columns.names(_COLUMNS[name]) if field not in lacking]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)
    described = json.loads((folder / write_package.DESCRIPTOR).read_text(encoding="utf-8"))
    described = {name: value for name, value in described.items() if name not in ("format", "resources")}
    described["curation"] = {name: value for name, value in (carried | curation).items() if value}
    (folder / write_package.DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")
    return folder


_COLUMNS = {table.name: table.columns for table in write_package.TABLES}
_CODED = [
    *("mention", "source", "measure", "paragraph", "quote", "context_paragraph", "context_quote", "status", "strength"),
    *("condition", "event", "date_edtf", "date_basis", "due", "actor", "speaker", "attribution", "target", "place"),
    *("amount", "amount_low", "amount_high", "unit", "qualifier", "basis", "unsure", "note", "recorded_as"),
    *("preferred_on", "deprecated"),
]


def _filled(row: dict[str, str], names: list[str]) -> dict[str, object]:
    """A row as it stood in a description: typed values, empty ones left out."""
    typed = {"unsure": lambda text: text == "true", "paragraph": int, "context_paragraph": int}
    called = {"date_edtf": "date"}
    return {called.get(name, name): typed.get(name, str)(row[name]) for name in names if row[name] not in ("", "false")}


def _is_carried(row: dict[str, str]) -> bool:
    return not row["status"] or bool(row["merged_into"])


def _is_typed(row: dict[str, str], source: str) -> bool:
    return row["source"] == source and bool(row["typed_verdict"])


@pytest.mark.parametrize("seed", range(8))
def test_nothing_carried_is_lost(databases, tmp_path: Path, seed: int) -> None:  # type: ignore[no-untyped-def]
    """A package of format 1 makes the record again that it was written from; without its `curation` it does not."""
    one, two = databases.copy("empty"), databases.copy("empty")
    made(one, seed, newer=False)
    exported(one, tmp_path / "one", RAW)
    folder = rewritten(tmp_path / "one")
    load(two, folder)
    assert exported(one, tmp_path / "two", RAW) == exported(two, tmp_path / "three", RAW)
    assert render(opened(one)) == render(opened(two))
    assert load(two, folder) == {}


def test_ignoring_it_would_be_noticed(databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """The test above fails where a description's `curation` is passed over."""
    monkeypatch.setattr(format_1, "carried", lambda _: ({}, []))
    for seed in range(8):
        one, two = databases.copy("empty"), databases.copy("empty")
        made(one, seed, newer=False)
        exported(one, tmp_path / f"one-{seed}", RAW)
        with suppress(FaultsFound):
            load(two, rewritten(tmp_path / f"one-{seed}"))
        if render(opened(one)) != render(opened(two)):
            return
    pytest.fail("nothing was lost")


def test_the_first_edition_as_it_was(databases: Any, tmp_path: Path) -> None:
    """The shipped data of articles without the columns and codes that came later loads whole."""
    folder, empty = tmp_path / "first", databases.copy("empty")
    write_package.export(opened(databases.copy("articles")), folder)
    codes = (folder / "codes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in codes if not line.startswith(("source_type,", "evidence,"))]
    (folder / "codes.csv").write_text("".join(kept).replace(",imposed,", ",put on,"), encoding="utf-8")
    read = (folder / "measures.csv").read_text(encoding="utf-8")
    assert ",imposed," in read
    (folder / "measures.csv").write_text(read.replace(",imposed,", ",put on,"), encoding="utf-8")
    assert load(empty, rewritten(folder))["mention"] == 57


def test_what_is_carried_is_checked(empty: Address, folder: Path) -> None:
    """Rows that only the description holds obey the rules of any other, and name the description as their place."""
    curation: dict[str, object] = {
        "measures": [{"measure": "boats", "title": "Boats", "kind": "floating"}, {"measure": "a", "merged_into": "b"}],
        "mentions": [{"mention": "zz", "source": "nowhere", "quote": []}],
        "links": [{"measure": "hms-trent", "relation": "follows", "other": "nothing"}],
        "verdicts": {"step-back": {"3": "noise"}},
        "preferred_on": {"m8455188cf3": "soon", "0000000000": "2022-02-10"},
        "deprecated": {"m8455188cf3": 3.5},
    }
    found = {fault[2] for fault in faults(empty, rewritten(folder, **curation))}
    told = {f"curation.{name}" for name in ("measures", "mentions", "links")} | {"typed_verdict", "preferred_on"}
    assert told <= found


@pytest.mark.parametrize(
    ("curation", "field"),
    [
        (3, "curation"),
        ({"preferences": {}}, "curation.preferences"),
        ({"measures": [{"measure": "a", "colour": "red"}]}, "curation.measures"),
        ({"deprecated": {"0000000000": "a slip"}}, "curation.deprecated"),
        ({"verdicts": {"step-back": {"900": "context"}}}, "curation.verdicts"),
        ({"deprecated": {"m8455188cf3": [1]}}, "curation.deprecated"),
    ],
)
def test_nothing_carried_is_passed_over(empty: Address, folder: Path, curation: object, field: str) -> None:
    """What cannot be understood, or speaks of a row that is not there, is a fault."""
    file = rewritten(folder) / write_package.DESCRIPTOR
    described = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(described | {"curation": curation}), encoding="utf-8")
    assert (write_package.DESCRIPTOR, 0, field) in faults(empty, folder)


@pytest.mark.parametrize(
    ("added", "field"), [({"format": FORMAT + 1}, "format"), ({"curation": {"deprecated": {"a": "b"}}}, "curation")]
)
def test_another_format(empty: Address, folder: Path, added: dict[str, object], field: str) -> None:
    """A format of a later program is refused, and so is one of today that carries what it has columns for."""
    file = folder / write_package.DESCRIPTOR
    described = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(described | added), encoding="utf-8")
    assert (write_package.DESCRIPTOR, 0, field) in faults(empty, folder)


def test_names_are_cut_where_they_are_told(empty: Address, folder: Path) -> None:
    """What is named by a stranger's description is told by its first 80 characters."""
    file = rewritten(folder) / write_package.DESCRIPTOR
    described = json.loads(file.read_text(encoding="utf-8"))
    odd = {"x" * 90: 1, "measures": [{"measure": "hms-trent", "y" * 90: "red"}]}
    file.write_text(json.dumps(described | {"curation": odd}), encoding="utf-8")
    with pytest.raises(FaultsFound) as found:
        load(empty, folder)
    fields = [fault.field for fault in found.value.faults]
    assert f"curation.{'x' * 71}" in fields
    assert f"unknown field {'y' * 80!r}" in [fault.message for fault in found.value.faults]
