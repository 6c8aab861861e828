"""Reports: what the five articles come to, as a careful reader would check it, alike on both databases."""

from typing import Any

import pytest

from tests.conftest import opened
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.queries import MEASURES_OF_SOURCE, MENTION_COUNTS
from tracker.db.reader import reading
from tracker.domain import columns
from tracker.domain.dates import NOW
from tracker.domain.filters import Filters
from tracker.domain.status import STATUS_FIELDS, mention_rows
from tracker.errors.usage import NotYetReported, UnknownKey
from tracker.record import measures, mentions
from tracker.reports import snapshot
from tracker.reports.coverage import coverage
from tracker.reports.search import search
from tracker.reports.snapshot import Snapshot

# measure: status, disputed, conditional, rests on an inferred date
EXPECTED = {
    "royal-marines-poland": ("under_way", True, False, False),
    "royal-engineers-poland": ("in_effect", False, False, False),
    "estonia-doubling": ("proposed", True, False, False),
    "raf-jets-southern-europe": ("proposed", True, False, False),
    "type-45-destroyer": ("proposed", True, False, False),
    "hms-trent": ("proposed", True, False, False),
    "standby-1000": ("in_effect", False, False, False),
    "standby-humanitarian-deployment": ("announced", False, True, False),
    "standby-support-to-allies": ("considered", False, False, False),
    "troops-if-invasion": ("announced", False, True, False),
    "intervention-in-ukraine": ("ruled_out", False, False, False),
    "sanctions-law": ("in_effect", False, False, False),
    "sanctions-package": ("under_way", False, False, False),
    "sanctions-package-use": ("announced", False, True, False),
    "putin-personal-sanctions": ("considered", False, True, False),
    "initial-sanctions": ("in_effect", False, False, False),
    "oligarch-sanctions": ("under_way", False, False, False),
    "further-sanctions": ("announced", False, False, False),
    "asset-seizure": ("considered", False, False, False),
    "assets-legislation": ("under_way", False, False, False),
    "unexplained-wealth-orders": ("under_way", False, False, False),
    "icc-referral": ("completed", False, False, False),
    "icc-assistance": ("announced", False, False, False),
    "anti-tank-missiles": ("completed", False, False, False),
    "protective-equipment": ("completed", False, False, False),
    "training-ukraine": ("completed", False, False, False),
    "further-military-support": ("considered", False, True, False),
    "insurgency-support": ("considered", False, True, False),
    "more-forces-if-needed": ("considered", False, True, False),
    "eastern-flank-reinforcement": ("considered", False, False, False),
    "nato-defence-offer": ("proposed", False, False, False),
    "offers-not-taken-up": ("proposed", False, False, False),
}


def test_every_measure_and_its_status(shipped: Address) -> None:
    """The shipped readings come to these measures with these statuses, disputes, conditions and inferred dates."""
    found = {
        one.row["measure"]: tuple(one.row[name] for name in ("status", "disputed", "conditional", "inferred_date"))
        for one in opened(shipped).measures()
    }
    assert found == EXPECTED


def row(address: Address, key: str, as_of: str = "") -> dict[str, Any]:
    """One measure's row."""
    return opened(address, as_of).measure(key).row


def test_the_royal_marines(shipped: Address) -> None:
    """Announced; deployed by one article and arriving by a later one: arriving since the 10th, and disputed."""
    marines = row(shipped, "royal-marines-poland")
    assert (marines["status_label"], marines["status_date"]) == ("arriving", "2022-02-10")
    assert (marines["amount"], marines["unit"], marines["place"]) == (350, "marines", "poland")
    assert (marines["sources"], marines["origins"], marines["disagreements"]) == (3, 2, 1)
    one = opened(shipped).measure("royal-marines-poland")
    assert [(m.row["source"], m.disagrees) for m in one.decision.disagreeing] == [("cold-war-rhetoric", ("status",))]


def test_missiles_keep_their_number(shipped: Address) -> None:
    """A mention without a number does not erase the 2,000 of another."""
    missiles = row(shipped, "anti-tank-missiles")
    assert (missiles["amount"], missiles["unit"], missiles["status_label"]) == (2000, "missiles", "delivered")


def test_the_standby_force(shipped: Address) -> None:
    """A thousand on standby at home, by three articles that rest on two origins; their use is another measure."""
    force = row(shipped, "standby-1000")
    assert (force["amount"], force["place"], force["status_label"]) == (1000, "united_kingdom", "on standby")
    assert (force["sources"], force["origins"]) == (3, 2)
    use = row(shipped, "standby-humanitarian-deployment")
    assert (use["status_label"], use["trigger_met"]) == ("pledged", True)


