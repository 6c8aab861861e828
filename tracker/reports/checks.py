"""Checks: the record against itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.db import integrity, queries, search_index
from tracker.db.address import Address
from tracker.db.conventions import LIVE, OF_ANCHOR, POINTING
from tracker.db.hash_chain import broken_chain
from tracker.db.queries import Ask
from tracker.db.reader import reading
from tracker.domain.deciding import order_fields
from tracker.domain.quotes import text_fingerprint
from tracker.domain.status import UNDER
from tracker.domain.vocabulary import PAST_STAGES
from tracker.errors.base import Fault
from tracker.reports.snapshot import LAST_DAY, Snapshot
from tracker.text import articles

if TYPE_CHECKING:
    from tracker.domain.rows import MentionRow


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
    faults = [Fault(name, 0, "schema", message, restore) for message in _other_schema(address)]
    if any(fault.message.startswith("table") for fault in faults):
        return faults
    with reading(address) as reader:
        ask = reader.ask
        faults += [Fault(name, 0, "change log", message, remedy) for message, remedy in broken_chain(ask)]
        faults += _search(name, ask, "postgresql" if address.path is None else "sqlite")
        faults += _dangling(name, ask)
        faults += _spoken(name, ask)
        faults += _private(name, ask)
        being_read = _being_read(ask)
    heads = {f"{row['revision']}:{row['digest']}" for row in snapshot.rows(queries.REVISIONS)}
    if expected and expected not in heads:
        remedy = "revisions were cut off or altered since; bring back a copy: tracker db restore"
        faults.append(Fault(name, 0, "change log", f"it does not hold the head {expected}", remedy))
    spoken_of, of_mentions = being_read, list[Fault]()
    for spoken in snapshot.rows(queries.MENTIONS, as_of=LAST_DAY):
        spoken_of.add(spoken.measure)
        of_mentions += [*_stored_order(name, spoken.row), *_dated_after(name, spoken.row)]
    for measure in snapshot.rows(queries.MEASURES):
        if not measure["merged_into"] and measure["measure"] not in spoken_of:
            remedy = "add a mention, or withdraw the measure"
            faults.append(Fault(name, 0, measure["measure"], "the measure has no mention, so it has no status", remedy))
    return faults + of_mentions


def long_titles(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The measures whose titles the report cannot show on one line of 80 columns, each with what to say of it."""
    under = {link["measure"] for link in snapshot.links() if link["relation"] in UNDER}
    for row in snapshot.rows(queries.MEASURES):
        most = CHILDS_TITLE if row["measure"] in under else TITLE
        if len(row["title"]) > most and not row["merged_into"]:
            said = f"its title has {len(row['title'])} letters, {most} fit on a line of the report"
            yield row["measure"], f"{said}: tracker measure edit {row['measure']} --title …"


def _other_schema(address: Address) -> list[str]:
    if address.path is not None and integrity.is_as_made(address.path):
        return []
    from tracker.db import schema  # the migrations, and with them Alembic: only where something differs

    return schema.differences(address)


def _search(name: str, ask: Ask, dialect: str) -> Iterator[Fault]:
    if differing := search_index.drift(ask, dialect):
        message = f"{differing} entries of the search index are not those of the record"
        yield Fault(name, 0, "search index", message, "make it anew: tracker check --repair")


def _dangling(name: str, ask: Ask) -> Iterator[Fault]:
    """Nothing that lives points to what was withdrawn: the verbs see to it, whatever else wrote may not have."""
    for noun, pointing in POINTING.items():
        for other, field in pointing:
            points = f"own.{field}" if field in OF_ANCHOR.get(other, {}) else f"said.{field}"
            query = (
                f"SELECT own.key AS key, gone.key AS gone FROM {other} AS own"  # noqa: S608 (our own names)
                f" JOIN {other}_version AS said ON said.{other}_id = own.id AND said.ended_in = {LIVE}"
                f" JOIN {noun} AS gone ON gone.id = {points} WHERE gone.id NOT IN"
                f" (SELECT {noun}_id FROM {noun}_version WHERE ended_in = {LIVE})"
            )
            for row in ask(query):
                remedy = f"withdraw or change the {other}, or add the {noun} again"
                message = f"the {other} points to {noun} {row['gone']}, which is withdrawn"
                yield Fault(name, 0, row["key"], message, remedy)


