"""Reading: everything the program shows or exports, as plain rows from the queries and the deciding rule.

A `Snapshot` is the record at one revision, as of one day. Its rows are dictionaries whose keys are the columns of the
data package.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from tracker.db.conventions import GENESIS
from tracker.db.queries import EVERY_KEY
from tracker.domain.amounts import AMOUNT_FIELDS
from tracker.domain.dates import NOW
from tracker.domain.deciding import Ranked, decide
from tracker.domain.filters import Filters, passes
from tracker.domain.keys import is_second_reading
from tracker.domain.status import STATUS_FIELDS, MeasureStatus, measure_row, status_row, whole
from tracker.domain.vocabulary import KINDS, STATUS_ORDER, VERDICTS
from tracker.errors.usage import NobodySpeaks, NotYetReported, UnknownKey

Row = dict[str, Any]
Rows = Callable[..., Sequence[Mapping[str, Any]]]

# As of a record that holds no source: a day before any.
NO_DAY = "0001-01-01"
LAST_DAY = "9999-12-31"
LAST_KEY = str(EVERY_KEY["last"])
# How many measures are read at once: few at first, so that one page of them comes at once.
SMALLEST_PAGE, LARGEST_PAGE = 64, 1_024
# The digest of a record that holds no revision, before which there is none.

# What follows the name of an edition that people changed since.
ALTERED = "+altered"


class Snapshot:
    """The record as of a day (else the newest any source in it speaks on) and as known at a moment (else now).

    Two clocks: `as_of` counts only what sources speaking by that day had said, `known_at` only what this record held
    at that moment (see `dates.moment`): its answers are those a copy made at that moment would give.
    """

    def __init__(self, rows: Rows, as_of: str = "", known_at: str = "") -> None:
        self.rows = rows
        self.known_at = known_at
        position = rows("position", known_at=known_at or NOW)[0]
        self.revision: int = position["revision"]
        self.recorded_at: str = position["recorded_at"] or ""
        self.digest: str = position["digest"] or GENESIS
        self.edition: str = position["edition"] or ""
        self.edition_revision: int = position["edition_revision"] or 0
        self.newest: str = position["newest"] or ""
        self.as_of = as_of or self.newest or NO_DAY

    def on(self, as_of: str) -> "Snapshot":
        """The same record as of another day, or as of its newest where none is given."""
        return Snapshot(self.rows, as_of, self.known_at)

    def reasons(self) -> list[Row]:
        """The last revision that touched each measure and mention, its author and why."""
        return [dict(row) for row in self._standing("reasons")]

    def search(self, words: str, filters: "Filters", most: int) -> list[Row]:
        """The newest matches of a query as `searching` makes it, so many at most, of what passes the filters.

        What speaks of a measure passes where the measure does and, of mentions, stands in a source that was asked for;
        a measure without a status is left out, and so is, where anything is asked for, what speaks of no measure.
        """
        passing: dict[str, bool] = {}
        found: list[Row] = []
        skip, page = 0, most if filters == Filters() else max(most, LARGEST_PAGE)
        while True:
            rows = self.rows("search", revision=self.revision, as_of=self.as_of, words=words, most=page, skip=skip)
            for row in rows:
                key = row["measure"]
                if key and key not in passing:
                    passing[key] = any(self.measure_rows(filters, ["status"], key, key))
                standing = not filters.source or row["source"] in (None, *filters.source)
                if standing and (passing[key] if key else filters == Filters()):
                    found.append(dict(row))
                if len(found) == most:
                    return found
            if len(rows) < page:
                return found
            skip, page = skip + page, 8 * page  # each page is asked for anew: few and growing

    def _at(self, query: str) -> Sequence[Mapping[str, Any]]:
        return self.rows(query, revision=self.revision, as_of=self.as_of)

    def _standing(self, query: str) -> Sequence[Mapping[str, Any]]:
        """A query that does not ask who had spoken by when."""
        return self.rows(query, revision=self.revision)

    def iterate_measures(self, first: str = "", last: str = LAST_KEY) -> Iterator[MeasureStatus]:
        """The measures that have a status as of the day, by key, from one key to another.

        They are read a page at a time, a small one first: few come at once, and all of them need no more memory.
        """
        most = SMALLEST_PAGE
        while first <= last:
            found = self.rows("measures", revision=self.revision, first=first, last=last, most=most)
            page = {row["measure"]: row for row in found}
            if page:
                yield from self._decided(page)
            if len(page) < most:
                return
            first = following(max(page))
            most = min(2 * most, LARGEST_PAGE)

    def _decided(self, page: Mapping[str, Mapping[str, Any]]) -> Iterator[MeasureStatus]:
        """The measures of a page that have a status."""
        ends = {"first": min(page), "last": max(page)}
        aliases: dict[str, list[str]] = {}
        for row in self.rows("aliases", revision=self.revision, **ends):
            aliases.setdefault(row["measure"], []).append(row["alias"])
        mentions = self.rows("mentions", revision=self.revision, as_of=self.as_of, **ends)
        for key, rows in groupby(mentions, lambda row: str(row["measure"])):
            decision = decide(list(rows), self.as_of) if key in page else None
            if decision:
                yield MeasureStatus(measure_row(page[key], decision, self.as_of, aliases.get(key, ())), decision)

    def measure_rows(
        self, filters: "Filters", fields: Iterable[str] = (), first: str = "", last: str = LAST_KEY
    ) -> Iterator[Row]:
        """The rows of `measures.csv`, by key, that pass the filters; of its columns at least these.

        Where the deciding mentions tell the columns wanted and all that is filtered by, nothing else is read.
        """
        if not fields or not set(fields) <= STATUS_FIELDS or filters != filters.on_status():
            yield from (one.row for one in self.iterate_measures(first, last) if passes(one, filters))
            return
        for row in self.rows("statuses", revision=self.revision, as_of=self.as_of, first=first, last=last):
            kept = not filters.kind or row["kind"] in filters.kind
            if kept and (not filters.status or row["status"] in filters.status):
                yield status_row(row, self.as_of)

    def count(self) -> int:
        """How many measures have a status as of the day."""
        return len(self._at("statuses"))

    def all_measures(self) -> list[MeasureStatus]:
        """Every measure that has a status as of the day, by key."""
        return list(self.iterate_measures())

    def measure(self, name: str) -> MeasureStatus:
        """One measure, by its key, an alias or its title.

        Raises NotYetReported where nobody had spoken of it by the day, UnknownKey where there is none.
        """
        key = self._key_of(name)
        for one in self.iterate_measures(key, key):
            return one
        if self.as_of >= self.newest:
            raise NobodySpeaks(key)
        raise NotYetReported("measure", name, self.as_of)

    def _key_of(self, name: str) -> str:
        """The key of the measure that answers to a key, an alias or a title. Raises UnknownKey."""
        for key in (name, name.lower()):
            for row in self.rows("measures", revision=self.revision, first=key, last=key):
                return self._key_of(row["merged_into"]) if row["merged_into"] else key
        everything = self._standing("measures")
        for row in everything:
            if row["title"].lower() == name.lower() and not row["merged_into"]:
                return str(row["measure"])
        raise UnknownKey("measure", name, [row["measure"] for row in everything])

    def select_measures(self, keys: Sequence[str]) -> Iterator[MeasureStatus]:
        """The measures of these keys or aliases, in their order, or all; raises UnknownKey as `measure` does."""
        return map(self.measure, dict.fromkeys(keys)) if keys else self.iterate_measures()

    def measure_keys(self) -> list[str]:
        """Every measure's key, with or without a status; merged ones left out."""
        return [row["measure"] for row in self._standing("measures") if not row["merged_into"]]

    @property
    def is_edition(self) -> bool:
        """Whether the record is an edition of the shipped readings and nothing else."""
        held = bool(self.edition) and self.edition_revision == self.revision
        return held and not self.edition.endswith(ALTERED)

    @property
    def version(self) -> str:
        """The edition the record holds, `0` where it holds none, and whether people changed it since."""
        if not self.edition or self.is_edition or self.edition.endswith(ALTERED):
            return self.edition or "0"
        return self.edition + ALTERED

    def mentions_without_status(self) -> list[Row]:
        """The mentions of measures that have none but mentions set aside, and so no status: by key."""
        rows = ({**row, "date": row["date_edtf"], "unsure": bool(row["unsure"])} for row in self._at("unlisted"))
        return [{**row, **{name: whole(row[name]) for name in AMOUNT_FIELDS}} for row in rows]

    def measure_definitions(self) -> list[Row]:
        """Every measure's own fields, by key, merged ones among them, as people fill them in."""
        return [{**row, "key": row["measure"]} for row in self._standing("measures")]

    def measure_definition(self, key: str) -> Row:
        """A measure's own fields, whether or not it has a status; raises UnknownKey."""
        rows = {row["measure"]: dict(row) for row in self._standing("measures")}
        if key not in rows:
            raise UnknownKey("measure", key, rows)
        return rows[key]

    def live_measure_definitions(self) -> list[Row]:
        """Every measure's particulars, with or without a status; merged ones left out."""
        return [_without(row, "merged_into") for row in self._standing("measures") if not row["merged_into"]]

    def unfinished_readings(self) -> list[Row]:
        """The guided readings that are not finished, oldest first."""
        return [dict(row) for row in self.rows("readings")]

    def attached(self) -> list[Row]:
        """Whose text somebody keeps a private copy of, from which file and with which fingerprint."""
        return [dict(row) for row in self.rows("attached")]

    def text(self, key: str) -> bytes:
        """The private copy of a source's text, for checking quotes against; empty where there is none."""
        return b"".join(row["text"].encode() for row in self.rows("text", source=key))

    def measures_ever_mentioned(self) -> set[str]:
        """The keys of the measures that any mention speaks of, whenever, one that was set aside among them."""
        return {str(row["measure"]) for row in self.rows("mentions", revision=self.revision, as_of=LAST_DAY)}

    def mentions(self) -> list[Row]:
        """Every mention as of the day, by measure and rank, as `mentions.csv` has it."""
        return [mention_row(mention) for one in self.all_measures() for mention in one.decision.ranked]

    def raw_mentions(self) -> list[Row]:
        """Every mention of a source that may have spoken: those set aside, and of measures without a status, too."""
        return [dict(row) for row in self._at("mentions")]

    def mention_counts(self) -> dict[str, int]:
        """How many mentions each source has as of the day; a source without one is left out."""
        return {row["source"]: row["mentions"] for row in self._at("mention_counts")}

    def measures_in(self, source: str) -> list[MeasureStatus]:
        """The measures with a status that a source speaks of, by key."""
        keys = [row["measure"] for row in self.rows("measures_of_source", revision=self.revision, source=source)]
        return [one for key in keys for one in self.iterate_measures(key, key)]

    def mention(self, key: str) -> Row:
        """One mention; raises UnknownKey where none stands under the key as of the day."""
        for found in self.rows("measure_of_mention", revision=self.revision, mention=key):
            for one in self.iterate_measures(found["measure"], found["measure"]):
                for mention in one.decision.ranked:
                    if mention.row["mention"] == key:
                        return mention_row(mention)
            return self._set_aside(found["measure"], key)
        raise UnknownKey("mention", key, ())

    def _set_aside(self, measure: str, key: str) -> Row:
        """A mention of a measure without a status, since all of its mentions are set aside."""
        rows = self.rows("mentions", revision=self.revision, as_of=self.as_of, first=measure, last=measure)
        for place, row in enumerate(rows, 1):
            if row["mention"] == key and row["spoken_on"] <= self.as_of:
                return mention_row(Ranked(row, place, "deprecated", ())) | {"decides": False}
        raise UnknownKey("mention", key, ())

    def sources(self) -> list[Row]:
        """Every source that had spoken by the day, by key."""
        return [_without(row, "spoken_on") for row in self._at("sources")]

    def articles(self) -> list[Row]:
        """Every article that had spoken by the day, by key: the sources that are no second reader's coding of one."""
        return [row for row in self.sources() if not is_second_reading(row["source"])]

    def source(self, key: str) -> Row:
        """One source; raises UnknownKey where none had spoken under this key."""
        sources = self.sources()
        for row in sources:
            if key and key in (row["source"], row["seed"]):
                return row
        if any(key == row["source"] for row in self.rows("sources", revision=self.revision, as_of=LAST_DAY)):
            raise NotYetReported("source", key, self.as_of)
        raise UnknownKey("source", key, [row["source"] for row in sources])

    def paragraphs(self, source: str = "") -> list[Row]:
        """Every paragraph of the sources that had spoken by the day, or of one of them, in reading order."""
        only = {"first": source, "last": source} if source else {}
        found = self.rows("paragraphs", revision=self.revision, as_of=self.as_of, **only)
        return [_without(row, "seed") for row in found]

    def events(self) -> list[Row]:
        """Every event, by key, met only where a source had said so by the day."""
        return [dict(row) for row in self._at("events")]

    def event(self, key: str) -> Row:
        """One event; raises UnknownKey."""
        rows = {row["event"]: row for row in self.events()}
        if key not in rows:
            raise UnknownKey("event", key, rows)
        return rows[key]

    def links(self) -> list[Row]:
        """Every link between measures."""
        return [dict(row) for row in self._standing("links")]

    def coverage(self) -> list[Row]:
        """Per article: its paragraphs, how many record measures, how many have each other verdict, how many none."""
        mentions = self.mention_counts()
        found = []
        for source, rows in groupby(self.paragraphs(), lambda row: str(row["source"])):
            if is_second_reading(source):
                continue
            verdicts = [row["verdict"] for row in rows]
            counts = {verdict: verdicts.count(verdict) for verdict in VERDICTS}
            row = {"source": source, "paragraphs": len(verdicts), "mentions": mentions.get(source, 0)}
            found.append(row | counts | {"unread": verdicts.count(None)})
        return found