def test_the_sanctions_law_is_progress(shipped: Address) -> None:
    """Promised in January, in force in February: progress, no dispute."""
    law = row(shipped, "sanctions-law")
    assert (law["status_label"], law["disputed"], law["status_rule"]) == ("in force", False, "latest")
    assert row(shipped, "sanctions-law", "2022-01-31")["status_label"] == "promised"


def test_as_of_a_day_only_what_had_been_said(shipped: Address) -> None:
    """As of a day, sources that spoke later count for nothing, and what they met is not met."""
    january = opened(shipped, "2022-01-31")
    assert {one.row["status_source"] for one in january.measures()} == {"not-optimistic"}
    assert [source["source"] for source in january.articles()] == ["not-optimistic"]
    assert {event["met_on"] for event in january.events()} == {None}
    assert row(shipped, "troops-if-invasion", "2022-01-31")["trigger_met"] is False
    assert row(shipped, "troops-if-invasion")["trigger_met"] is True
    with pytest.raises(NotYetReported):
        opened(shipped, "2022-01-31").measure("royal-marines-poland")
    with pytest.raises(UnknownKey):
        opened(shipped).measure("")
    assert [*opened(shipped, "2021-12-31").measures()] == []


def test_as_of_the_tenth_marines_are_only_announced(shipped: Address) -> None:
    """On one day, of two articles the less advanced is believed, and the other disagrees."""
    marines = row(shipped, "royal-marines-poland", "2022-02-10")
    assert (marines["status"], marines["disputed"], marines["inferred_date"]) == ("announced", True, False)


def test_an_article_speaks_on_the_day_of_its_update(shipped: Address) -> None:
    """An article published on the 9th and updated on the 10th speaks on the 10th."""
    assert "step-back" not in {source["source"] for source in opened(shipped, "2022-02-09").sources()}
    assert {m["published"] for m in opened(shipped).mentions() if m["source"] == "step-back"} == {"2022-02-10"}


def test_rows_have_the_columns_of_the_contract(shipped: Address) -> None:
    """Every table's rows carry exactly its columns, in order."""
    record = opened(shipped)
    assert set(next(record.measures()).row) == set(columns.names(columns.MEASURES))
    for rows, table in (
        (record.mentions(), columns.MENTIONS),
        (record.sources(), columns.SOURCES),
        (record.paragraphs(), columns.PARAGRAPHS),
        (record.events(), columns.EVENTS),
        (record.links(), columns.LINKS),
    ):
        assert set(columns.names(table)) <= set(rows[0])


def test_an_empty_record_reads(empty: Address) -> None:
    """A record with nothing in it has no measures, sources or coverage, and no fault."""
    record = opened(empty)
    assert ([*record.measures()], record.sources(), [*coverage(record)], record.events()) == ([], [], [], [])


_answers: dict[str, str] = {}


QUERIES = (
    *("position", "measures", "aliases", "statuses", "mentions", "mention_counts", "sources", "paragraphs"),
    *("events", "links"),
)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("as_of", ["2022-01-31", "2022-02-10", "2022-03-03"])
def test_both_databases_answer_alike(shipped: Address, query: str, as_of: str) -> None:
    """Every query gives the same rows in the same order on SQLite and PostgreSQL, to the last character."""
    wanted = {"position": {"known_at": NOW}, **{name: {"revision": 1} for name in ("measures", "aliases", "links")}}
    with reading(shipped) as reader:
        parameters = wanted.get(query, {"revision": 1, "as_of": as_of, "established_as_of": as_of, "established": 0})
        rows = [getattr(found, "row", found) for found in reader.rows(query, **parameters)]
    for found in rows:
        for clock in ("recorded_at", "digest"):
            found.pop(clock, None)
    answer = repr(rows)
    assert _answers.setdefault(f"{query} {as_of}", answer) == answer


@pytest.mark.parametrize("as_of", ["2022-01-31", "2022-03-03"])
@pytest.mark.parametrize("page", [1, 2, 7, 31])
def test_pages_are_not_seen(shipped: Address, monkeypatch: pytest.MonkeyPatch, page: int, as_of: str) -> None:
    """However many measures are read at once, all come, by key; any stretch of keys gives those that lie in it."""
    everything = [*opened(shipped, as_of).measures()]
    keys = [one.row["measure"] for one in everything]
    assert keys == sorted(keys)
    monkeypatch.setattr(snapshot, "SMALLEST_PAGE", page)
    monkeypatch.setattr(snapshot, "LARGEST_PAGE", page)
    record = opened(shipped, as_of)
    assert list(record.measures()) == everything
    first, last = keys[1], keys[-2]
    assert list(record.measures(first, last)) == everything[1:-1]
    assert list(record.measures(snapshot.following(first))) == everything[2:]


