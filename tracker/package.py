"""The data package: the record as CSV files with their description, in the form of Frictionless Data Package v2.

The same record gives the same bytes on any machine and day: rows sorted by key, one line end,
no clock, no name.
"""

import csv
import io
import json
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

from tracker import atomic, columns, curation
from tracker.codebook import CODEBOOK, codebook
from tracker.descriptor import DESCRIPTOR, PANEL, PLAIN, TABLES, Content, Manner, Table, describe, is_whole
from tracker.guarding import guarded
from tracker.panel import panel
from tracker.reports import Record, mention_row, select
from tracker.tables import cell_text
from tracker.vocabulary import codes

PROVENANCE = "provenance.json"


def contents(record: Record, manner: Manner = PLAIN) -> list[Content]:
    """The tables of the package with their rows; of the measures, mentions and links those that the filters keep."""
    measured = select(record.measured(), manner.filters)
    known = {one.row["measure"] for one in measured}
    rows = {
        "measures": [one.row for one in measured],
        "mentions": [mention_row(mention) for one in measured for mention in one.decision.ranked],
        "sources": record.sources(),
        "paragraphs": record.paragraphs(),
        "events": record.events(),
        "links": [link for link in record.links() if {link["measure"], link["other"]} <= known],
        "codes": [dict(zip(columns.names(columns.CODES), row, strict=True)) for row in codes()],
    }
    found = [Content(table, sorted(rows[table.name], key=itemgetter(*table.key))) for table in TABLES]
    if manner.panel:
        found.append(Content(PANEL, sorted(panel(measured, record.as_of), key=itemgetter(*PANEL.key))))
    return found


def export(record: Record, folder: Path, manner: Manner = PLAIN) -> dict[str, int]:
    """Write the package of a record into a folder; returns the files with their numbers of rows.

    All files are written before the first is put in place. Raises CannotWrite.
    """
    held = contents(record, manner)
    files = {f"{content.table.name}.csv": csv_bytes(content, manner) for content in held}
    counts = {f"{content.table.name}.csv": len(content.rows) for content in held}
    described = describe(record, held, files, manner, curation.of(record, held, is_whole(record, manner)))
    files[CODEBOOK] = codebook([content.table for content in held], record.version, record.as_of).encode()
    if manner.provenance:
        files[PROVENANCE] = _json(_provenance(record))
    files[DESCRIPTOR] = _json(described)
    atomic.replace_all(folder, files, DESCRIPTOR)
    return counts | {DESCRIPTOR: len(held)}


def csv_bytes(content: Content, manner: Manner) -> bytes:
    """A table as a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n" if manner.excel else "\n")
    writer.writerow(columns.names(content.table.columns))
    writer.writerows(_cells(content.table, row, manner.raw) for row in content.rows)
    return text.getvalue().encode("utf-8-sig" if manner.excel else "utf-8")


def _cells(table: Table, row: Mapping[str, object], raw: bool) -> list[str]:
    cells = []
    for field in table.columns:
        text = cell_text(row[field.name])
        cells.append(text if raw or field.type != "text" else guarded(text))
    return cells


def _provenance(record: Record) -> dict[str, object]:
    """Which state of which record this is: the head of its change log."""
    return {"revision": record.revision, "recorded_at": record.recorded_at, "digest": record.digest}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
