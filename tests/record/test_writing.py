"""The writing verbs: adding, editing, withdrawing, merging, moving, preferring, undoing; nothing is overwritten."""

import re
from typing import Any

import pytest

from tests.conftest import opened
from tracker.db import change_log
from tracker.db.address import Address
from tracker.db.change import Change, broken_chain
from tracker.db.engine import transaction
from tracker.db.reader import reading
from tracker.errors.base import Conflict, NothingToUndo, Refused
from tracker.errors.usage import NeverHeld, UnknownKey
from tracker.record import events, links, measures, mentions, paragraphs, sources
from tracker.record.undo import last_of, undo


def act(address: Address, verb: Any, *arguments: Any, by: str = "a person", **named: Any) -> Any:
    """One verb, in a change of its own."""
    with transaction(address) as connection:
        change = Change(connection, by, "to test")
        answer = verb(change, *arguments, **named)
        change.close()
        return answer


def undo_it(address: Address, number: int = 0, by: str = "a person") -> int:
    """Take a change back, in a change of its own."""
    with transaction(address) as connection:
        change = Change(connection, by, "undo")
        count = undo(change, number or last_of(change, by))
        change.close()
        return count


def state(address: Address) -> list[Any]:
    """All that a report could show of a record."""
    record = opened(address)
    return [record.mentions(), record.measure_definitions(), record.sources(), record.paragraphs(), record.links()]


def sound(address: Address) -> bool:
    """Whether the change log vouches for everything."""
    with transaction(address) as connection:
        return broken_chain(connection) == []


def mention(address: Address, measure: str, source: str) -> str:
    """The key of a source's first mention of a measure."""
    found = [row for row in opened(address).mentions() if (row["measure"], row["source"]) == (measure, source)]
    return str(found[0]["mention"])


def test_an_edit_begins_a_version(shipped: Address) -> None:
    """Editing changes what is asked and nothing else, takes away what is emptied, and keeps what was there."""
    assert act(shipped, measures.edit, "hms-trent", {"title": "Trent", "summary": ""})
    row = opened(shipped).measure_definition("hms-trent")
    assert (row["title"], row["summary"], row["kind"]) == ("Trent", None, "deployment")
    [entry, _] = _log(shipped)
    [thing] = entry.touched
    assert {one.field: one.before for one in thing.differences}["title"] == "HMS Trent to the Mediterranean"
    assert sound(shipped)


def _log(address: Address) -> list[change_log.Entry]:
    with reading(address) as reader:
        return change_log.log(reader.rows)


def test_an_edit_of_nothing_is_none(shipped: Address) -> None:
    """Saying what is said already makes no revision."""
    assert not act(shipped, measures.edit, "hms-trent", {"kind": "deployment"})
    assert opened(shipped).revision == 1


BAD_EDITS = [
    (measures.edit, "hms-trent", {"kind": "gossip"}),
    (measures.edit, "hms-trent", {"title": ""}),
    (measures.edit, "hms-trent", {"form": "trade"}),
    (sources.edit, "step-back", {"published": "2022-02-30"}),
    (sources.edit, "step-back", {"published": "2022-03-30"}),
    (events.edit, "humanitarian-crisis", {"quote": ""}),
    (paragraphs.edit, "step-back/11", {"verdict": "records"}),
]


@pytest.mark.parametrize(("verb", "key", "changes"), BAD_EDITS)
def test_an_edit_is_checked_as_an_addition_is(shipped: Address, verb: Any, key: str, changes: dict[str, str]) -> None:
    """An edit that would break a rule is refused, and nothing is written."""
    with pytest.raises(Refused):
        act(shipped, verb, key, changes)
    assert opened(shipped).revision == 1


@pytest.mark.parametrize("verb", [measures.edit, sources.edit, events.edit, paragraphs.edit, mentions.edit])
def test_what_is_not_there_cannot_be_edited(shipped: Address, verb: Any) -> None:
    """Editing under a key nothing answers to is refused with what is near."""
    with pytest.raises(UnknownKey):
        act(shipped, verb, "nothing-there", {"note": "x"})


