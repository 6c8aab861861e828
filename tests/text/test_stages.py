"""The stage that words suggest."""

import os
from pathlib import Path

import pytest

from tests.bench.stages import counted, invented, shipped
from tracker.text.stages import stage

TRAPS = {
    ("a hundred engineers are already in the country", "deployment"): "in_effect",
    ("regulations coming into force next week", "legislation"): "announced",
    ("regulations that came into force last week", "legislation"): "in_effect",
    ("held at readiness to be deployed", "deployment"): "",
    ("held at readiness to be deployed", "readiness"): "in_effect",
    ("more ships will be put on alert", "readiness"): "announced",
    ("it is not ruling out a ban", "sanctions"): "considered",
    ("it ruled out a ban", "sanctions"): "ruled_out",
    ("declined to endorse a ban", "sanctions"): "",
    ("declined to say whether a ban would come", "sanctions"): "",
    ("declined to ban it", "sanctions"): "ruled_out",
    ("are no longer welcome in our ports", "sanctions"): "in_effect",
    ("could now seize ships", "legislation"): "in_effect",
    ("could seize ships", "legislation"): "considered",
    ("has sent 40 lorries", "materiel"): "completed",
    ("has sent 40 engineers", "deployment"): "in_effect",
    ("the lorries promised in May have now been delivered", "materiel"): "completed",
    ("was sending lorries", "materiel"): "under_way",
    ("in May the weather was mild", "materiel"): "",
}


@pytest.mark.parametrize(("asked", "expected"), TRAPS.items())
def test_words_that_look_like_another_stage(asked: tuple[str, str], expected: str) -> None:
    """What is to come is not in effect, what is denied twice not refused, and what was done ends by its kind."""
    assert stage(*asked)[0] == expected


def test_the_words_that_tell_it_stand_in_the_quote() -> None:
    """With a stage come the words it was taken from, as they stand there."""
    assert stage("Ministers WILL send 40 lorries", "materiel") == ("announced", "WILL send")


def test_invented_articles_in_many_styles() -> None:
    """Of quotes in invented articles of many house styles most stages are right, and next to none wrong."""
    coded = invented("abcdefgh")
    right, _, wrong = counted(coded)
    assert right / len(coded) >= 0.85
    assert wrong / len(coded) <= 0.03


def test_the_shipped_mentions() -> None:
    """Nine in ten shipped mentions get their stage, and none another."""
    folder = os.environ.get("TRACKER_SEED_TEXTS")
    if not folder:
        pytest.skip("the articles' texts are not at hand: TRACKER_SEED_TEXTS names no folder")
    coded = shipped(Path(folder))
    right, _, wrong = counted(coded)
    assert right / len(coded) >= 0.9
    assert not wrong
