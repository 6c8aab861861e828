"""What looks like what: offered to the reader, most alike first, and nothing where nothing is alike."""

import pytest

from tests.bench import duplicates
from tracker.db.address import Address
from tracker.db.reader import reading
from tracker.reports.search import recorded_alike
from tracker.reports.snapshot import Snapshot
from tracker.text.near_duplicates import measures_alike, measures_like, mentions_alike, twins

MEASURES = [
    {
        "measure": "marines",
        "title": "350 Royal Marines to Poland",
        "components": None,
        "quotes": ["350 marines arriving"],
    },
    {"measure": "missiles", "title": "Anti-tank missiles for Ukraine", "components": None, "quotes": []},
    {"measure": "kit", "title": "Protective equipment", "components": "body armour; helmets; boots", "quotes": []},
]


def test_measures_that_a_paragraph_may_speak_of() -> None:
    """The measure whose title and earlier quotes share most with a text comes first; others stay away."""
    assert [near.key for near in measures_like("Some 350 Royal Marines left for Poland", MEASURES)] == ["marines"]
    assert [near.key for near in measures_like("more anti-tank missiles were flown in", MEASURES)] == ["missiles"]
    assert measures_like("the river has frozen over", MEASURES) == []


def test_mentions_of_nearly_the_same_words() -> None:
    """A quote that is another's part, or differs in a word, is a twin; another quote is not."""
    rows = [{"mention": "aaa", "quote": "350 Royal Marines arriving in Poland"}, {"mention": "bbb", "quote": "a bill"}]
    assert [near.key for near in twins("some 350 Royal Marines arriving in Poland", rows)] == ["aaa"]
    assert [near.key for near in twins("350 Royal Marines arriving", rows)] == ["aaa"]
    assert twins("unexplained wealth orders", rows) == []


def test_a_measure_once_more() -> None:
    """The same words in another order are alike; another number, name or kind tells two alike titles apart."""

    def named(title: str, kind: str = "") -> list[str]:
        rows = [{**row, "kind": "deployment"} for row in MEASURES]
        return [near.key for near in measures_alike({"measure": "", "title": title, "kind": kind}, rows)]

    assert named("To Poland: 350 Royal Marines") == ["marines"]
    assert named("350 marines to Poland") == ["marines"]
    assert named("120 marines to Norway") == []
    assert named("Protective equipment for field doctors", "deployment") == ["kit"]
    assert named("Protective equipment for field doctors", "materiel") == []


def test_a_mention_once_more() -> None:
    """A mention is there already where its measure is named in its paragraph, or elsewhere in nearly its words."""
    there = {"mention": "aaa", "source": "one", "measure": "marines", "paragraph": 3, "quote": "350 marines arriving"}
    new = {"source": "one", "measure": "marines", "paragraph": 3, "quote": "they are to leave on Friday"}
    assert mentions_alike(new, [there]) == [there]
    assert mentions_alike({**new, "paragraph": 4}, [there]) == []
    assert mentions_alike({**new, "paragraph": 4, "quote": "350 marines are arriving"}, [there]) == [there]
    assert mentions_alike({**new, "source": "two"}, [there]) == []
    assert mentions_alike({**new, "measure": "kit"}, [there]) == []


def test_a_measure_recorded_already_is_found_by_its_words(shipped: Address) -> None:
    """Of the shipped titles, reworded ones and new ones near to them, the index finds what comparing all finds."""
    kinds = {key: row["kind"] for key, row in duplicates.shipped().items()}
    titles = [(duplicates.shipped()[key]["title"], kind) for key, kind in kinds.items()]
    titles += [(duplicates.REWORDED[key], kind) for key, kind in kinds.items()] + list(duplicates.NEW.items())
    seen = 0
    with reading(shipped) as reader:
        snapshot = Snapshot(reader.rows)
        for title, kind in titles:
            new = {"measure": "", "title": title, "kind": kind}
            compared = [near.key for near in measures_alike(new, snapshot.definitions())]
            assert [row["measure"] for row in recorded_alike(snapshot, new)] == compared, title
            seen += bool(compared)
    assert seen > len(kinds)


def test_a_title_of_common_words_is_found_whole(shipped: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that very many have are looked for together, and a title of no others as it stands."""
    monkeypatch.setattr("tracker.reports.search.MANY", 1)
    with reading(shipped) as reader:
        snapshot = Snapshot(reader.rows)
        for row in snapshot.definitions():
            assert row["measure"] in [one["measure"] for one in recorded_alike(snapshot, {**row, "measure": ""})]
