"""A package's rows into the record, file by file: those that are surely right in bulk, every other by its verb."""

from collections.abc import Callable, Sequence
from typing import Any

from tracker.db.change import Change
from tracker.domain.columns import FIELD_OF, WORKED_OUT
from tracker.domain.fields import NOT_STATED
from tracker.domain.keys import is_key, mention_key
from tracker.errors.base import NOT_FOUND, Fault, Problem, Refused
from tracker.package.csv_rows import Batch, Key, Line, Page, shown
from tracker.package.descriptor import DESCRIPTOR
from tracker.package.load_plan import DAYS, NOUNS, Plan, Tell, take_edition
from tracker.package.row_columns import RowColumns, row_columns
from tracker.package.verify_package import Read
from tracker.record import events, in_bulk, links, measures, mentions, mentions_in_bulk, paragraphs, sources

# The verbs that take a row as it stands.
Verb = Callable[[Change, dict[str, Any]], object]
_ADD: dict[str, Verb] = {"sources": lambda change, values: sources.add(change, {"publisher": NOT_STATED, **values})}
_ADD |= {"events": events.add, "links": links.add}
_IN_BULK: dict[str, type[in_bulk.InBulk]] = {"measures": in_bulk.Measures, "sources": in_bulk.Sources}
_IN_BULK |= {"paragraphs": in_bulk.Paragraphs, "mentions": mentions_in_bulk.Mentions}
# So many rows that verbs took are held before they are written out.
HELD = 5_000


