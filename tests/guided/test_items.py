"""Finished entries as the record's verbs take them."""

from tests.conftest import opened
from tracker.db.address import Address
from tracker.db.change import writing
from tracker.guided.entries import Item
from tracker.guided.items import add, values_of


def test_a_source_brings_its_paragraphs(shipped: Address) -> None:
    """A source is written with its paragraphs, and a mention in the source that is read."""
    days = dict.fromkeys(("published", "published_earliest", "published_latest"), "2022-03-11")
    source = {"key": "spring", "title": "Spring", "publisher": "not stated", "published_basis": "stated", **days}
    mention = {"measure": "hms-trent", "paragraph": 1, "quote": "will sail", "status": "announced"}
    mention |= {"strength": "direct", "attribution": "own_voice", "set_aside": ""}
    with writing(shipped, "the tests", "to test") as change:
        add(change, Item("source", "spring", {**source, "paragraphs": [{"number": 1, "words": 5}]}), "spring")
        add(change, Item("mention", "", mention), "spring")
    snapshot = opened(shipped)
    assert [row["paragraph"] for row in snapshot.paragraphs("spring")] == [1]
    assert [row["quote"] for row in snapshot.mentions_of("hms-trent") if row["source"] == "spring"] == ["will sail"]


def test_what_is_set_aside_for_a_second_reader() -> None:
    """A mention that does not count says why; nothing of the reading's own stands in its values."""
    values = values_of(Item("mention", "", {"quote": "q", "set_aside": "for comparison"}), "spring")
    assert values == {"quote": "q", "source": "spring", "deprecated": "for comparison"}
