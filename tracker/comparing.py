"""Whether a package says what the record says: every cell of it, once its rows are in, typed and derived alike.

Derived cells are worked out from the package's own mentions, whatever else the record holds, so that a package may be
loaded beside others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.cells import Line, Page, keyed, shown
from tracker.columns import names
from tracker.errors import Fault
from tracker.reports import Record
from tracker.tables import cell_text
from tracker.vocabulary import codes

Row = Mapping[str, Any]
Rows = Callable[..., Sequence[Row]]
Key = tuple[str, ...]

NEVER_OVERWRITES = "a load adds and never overwrites: edit the record, or take the row out"

# The columns that are worked out; people type the others.
DERIVED = {
    "measures": frozenset(
        {
            "status",
            "status_order",
            "status_label",
            "status_date",
            "status_mention",
            "status_source",
            "status_paragraph",
            "status_quote",
            "status_speaker",
            "status_rule",
            "conditional",
            "condition",
            "trigger_met",
            "due",
            "actor",
            "place",
            "amount",
            "amount_low",
            "amount_high",
            "unit",
            "qualifier",
            "basis",
            "first_reported",
            "last_reported",
            "days_silent",
            "mentions",
            "sources",
            "origins",
            "single_origin",
            "disputed",
            "disagreements",
            "inferred_date",
            "as_of",
        }
    ),
    "mentions": frozenset(
        {
            "mention",
            "published",
            "publisher",
            "status_order",
            "rank",
            "rank_reason",
            "decides",
            "disagrees",
            "date_earliest",
            "date_latest",
            "origin",
        }
    ),
    "sources": frozenset({"paragraphs"}),
    "paragraphs": frozenset[str](),
    "events": frozenset[str](),
    "links": frozenset[str](),
}


class Doubt(NamedTuple):
    """Rows that were refused already: what hangs on them is not compared."""

    measures: set[str]
    sources: set[str]
    keys: set[tuple[str, Key]]


# What a part of a record says that rests on what was left out of it, too.
_RESTS_ON_THE_WHOLE = {("paragraphs", "verdict"), ("measures", "inferred_date")}


class Terms(NamedTuple):
    """How strictly a package is compared: derived cells even where they are empty, and those of a part or not."""

    strict: bool
    is_part: bool


def expected(rows: Rows, as_of: str, mentions: set[str] | None) -> dict[str, dict[Key, Row]]:
    """What each file should say: the record as of a day, as though it held no mentions but these."""

    def ours(query: str, **parameters: object) -> Sequence[Row]:
        found = rows(query, **parameters)
        return [row for row in found if mentions is None or query != "mentions" or row["mention"] in mentions]

    record = Record(ours, as_of)
    measured = {one.row["measure"]: one.row for one in record.measured()}
    told = record.mentions()
    spoken = {(row["source"], row["paragraph"]) for row in ours("mentions", revision=record.revision, as_of=as_of)}
    unspoken = [row for row in rows("measures", revision=record.revision) if row["measure"] not in measured]
    typed = rows("paragraphs", revision=record.revision, as_of=record.as_of)
    tables: dict[str, list[Row]] = {
        "measures": [
            *measured.values(),
            *({**dict.fromkeys(DERIVED["measures"]), "aliases": "", **r} for r in unspoken),
        ],
        "mentions": list(told),
        "sources": list(record.sources()),
        "paragraphs": [
            {**row, "verdict": "records" if (row["source"], row["paragraph"]) in spoken else row["typed_verdict"]}
            for row in typed
        ],
        "events": list(record.events()),
        "links": list(record.links()),
    }
    keys = {"measures": ["measure"], "mentions": ["mention"], "sources": ["source"], "events": ["event"]}
    keys |= {"paragraphs": ["source", "paragraph"], "links": ["measure", "relation", "other"]}
    return {
        table: {tuple(str(row[name]) for name in keys[table]): row for row in found} for table, found in tables.items()
    }


def differences(
    page: Page, held: Mapping[Key, Row], brought: set[tuple[str, Key]], terms: Terms, doubt: Doubt
) -> Iterator[tuple[Fault, bool]]:
    """Every cell of a file that differs from the record, and whether it is a derived one.

    `brought` are the rows this load added.
    """
    table = page.table.name
    for key, line in keyed(page):
        if (table, key) in doubt.keys or line.number in page.unreadable or not all(key):
            continue
        shaky = line.cells.get("measure") in doubt.measures or line.cells.get("source") in doubt.sources
        row = held.get(key)
        if row is None:
            if not shaky:
                remedy = "take the row out, or load what it rests on too"
                message = "nothing in the record stands for it"
                yield Fault(page.file, line.number, page.table.key[0], message, remedy), False
            continue
        for name, cell, text in _differing(page, line, row):
            derived = name in DERIVED[table]
            if terms.is_part and (table, name) in _RESTS_ON_THE_WHOLE and (derived or cell == "records"):
                continue
            if not (derived and (shaky or (not cell and not terms.strict))):
                is_new = (table, key) in brought
                complaint = _complaint(cell, text, derived, is_new)
                yield Fault(page.file, line.number, name, *complaint), derived or cell == "records"


def other_codes(page: Page) -> Iterator[Fault]:
    """Rows of codes.csv that are not those of the program's own lists, and those that it lacks."""
    found = dict(keyed(page))
    yield from page.faults
    remedy = "load it with the version of the program that wrote it, or with --edited"
    own = {row[:2]: row for row in codes()}
    for key, line in found.items():
        told = shown(" ".join(key))
        if key not in own:
            yield Fault(page.file, line.number, "code", f"{told} is on no list here", remedy)
        elif tuple(line.cells.get(name, "") for name in names(page.table.columns)) != own[key]:
            yield Fault(page.file, line.number, "code", f"{told} has another meaning here", remedy)
    if not page.faults:
        for key in sorted(own.keys() - found.keys()):
            yield Fault(page.file, 0, "code", f"{shown(' '.join(key))} is missing", remedy)


def _differing(page: Page, line: Line, row: Row) -> Iterator[tuple[str, str, str]]:
    """The columns in which a row differs, with what the file and what the record says."""
    for name in names(page.table.columns):
        if name in line.cells and line.cells[name] != cell_text(row[name]):
            yield name, line.cells[name], cell_text(row[name])


def _complaint(cell: str, text: str, is_derived: bool, is_new: bool) -> tuple[str, str]:
    if is_derived:
        return f"{shown(cell)}, but the mentions give {shown(text)}", "put that there: it is worked out, never typed"
    if cell == "records" and not text:
        return "'records', but no mention stands in this paragraph", "give it a verdict, or record what it mentions"
    if is_new:
        return f"{shown(cell)} is written {shown(text)} here", "write it so"
    return f"{shown(cell)}, but the record has {shown(text)}", NEVER_OVERWRITES
