"""External sort: more rows than are held at once, in order."""

import random

import pytest

from tracker.output.external_sort import InOrder, in_order, rows_in_order


@pytest.mark.parametrize("count", [0, 1, 19_999, 20_000, 50_001])
def test_items_in_order(count: int) -> None:
    """Items come back by key, whatever order they went in, as often as they are asked for, two readers at once too."""
    keys = random.Random(1).sample(range(count), count)
    with InOrder[tuple[str, None]]() as items:
        for start in range(0, count, 500):
            items.extend((f"{number:05}", (f"line {number}", None)) for number in keys[start : start + 500])
        expected = [(f"line {number}", None) for number in range(count)]
        assert list(zip(items, items, strict=True)) == list(zip(expected, expected, strict=True))


def test_no_more_is_taken_once_it_is_closed() -> None:
    """What is closed leaves nothing behind: a run that would go to the disk is refused."""
    with InOrder[str]() as items:
        pass
    with pytest.raises(ValueError, match="closed"):
        items.extend((f"{number:05}", "") for number in range(20_000))


@pytest.mark.parametrize("count", [0, 3, 19_999, 20_000, 45_000])
def test_items_of_one_key_keep_their_order(count: int) -> None:
    """Items come by key, in whatever order the keys compare, and those of one key as they came."""
    keyed = [((place % 7, -place % 3), place) for place in range(count)]
    expected = [place for _, place in sorted(keyed, key=lambda pair: pair[0])]
    assert [*in_order(iter(keyed))] == expected
    rows = rows_in_order(((key, {"place": place, "more": None}) for key, place in keyed), ["place"])
    assert [*rows] == [{"place": place} for place in expected]