class Bringing:
    """One load's rows on their way: what was read and what came of it."""

    def __init__(self, change: Change, plan: Plan, tell: Tell) -> None:
        self.change = change
        self.plan = plan
        self.refusals = plan.refusals
        self.reads: dict[str, Read] = {}
        self.counts: dict[str, int] = {}
        # What the package speaks of, and the mentions that the record holds besides its own.
        self.speaks_of: dict[str, Any] = {name: plan.described.get(name) for name in DAYS}
        self.foreign = {key for (key,) in plan.held["mentions"]}
        self._tell = tell
        self._done = 0
        self._total = sum(plan.parcel.contents[name].lines for name in plan.pages)
        self._has_begun = False
        self._speakers = in_bulk.Speakers(change)
        self._answering: list[Line] = []
        self._merged: dict[str, Line] = {}
        self._numbers: dict[str, list[int]] = {}

    def bring(self) -> None:
        """Bring what is new of every file, then what only all of them together tell."""
        for table in (*NOUNS, *WORKED_OUT):
            if page := self.plan.pages.get(table):
                self._read(table, page)
            self._miss(table, page)
        self._merge()
        self._aliases()
        self._gaps()

    def _read(self, table: str, page: Page) -> None:
        """Read a file through and bring the rows that are new."""
        read = self.reads[table] = Read(page, self.plan.held.get(table, ()))
        bulk = _IN_BULK[table](self.change, self._speakers) if table in _IN_BULK else None
        for batch in page.batches():
            # Where something stands beside the rows, each is looked at by itself.
            found = None if page.beside else row_columns(page, batch)
            alone = self._in_bulk(bulk, table, batch, found) if found else {*range(len(batch.keys))}
            read.add([row for place, row in enumerate(batch.rows) if place not in alone] if alone else batch.rows)
            for place in sorted(alone):
                read.note(self._one_by_one(table, batch.keys[place], page.line(batch, place)))
            self._rest(len(batch.keys), table)
        for key, line in page.carried():
            read.note(self._one_by_one(table, key, line))

    def _in_bulk(self, bulk: in_bulk.InBulk | None, table: str, batch: Batch, found: RowColumns) -> set[int]:
        """Bring rows together; returns the places of those that are to be looked at one by one."""
        alone = set(found.doubtful)
        if table not in NOUNS:
            return alone
        held = self.plan.held[table]
        known = {place for place, key in enumerate(batch.keys) if key in held} if held else set[int]()
        if table == "mentions":
            self.foreign.difference_update(key for (key,) in batch.keys)
        if table == "measures":
            self._note_days(found)
            alone |= {place for place, aliases in enumerate(found.cell("aliases")) if aliases}
        if bulk is None:
            return {*range(len(batch.keys))} - (known - alone)
        if len(known) == len(batch.keys):
            return alone
        accepted = bulk.accept(_fields(table, found), known | alone)
        if accepted.keys:
            self._begin()
            bulk.take(accepted)
            self._count(table, len(accepted.keys))
        return {*range(len(batch.keys))} - {*accepted.places} - (known - alone)

    def _one_by_one(self, table: str, key: Key, line: Line) -> Line:
        """Bring a row by its verb, where it is new; returns it with its key."""
        if table == "mentions":
            if not key[0]:
                line = _with_key(line)
                key = (line.cells.get("mention", ""),)
            self.foreign.discard(line.cells.get("mention", ""))
        if table == "measures":
            self.speaks_of = {name: told or line.cells.get(name) for name, told in self.speaks_of.items()}
            if line.cells.get("aliases"):
                self._answering.append(line)
        if table in NOUNS and key not in self.plan.held[table]:
            self._begin()
            self._try(table, key, line)
        return line

    def _note_days(self, found: RowColumns) -> None:
        for name, told in self.speaks_of.items():
            self.speaks_of[name] = told or next(filter(None, found.cell(name)), None)

    def _miss(self, table: str, page: Page | None) -> None:
        """Tell of what the description says of rows that are not there."""
        beside = self.plan.parcel.carried.get(table, {})
        for key in sorted(page.unmet if page else beside):
            if not (page and beside[key].is_row):
                remedy = "put the row back, or take this out of the description"
                message = f"{shown(' '.join(key))} has no row in {table}.csv"
                self.plan.remark(Fault(DESCRIPTOR, 0, beside[key].name, message, remedy))

    def _begin(self) -> None:
        """Before the first row that is new."""
        if not self._has_begun:
            self._has_begun = True
            take_edition(self.change, self.plan)

    def _rest(self, rows: int, table: str) -> None:
        """Say how far it is, and write out what need not be held."""
        self._done += rows
        self._tell(self._done, self._total)
        if table in ("paragraphs", "mentions") and self.change.holds(NOUNS[table]) >= HELD:
            self.change.write_out(NOUNS[table])

    def _count(self, table: str, brought: int) -> None:
        self.counts[NOUNS[table]] = self.counts.get(NOUNS[table], 0) + brought

    def _try(self, table: str, key: Key, line: Line) -> None:
        if line.number in self.plan.pages[table].unreadable:
            self.refusals.mistrust(table, key, line)
            return
        fields_of = FIELD_OF[table]
        values = {fields_of[name]: value for name, value in line.values.items() if name in fields_of}
        try:
            if table in _ADD:
                _ADD[table](self.change, values)
            else:
                getattr(self, f"_{NOUNS[table]}")(values, line)
        except Refused as refusal:
            self.refusals.refuse(table, key, line, refusal)
        else:
            self._count(table, 1)

    def _measure(self, values: dict[str, Any], line: Line) -> None:
        into = values.pop("merged_into", None)
        measures.add(self.change, values)
        if into:
            self._merged[line.cells["measure"]] = line

    def _paragraph(self, values: dict[str, Any], line: Line) -> None:
        source = line.cells["source"]
        if values.get("verdict") == "records":
            values["verdict"] = beneath(line.cells.get("typed_verdict", ""), values.get("also", "")) or None
        if self.change.live("source", source) is None:
            problem = Problem("source", f"no source {shown(source)}", "add the source, or correct the key", NOT_FOUND)
            raise Refused("paragraph", source, [problem])
        paragraphs.add(self.change, source, values)
        self._numbers.setdefault(source, []).append(values["number"])

    def _mention(self, values: dict[str, object], line: Line) -> None:
        source = line.cells.get("source", "")
        # The origin of a mention is its own where it is not that of its source.
        if values.get("origin") == self._speakers[source].origin:
            del values["origin"]
        mentions.add(self.change, source, values, line.cells.get("mention", ""))

    def _is_new(self, table: str, *key: str) -> bool:
        """Whether this load added a row."""
        return key not in self.plan.held[table] and (table, key) not in self.refusals.unchecked.keys

    def _merge(self) -> None:
        """Let measures answer for those that were merged into them, now that all of them are there."""
        for key, line in self._merged.items():
            try:
                measures.edit(self.change, key, {"merged_into": line.values["merged_into"]})
            except Refused as refusal:
                for problem in refusal.problems:
                    self.refusals.tell("measures", line, "merged_into", problem)

    def _aliases(self) -> None:
        """Measures merged away, as far as the package tells: their keys, and what answers for them now."""
        for line in self._answering:
            into = line.cells.get("measure", "")
            if not self._is_new("measures", into):
                continue
            for alias in filter(None, line.cells["aliases"].split(";")):
                live = self.change.live("measure", alias) or {}
                if live.get("merged_into_id") == self.change.number_of("measure", into):
                    continue
                if not is_key(alias) or live:
                    problem = Problem("aliases", f"{shown(alias)} cannot be another name of {into}", "check the key")
                    self.refusals.tell("measures", line, "aliases", problem)
                    continue
                values = {name: line.values.get(name) for name in ("title", "kind", "form")}
                measures.add(self.change, {**values, "key": alias, "merged_into": into})

    def _gaps(self) -> None:
        """Every new source's paragraphs are numbered without a gap; those that came in bulk are."""
        for source, given in self._numbers.items():
            in_all = [*given, *range(1, self._speakers[source].count + 1)]
            missing = paragraphs.missing_numbers(in_all) if self._is_new("sources", source) else []
            if missing:
                remedy = "number every non-empty line of the text, from 1"
                message = f"{source} has no paragraph {missing[0]}, but later ones"
                fault = Fault(self.plan.pages["paragraphs"].file, 0, "paragraph", message, remedy)
                self.refusals.faults.append(fault)


def _fields(table: str, found: RowColumns) -> in_bulk.Columns:
    """The rows of a batch in the fields that people fill in, with their keys."""
    columns: dict[str, Sequence[Any]] = {
        field: found.values[name] for name, field in FIELD_OF[table].items() if name in found.values
    }
    if table == "mentions":
        columns |= {"key": found.cell("mention"), "source": found.cell("source")}
    if table == "sources":
        columns["publisher"] = [publisher or NOT_STATED for publisher in found.cell("publisher")]
    if table == "paragraphs":
        columns["source"] = found.cell("source")
        if "records" in (verdicts := found.cell("verdict")):
            typed = zip(verdicts, found.cell("typed_verdict"), found.cell("also"), strict=True)
            columns["verdict"] = [beneath(own, also) if said == "records" else said for said, own, also in typed]
    return columns


def beneath(typed: str, also: str) -> str:
    """The verdict beneath `records`: where nothing says what a reader typed, the first of what else it is about."""
    return typed or also.partition(";")[0]


def _with_key(line: Line) -> Line:
    """A mention without a key gets the one it would be born with."""
    source, place, measure, quote = map(line.values.get, ("source", "paragraph", "measure", "quote"))
    if mentions.is_cited(line.values):
        place = line.values.get("locator") or ""
    if place is None or not (source and measure):
        return line
    return line._replace(cells={**line.cells, "mention": mention_key(source, place, measure, quote or "")})
