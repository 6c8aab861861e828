"""Mentions: what they are called, which decides, where they move, and what their fields may hold."""

import pytest

from tests.conftest import opened
from tests.making import act, mention
from tracker.db.address import Address
from tracker.errors.base import Refused
from tracker.errors.usage import NobodySpeaks
from tracker.record import mentions


def test_a_mention_keeps_its_key(shipped: Address) -> None:
    """A mention's key is frozen: editing its words does not change what it is called."""
    key = mention(shipped, "royal-marines-poland", "step-back")
    act(shipped, mentions.edit, key, {"status": "in_effect", "quote": "Some 350 Royal Marines"})
    row = opened(shipped).mention(key)
    assert (row["status"], row["quote"]) == ("in_effect", "Some 350 Royal Marines")


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


def test_a_number_takes_the_place_of_a_range(shipped: Address) -> None:
    """A number beside a range is refused."""
    key = mention(shipped, "hms-trent", "step-back")
    with pytest.raises(Refused, match="a number beside a range"):
        act(shipped, mentions.edit, key, {"amount_low": 1, "amount_high": 2})


def test_a_speaker_is_not_the_articles_own_voice(shipped: Address) -> None:
    """Where somebody speaks, the attribution says what sort of speaker."""
    key = mention(shipped, "hms-trent", "step-back")
    with pytest.raises(Refused, match="own_voice, but somebody speaks"):
        act(shipped, mentions.edit, key, {"speaker": "Downing Street"})


def test_what_is_set_aside_is_still_there(shipped: Address) -> None:
    """The only mention of a measure can be looked up when it is set aside, and the measure says that nobody speaks."""
    key = mention(shipped, "initial-sanctions", "almost-impossible")
    act(shipped, mentions.deprecate, key, "doubtful")
    row = opened(shipped).mention(key)
    assert (row["measure"], row["rank_reason"], row["decides"]) == ("initial-sanctions", "deprecated", False)
    with pytest.raises(NobodySpeaks, match="no article's mention of it counts"):
        opened(shipped).measure("initial-sanctions")
