"""Measures: merging two into one, and taking that back in any order."""

import pytest

from tests.conftest import opened
from tests.making import act, mention, sound, state, undo_it
from tracker.db.address import Address
from tracker.errors.base import Refused
from tracker.errors.usage import UnknownKey
from tracker.record import measures, mentions


def test_merge_and_unmerge(shipped: Address) -> None:
    """A merged measure's mentions and links move, its key goes on answering, and unmerging brings all back."""
    before = state(shipped)
    assert act(shipped, measures.merge, "type-45-destroyer", "hms-trent") == 3
    one = opened(shipped).measure("type-45-destroyer")
    assert (one.row["measure"], one.row["aliases"], one.row["mentions"]) == ("hms-trent", "type-45-destroyer", 4)
    with pytest.raises(Refused):
        act(shipped, measures.merge, "type-45-destroyer", "estonia-doubling")
    assert act(shipped, measures.unmerge, "type-45-destroyer") == 3
    assert state(shipped) == before
    undo_it(shipped)
    undo_it(shipped)
    assert state(shipped) == before
    assert sound(shipped)


@pytest.mark.parametrize(("key", "into"), [("oligarch-sanctions", "further-sanctions"), ("hms-trent", "standby-1000")])
def test_unmerging_after_more_was_done(shipped: Address, key: str, into: str) -> None:
    """Unmerging keeps what was changed since the merge, and everything else is as before, links to the letter."""
    before = state(shipped)
    act(shipped, measures.merge, key, into)
    [first, *_] = [row["mention"] for row in opened(shipped).mentions() if row["recorded_as"] == key]
    own = next(row["mention"] for row in before[0] if row["measure"] == into)
    act(shipped, mentions.edit, first, {"note": "read again"})
    act(shipped, mentions.edit, own, {"note": "too"})
    act(shipped, measures.edit, into, {"summary": "Two in one."})
    assert act(shipped, measures.unmerge, key) == sum(row["measure"] == key for row in before[0])
    after = state(shipped)
    noted = {row["mention"]: row["note"] for row in after[0] if row["mention"] in (first, own)}
    assert noted == {first: "read again", own: "too"}
    act(shipped, mentions.edit, first, {"note": next(row["note"] for row in before[0] if row["mention"] == first)})
    act(shipped, mentions.edit, own, {"note": next(row["note"] for row in before[0] if row["mention"] == own)})
    act(shipped, measures.edit, into, {"summary": next(r["summary"] for r in before[1] if r["measure"] == into)})
    assert state(shipped) == before
    assert sound(shipped)


def test_unmerging_a_chain(shipped: Address) -> None:
    """Merges are taken back from the last to the first; the measure between takes along what was merged into it."""
    before = state(shipped)
    act(shipped, measures.merge, "standby-support-to-allies", "more-forces-if-needed")
    between = state(shipped)
    act(shipped, measures.merge, "more-forces-if-needed", "troops-if-invasion")
    with pytest.raises(Refused) as refused:
        act(shipped, measures.unmerge, "standby-support-to-allies")
    assert "first: tracker measure unmerge more-forces-if-needed" in refused.value.message
    act(shipped, measures.unmerge, "more-forces-if-needed")
    assert state(shipped) == between
    act(shipped, measures.unmerge, "standby-support-to-allies")
    assert state(shipped) == before
    assert sound(shipped)


def test_what_a_person_moved_stays_when_unmerged(shipped: Address) -> None:
    """Mentions that were moved by hand before the merge, or on to a third measure after it, stay where they are."""
    moved = mention(shipped, "type-45-destroyer", "step-back")
    act(shipped, mentions.move, moved, "hms-trent")
    act(shipped, measures.merge, "type-45-destroyer", "hms-trent")
    act(shipped, measures.unmerge, "type-45-destroyer")
    record = opened(shipped)
    assert (record.mention(moved)["measure"], record.mention(moved)["recorded_as"]) == (
        "hms-trent",
        "type-45-destroyer",
    )
    act(shipped, measures.merge, "type-45-destroyer", "hms-trent")
    other = next(row["mention"] for row in opened(shipped).mentions() if row["recorded_as"] and row["mention"] != moved)
    act(shipped, mentions.move, other, "estonia-doubling")
    assert act(shipped, measures.unmerge, "type-45-destroyer") == 1
    assert opened(shipped).mention(other)["measure"] == "estonia-doubling"
    assert sound(shipped)


def test_what_is_not_merged_cannot_be_unmerged(shipped: Address) -> None:
    """A measure that answers for itself, or is not there, is refused in words."""
    with pytest.raises(Refused) as refused:
        act(shipped, measures.unmerge, "hms-trent")
    assert "it is not merged into another" in refused.value.message
    with pytest.raises(UnknownKey):
        act(shipped, measures.unmerge, "hms-trnt")


def test_merging_into_itself_is_refused(shipped: Address) -> None:
    """A measure cannot answer for itself, nor for one that answers elsewhere."""
    with pytest.raises(Refused):
        act(shipped, measures.merge, "hms-trent", "hms-trent")
    act(shipped, measures.merge, "hms-trent", "type-45-destroyer")
    with pytest.raises(Refused):
        act(shipped, measures.merge, "estonia-doubling", "hms-trent")


def test_linked_measures_merged_into_one_come_back_last_first(shipped: Address) -> None:
    """Of two linked measures merged into a third, the one merged first cannot come back before the other."""
    before = state(shipped)
    act(shipped, measures.merge, "unexplained-wealth-orders", "asset-seizure")
    act(shipped, measures.merge, "assets-legislation", "asset-seizure")
    with pytest.raises(Refused, match="first: tracker measure unmerge assets-legislation"):
        act(shipped, measures.unmerge, "unexplained-wealth-orders")
    act(shipped, measures.unmerge, "assets-legislation")
    act(shipped, measures.unmerge, "unexplained-wealth-orders")
    assert state(shipped) == before
    assert sound(shipped)
