"""Checks: the record against itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from tracker.db import integrity, queries, schema, search_index
from tracker.db.address import Address
from tracker.db.change import POINTING
from tracker.db.conventions import LIVE
from tracker.db.engine import transaction
from tracker.db.hash_chain import broken_chain
from tracker.db.models import NOUNS, READING_ANSWER, READING_SESSION, SOURCE_TEXT
from tracker.db.versioning import REVISION
from tracker.domain.deciding import order_fields
from tracker.domain.quotes import text_fingerprint
from tracker.domain.status import UNDER
from tracker.domain.vocabulary import PAST_STAGES
from tracker.errors.base import Fault
from tracker.reports.snapshot import LAST_DAY, Snapshot
from tracker.text import articles

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow


# How long a title may be that the report shows on one line at 80 columns; one below another measure is set in.
TITLE, CHILDS_TITLE = 36, 34


def check(snapshot: Snapshot, address: Address, expected: str = "") -> list[Fault]:
    """Everything unsound in the record: a damaged file, what the change log does not vouch for, what points nowhere.

    `expected` is a head kept from earlier, `number:digest`: the log must still hold that revision as it was.
    """
    name = str(address)
    if address.path is not None and (damaged := integrity.damage(address.path)):
        return [Fault(name, 0, "file", found, "bring back a copy: tracker db restore") for found in damaged]
    restore = "something changed it behind the program's back; bring back a copy: tracker db restore"
    faults = [Fault(name, 0, "schema", message, restore) for message in schema.differences(address)]
    if any(fault.message.startswith("table") for fault in faults):
        return faults
    faults += [Fault(name, 0, "change log", message, remedy) for message, remedy in _log(address)]
    faults += _search(name, address)
    faults += _dangling(name, address)
    faults += _private(name, address)
    heads = {f"{row['revision']}:{row['digest']}" for row in snapshot.rows(queries.REVISIONS)}
    if expected and expected not in heads:
        remedy = "revisions were cut off or altered since; bring back a copy: tracker db restore"
        faults.append(Fault(name, 0, "change log", f"it does not hold the head {expected}", remedy))
    spoken_of = {spoken.measure for spoken in snapshot.rows(queries.MENTIONS, as_of=LAST_DAY)} | _being_read(address)
    for measure in snapshot.definitions():
        if not measure["merged_into"] and measure["measure"] not in spoken_of:
            remedy = "add a mention, or withdraw the measure"
            faults.append(Fault(name, 0, measure["measure"], "the measure has no mention, so it has no status", remedy))
    for mention in snapshot.mentions():
        faults += _stored_order(name, mention)
        faults += _dated_after(name, mention)
    return faults


def long_titles(snapshot: Snapshot) -> dict[str, str]:
    """The measures whose titles the report cannot show on one line of 80 columns, each with what to say of it."""
    under = {link["measure"] for link in snapshot.links() if link["relation"] in UNDER}
    told = {}
    for row in snapshot.definitions():
        most = CHILDS_TITLE if row["measure"] in under else TITLE
        if len(row["title"]) > most and not row["merged_into"]:
            said = f"its title has {len(row['title'])} letters, {most} fit on a line of the report"
            told[row["measure"]] = f"{said}: tracker measure edit {row['measure']} --title …"
    return told


def _search(name: str, address: Address) -> Iterator[Fault]:
    with transaction(address, mode="ro") as connection:
        differing = search_index.drift(connection)
    if differing:
        message = f"{differing} entries of the search index are not those of the record"
        yield Fault(name, 0, "search index", message, "make it anew: tracker check --repair")


def _dangling(name: str, address: Address) -> Iterator[Fault]:
    """Nothing that lives points to what was withdrawn: the verbs see to it, whatever else wrote may not have."""
    with transaction(address, mode="ro") as connection:
        for noun, pointing in POINTING.items():
            anchor, version = NOUNS[noun]
            live = select(version.c[f"{noun}_id"]).where(version.c.ended_in == LIVE)
            for other, field in pointing:
                own, said = NOUNS[other]
                points = said.c[field] if field in said.c else own.c[field]
                query = select(own.c.key, anchor.c.key).where(said.c[f"{other}_id"] == own.c.id)
                query = query.where(said.c.ended_in == LIVE, points == anchor.c.id, anchor.c.id.not_in(live))
                for key, gone in connection.execute(query):
                    remedy = f"withdraw or change the {other}, or add the {noun} again"
                    yield Fault(name, 0, key, f"the {other} points to {noun} {gone}, which is withdrawn", remedy)


def _private(name: str, address: Address) -> Iterator[Fault]:
    """What stands beside the record, in no revision: attached texts and unfinished readings, by their fingerprints."""
    source, text, session, answer = NOUNS["source"][0], SOURCE_TEXT, READING_SESSION, READING_ANSWER
    with transaction(address, mode="ro") as connection:
        query = select(source.c.key, text.c.text, text.c.text_sha256).where(text.c.source_id == source.c.id)
        for key, held, sha256 in connection.execute(query):
            if text_fingerprint(held.encode()) != sha256:
                remedy = f"attach it again: tracker source attach {key} FILE"
                yield Fault(name, 0, key, "its attached text is not the one that was attached", remedy)
        counted = select(answer.c.session, func.count(), func.max(answer.c.position)).group_by(answer.c.session)
        given = {row[0]: (row[1], row[2]) for row in connection.execute(counted)}
        for row in connection.execute(select(session)).mappings():
            key = row["key"]
            count, last = given.get(key, (0, -1))
            article = articles.kept_as(row["name"], row["text"], row["text_sha256"])
            if article is None or last != count - 1 or row["turn"] < count:
                remedy = f"throw it away, and begin again: tracker read --discard {key}"
                yield Fault(name, 0, key, "the unfinished reading is not as it was left", remedy)


def _being_read(address: Address) -> set[str]:
    """The measures that an unfinished reading has brought: their first mention is still to come."""
    with transaction(address, mode="ro") as connection:
        session, revision, (anchor, made) = READING_SESSION, REVISION, NOUNS["measure"]
        query = select(anchor.c.key).where(anchor.c.id == made.c.measure_id, made.c.made_in == revision.c.number)
        query = query.where(revision.c.author == session.c.author, revision.c.why == session.c.why)
        began = func.replace(session.c.started_at, "Z", "")  # to the second; revisions are to less
        return set(connection.scalars(query.where(revision.c.recorded_at >= began)))


def first_damage(address: Address) -> str:
    """What shows first that a record is damaged or was tampered with, in words; empty where nothing does."""
    try:
        damaged = integrity.damage(address.path) if address.path else []
        return next(iter(damaged or [message for message, _ in _log(address)]), "")
    except Exception as error:  # noqa: BLE001 (a record that cannot even be gone through is damaged)
        return f"it cannot be read through: {error}"


def repair(address: Address) -> None:
    """Make anew what follows from the record: the search index. Changes nothing in the record itself."""
    with transaction(address) as connection:
        search_index.rebuild(connection)


def _log(address: Address) -> list[tuple[str, str]]:
    with transaction(address, mode="ro") as connection:
        return broken_chain(connection)


def _dated_after(name: str, mention: RankedMentionRow) -> Iterator[Fault]:
    """No stage was reached after the day its source speaks: the source's day may have been corrected since."""
    if mention["status"] in PAST_STAGES and (mention["date_earliest"] or "") > mention["published"]:
        message = f"its stage is dated {mention['date_edtf']}, after its source spoke, on {mention['published']}"
        remedy = f"correct it: tracker mention edit {mention['mention']}; or the day of {mention['source']}"
        yield Fault(name, 0, mention["mention"], message, remedy)


def _stored_order(name: str, mention: RankedMentionRow) -> Iterator[Fault]:
    """The order stored with a mention is the one its fields give."""
    expected = order_fields(mention["mention"], mention, mention["published"], mention["source_type"])
    expected["established"] = bool(expected["established"])
    if any(dict(mention)[field] != value for field, value in expected.items()):
        remedy = "bring back a copy: tracker db restore"
        yield Fault(name, 0, mention["mention"], "its stored place in the deciding order is not its own", remedy)
