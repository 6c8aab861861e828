"""What became of a measure: documents beside the press, with the days of both; and that no reported status moved."""

from typing import Any

import pytest

from tests.conftest import opened
from tests.databases import Databases
from tracker.db.address import Address
from tracker.domain.dates import add_days
from tracker.domain.filters import Filters
from tracker.reports.established import life, outcome
from tracker.reports.snapshot import Snapshot


def reported(record: Snapshot) -> list[dict[str, Any]]:
    """Every answer that rests on the press."""
    rows = [{**one.row} for one in record.measures()]
    return [{name: value for name, value in row.items() if not name.startswith("established_")} for row in rows]


def test_no_reported_status_moved(databases: Databases) -> None:
    """On no day does what documents say change what was reported by then: its status, day, words or anything of it."""
    alone, shipped = (opened(databases.copy(kind)) for kind in ("articles", "record"))
    assert (alone.as_of, len(alone.articles())) == (shipped.as_of, len(shipped.articles())) == ("2022-03-03", 5)
    day = "2022-01-26"
    while day <= "2022-03-05":
        assert reported(alone.on(day)) == reported(shipped.on(day)), day
        day = add_days(day, 1)
    assert reported(alone) == reported(shipped)


@pytest.mark.parametrize(
    ("measure", "became"),
    [
        ("putin-personal-sanctions", "imposed 25 Feb 2022"),
        ("estonia-doubling", "arriving 16 Feb 2022 *"),
        ("nato-defence-offer", "pledged 21 Feb 2022 ?"),
        ("royal-marines-poland", "still so 16 Feb 2022 *"),
        ("unexplained-wealth-orders", "enacted 15 Mar 2022"),
        ("hms-trent", "deployed by 16 Feb 2022 *"),
        ("icc-referral", None),
        ("sanctions-law", None),
        ("insurgency-support", None),
    ],
)
def test_what_became_of_it(shipped: Address, measure: str, became: str | None) -> None:
    """A later act that documents tell of follows what was reported; one source alone and a press witness are marked."""
    found = outcome(opened(shipped).measure(measure))
    assert (found and found.text()) == became


def test_nothing_said_later_is_known(shipped: Address) -> None:
    """As of a day neither side knows what was said after it."""
    record = opened(shipped, "2022-02-24")
    assert outcome(record.measure("putin-personal-sanctions")) is None
    assert "putin-personal-sanctions" not in {one.row["measure"] for one in record.established().measures()}
    on = opened(shipped, "2022-02-25").measure("putin-personal-sanctions")
    assert (on.row["status_label"], on.row["established_label"]) == ("considered", "imposed")


def test_a_life_in_order_of_time(shipped: Address) -> None:
    """Each stage stands on the day it was first reported, or on that of the act, with its hour and how it is known."""
    steps = [step.text for step in life(opened(shipped).measure("sanctions-law"))]
    assert steps == [
        "reported promised 27 Jan 2022",
        "in force 10 Feb 2022 17:00 (cited)",
        "reported in force 11 Feb 2022",
    ]


def test_what_was_not_found_stays_empty(shipped: Address) -> None:
    """Four measures have nothing that documents establish; what stands on one source, or on an inference, is unsure."""
    record = opened(shipped)
    empty = {one.row["measure"] for one in record.measures() if not one.row["established_status"]}
    assert empty == {
        *("standby-humanitarian-deployment", "standby-support-to-allies", "offers-not-taken-up", "insurgency-support"),
    }
    cited = [row for row in record.mentions() if row["established"]]
    assert {row["evidence"] for row in cited} == {"cited"}
    assert sum(row["unsure"] for row in cited) == 9


def test_a_law_reads_by_its_instrument(shipped: Address) -> None:
    """An Act with Royal Assent and no day of coming into force is enacted, whichever columns are asked for."""
    rows = opened(shipped).established().measure_rows(Filters(), ["measure", "status_label"])
    labels = {row["measure"]: row["status_label"] for row in rows}
    assert (labels["assets-legislation"], labels["sanctions-law"]) == ("enacted", "in force")


def test_two_acts_are_no_dispute(shipped: Address) -> None:
    """Documents that date two acts, each with its own day and number, do not differ; two of one act may."""
    by_documents = {one.row["measure"]: one.row for one in opened(shipped).established().measures()}
    assert [key for key, row in by_documents.items() if row["disputed"]] == []
    assert by_documents["oligarch-sanctions"]["status_date"] == "2022-03-03", "of the first listings of two"