def test_the_second_editor_is_told(shipped: Address) -> None:
    """Of two who started from one version the second is told who changed it, when and why, and writes nothing."""
    act(shipped, measures.edit, "hms-trent", {"title": "One"}, 1, by="ann")
    with pytest.raises(Conflict, match="ann") as found:
        act(shipped, measures.edit, "hms-trent", {"title": "Two"}, 1, by="bob")
    assert "to test" in str(found.value)
    assert opened(shipped).measure_definition("hms-trent")["title"] == "One"
    act(shipped, measures.edit, "hms-trent", {"title": "Two"}, 2, by="bob")


def test_a_mention_keeps_its_key(shipped: Address) -> None:
    """A mention's key is frozen: editing its words does not change what it is called."""
    key = mention(shipped, "royal-marines-poland", "step-back")
    act(shipped, mentions.edit, key, {"status": "in_effect", "quote": "Some 350 Royal Marines"})
    row = opened(shipped).mention(key)
    assert (row["status"], row["quote"]) == ("in_effect", "Some 350 Royal Marines")


def test_a_new_day_moves_its_mentions(shipped: Address) -> None:
    """When a source's day is corrected, its mentions speak on the new day, and the answer follows."""
    assert opened(shipped).measure("estonia-doubling").row["status"] == "proposed"
    act(shipped, sources.edit, "cold-war-rhetoric", {"published": "2022-02-11"})
    row = opened(shipped).measure("estonia-doubling").row
    assert (row["status"], row["last_reported"], row["disputed"]) == ("in_effect", "2022-02-11", False)
    assert sound(shipped)


def test_preferring_and_setting_aside(shipped: Address) -> None:
    """A preferred mention decides, one set aside never does, and both can be taken back."""
    key = mention(shipped, "royal-marines-poland", "cold-war-rhetoric")
    act(shipped, mentions.prefer, key, "2026-01-01")
    one = opened(shipped).measure("royal-marines-poland")
    assert (one.row["status"], one.row["status_rule"]) == ("in_effect", "preferred")
    act(shipped, mentions.deprecate, key, "doubtful")
    one = opened(shipped).measure("royal-marines-poland")
    assert (one.row["status"], one.row["disputed"], one.row["mentions"]) == ("under_way", False, 2)
    assert one.decision.ranked[-1].reason == "deprecated"
    act(shipped, mentions.deprecate, key, "")
    assert opened(shipped).measure("royal-marines-poland").row["disputed"]


def test_moving_remembers(shipped: Address) -> None:
    """A moved mention remembers the measure it was recorded under, and forgets when it goes home."""
    key = mention(shipped, "hms-trent", "step-back")
    act(shipped, mentions.move, key, "type-45-destroyer")
    assert opened(shipped).mention(key)["recorded_as"] == "hms-trent"
    act(shipped, mentions.move, key, "hms-trent")
    assert opened(shipped).mention(key)["recorded_as"] is None


def test_merge_and_unmerge(shipped: Address) -> None:
    """A merged measure's mentions and links move, its key goes on answering, and unmerging brings all back."""
    before = state(shipped)
    assert act(shipped, measures.merge, "type-45-destroyer", "hms-trent") == 2
    one = opened(shipped).measure("type-45-destroyer")
    assert (one.row["measure"], one.row["aliases"], one.row["mentions"]) == ("hms-trent", "type-45-destroyer", 4)
    with pytest.raises(Refused):
        act(shipped, measures.merge, "type-45-destroyer", "estonia-doubling")
    assert act(shipped, measures.unmerge, "type-45-destroyer") == 2
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
    assert act(shipped, measures.unmerge, "type-45-destroyer") == 0
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


WITHDRAWALS = [
    (measures.withdraw, "royal-marines-poland"),
    (sources.withdraw, "almost-impossible"),
    (sources.withdraw, "step-back"),
]


