"""What every edit obeys, whatever it edits: nothing is overwritten, and nothing is written on another basis."""

from typing import Any

import pytest

from tests.conftest import opened
from tests.making import act, entries, sound
from tracker.db.address import Address
from tracker.errors.base import Conflict, Refused
from tracker.errors.usage import UnknownKey
from tracker.record import events, measures, mentions, paragraphs, sources


def test_an_edit_begins_a_version(shipped: Address) -> None:
    """Editing changes what is asked and nothing else, takes away what is emptied, and keeps what was there."""
    assert act(shipped, measures.edit, "hms-trent", {"title": "Trent", "summary": ""})
    row = opened(shipped).definition("hms-trent")
    assert (row["title"], row["summary"], row["kind"]) == ("Trent", None, "deployment")
    [entry, _] = entries(shipped)
    [thing] = entry.touched
    assert {one.field: one.before for one in thing.differences}["title"] == "HMS Trent to the Mediterranean"
    assert sound(shipped)


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
    assert opened(shipped).definition("hms-trent")["title"] == "One"
    act(shipped, measures.edit, "hms-trent", {"title": "Two"}, 2, by="bob")
