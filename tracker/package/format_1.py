"""Packages of format 1: what their descriptions carried beside the tables, as the cells and rows of today's tables.

It stood in `datapackage.json` under `curation`: the day a preference counts from and why a mention is set aside, by
mention; the verdict typed beneath `records`, by source and paragraph; and whole rows of measures, mentions and links.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tracker.domain import columns, fields
from tracker.domain.keys import as_mention_key
from tracker.errors.base import Fault, suggestion
from tracker.output.tables import cell_text
from tracker.package.descriptor import DESCRIPTOR, TABLES

Key = tuple[str, ...]
Cells = dict[str, str]

_TABLES = {table.name: table for table in TABLES}
_ROWS = {
    "measures": fields.MEASURE_IN_FILE,
    "mentions": (*fields.MENTION_IN_FILE, fields.Field("source", "key", "its source")),
    "links": fields.LINK,
}


class Beside(NamedTuple):
    """What stands beside the rows of one file: cells to add to the row of a key, or to make up a row of their own."""

    name: str
    cells: Cells
    is_row: bool


Carried = Mapping[str, Mapping[Key, Beside]]


def carried(described: Mapping[str, object]) -> tuple[Carried, list[Fault]]:
    """What a description carries, by table and key, and what of it cannot be understood."""
    curation = described.get("curation", {})
    if not isinstance(curation, dict):
        return {}, [Fault(DESCRIPTOR, 0, "curation", "not a table", "export it anew")]
    found, faults = _Found(), []
    for name, given in curation.items():
        where = f"curation.{name}"[:80]
        if name in ("preferred_on", "deprecated") and isinstance(given, dict):
            for mention, value in given.items():
                found.add("mentions", (mention,), where, {name: value})
        elif name == "verdicts" and isinstance(given, dict) and all(isinstance(one, dict) for one in given.values()):
            for source, verdicts in given.items():
                for number, verdict in verdicts.items():
                    found.add("paragraphs", (source, number), where, {"typed_verdict": verdict})
        elif name in _ROWS and isinstance(given, list) and all(isinstance(row, dict) for row in given):
            for row in given:
                found.add_row(name, where, row)
        else:
            faults.append(Fault(DESCRIPTOR, 0, where, "not understood", "export the package anew"))
    return found.carried, found.faults + faults


class _Found:
    """What was found so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.carried: dict[str, dict[Key, Beside]] = {name: {} for name in _TABLES}
        self.faults: list[Fault] = []

    def add_row(self, table: str, where: str, row: Mapping[str, object]) -> None:
        """A row of its own, under the names of the columns; a field that no such row had is a fault."""
        names = {"key": _TABLES[table].key[0]} | columns.FILE_NAMES.get(table, {})
        known = {names.get(field.name, field.name) if field.name == "key" else field.name for field in _ROWS[table]}
        for name in row.keys() - known:
            remedy = suggestion(name, known)
            self.faults.append(Fault(DESCRIPTOR, 0, where, f"unknown field {name[:80]!r}", remedy))
        cells = {names.get(name, name): value for name, value in row.items() if name in known}
        key = tuple([str(cells.get(part, "")) for part in _TABLES[table].key])
        key = self.add(table, key, where, cells)
        self.carried[table][key] = self.carried[table][key]._replace(is_row=True)

    def add(self, table: str, key: Key, where: str, values: Mapping[str, object]) -> Key:
        """Cells beside the row of a key; returns the key as it is today."""
        if table == "mentions":
            key = (as_mention_key(*key),)
            values = {name: key[0] if name == "mention" else value for name, value in values.items()}
        cells = {}
        for name, value in values.items():
            if value in ("", None) or not isinstance(value, str | int | float):
                message = f"{' '.join(key)[:80]!r}: {name} is no text or number"
                self.faults.append(Fault(DESCRIPTOR, 0, where, message, "mend it"))
            else:
                cells[name] = cell_text(value)
        before = self.carried[table].get(key, Beside(where, {}, False))
        self.carried[table][key] = Beside(where, before.cells | cells, before.is_row)
        return key
