"""References: what names something the record does not hold is told by a code, whatever the words for people are."""

from typing import Any

import pytest

from tests.conftest import opened
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.errors.base import NOT_FOUND, Refused
from tracker.record import events, links, mentions

MENTION = {"measure": "hms-trent", "paragraph": 3, "quote": "a b", "status": "announced", "strength": "direct"}
MENTION |= {"attribution": "own_voice"}
LINK = {"measure": "hms-trent", "relation": "follows", "other": "standby-1000"}
EVENT = {"key": "a-storm", "title": "A storm", "source": "step-back", "paragraph": 3, "quote": "a b"}
REFERENCES = [
    (mentions.add, ("nowhere", MENTION), "source"),
    (mentions.add, ("step-back", {**MENTION, "measure": "no-ship"}), "measure"),
    (mentions.add, ("step-back", {**MENTION, "event": "no-storm"}), "event"),
    (mentions.add, ("step-back", {**MENTION, "paragraph": 999}), "paragraph"),
    (links.add, ({**LINK, "other": "no-ship"},), "other"),
    (events.add, ({**EVENT, "paragraph": 999},), "paragraph"),
]


@pytest.mark.parametrize(("verb", "given", "field"), REFERENCES, ids=lambda value: str(value)[:20])
def test_a_reference_to_nothing_has_its_code(shipped: Address, verb: Any, given: Any, field: str) -> None:
    """A verb refuses a reference to what is not there with the code that others test, at its field."""
    with pytest.raises(Refused) as refused, transaction(shipped) as connection:
        verb(Change(connection, "the tests", "to test"), *given)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [(field, NOT_FOUND)]
    assert opened(shipped).revision == 1
