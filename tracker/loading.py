"""Data packages → the record: every row through the verb that people's own additions go through, all or nothing."""

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import DBAPIError

from tracker import (
    carrying,
    cells,
    comparing,
    curation,
    events,
    fields,
    links,
    measures,
    mentions,
    paragraphs,
    parcels,
    sources,
)
from tracker.cells import Line, Page, keyed, shown
from tracker.comparing import DERIVED, Doubt, Key, Terms
from tracker.dates import NOW, day
from tracker.descriptor import DESCRIPTOR, TABLES
from tracker.engine import rows_of
from tracker.errors import BadDate, Fault, FaultsFound, Problem, Refused
from tracker.keys import is_key, mention_key
from tracker.parcels import Parcel
from tracker.reports import ALTERED, NO_DAY
from tracker.revisions import Change

Tell = Callable[[int, int], None]
Remark = Callable[[Fault], object]

# As of this day everything has been said.
LAST_DAY = "9999-12-31"
NOUNS = {"measures": "measure", "sources": "source", "paragraphs": "paragraph", "events": "event"}
NOUNS |= {"mentions": "mention", "links": "link"}
# How fields are called in the files, where another name serves there.
_NAMES = {
    "measures": {"key": "measure"},
    "sources": {"key": "source"},
    "paragraphs": {"number": "paragraph"},
    "events": {"key": "event"},
    "mentions": {"date": "date_edtf"},
}
_FIELDS = {
    "measures": fields.MEASURE,
    "sources": fields.SOURCE,
    "paragraphs": fields.PARAGRAPH,
    "events": fields.EVENT,
    "mentions": fields.MENTION,
    "links": fields.LINK,
}
_MESSAGE = 300


def in_silence(_done: int, _total: int) -> None:
    """Nobody waits."""


def load(
    change: Change,
    parcel: Parcel,
    raw: bool = False,
    tell: Tell = in_silence,
    remark: Remark | None = None,
) -> dict[str, int]:
    """Bring a package into the record in one revision; returns how many of each noun were new.

    `raw` takes the cells as they stand where no description says whether they were guarded. Raises FaultsFound with
    all faults together; the caller's transaction is then rolled back. `tell` hears how many rows are done of how many.
    `remark` lets a package be loaded that was edited after its export: it hears what would be a fault otherwise and
    changes nothing in the record, since that is worked out anew.
    """
    loader = _Loader(change, parcel, raw, remark)
    loader.tell = tell
    loader.run()
    if loader.faults:
        raise FaultsFound(sorted(set(loader.faults)))
    return loader.counts


