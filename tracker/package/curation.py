"""What a package says that no column holds: decisions of curators, and what has no row for want of a status.

It stands in `datapackage.json` under `curation`. Without it a load could not make the same record again: the day a
preference counts from, why a mention is set aside, the verdict typed beneath `records`, measures that were merged away
or that nothing decides, with their mentions and links.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tracker.domain import fields
from tracker.domain.dates import day
from tracker.domain.fields import Field
from tracker.errors.base import Problem
from tracker.errors.usage import BadDate
from tracker.reports.snapshot import Snapshot

# What curators decide about a mention that has a row.
DECIDED = ("preferred_on", "deprecated")
# What has no row of its own, with the fields that name it.
_UNLISTED = {
    "measures": (Field("measure", "key", ""), *fields.MEASURE_IN_FILE[1:]),
    "mentions": (Field("mention", "text", ""), Field("source", "key", ""), *fields.MENTION_IN_FILE[:-1]),
    "links": fields.LINK,
}

Row = dict[str, Any]
Place = tuple[str, str]


class Curation(NamedTuple):
    """What a description carries: decisions by mention, verdicts by source and paragraph, and rows by table."""

    decided: dict[str, Row]
    verdicts: dict[Place, str]
    rows: dict[str, list[Row]]


class CurationNotes:
    """What the rows of a package say that no column of theirs holds, noted as they are written.

    A part of a record carries only what its own rows need.
    """

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.listed: set[str] = set()
        self.decided: dict[str, dict[str, str]] = {name: {} for name in DECIDED}
        self.verdicts: dict[str, dict[str, str]] = {}

    def note(self, table: str, row: Mapping[str, Any]) -> None:
        """Note a row of a table."""
        if table == "measures":
            self.listed.add(row["measure"])
        elif table == "mentions":
            for name in DECIDED:
                if row[name]:
                    self.decided[name][row["mention"]] = row[name]
        elif table == "paragraphs" and row["verdict"] == "records" and row["typed_verdict"]:
            self.verdicts.setdefault(row["source"], {})[str(row["paragraph"])] = row["typed_verdict"]

    def carried(self, snapshot: Snapshot) -> dict[str, Any]:
        """What the description has to carry beside the rows that were noted."""
        measures = snapshot.definitions()
        into = {row["measure"]: row["merged_into"] for row in measures}
        unlisted = [row for row in measures if row["measure"] not in self.listed or row["merged_into"]]
        rows: dict[str, Sequence[Mapping[str, Any]]] = {
            "measures": [row for row in unlisted if self.whole or _answering(row["measure"], into) in self.listed],
            "mentions": [{**row, "date": row["date_edtf"]} for row in snapshot.mentions_without_status() if self.whole],
            "links": [
                row for row in snapshot.links() if self.whole and not {row["measure"], row["other"]} <= self.listed
            ],
        }
        carried: dict[str, Any] = {name: dict(sorted(held.items())) for name, held in self.decided.items()}
        carried["verdicts"] = self.verdicts
        carried |= {name: [_filled(said, row) for row in rows[name]] for name, said in _UNLISTED.items()}
        return {name: told for name, told in carried.items() if told}


def _filled(said: Sequence[Field], row: Mapping[str, Any]) -> Row:
    return {field.name: row[field.name] for field in said if fields.says_something(row[field.name])}


def _answering(measure: str, into: Mapping[str, str | None]) -> str:
    """The measure that answers for one, however often it was merged."""
    while following := into.get(measure):
        measure = following
    return measure


def parsed(described: Mapping[str, Any]) -> tuple[Curation, list[Problem]]:
    """What a description carries, as far as it can be read, and what is wrong with the rest."""
    given = described.get("curation", {})
    found = Curation({}, {}, {name: [] for name in _UNLISTED})
    problems: list[Problem] = []
    if not isinstance(given, dict):
        return found, [Problem("curation", "not a table", "export it anew")]
    for name in DECIDED:
        for mention, value in _table(given, name, problems).items():
            complaint = _complaint(name, value)
            if complaint:
                problems.append(Problem(f"curation.{name}", f"{mention!r}: {complaint}", "mend it"))
            else:
                found.decided.setdefault(mention, {})[name] = value
    verdicts = _table(given, "verdicts", problems)
    for source in verdicts:
        for number, verdict in _table(verdicts, source, problems).items():
            wrong = fields.check(fields.PARAGRAPH, {"number": 1, "verdict": verdict})
            problems += [Problem("curation.verdicts", f"{source} {number}: {one.message}", one.remedy) for one in wrong]
            found.verdicts.update({} if wrong else {(source, number): verdict})
    for name, rows in found.rows.items():
        held = given.get(name, [])
        if isinstance(held, list) and all(isinstance(row, dict) for row in held):
            rows.extend(held)
        else:
            problems.append(Problem(f"curation.{name}", "not a list of rows", "export it anew"))
    return found, problems


def _table(given: Row, name: str, problems: list[Problem]) -> Row:
    held = given.get(name, {})
    if isinstance(held, dict):
        return held
    problems.append(Problem(f"curation.{name}"[:80], "not a table", "export it anew"))
    return {}


def _complaint(name: str, value: object) -> str:
    if name == "preferred_on":
        try:
            day(value if isinstance(value, str) else "")
        except BadDate as error:
            return error.message
        return ""
    field = next(field for field in fields.MENTION if field.name == "note")
    found = fields.check([field], {"note": value}) if value else [Problem(name, "empty", "")]
    return found[0].message if found else ""