def _without(row: Mapping[str, Any], *names: str) -> Row:
    return {name: value for name, value in dict(row).items() if name not in names}


def following(key: str) -> str:
    """What sorts after a key and before every other: a key holds no space."""
    return f"{key} "


def mention_row(mention: Ranked) -> Row:
    """A row of `mentions.csv`; its `published` is the day the source speaks on."""
    row = dict(mention.row)
    row |= {
        "status_order": STATUS_ORDER.get(row["status"]),
        "rank": mention.rank,
        "rank_reason": mention.reason,
        "decides": mention.rank == 1,
        "disagrees": ";".join(mention.disagrees),
        "unsure": bool(row["unsure"]),
        **{name: whole(row[name]) for name in AMOUNT_FIELDS},
    }
    return row


def by_kind(measured: Iterable[MeasureStatus]) -> list[MeasureStatus]:
    """In the order a reader meets them: by kind, furthest status first, then title."""
    return sorted(measured, key=lambda one: reading_order(one.row))


def reading_order(row: Mapping[str, Any]) -> tuple[int, int, str]:
    """The place of a measure's row for readers: by kind, furthest status first, then title."""
    return _KIND_ORDER[row["kind"]], -(row["status_order"] or 0), row["title"].lower()


_KIND_ORDER = {kind: place for place, kind in enumerate(KINDS)}