def _spoken(name: str, ask: Ask) -> Iterator[Fault]:
    """What a mention says was said on the day that its source speaks on."""
    query = (
        f"SELECT a.key FROM mention_version AS m JOIN mention AS a ON a.id = m.mention_id AND m.ended_in = {LIVE}"  # noqa: S608
        " LEFT JOIN paragraph AS p ON p.id = m.paragraph_id"
        " JOIN source_version AS s ON s.source_id = COALESCE(m.source_id, p.source_id)"
        f" WHERE s.ended_in = {LIVE} AND m.spoken_on <> COALESCE(s.updated, s.published) ORDER BY a.key"
    )
    for row in ask(query):
        remedy = "bring back a copy: tracker db restore"
        yield Fault(name, 0, row["key"], "it is kept under another day than its source speaks on", remedy)


def _private(name: str, ask: Ask) -> Iterator[Fault]:
    """What stands beside the record, in no revision: attached texts and unfinished readings, by their fingerprints."""
    for row in ask("SELECT key, text, text_sha256 FROM source_text JOIN source ON id = source_id"):
        if text_fingerprint(row["text"].encode()) != row["text_sha256"]:
            remedy = f"attach it again: tracker source attach {row['key']} FILE"
            yield Fault(name, 0, row["key"], "its attached text is not the one that was attached", remedy)
    given = "SELECT session, COUNT(*) AS count, MAX(position) AS last FROM reading_answer GROUP BY session"
    query = "SELECT key, name, text, text_sha256, turn, COALESCE(count, 0) AS count, COALESCE(last, -1) AS last"
    for row in ask(f"{query} FROM reading_session LEFT JOIN ({given}) AS given ON session = key"):
        article = articles.kept_as(row["name"], row["text"], row["text_sha256"])
        if article is None or row["last"] != row["count"] - 1 or row["turn"] < row["count"]:
            remedy = f"throw it away, and begin again: tracker read --discard {row['key']}"
            yield Fault(name, 0, row["key"], "the unfinished reading is not as it was left", remedy)


def _being_read(ask: Ask) -> set[str]:
    """The measures that an unfinished reading has brought: their first mention is still to come."""
    began = "REPLACE(s.started_at, 'Z', '')"  # to the second; revisions are to less
    query = (
        "SELECT a.key FROM reading_session AS s JOIN revision AS r ON r.author = s.author AND r.why = s.why"  # noqa: S608
        f" AND r.recorded_at >= {began} JOIN measure_version AS v ON v.made_in = r.number"
        " JOIN measure AS a ON a.id = v.measure_id"
    )
    return {row["key"] for row in ask(query)}


def first_damage(address: Address) -> str:
    """What shows first that a record is damaged or was tampered with, in words; empty where nothing does."""
    try:
        damaged = integrity.damage(address.path) if address.path else []
        return next(iter(damaged or [message for message, _ in _log(address)]), "")
    except Exception as error:  # noqa: BLE001 (a record that cannot even be gone through is damaged)
        return f"it cannot be read through: {error}"


def repair(address: Address) -> None:
    """Make anew what follows from the record: the search index. Changes nothing in the record itself."""
    from tracker.db.engine import transaction  # SQLAlchemy: writing pays for it

    with transaction(address) as connection:
        search_index.rebuild(connection)


def _log(address: Address) -> list[tuple[str, str]]:
    with reading(address) as reader:
        return broken_chain(reader.ask)


def _dated_after(name: str, mention: MentionRow) -> Iterator[Fault]:
    """No stage was reached after the day its source speaks: the source's day may have been corrected since."""
    if mention["status"] in PAST_STAGES and (mention["date_earliest"] or "") > mention["published"]:
        message = f"its stage is dated {mention['date_edtf']}, after its source spoke, on {mention['published']}"
        remedy = f"correct it: tracker mention edit {mention['mention']}; or the day of {mention['source']}"
        yield Fault(name, 0, mention["mention"], message, remedy)


def _stored_order(name: str, mention: MentionRow) -> Iterator[Fault]:
    """The order stored with a mention is the one its fields give."""
    expected = order_fields(mention["mention"], mention, mention["published"], mention["source_type"])
    if any(dict(mention)[field] != value for field, value in expected.items()):
        remedy = "bring back a copy: tracker db restore"
        yield Fault(name, 0, mention["mention"], "its stored place in the deciding order is not its own", remedy)
