"""Before a package's rows are brought: what it is held against, what it says of itself, and what is wrong with that."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tracker.db.change import Change
from tracker.db.engine import rows_of, stream_of
from tracker.db.queries import MENTION_KEYS, Query, Rows
from tracker.domain.dates import day
from tracker.domain.status import Days
from tracker.errors.base import Fault
from tracker.errors.usage import BadDate
from tracker.package import open_package, verify_package
from tracker.package.csv_rows import Key, Page, pages_of
from tracker.package.descriptor import DESCRIPTOR, FORMAT, TABLES
from tracker.package.open_package import Parcel
from tracker.package.refusals import Refusals
from tracker.package.verify_package import Terms
from tracker.reports.snapshot import ALTERED, Snapshot

Tell = Callable[[int, int], None]
Remark = Callable[[Fault], object]

# As of this day everything has been said. A package speaks of two days, one for articles and one for documents.
LAST_DAY = "9999-12-31"
DAYS = Days._fields
# In the order they come: nothing points to what comes later.
NOUNS = {"measures": "measure", "sources": "source", "paragraphs": "paragraph", "events": "event"}
NOUNS |= {"mentions": "mention", "links": "link"}


class Plan(NamedTuple):
    """One load before its first row: the package, the record as it was, and where faults go.

    `held` are the keys of everything that lives in the record. `remark` hears what is forgiven in an edited package,
    and `refusals` what is not.
    """

    parcel: Parcel
    described: Mapping[str, Any]
    pages: Mapping[str, Page]
    terms: Terms
    rows: Rows
    stream: Rows
    held: Mapping[str, set[Key]]
    refusals: Refusals
    remark: Remark
    is_altered: bool

    def days(self, speaks_of: Mapping[str, Any]) -> Days | None:
        """The days the package speaks of; nothing, and a fault, where one is no day."""
        own, articles = Snapshot(self.rows), speaks_of["as_of"]
        told = Days(articles, speaks_of["established_as_of"] or articles)
        try:
            return Days(*(day(str(getattr(own, name) if on is None else on)) for name, on in told._asdict().items()))
        except BadDate as error:
            self.refusals.faults.append(Fault(DESCRIPTOR, 0, "as_of", error.message, error.hint))
            return None


def planned(change: Change, parcel: Parcel, raw: bool, remark: Remark | None) -> Plan:
    """Look at what was handed over, and at the record it is to come into; no row is read."""
    described = parcel.described or {}
    is_old = parcel.described is not None and described.get("format", 1) != FORMAT
    terms = Terms(parcel.described is not None, bool(described.get("part")), is_old)
    pages = pages_of(parcel, raw)
    refusals = Refusals(pages)
    refusals.faults += parcel.faults
    remark = remark or refusals.faults.append
    strangers = open_package.unknown_files(parcel)
    for fault in strangers:
        remark(fault)
    if codes := pages.pop("codes", None):
        for fault in verify_package.other_codes(codes, is_old):
            remark(fault)
    for noun in NOUNS.values():
        change.keys(noun)  # read at once: a load looks up very many
    connection = change.connection
    rows, stream = rows_of(connection), stream_of(connection)
    held, is_altered = _held(change, stream), bool(strangers) or terms.is_part
    return Plan(parcel, described, pages, terms, rows, stream, held, refusals, remark, is_altered)


def _held(change: Change, stream: Rows) -> dict[str, set[Key]]:
    """The keys of everything that lives in the record before the load."""
    revision = change.number - 1
    held: dict[str, set[Key]] = {}
    for table in TABLES:
        if table.name == "mentions":
            held[table.name] = {(row["mention"],) for row in stream(MENTION_KEYS, revision=revision)}
        elif table.name in NOUNS:
            as_of = {} if table.name in ("measures", "links") else dict.fromkeys(DAYS, LAST_DAY)
            found = stream(Query[Mapping[str, object]](table.name), revision=revision, **as_of)
            held[table.name] = {tuple([str(row[name]) for name in table.key]) for row in found}
    return held


def take_edition(change: Change, plan: Plan) -> None:
    """A record without an edition takes on the package's, so that what is exported again says the same."""
    version = plan.described.get("version", "0")
    if not isinstance(version, str) or len(version) > 80 or not version.isprintable():
        fault = Fault(DESCRIPTOR, 0, "version", "not the name of an edition", 'write it as "1"')
        plan.refusals.faults.append(fault)
    elif version not in ("", "0") and not Snapshot(plan.rows).edition:
        contents = plan.parcel.contents
        digest = hashlib.sha256("".join(contents[name].meant for name in sorted(contents)).encode())
        altered = plan.is_altered or version.endswith(ALTERED)
        change.use_edition(version.removesuffix(ALTERED) + ALTERED * altered, digest.hexdigest())
        if altered:
            # Which rows people changed is not in a package, so none is the edition's to change again.
            change.edition = None
