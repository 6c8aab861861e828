"""Data packages → the record: every row through the verb that people's own additions go through, all or nothing."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy.exc import DBAPIError

from tracker.db.change import Change
from tracker.db.engine import rows_of, stream_of
from tracker.db.queries import MENTIONS, Query
from tracker.domain.columns import FIELD_OF, FILE_NAMES, WORKED_OUT
from tracker.domain.dates import day
from tracker.domain.fields import NOT_STATED
from tracker.domain.keys import is_key, mention_key
from tracker.domain.status import Days
from tracker.errors.base import NOT_FOUND, Fault, FaultsFound, Problem, Refused
from tracker.errors.usage import BadDate
from tracker.package import open_package, verify_package
from tracker.package.csv_rows import Key, Line, Page, pages_of, shown
from tracker.package.descriptor import DESCRIPTOR, FORMAT, TABLES
from tracker.package.open_package import Parcel
from tracker.package.verify_package import Expected, Read, Terms, Unchecked
from tracker.record import events, links, measures, mentions, paragraphs, sources
from tracker.reports.snapshot import ALTERED, Snapshot

Tell = Callable[[int, int], None]
Remark = Callable[[Fault], object]

# As of this day everything has been said. A package speaks of two days, one for articles and one for documents.
LAST_DAY = "9999-12-31"
DAYS = Days._fields
# In the order they come: nothing points to what comes later.
NOUNS = {"measures": "measure", "sources": "source", "paragraphs": "paragraph", "events": "event"}
NOUNS |= {"mentions": "mention", "links": "link"}
# The verbs that take a row as it stands.
Verb = Callable[[Change, dict[str, Any]], object]
_ADD: dict[str, Verb] = {"sources": lambda change, values: sources.add(change, {"publisher": NOT_STATED, **values})}
_ADD |= {"events": events.add, "links": links.add}
_MESSAGE = 300
# So many rows are made before they are written out and somebody who waits hears of them.
BATCH = 5_000


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
    """One load: the files, what the record held before, and what is wrong."""

    def __init__(self, change: Change, parcel: Parcel, raw: bool, remark: Remark | None) -> None:
        self.change = change
        self.parcel = parcel
        self.rows, self.stream = rows_of(change.connection), stream_of(change.connection)
        self.described = parcel.described or {}
        is_old = parcel.described is not None and self.described.get("format", 1) != FORMAT
        self.terms = Terms(parcel.described is not None, bool(self.described.get("part")), is_old)
        self.pages = pages_of(parcel, raw)
        self.faults: list[Fault] = []
        self.unchecked = Unchecked(set(), set(), set())
        self.counts: dict[str, int] = {}
        self.tell: Tell = in_silence
        self.done = 0
        self.has_begun = False
        self.remark = remark or self.faults.append
        strangers = open_package.unknown_files(parcel)
        self.is_altered = bool(strangers) or self.terms.is_part
        self.faults += parcel.faults
        for fault in strangers:
            self.remark(fault)
        if codes := self.pages.pop("codes", None):
            for fault in verify_package.other_codes(codes, is_old):
                self.remark(fault)
        for noun in NOUNS.values():
            change.keys(noun)  # read at once: a load looks up very many
        self.held = self._held()
        self.foreign = {key for (key,) in self.held["mentions"]}
        self.answering: list[Line] = []
        self.merged: dict[str, Line] = {}
        self.origins: dict[str, str] = {}
        self.numbers: dict[str, list[int]] = {}
        self.speaks_of: dict[str, Any] = {name: self.described.get(name) for name in DAYS}

    def run(self) -> None:
        """Bring what is new, then hold every cell against what the record says."""
        reads: dict[str, Read] = {}
        try:
            for table in (*NOUNS, *WORKED_OUT):
                self._bring(table, reads)
            self._merge()
            self._aliases()
            self._gaps()
            self.change.close()
            self._compare(reads)
        except DBAPIError as error:
            # What was refused already may be what the database misses.
            if not self.faults and not any(page.faults for page in self.pages.values()):
                reason = str(error.orig).strip().splitlines()[0]
                message = f"the database refuses it: {reason}"
                self.faults.append(Fault("the package", 0, "", message, "check the values"))
        for page in self.pages.values():
            self.faults += page.faults

    def _bring(self, table: str, reads: dict[str, Read]) -> None:
        """Read a file through and bring the rows that are new."""
        page = self.pages.get(table)
        if page:
            read = reads[table] = Read(page, self.held.get(table, ()))
            for key, line in self._keyed(page):
                read.note(line)
                self._rest(table)
                if table in NOUNS and key not in self.held[table]:
                    self._begin()
                    self._try(table, key, line)
        beside = self.parcel.carried.get(table, {})
        for key in sorted(page.unmet if page else beside):
            if not (page and beside[key].is_row):
                remedy = "put the row back, or take this out of the description"
                message = f"{shown(' '.join(key))} has no row in {table}.csv"
                self.remark(Fault(DESCRIPTOR, 0, beside[key].name, message, remedy))

    def _begin(self) -> None:
        """Before the first row that is new."""
        if not self.has_begun:
            self.has_begun = True
            self._edition()

    def _rest(self, table: str) -> None:
        """Every so many rows, say how far it is, and write out what need not be held."""
        self.done += 1
        if self.done % BATCH == 0:
            self.tell(self.done, sum(self.parcel.contents[name].lines for name in self.pages))
            if table in ("paragraphs", "mentions"):
                self.change.write_out(NOUNS[table])

    def _count(self, table: str, brought: int) -> None:
        if brought:
            self.counts[NOUNS[table]] = self.counts.get(NOUNS[table], 0) + brought

    def _keyed(self, page: Page) -> Iterator[tuple[Key, Line]]:
        """The rows of a file by key; a mention without one gets the key it would be born with."""
        name = page.table.name
        for key, line in page.keyed():
            if name == "mentions":
                if not key[0]:
                    line = self._with_key(line)  # noqa: PLW2901 (the same row, with its key)
                self.foreign.discard(line.cells.get("mention", ""))
                yield (line.cells.get("mention", ""),), line
                continue
            if name == "measures":
                self.speaks_of = {name: told or line.cells.get(name) for name, told in self.speaks_of.items()}
                if line.cells.get("aliases"):
                    self.answering.append(line)
            yield key, line

    def _with_key(self, line: Line) -> Line:
        source, place, measure, quote = map(line.values.get, ("source", "paragraph", "measure", "quote"))
        if mentions.is_cited(line.values):
            place = line.values.get("locator") or ""
        if place is None or not (source and measure):
            return line
        return line._replace(cells={**line.cells, "mention": mention_key(source, place, measure, quote or "")})

    def _held(self) -> dict[str, set[Key]]:
        """The keys of everything that lives in the record before the load."""
        revision = self.change.number - 1
        held: dict[str, set[Key]] = {}
        for table in TABLES:
            as_of = {} if table.name in ("measures", "links") else dict.fromkeys(DAYS, LAST_DAY)
            if table.name == "mentions":
                held[table.name] = {(one.mention,) for one in self.stream(MENTIONS, revision=revision, **as_of)}
            elif table.name in NOUNS:
                found = self.stream(Query[Mapping[str, object]](table.name), revision=revision, **as_of)
                held[table.name] = {tuple([str(row[name]) for name in table.key]) for row in found}
        return held

    def _edition(self) -> None:
        """A record without an edition takes on the package's, so that what is exported again says the same."""
        version = self.described.get("version", "0")
        if not isinstance(version, str) or len(version) > 80 or not version.isprintable():
            self.faults.append(Fault(DESCRIPTOR, 0, "version", "not the name of an edition", 'write it as "1"'))
        elif version not in ("", "0") and not Snapshot(self.rows).edition:
            contents = self.parcel.contents
            digest = hashlib.sha256("".join(contents[name].meant for name in sorted(contents)).encode())
            altered = self.is_altered or version.endswith(ALTERED)
            self.change.use_edition(version.removesuffix(ALTERED) + ALTERED * altered, digest.hexdigest())
            if altered:
                # Which rows people changed is not in a package, so none is the edition's to change again.
                self.change.edition = None

    def _try(self, table: str, key: Key, line: Line) -> None:
        page = self.pages[table]
        if line.number in page.unreadable:
            self._mistrust(table, key, line)
            return
        fields_of = FIELD_OF[table]
        values = {fields_of[name]: value for name, value in line.values.items() if name in fields_of}
        try:
            if table in _ADD:
                _ADD[table](self.change, values)
            else:
                getattr(self, f"_{NOUNS[table]}")(values, line)
        except Refused as refusal:
            self._mistrust(table, key, line)
            for problem in refusal.problems:
                name = FILE_NAMES.get(table, {}).get(problem.field, problem.field)
                if name == "verdict" and line.cells.get(name) == "records":
                    name = "typed_verdict"
                if not self._follows(name, line, problem):
                    message = problem.message if len(problem.message) <= _MESSAGE else problem.message[:_MESSAGE] + "…"
                    self.faults.append(page.fault(line.number, name, message, problem.remedy))
        else:
            self._count(table, 1)

    def _mistrust(self, table: str, key: Key, line: Line) -> None:
        self.unchecked.keys.add((table, key))
        self.unchecked.measures.update(line.cells.get(name, "") for name in ("measure", "other"))
        self.unchecked.sources.add(line.cells.get("source", ""))
        if table == "mentions":
            # Whether its paragraph records anything hangs on it.
            self.unchecked.keys.add(("paragraphs", (line.cells.get("source", ""), line.cells.get("paragraph", ""))))

    def _follows(self, name: str, line: Line, problem: Problem) -> bool:
        """Whether a complaint only follows from a row or a file that was refused itself."""
        if problem.code != NOT_FOUND:
            return False
        needed = {"other": "measure", "context_paragraph": "paragraph", "document": "source"}.get(name, name)
        if any(not self.pages[table].header for table in (f"{needed}s", "sources") if table in self.pages):
            return True  # of a file that cannot be read nothing is found
        cited = line.cells.get(name, "")
        if name in ("measure", "other"):
            return ("measures", (cited,)) in self.unchecked.keys
        if name in ("paragraph", "context_paragraph"):
            source = line.cells.get("source", "")
            return bool({("paragraphs", (source, cited)), ("sources", (source,))} & self.unchecked.keys)
        return (f"{name}s", (cited,)) in self.unchecked.keys

    def _measure(self, values: dict[str, Any], line: Line) -> None:
        into = values.pop("merged_into", None)
        measures.add(self.change, values)
        if into:
            self.merged[line.cells["measure"]] = line

    def _paragraph(self, values: dict[str, Any], line: Line) -> None:
        source = line.cells["source"]
        if values.get("verdict") == "records":
            # Where nothing says what a reader typed beneath, the first of what else it is about comes nearest.
            values["verdict"] = line.values.get("typed_verdict") or str(values.get("also", "")).split(";")[0] or None
        if self.change.live("source", source) is None:
            problem = Problem("source", f"no source {shown(source)}", "add the source, or correct the key", NOT_FOUND)
            raise Refused("paragraph", source, [problem])
        paragraphs.add(self.change, source, values)
        self.numbers.setdefault(source, []).append(values["number"])

    def _mention(self, values: dict[str, object], line: Line) -> None:
        key = line.cells.get("mention", "")
        source = line.cells.get("source", "")
        if source not in self.origins:
            self.origins[source] = (self.change.live("source", source) or {}).get("origin") or source
        # The origin of a mention is its own where it is not that of its source.
        if values.get("origin") == self.origins[source]:
            del values["origin"]
        mentions.add(self.change, source, values, key)

    def _is_new(self, table: str, *key: str) -> bool:
        """Whether this load added a row."""
        return key not in self.held[table] and (table, key) not in self.unchecked.keys

    def _merge(self) -> None:
        """Let measures answer for those that were merged into them, now that all of them are there."""
        for key, line in self.merged.items():
            try:
                measures.edit(self.change, key, {"merged_into": line.values["merged_into"]})
            except Refused as refusal:
                for problem in refusal.problems:
                    page = self.pages["measures"]
                    self.faults.append(page.fault(line.number, "merged_into", problem.message, problem.remedy))

    def _aliases(self) -> None:
        """Measures merged away, as far as the package tells: their keys, and what answers for them now."""
        for line in self.answering:
            into = line.cells.get("measure", "")
            if not self._is_new("measures", into):
                continue
            for alias in filter(None, line.cells["aliases"].split(";")):
                live = self.change.live("measure", alias) or {}
                if live.get("merged_into_id") == self.change.number_of("measure", into):
                    continue
                if not is_key(alias) or live:
                    message, remedy = f"{shown(alias)} cannot be another name of {into}", "check the key"
                    self.faults.append(Fault("measures.csv", line.number, "aliases", message, remedy))
                    continue
                values = {name: line.values.get(name) for name in ("title", "kind", "form")}
                measures.add(self.change, {**values, "key": alias, "merged_into": into})

    def _gaps(self) -> None:
        """Every new source's paragraphs are numbered without a gap."""
        for source, given in self.numbers.items():
            missing = paragraphs.missing_numbers(given) if self._is_new("sources", source) else []
            if missing:
                remedy = "number every non-empty line of the text, from 1"
                message = f"{source} has no paragraph {missing[0]}, but later ones"
                self.faults.append(Fault(self.pages["paragraphs"].file, 0, "paragraph", message, remedy))

    def _compare(self, reads: Mapping[str, Read]) -> None:
        days = self._days()
        if days is None:
            return
        expected = Expected(self.rows, self.stream, days, self.foreign if "mentions" in self.pages else ())
        decided = ("measures", "mentions", *WORKED_OUT)
        for tables in (decided, ("sources",), ("paragraphs",), ("events",), ("links",)):
            some = {table: reads[table] for table in tables if table in reads}
            for fault, derived in verify_package.differences(some, expected, self.terms, self.unchecked):
                if derived:
                    self.remark(fault)
                else:
                    self.faults.append(fault)

    def _days(self) -> Days | None:
        """The days the package speaks of; nothing, and a fault, where one is no day."""
        own, articles = Snapshot(self.rows), self.speaks_of["as_of"]
        told = Days(articles, self.speaks_of["established_as_of"] or articles)
        try:
            return Days(*(day(str(getattr(own, name) if on is None else on)) for name, on in told._asdict().items()))
        except BadDate as error:
            self.faults.append(Fault(DESCRIPTOR, 0, "as_of", error.message, error.hint))
            return None