class _Loader:
    """One load: the files as read, what the record held before, and what is wrong."""

    def __init__(self, change: Change, parcel: Parcel, raw: bool, remark: Remark | None) -> None:
        self.change = change
        self.parcel = parcel
        self.rows = rows_of(change.session.connection())
        self.described = parcel.described or {}
        guarded = not raw if "guarded" not in self.described else self.described["guarded"] is not False
        # A package that describes itself is whole; a file by itself may leave out what the program works out.
        self.terms = Terms(parcel.described is not None, bool(self.described.get("part")))
        self.pages: dict[str, Page] = {}
        for table in TABLES:
            if table.name in parcel.contents:
                derived = frozenset[str]() if self.terms.strict else DERIVED.get(table.name, frozenset())
                content = parcel.contents[table.name]
                self.pages[table.name] = cells.read(parcel.files[table.name], table, content, guarded, derived)
        self.faults = [fault for page in self.pages.values() for fault in page.faults]
        self.doubt = Doubt(set(), set(), set())
        self.brought: set[tuple[str, Key]] = set()
        self.counts: dict[str, int] = {}
        self.tell: Tell = in_silence
        self.mentioned: set[str] = set()
        self.remark = remark or self.faults.append
        strangers = parcels.strangers(parcel)
        self.is_altered = bool(strangers) or self.terms.is_part
        self.curation, problems = curation.parsed(self.described)
        self.faults += [Fault(DESCRIPTOR, 0, *problem) for problem in problems]
        for fault in strangers:
            self.remark(fault)
        if codes := self.pages.pop("codes", None):
            for fault in comparing.other_codes(codes):
                self.remark(fault)

    def run(self) -> None:
        """Bring what is new, then hold every cell against what the record says."""
        held = self._held()
        new = {table: [(key, line) for key, line in self._keyed(page) if key not in held[table]]
               for table, page in self.pages.items()}  # fmt: skip
        self._edition(any(new.values()))
        total, done = sum(map(len, new.values())), 0
        for table in ("measures", "sources", "paragraphs", "events", "mentions", "links"):
            for key, line in new.get(table, ()):
                done += 1
                self.tell(done, total)
                self._try(table, key, line, getattr(self, f"_{NOUNS[table]}"))
            self._carry(table)
        self.faults += carrying.merge(self.change, self.curation.rows["measures"])
        self._aliases(held["measures"])
        self._gaps(new.get("paragraphs", []))
        if self._written():
            self._compare()

    def _keyed(self, page: Page) -> list[tuple[Key, Line]]:
        """The rows of a file by key; a mention without one gets the key it would be born with."""
        before = len(page.faults)
        found = list(keyed(page))
        self.faults += page.faults[before:]
        del page.faults[before:]
        if page.table.name != "mentions":
            return found
        born: list[tuple[Key, Line]] = []
        for key, line in found:
            if not key[0]:
                line = self._with_key(line)  # noqa: PLW2901 (the same row, with its key)
            self.mentioned.add(line.cells.get("mention", ""))
            born.append(((line.cells.get("mention", ""),), line))
        return born

    def _with_key(self, line: Line) -> Line:
        source, paragraph, measure, quote = (
            line.values.get(name) for name in ("source", "paragraph", "measure", "quote")
        )
        if not (isinstance(paragraph, int) and source and measure and quote):
            return line
        key = mention_key(source, paragraph, measure, quote)
        return line._replace(cells={**line.cells, "mention": key})

    def _held(self) -> dict[str, set[Key]]:
        """The keys of everything that lives in the record before the load."""
        revision = self.change.number - 1
        held: dict[str, set[Key]] = {}
        for table in TABLES:
            if table.name in NOUNS:
                as_of = {} if table.name in ("measures", "links") else {"as_of": LAST_DAY}
                found = self.rows(table.name, revision=revision, **as_of)
                held[table.name] = {tuple(str(row[name]) for name in table.key) for row in found}
        return held

    def _edition(self, has_new: bool) -> None:
        """A record without an edition takes on the package's, so that what is exported again says the same."""
        version = self.described.get("version", "0")
        if not isinstance(version, str) or len(version) > 80 or not version.isprintable():
            self.faults.append(Fault(DESCRIPTOR, 0, "version", "not the name of an edition", 'write it as "1"'))
        elif has_new and version not in ("", "0") and not self.rows("position", known_at=NOW)[0]["edition"]:
            digest = hashlib.sha256(b"".join(self.parcel.contents[name] for name in sorted(self.parcel.contents)))
            altered = self.is_altered or version.endswith(ALTERED)
            self.change.use_edition(version.removesuffix(ALTERED) + ALTERED * altered, digest.hexdigest())
            if altered:
                # Which rows people changed is not in a package, so none is the edition's to change again.
                self.change.edition = None

    def _try(self, table: str, key: Key, line: Line, bring: Callable[[dict[str, Any], Line], object]) -> None:
        page = self.pages[table]
        if line.number in page.unreadable:
            self._mistrust(table, key, line)
            return
        names = _NAMES.get(table, {})
        values = {
            field.name: line.values[names.get(field.name, field.name)]
            for field in _FIELDS[table]
            if names.get(field.name, field.name) in line.values
        }
        try:
            bring(values, line)
        except Refused as refusal:
            self._mistrust(table, key, line)
            for problem in refusal.problems:
                name = names.get(problem.field, problem.field)
                if not self._follows(name, line, problem.message):
                    message = problem.message if len(problem.message) <= _MESSAGE else problem.message[:_MESSAGE] + "…"
                    self.faults.append(Fault(page.file, line.number, name, message, problem.remedy))
        else:
            self.brought.add((table, key))
            self.counts[NOUNS[table]] = self.counts.get(NOUNS[table], 0) + 1

    def _mistrust(self, table: str, key: Key, line: Line) -> None:
        self.doubt.keys.add((table, key))
        self.doubt.measures.update(line.cells.get(name, "") for name in ("measure", "other"))
        self.doubt.sources.add(line.cells.get("source", ""))
        if table == "mentions":
            # Whether its paragraph records anything hangs on it.
            self.doubt.keys.add(("paragraphs", (line.cells.get("source", ""), line.cells.get("paragraph", ""))))

    def _follows(self, name: str, line: Line, message: str) -> bool:
        """Whether a complaint only follows from a row that was refused itself."""
        if "no " not in message:
            return False
        cited = line.cells.get(name, "")
        if name in ("measure", "other"):
            return ("measures", (cited,)) in self.doubt.keys
        if name in ("paragraph", "context_paragraph"):
            source = line.cells.get("source", "")
            return ("paragraphs", (source, cited)) in self.doubt.keys or ("sources", (source,)) in self.doubt.keys
        return (f"{name}s", (cited,)) in self.doubt.keys

    def _measure(self, values: dict[str, Any], _line: Line) -> None:
        measures.add(self.change, values)

    def _source(self, values: dict[str, Any], _line: Line) -> None:
        sources.add(self.change, values)

    def _paragraph(self, values: dict[str, Any], line: Line) -> None:
        source = line.cells["source"]
        if values.get("verdict") == "records":
            # Where no description says what a reader typed beneath, the first of what else it is about comes nearest.
            place = source, line.cells["paragraph"]
            values["verdict"] = self.curation.verdicts.get(place) or str(values.get("also", "")).split(";")[0] or None
        if self.change.live("source", source) is None:
            problem = Problem("source", f"no source {shown(source)}", "add the source, or correct the key")
            raise Refused("paragraph", source, [problem])
        paragraphs.add(self.change, source, values)

    def _event(self, values: dict[str, Any], _line: Line) -> None:
        events.add(self.change, values)

    def _mention(self, values: dict[str, Any], line: Line) -> None:
        key = line.cells.get("mention", "")
        if "recorded_as" in line.values:
            values["recorded_as"] = line.values["recorded_as"]
        values |= self.curation.decided.get(key, {})
        mentions.add(self.change, line.cells.get("source", ""), values, key)

    def _link(self, values: dict[str, Any], _line: Line) -> None:
        links.add(self.change, values)

    def _carry(self, table: str) -> None:
        rows = self.curation.rows.get(table, [])
        brought, faults = carrying.bring(self.change, table, rows)
        self.faults += faults
        if table == "mentions":
            self.mentioned.update(str(row.get("mention")) for row in rows)
        if brought:
            self.counts[NOUNS[table]] = self.counts.get(NOUNS[table], 0) + brought

    def _aliases(self, held: set[Key]) -> None:
        """Measures merged away, as far as the package tells: their keys, and what answers for them now."""
        page = self.pages.get("measures")
        for line in page.lines if page else ():
            into = line.cells.get("measure", "")
            if ("measures", (into,)) not in self.brought:
                continue
            for alias in filter(None, line.cells.get("aliases", "").split(";")):
                held_as = self.change.live("measure", alias) or {}
                if held_as.get("merged_into_id") == self.change.number_of("measure", into):
                    continue
                if not is_key(alias) or (alias,) in held or held_as:
                    message, remedy = f"{shown(alias)} cannot be another name of {into}", "check the key"
                    self.faults.append(Fault("measures.csv", line.number, "aliases", message, remedy))
                    continue
                values = {name: line.values.get(name) for name in ("title", "kind", "form")}
                self.change.make("measure", alias, values | {"merged_into_id": self.change.number_of("measure", into)})

    def _gaps(self, new: list[tuple[Key, Line]]) -> None:
        """Every new source's paragraphs are numbered without a gap."""
        numbers: dict[str, list[int]] = {}
        for (source, _), line in new:
            if isinstance(line.values.get("paragraph"), int):
                numbers.setdefault(source, []).append(min(line.values["paragraph"], len(new) + 1))
        for source, given in numbers.items():
            missing = paragraphs.missing_numbers(given) if ("sources", (source,)) in self.brought else []
            if missing:
                remedy = "number every non-empty line of the text, from 1"
                message = f"{source} has no paragraph {missing[0]}, but later ones"
                self.faults.append(Fault(self.pages["paragraphs"].file, 0, "paragraph", message, remedy))

    def _written(self) -> bool:
        """Write the rows, so that the queries see them; whether that could be done."""
        try:
            self.change.close()
        except DBAPIError as error:
            if not self.faults:
                reason = str(error.orig).strip().splitlines()[0]
                self.faults.append(
                    Fault("the package", 0, "", f"the database refuses it: {reason}", "check the values")
                )
            return False
        return True

    def _compare(self) -> None:
        as_of = self._as_of()
        if as_of is None:
            return
        held = comparing.expected(self.rows, as_of, self.mentioned if "mentions" in self.pages else None)
        for table, page in self.pages.items():
            for fault, derived in comparing.differences(page, held[table], self.brought, self.terms, self.doubt):
                if derived:
                    self.remark(fault)
                else:
                    self.faults.append(fault)
        for (source, number), verdict in self.curation.verdicts.items():
            row = held["paragraphs"].get((source, number), {})
            if row.get("verdict") != "records" and not self.terms.is_part:
                message = f"{source} {number}: no mention stands in this paragraph"
                self.remark(Fault(DESCRIPTOR, 0, "curation.verdicts", message, "take it out"))
            elif row.get("typed_verdict", verdict) != verdict:
                message = f"{source} {number}: {verdict!r}, but the record has {row['typed_verdict']!r}"
                self.faults.append(Fault(DESCRIPTOR, 0, "curation.verdicts", message, comparing.NEVER_OVERWRITES))

    def _as_of(self) -> str | None:
        """The day the package speaks of; nothing, and a fault, where that is no day."""
        given = self.described.get("as_of")
        page = self.pages.get("measures")
        if given is None and page:
            given = next((line.cells["as_of"] for line in page.lines if line.cells.get("as_of")), None)
        if given is None:
            return str(self.rows("position", known_at=NOW)[0]["newest"] or NO_DAY)
        try:
            return day(str(given))
        except BadDate as error:
            self.faults.append(Fault(DESCRIPTOR, 0, "as_of", error.message, error.hint))
            return None