@pytest.mark.parametrize(("verb", "key"), WITHDRAWALS)
def test_withdrawing_and_undoing(shipped: Address, verb: Any, key: str) -> None:
    """What is withdrawn goes with all that hangs on it, nothing dangles, and undoing brings everything back."""
    before = state(shipped)
    act(shipped, verb, key)
    record = opened(shipped)
    assert key not in [*record.measure_keys(), *(row["source"] for row in record.sources())]
    assert sound(shipped)
    undo_it(shipped)
    assert state(shipped) == before
    assert sound(shipped)


def test_what_is_needed_cannot_go(shipped: Address) -> None:
    """Nothing that lives may be left pointing at what is withdrawn, by whatever verb."""
    with pytest.raises(Refused):
        act(shipped, events.withdraw, "russia-invades-ukraine")
    with pytest.raises(Refused, match="needs it"):
        act(shipped, lambda change: change.end("measure", "hms-trent"))
    with pytest.raises(Refused, match="needs it"):
        act(shipped, lambda change: change.end("paragraph", "step-back/17"))


def test_undo_is_an_entry_of_its_own(shipped: Address) -> None:
    """Undoing writes a new revision that says what it undoes; twice is refused, and so is what was built on."""
    act(shipped, measures.edit, "hms-trent", {"title": "One"})
    assert undo_it(shipped) == 1
    assert [(entry.row["revision"], entry.row["undoes"]) for entry in _log(shipped)] == [(3, 2), (2, None), (1, None)]
    with pytest.raises(NothingToUndo):
        undo_it(shipped, 2)
    with pytest.raises(NothingToUndo):
        undo_it(shipped, by="nobody")
    with pytest.raises(NothingToUndo):
        undo_it(shipped, 99)
    act(shipped, measures.edit, "hms-trent", {"title": "Two"})
    act(shipped, measures.edit, "hms-trent", {"title": "Three"})
    with pytest.raises(Refused, match="changed since"):
        undo_it(shipped, 4)


def test_a_withdrawn_key_can_be_used_again(shipped: Address) -> None:
    """A withdrawn link, measure or mention may be added anew under its old key."""
    act(shipped, links.withdraw, "hms-trent part_of nato-defence-offer")
    act(shipped, links.add, {"measure": "hms-trent", "relation": "part_of", "other": "nato-defence-offer"})
    assert [(thing.action, thing.noun) for entry in _log(shipped)[:2] for thing in entry.touched] == [
        ("added", "link"),
        ("withdrawn", "link"),
    ]


def test_the_log_of_one_measure(shipped: Address) -> None:
    """The log can be asked for one measure: its own changes, its mentions' and its links'."""
    act(shipped, measures.edit, "hms-trent", {"title": "One"})
    act(shipped, mentions.edit, mention(shipped, "hms-trent", "step-back"), {"note": "seen"})
    act(shipped, measures.edit, "estonia-doubling", {"title": "Other"})
    with reading(shipped) as reader:
        entries = change_log.log(reader.rows, "hms-trent")
        assert [entry.row["revision"] for entry in entries] == [3, 2, 1]
        assert [entry.row["revision"] for entry in change_log.log(reader.rows, author="a person")] == [4, 3, 2]
        assert change_log.log(reader.rows, since="9999-01-01") == []
        for key in ("step-back", "step-back/34", "russia-invades-ukraine"):
            assert change_log.log(reader.rows, key)[-1].row["revision"] == 1
        with pytest.raises(NeverHeld):
            change_log.log(reader.rows, "nobody")


def test_no_room_writes_past_the_log() -> None:
    """Only the room that keeps the change log hands rows of the record to the database.

    Guided readings and attached texts are written too: to tables of their own, which are no part of the record.
    """
    from tests.test_house import modules

    writing = {}
    for room, file in modules().items():
        text = file.read_text(encoding="utf-8")
        written = set(re.findall(r"(?<![.\w])(?:insert|update|delete)\((\w+)", text)) | set(
            re.findall(r"session\.add", text)
        )
        if written:
            writing[room] = written
    assert writing.pop("guided.sessions") == {"ReadingAnswer", "ReadingSession"}
    assert writing.pop("record.texts") == {"SourceText"}
    assert set(writing) == {"db.change"}
