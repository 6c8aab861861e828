"""Dates in words become codes, as seen from the day a source speaks, or are refused with a remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import period
from tracker.errors.usage import UnclearDate
from tracker.text.date_phrases import Dated, date_in, when

THURSDAY = "2022-02-10"
DATES = {
    "Thursday": "2022-02-10 relative",
    "on Wednesday night": "2022-02-09 relative",
    "last Thursday": "2022-02-03 relative",
    "next Monday": "2022-02-14 relative",
    "yesterday": "2022-02-09 relative",
    "tomorrow": "2022-02-11 relative",
    "three days ago": "2022-02-07 relative",
    "earlier this week": "2022-02-07/2022-02-10 relative",
    "next week": "2022-02-14/2022-02-20 relative",
    "in December": "2021-12 relative",
    "last month": "2022-01 relative",
    "9 February": "2022-02-09 relative",
    "20 March": "2021-03-20 relative",
    "February 9, 2022": "2022-02-09 stated",
    "Wednesday 9 February 2022": "2022-02-09 stated",
    "9th of February 2022": "2022-02-09 stated",
    "by Wednesday": "[..2022-02-09] relative",
    "since 1 February 2022": "2022-02-01/.. stated",
    "between Monday and Wednesday": "2022-02-07/2022-02-09 relative",
    "about 2022-02-01": "2022-02-01~ stated",
    "2022-02-09": "2022-02-09 stated",
    "2022-02/..": "2022-02/.. stated",
}


@pytest.mark.parametrize(("typed", "coded"), DATES.items())
def test_dates_as_seen_from_the_day_a_source_speaks(typed: str, coded: str) -> None:
    """A date in words is counted from the day the source speaks, into the past; its basis says how it is known."""
    found = when(typed, THURSDAY)
    assert f"{found.edtf} {found.basis}" == coded
    assert coded.partition(" ")[0] in found.echo()


def test_a_step_still_to_come() -> None:
    """Asked about the future, a bare weekday or month is the next one."""
    assert when("Monday", "2022-03-03", ahead=True).edtf == "2022-03-07"
    assert when("April", "2022-03-03", ahead=True).edtf == "2022-04"


@pytest.mark.parametrize(
    "typed", ["soon", "2022-02-30", "30 February", "", "last Blursday", "2022-13", "31 April 2022", "by " * 600]
)
def test_dates_that_cannot_be_read(typed: str) -> None:
    """What is no date, or does not exist, is refused with examples of what is one."""
    with pytest.raises(UnclearDate) as refused:
        when(typed, THURSDAY)
    assert "yesterday" in refused.value.hint


@given(st.dates().map(str), st.sampled_from([*DATES, *(f"{n} weeks ago" for n in range(1, 9))]))
def test_every_reading_is_a_period(spoken: str, typed: str) -> None:
    """Whatever day a source speaks on, what is read is a date in the subset that the record takes."""
    if "0002" < spoken[:4] < "9998":
        period(when(typed, spoken).edtf)


def test_the_echo_shows_the_codes() -> None:
    """A date is echoed as a reader takes it in, and as it will be coded."""
    assert Dated("2021-12", "relative").echo() == "Dec 2021: 2021-12, relative"


def test_dates_found_in_a_text() -> None:
    """The words that date something are found as they stand."""
    assert date_in("the convoy left earlier this week, he said", THURSDAY) == "earlier this week"
    assert date_in("he may go in due course", THURSDAY) == ""
