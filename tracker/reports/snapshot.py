"""Reading: everything the program shows or exports, as plain rows from the queries and the deciding rule.

A `Snapshot` is the record at one revision, as of one day. Its rows are dictionaries whose keys are the columns of the
data package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from tracker.db import queries
from tracker.db.conventions import GENESIS
from tracker.db.queries import EVERY_KEY, Query, Rows, RowType
from tracker.domain.caveats import DONE, WAITING
from tracker.domain.dates import NOW
from tracker.domain.filters import Filters, passes
from tracker.domain.keys import as_mention_key, is_second_reading
from tracker.domain.status import STATUS_FIELDS, Among, Days, Listed, MeasureStatus, listed, mention_rows, status_row
from tracker.errors.database import Damaged
from tracker.errors.usage import NobodySpeaks, NotYetReported, SeveralMeant, UnknownKey

if TYPE_CHECKING:
    from tracker.domain.rows import (
        EventRow,
        LinkRow,
        MeasureDefinition,
        ParagraphRow,
        RankedMentionRow,
        SourceRow,
        StatusRow,
    )

# As of a record that holds no source: a day before any.
NO_DAY = "0001-01-01"
LAST_DAY = "9999-12-31"
LAST_KEY = str(EVERY_KEY["last"])
# How many measures are read at once: few at first, so that one page of them comes at once.
SMALLEST_PAGE, LARGEST_PAGE = 64, 1_024

# What follows the name of an edition that people changed since.
ALTERED = "+altered"


class Snapshot:
    """The record as of a day (else the newest any source in it speaks on) and as known at a moment (else now).

    Two clocks: `as_of` counts only what sources speaking by that day had said, `known_at` only what this record held
    at that moment (see `dates.moment`): its answers are those a copy made at that moment would give. Where no day is
    asked for, articles count up to the newest article and documents up to the newest document, `established_as_of`.

    A measure's status is the reported one, or, where the snapshot is that of what is `established`, what documents say.

    A noun in the plural gives its rows by key, one in the singular the row of a key, which raises UnknownKey, or
    NotYetReported where nobody had spoken by the day. Whatever else a report needs it asks of `rows`.
    """

    def __init__(
        self,
        rows: Rows,
        as_of: str = "",
        known_at: str = "",
        *,
        established_as_of: str = "",
        established: bool = False,
    ) -> None:
        self._rows = rows
        self._asked = as_of
        self.known_at = known_at
        self.is_established = established
        found = list(rows(queries.POSITION, known_at=known_at or NOW))
        if len(found) != 1:
            raise Damaged("the record", "the row that names its newest revision is missing")
        (position,) = found
        self.revision = position["revision"]
        self.recorded_at = position["recorded_at"] or ""
        self.digest = position["digest"] or GENESIS
        self.edition = position["edition"] or ""
        self._edition_revision = position["edition_revision"] or 0
        self.newest = position["newest"] or ""
        self.newest_document = position["newest_document"] or ""
        self.established_as_of = established_as_of or as_of or self.newest_document or NO_DAY
        self.reported_as_of = as_of or self.newest or self.newest_document or NO_DAY
        self.as_of = self.established_as_of if established else self.reported_as_of
        self._same: list[tuple[str, str]] | None = None  # pairs that may be one, once somebody needs them
        # Whether a word that is no key may stand for one, and who hears which was taken.
        self.guesses = False
        self.tell: Callable[[str], None] = _silent

    def on(self, as_of: str) -> Snapshot:
        """The same record as of another day, or as of its newest where none is given."""
        return self._like(Snapshot(self._rows, as_of, self.known_at, established=self.is_established))

    def established(self) -> Snapshot:
        """The same record by what documents establish."""
        return self._like(Snapshot(self._rows, self._asked, self.known_at, established=True))

    def _like(self, other: Snapshot) -> Snapshot:
        other.guesses, other.tell = self.guesses, self.tell
        return other

    def rows(self, query: Query[RowType], **parameters: object) -> Iterable[RowType]:
        """The rows of a query at this revision and, where it asks who had spoken, as of this day."""
        days = {"as_of": self.reported_as_of, "established_as_of": parameters.get("as_of", self.established_as_of)}
        asked = {"revision": self.revision, "established": int(self.is_established), **days, **parameters}
        return self._rows(query, **asked)

    @property
    def is_edition(self) -> bool:
        """Whether the record is an edition of the shipped readings and nothing else."""
        held = bool(self.edition) and self._edition_revision == self.revision
        return held and not self.edition.endswith(ALTERED)

    @property
    def version(self) -> str:
        """The edition the record holds, `0` where it holds none, and whether people changed it since."""
        if not self.edition or self.is_edition or self.edition.endswith(ALTERED):
            return self.edition or "0"
        return self.edition + ALTERED

    def definitions(self) -> list[MeasureDefinition]:
        """Every measure as people define it, with a status or without, those merged away among them."""
        return list(self.rows(queries.MEASURES))

    def definition(self, key: str) -> MeasureDefinition:
        """A measure as people define it."""
        for row in self.rows(queries.MEASURES, first=key, last=key):
            return row
        return self.definition(self._key_of(key))

    def measures(self, first: str = "", last: str = LAST_KEY) -> Iterator[MeasureStatus]:
        """The measures that have a status as of the day, from one key to another.

        They are read a page at a time, a small one first: few come at once, and all of them need no more memory.
        """
        return (self._with_likely_end(one.status) for one in self.listed(first, last) if one.status)

    def _with_likely_end(self, one: MeasureStatus) -> MeasureStatus:
        """The measure, said to be perhaps carried out where it waited and what may be the same measure was."""
        if not one.row["trigger_met"] or one.row["status"] not in WAITING:
            return one
        if self._same is None:
            links = self.links()
            self._same = [(row["measure"], row["other"]) for row in links if row["relation"] == "may_be_same_as"]
        ends = {end for pair in self._same if one.row["measure"] in pair for end in pair} - {one.row["measure"]}
        found = (row for end in ends for row in self.rows(queries.STATUSES, first=end, last=end))
        return one._replace(perhaps_done=any(row["status"] in DONE for row in found))

    def listed(self, first: str = "", last: str = LAST_KEY) -> Iterator[Listed]:
        """Every measure with its mentions, those merged away and without a status among them."""
        most = SMALLEST_PAGE
        while first <= last:
            page = {row["measure"]: row for row in self.rows(queries.MEASURES, first=first, last=last, most=most)}
            if page:
                yield from self._listed(page)
            if len(page) < most:
                return
            first = following(max(page))
            most = min(2 * most, LARGEST_PAGE)

    def _listed(self, page: Mapping[str, MeasureDefinition]) -> Iterator[Listed]:
        """The measures of a page."""
        days = Days(self.reported_as_of, self.established_as_of)
        ends = {"first": min(page), "last": max(page)}
        aliases: dict[str, list[str]] = {}
        for row in self.rows(queries.ALIASES, **ends):
            aliases.setdefault(row["measure"], []).append(row["alias"])
        links: dict[str, list[LinkRow]] = {}
        for link in self.rows(queries.LINKS, **ends):
            links.setdefault(link["measure"], []).append(link)
        spoken_of = groupby(self.rows(queries.MENTIONS, **ends), attrgetter("measure"))
        key, rows = next(spoken_of, ("", iter(())))
        for measure, definition in page.items():
            while key and key < measure:
                key, rows = next(spoken_of, ("", iter(())))
            mentions = list(rows) if key == measure else []
            among = Among(aliases.get(measure, ()), links.get(measure, ()))
            yield listed(definition, mentions, days, among, self.is_established)

    def measure_rows(
        self, filters: Filters, fields: Iterable[str] = (), first: str = "", last: str = LAST_KEY
    ) -> Iterator[StatusRow]:
        """The rows of `measures.csv` that pass the filters; of its columns at least these.

        Where the deciding mentions tell the columns wanted and all that is filtered by, nothing else is read.
        """
        # How an established stage reads, its instrument tells.
        if self.is_established or not fields or not set(fields) <= STATUS_FIELDS or filters != filters.on_status():
            yield from (one.row for one in self.measures(first, last) if passes(one, filters))
            return
        for row in self.rows(queries.STATUSES, first=first, last=last):
            kept = not filters.kind or row["kind"] in filters.kind
            if kept and (not filters.status or row["status"] in filters.status):
                yield status_row(row, self.as_of)

    def count(self) -> int:
        """How many measures have a status as of the day."""
        return sum(1 for _ in self.rows(queries.STATUSES))

    def measure(self, name: str, or_established: bool = False) -> MeasureStatus:
        """One measure, by key, alias or title; by documents where nobody reports, if wanted; raises NobodySpeaks."""
        key = self._key_of(name)
        for one in self.measures(key, key):
            return one
        for one in () if self.is_established else self.established().measures(key, key):
            if or_established:
                return one
            raise NobodySpeaks(key, is_established=True)
        raise NobodySpeaks(key) if self.is_newest else NotYetReported("measure", name, self.as_of)

    def _key_of(self, name: str) -> str:
        """The key of the measure that answers to a key, an alias or a title."""
        for key in (name, name.lower()):
            for row in self.rows(queries.MEASURES, first=key, last=key):
                return self._key_of(row["merged_into"]) if row["merged_into"] else key
        everything = self.definitions()
        aliases: dict[str, list[str]] = {}
        for alias in self.rows(queries.ALIASES):
            aliases.setdefault(alias["measure"], []).append(alias["alias"])
        for row in everything:
            if row["title"].lower() == name.lower() and not row["merged_into"]:
                return row["measure"]
        live = (row for row in everything if not row["merged_into"])
        names = {row["measure"]: [row["title"], *aliases.get(row["measure"], ())] for row in live}
        return self._meant("measure", name, names)

    def _meant(self, noun: str, word: str, names: Mapping[str, Iterable[str]]) -> str:
        """The one key that a word may stand for; raises SeveralMeant, UnknownKey."""
        if not self.guesses:
            raise UnknownKey(noun, word, names)
        from tracker.reports.key_search import meant  # only a word that is no key pays for it

        return self._told(noun, word, meant(word, names), names)

    def _told(self, noun: str, word: str, found: Sequence[str], names: Iterable[str]) -> str:
        if len(found) > 1:
            raise SeveralMeant(noun, word, found)
        if not found:
            raise UnknownKey(noun, word, names)
        self.tell(f"{noun} {found[0]}, for {word!r}")
        return found[0]

    def select_measures(self, names: Sequence[str]) -> Iterator[MeasureStatus]:
        """The measures of these names, in their order, or all where none is given."""
        return map(self.measure, dict.fromkeys(names)) if names else self.measures()

    @property
    def is_newest(self) -> bool:
        """Whether nothing in the record speaks after the day, so that a measure without a status has none at all."""
        return self.reported_as_of >= self.newest and self.established_as_of >= self.newest_document

    def mentions(self) -> list[RankedMentionRow]:
        """Every mention of a measure with a status, by measure and rank, as `mentions.csv` has it.

        Those that count to the other status come after the measure's own.
        """
        return list(self.each_mention())

    def each_mention(self) -> Iterator[RankedMentionRow]:
        """The same, one by one."""
        return (row for one in self.listed() for row in mention_rows([*one.told]))

    def mentions_of(self, measure: str) -> list[RankedMentionRow]:
        """Those of one measure, where it has a status."""
        found = self.listed(measure, measure)
        return [row for one in found for row in mention_rows([*one.told])]

    def mention(self, key: str) -> RankedMentionRow:
        """One mention; one that was set aside, of a measure without a status, decides nothing."""
        key = self.mention_key(key)
        for found in self.rows(queries.MENTION_KEYS, first=key, last=key):
            for one in self.listed(found["measure"], found["measure"]):
                for mention in one.mentions:
                    if mention.spoken.mention == key:
                        return mention_rows([mention])[0]
        raise UnknownKey("mention", key, ())

    def mention_key(self, digits: str) -> str:
        """The key of the one mention whose key begins like this, with or without the letter before the digits."""
        digits = as_mention_key(digits)
        for _ in self.rows(queries.MENTION_KEYS, first=digits, last=digits):
            return digits
        from tracker.reports.key_search import begun_by

        return self._told("mention", digits, begun_by(self.rows, digits), ())

    def sources(self) -> list[SourceRow]:
        """Every source that had spoken by the day."""
        return list(self.rows(queries.SOURCES))

    def known_source(self, key: str) -> SourceRow | None:
        """The source of a key, where there is one that had spoken by the day."""
        return next(iter(self.rows(queries.SOURCES, first=key, last=key)), None)

    def articles(self) -> list[SourceRow]:
        """Every article that had spoken by the day, or document: the sources that are no second reader's coding."""
        return list(self.each_article())

    def each_article(self) -> Iterator[SourceRow]:
        """The same, one by one."""
        found = (row for row in self.rows(queries.SOURCES) if not is_second_reading(row["source"]))
        return (row for row in found if bool(row["is_document"]) == self.is_established)

    def source(self, key: str) -> SourceRow:
        """One source, by its key or its seed."""
        if known := self.known_source(key):
            return known
        for _ in self.rows(queries.SOURCES, first=key, last=key, as_of=LAST_DAY):
            raise NotYetReported("source", key, self.as_of)
        sources = self.sources()
        for row in sources:
            if key and key == row["seed"]:
                return row
        return self.source(self._meant("source", key, {row["source"]: [row["title"]] for row in sources}))

    def paragraphs(self, source: str = "") -> list[ParagraphRow]:
        """Every paragraph of the sources that had spoken by the day, or of one of them, in reading order."""
        only = {"first": source, "last": source} if source else {}
        return list(self.rows(queries.PARAGRAPHS, **only))

    def events(self) -> list[EventRow]:
        """Every event, met only where a source had said so by the day."""
        return list(self.rows(queries.EVENTS))

    def event(self, key: str) -> EventRow:
        """One event."""
        rows = {row["event"]: row for row in self.events()}
        titles = {row["event"]: [row["title"]] for row in rows.values()}
        return rows[key if key in rows else self._meant("event", key, titles)]

    def links(self) -> list[LinkRow]:
        """Every link between measures."""
        return list(self.rows(queries.LINKS))


def _silent(_: str) -> None:
    pass


def following(key: str) -> str:
    """What sorts after a key and before every other: a key holds no space."""
    return f"{key} "
