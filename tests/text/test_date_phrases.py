"""Dates in words become codes, as seen from the day a source speaks, or are refused with a remedy."""

import re

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
    "within two weeks": "[..2022-02-24] relative",
    "within the next fortnight": "[..2022-02-24] relative",
    "within three months": "[..2022-05-10] relative",
    "within a year": "[..2023-02-10] relative",
    "within the week": "[..2022-02-17] relative",
    "in the coming two days": "[..2022-02-12] relative",
    "in two weeks' time": "2022-02-24 relative",
    "in two weeks\u2019 time": "2022-02-24 relative",
    "two weeks from now": "2022-02-24 relative",
    "in a fortnight": "2022-02-24 relative",
    "in a fortnight's time": "2022-02-24 relative",
    "in three days": "2022-02-13 relative",
    "in two months' time": "2022-04 relative",
    "two months ago": "2021-12 relative",
    "a year ago": "2021 relative",
    "a fortnight ago": "2022-01-27 relative",
    "twenty-one days ago": "2022-01-20 relative",
    "over the past two weeks": "2022-01-27/2022-02-10 relative",
    "in the last month": "2022-01-10/2022-02-10 relative",
    "24/02/2022": "2022-02-24 stated",
    "24.02.2022": "2022-02-24 stated",
    "4/3/2022": "2022-03-04 stated",
    "Thu 24 Feb 2022": "2022-02-24 stated",
    "Thurs, 10th Feb. 2022": "2022-02-10 stated",
    "Thu 10 Feb": "2022-02-10 relative",
    "17 Feb": "2021-02-17 relative",
    "Thu 24 Feb": "2022-02-24 relative",
    "Friday, February 25": "2022-02-25 relative",
    "between 1 and 5 February": "2022-02-01/2022-02-05 relative",
    "from 1 to 5 February 2022": "2022-02-01/2022-02-05 stated",
    "2022/02/24": "2022-02-24 stated",
    "24-26 Jan": "2022-01-24/2022-01-26 relative",
    "24 to 26 January 2022": "2022-01-24/2022-01-26 stated",
    "24 Jan to 3 Feb 2022": "2022-01-24/2022-02-03 stated",
    "end of March": "2021-03-21/2021-03-31 relative",
    "at the end of January 2022": "2022-01-21/2022-01-31 stated",
    "by the end of January": "[..2022-01-31] relative",
    "early January": "2022-01-01/2022-01-10 relative",
    "mid-January": "2022-01-11/2022-01-20 relative",
    "in late January": "2022-01-21/2022-01-31 relative",
    "the beginning of last month": "2022-01-01/2022-01-10 relative",
    "late 2021": "2021-09/2021-12 stated",
    "the end of the year": "2022-09/2022-12 relative",
    "by the end of the week": "[..2022-02-13] relative",
    "overnight": "2022-02-09/2022-02-10 relative",
    "at the weekend": "2022-02-05/2022-02-06 relative",
    "over the weekend": "2022-02-05/2022-02-06 relative",
    "this weekend": "2022-02-12/2022-02-13 relative",
    "next month": "2022-03 relative",
    "later this month": "2022-02-10/2022-02-28 relative",
    "later this year": "2022-02-10/2022-12-31 relative",
    "earlier in the month": "2022-02-01/2022-02-10 relative",
    "in the autumn": "2021-09/2021-11 relative",
    "last winter": "2021-12/2022-02 relative",
    "this spring": "2022-03/2022-05 relative",
    "in the summer of 2021": "2021-06/2021-08 stated",
    "before Wednesday": "../2022-02-08 relative",
    "after 2 March 2022": "2022-03-03/.. stated",
    "before 2 Mar 2022": "../2022-03-01 stated",
    "yesterday evening": "2022-02-09 relative",
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
    assert when("17 Feb", THURSDAY, ahead=True).edtf == "2022-02-17"
    assert when("Thu 24 Feb", THURSDAY, ahead=True).edtf == "2022-02-24"
    assert when("end of March", THURSDAY, ahead=True).edtf == "2022-03-21/2022-03-31"
    assert when("in the autumn", THURSDAY, ahead=True).edtf == "2022-09/2022-11"
    assert when("at the weekend", THURSDAY, ahead=True).edtf == "2022-02-12/2022-02-13"
    assert when("overnight", THURSDAY, ahead=True).edtf == "2022-02-10/2022-02-11"
    assert when("next month", "2022-01-31").edtf == "2022-02"
    assert when("in a month", "2022-12-31").edtf == "2023-01"
    assert when("within a month", "2022-01-31").edtf == "[..2022-02-28]"


REFUSED = ["soon", "2022-02-30", "30 February", "", "last Blursday", "2022-13", "31 April 2022", "by " * 600]
REFUSED += [
    "02/24/2022",
    "24/02/22",
    "24/13/2022",
    "Fri 24 Feb 2022",
    "Tue 24 Feb",
    "within days",
    "in a few weeks",
    "in weeks",
]
REFUSED += [
    "in weeks",
    "two weeks",
    "in the week",
    "in two hours",
    "Monday week",
    "week of March",
    "mid-Tuesday",
    "early",
]
REFUSED += ["before until 2022", "24 Smarch"]
REFUSED += ["in the coming days", "in the next weeks", "within the days", "over the past months", "by Blursday"]
# A weekday without its year is checked against the nearest year.
ANY_DAY = [typed for typed in DATES if "Thu " not in typed and "Friday, " not in typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_dates_that_cannot_be_read(typed: str) -> None:
    """What is no date, does not exist or may be two is refused, and no remedy names a day nobody typed."""
    with pytest.raises(UnclearDate) as refused:
        when(typed, THURSDAY)
    assert repr(typed)[:20] in refused.value.message
    assert "yesterday" in refused.value.hint or "24/02/2022" in refused.value.hint
    assert not re.search(r"\d", refused.value.hint.replace("24/02/2022", ""))


@given(
    st.dates().map(str),
    st.sampled_from([*ANY_DAY, *(f"{n} weeks ago" for n in range(1, 9))]),
)
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
    assert date_in("they must leave by Friday, he said", THURSDAY) == "by Friday"
    assert date_in("will be sent within two weeks", THURSDAY) == "within two weeks"
    assert date_in("will go in two weeks’ time", THURSDAY) == "in two weeks’ time"
    assert date_in("ready by the end of March", THURSDAY) == "by the end of March"
    assert date_in("left in mid-January, she said", THURSDAY) == "mid-January"
    assert date_in("flew in overnight", THURSDAY) == "overnight"
    assert date_in("two months ago it was sent", THURSDAY) == "two months ago"