def test_one_by_one_is_as_all_at_once(shipped: Address) -> None:
    """A measure or mention asked for by itself is as it is among all, whatever name it is asked for by."""
    record = opened(shipped)
    for one in record.measures():
        for name in (one.row["measure"], one.row["title"], one.row["title"].upper(), one.row["measure"].upper()):
            assert record.measure(name) == one
    for mention in record.mentions():
        assert record.mention(mention["mention"]) == mention
    with pytest.raises(UnknownKey):
        record.mention("royal-marines-poland")


def test_an_alias_answers_for_its_measure(shipped: Address) -> None:
    """The key of a measure that was merged away gives the one that answers for it, through two merges as well."""
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to test")
        measures.merge(change, "hms-trent", "type-45-destroyer")
        measures.merge(change, "type-45-destroyer", "raf-jets-southern-europe")
        change.close()
    record = opened(shipped)
    assert {record.measure(name).row["measure"] for name in ("hms-trent", "type-45-destroyer")} == {
        "raf-jets-southern-europe"
    }
    assert "hms-trent" not in {one.row["measure"] for one in record.measures()}


@pytest.mark.parametrize("as_of", ["2021-12-31", "2022-01-31", "2022-02-10", ""])
def test_statuses_are_the_answers(shipped: Address, as_of: str) -> None:
    """What deciding mentions alone tell is what the whole answer says, for every measure and every such column."""
    record = opened(shipped, as_of)
    whole = [{name: one.row[name] for name in STATUS_FIELDS} for one in record.measures()]
    assert list(record.measure_rows(Filters(), ["measure", "status"])) == whole
    assert record.count() == len(whole)
    some = Filters(kind=["deployment", "justice"], status=["proposed", "announced"])
    kept = [row for row in whole if row["kind"] in some.kind and row["status"] in some.status]
    assert list(record.measure_rows(some, ["title"])) == kept
    disputed = list(record.measure_rows(Filters(disputed=True), ["title"]))
    assert [row["measure"] for row in disputed] == [
        one.row["measure"] for one in record.measures() if one.row["disputed"]
    ]


def mention_counts(record: Snapshot) -> dict[str, int]:
    """How many mentions each source has."""
    return {row["source"]: row["mentions"] for row in record.rows(MENTION_COUNTS)}


@pytest.mark.parametrize("as_of", ["2022-01-31", "2022-02-10", ""])
def test_one_source_is_as_among_all(shipped: Address, as_of: str) -> None:
    """What a source says, its paragraphs and how many mentions it has are the same alone as among all."""
    record = opened(shipped, as_of)
    for source in record.sources():
        key = source["source"]
        said = [mention for mention in record.mentions() if mention["source"] == key]
        assert mention_counts(record).get(key, 0) == len(said)
        assert [row["measure"] for row in record.rows(MEASURES_OF_SOURCE, source=key)] == sorted(
            {row["measure"] for row in said}
        )
        assert record.paragraphs(key) == [row for row in record.paragraphs() if row["source"] == key]


def test_what_is_set_aside_altogether_is_not_counted(shipped: Address) -> None:
    """A measure whose every mention was set aside has no status, and its mentions count nowhere."""
    before = mention_counts(opened(shipped))
    [only] = opened(shipped).measure("icc-referral").decision.ranked
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to test")
        mentions.deprecate(change, only.row["mention"], "misread")
        change.close()
    record = opened(shipped)
    assert mention_counts(record) == before | {"almost-impossible": before["almost-impossible"] - 1}
    assert sum(mention_counts(record).values()) == len(record.mentions())
    assert "icc-referral" not in {row["measure"] for row in record.measure_rows(Filters(), ["status"])}
    assert search(record, '"referral"', Filters(), 10) == []


def test_mentions_keep_their_rank(shipped: Address) -> None:
    """Exactly one mention of a measure decides, and it is the first."""
    for one in opened(shipped).measures():
        rows = mention_rows(one.decision.ranked)
        assert [found["rank"] for found in rows] == list(range(1, len(rows) + 1))
        assert [found["decides"] for found in rows] == [True] + [False] * (len(rows) - 1)
