"""Which mentions count to what was reported, and which to what is established."""

import pytest

from tracker.domain.established import acted_on, is_established
from tracker.domain.vocabulary import EVIDENCE, PRESS, SOURCE_TYPES


@pytest.mark.parametrize("evidence", [None, *EVIDENCE])
@pytest.mark.parametrize("source_type", [None, *SOURCE_TYPES])
def test_no_mention_counts_to_both(evidence: str | None, source_type: str | None) -> None:
    """Quoted words of the press, of whatever is no document, are reported; everything else is established."""
    reported = evidence != "cited" and source_type in (None, *PRESS)
    assert is_established({"evidence": evidence}, source_type) is not reported


def test_the_day_of_an_act() -> None:
    """The last day that a date can mean; the day the document speaks, where it dates nothing."""
    assert acted_on({"date_earliest": "2022-02-01", "date_latest": "2022-02-28"}, "2022-03-09") == "2022-02-28"
    assert acted_on({"date_earliest": "2022-02-01", "date_latest": None}, "2022-03-09") == "2022-02-01"
    assert acted_on({}, "2022-03-09") == "2022-03-09"
