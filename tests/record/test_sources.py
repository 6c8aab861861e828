"""Sources: the day they speak on, and what hangs on it."""

import pytest

from tests.conftest import opened
from tests.making import act, sound
from tracker.db.address import Address
from tracker.errors.base import Refused
from tracker.record import sources


def test_a_new_day_moves_its_mentions(shipped: Address) -> None:
    """When a source's day is corrected, its mentions speak on the new day, and the answer follows."""
    row = opened(shipped).measure("royal-marines-poland").row
    assert (row["status"], row["last_reported"], row["disputed"]) == ("under_way", "2022-02-11", True)
    act(shipped, sources.edit, "cold-war-rhetoric", dict.fromkeys(("published", "published_latest"), "2022-02-12"))
    row = opened(shipped).measure("royal-marines-poland").row
    assert (row["status"], row["last_reported"], row["disputed"]) == ("in_effect", "2022-02-12", False)
    assert sound(shipped)


ARTICLE = {"key": "lorries", "publisher": "The Heron", "title": "Lorries", "published_basis": "stated"}
ARTICLE |= dict.fromkeys(("published", "published_earliest", "published_latest"), "2022-02-10")


@pytest.mark.parametrize(("updated", "refused"), [("2022-02-09", True), ("2022-02-10", False), ("2022-02-11", False)])
def test_no_update_before_publication(shipped: Address, updated: str, refused: bool) -> None:
    """A text was not updated before it was published, whether it is added or edited so."""
    if not refused:
        act(shipped, sources.add, {**ARTICLE, "updated": updated})
        assert opened(shipped).source("lorries")["updated"] == updated
        return
    act(shipped, sources.add, ARTICLE)
    for verb, given in (
        (sources.add, ({**ARTICLE, "key": "b", "updated": updated},)),
        (sources.edit, ("lorries", {"updated": updated})),
    ):
        with pytest.raises(Refused) as found:
            act(shipped, verb, *given)
        assert [problem.field for problem in found.value.problems] == ["updated"]
    assert opened(shipped).revision == 2
