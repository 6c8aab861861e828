"""The one caveat beside a status."""

from tests.conftest import opened
from tracker.db.address import Address
from tracker.domain.caveats import CAVEATS, caveat


def test_one_caveat_the_first_that_applies(shipped: Address) -> None:
    """A status carries one caveat at most: a dispute before a condition, a condition before who says so."""
    found = {one.row["measure"]: caveat(one) for one in opened(shipped).measures()}
    assert found["royal-marines-poland"] == "disputed"
    assert found["estonia-doubling"] == "disputed", "it rests on an inferred date too, and disputed comes first"
    assert found["troops-if-invasion"] == "condition_met"
    assert found["sanctions-package-use"] == "perhaps_done"
    assert found["more-forces-if-needed"] == "conditional"
    assert found["eastern-flank-reinforcement"] == "unnamed_source"
    assert found["offers-not-taken-up"] == "coder_unsure"
    assert found["training-ukraine"] == ""
    assert set(found.values()) - {""} <= set(CAVEATS)


def test_a_condition_is_met_only_once_reported(shipped: Address) -> None:
    """Before a source says that the event has happened the measure is conditional, not met."""
    assert caveat(opened(shipped, "2022-02-11").measure("troops-if-invasion")) == "conditional"


def test_what_may_be_the_same_was_done(shipped: Address) -> None:
    """That a measure was perhaps done hangs on the day: not before what may be the same measure was carried out."""
    assert caveat(opened(shipped).measure("sanctions-package-use")) == "perhaps_done"
    assert caveat(opened(shipped, "2022-02-11").measure("sanctions-package-use")) == "conditional"
    assert caveat(opened(shipped).measure("troops-if-invasion")) == "condition_met", "nothing it may be is done"
