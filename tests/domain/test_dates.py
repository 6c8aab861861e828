"""Dates: what an expression may mean, what is refused, and how it reads."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import add_days, day, days_between, lies_ahead, moment, period, read_date, read_day, show_date
from tracker.errors.usage import BadDate

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@st.composite
def _points(draw: st.DrawFn) -> tuple[str, date, date]:
    """A year, a month or a day, with the first and last day it can be."""
    first = draw(DAYS)
    shape = draw(st.sampled_from(["year", "month", "day"]))
    mark = draw(st.sampled_from(["", "~", "?"]))
    if shape == "year":
        return f"{first.year}{mark}", date(first.year, 1, 1), date(first.year, 12, 31)
    if shape == "day":
        return f"{first}{mark}", first, first
    inside = [first + timedelta(days=count) for count in range(-31, 32)]
    month = [one for one in inside if (one.year, one.month) == (first.year, first.month)]
    return f"{first:%Y-%m}{mark}", month[0], month[-1]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-12", "2021-12-01", "2021-12-31"),
        ("2022-02-09", "2022-02-09", "2022-02-09"),
        ("2022-02-09~", "2022-02-09", "2022-02-09"),
        ("2022-02?", "2022-02-01", "2022-02-28"),
        ("2022~", "2022-01-01", "2022-12-31"),
        ("2022-02-09/2022-02-11", "2022-02-09", "2022-02-11"),
        ("2022-02-09/2022-02-09", "2022-02-09", "2022-02-09"),
        ("2022-01/2022-02", "2022-01-01", "2022-02-28"),
        ("2021/2022-02-09", "2021-01-01", "2022-02-09"),
        ("2022-02-09/2022-02", "2022-02-09", "2022-02-28"),
        ("../2022-02", "", "2022-02-28"),
        ("2022-02/..", "2022-02-01", ""),
        ("[..2022-02-09]", "", "2022-02-09"),
        ("[..2022-02]", "", "2022-02-28"),
    ],
)
def test_first_and_last_day(text: str, earliest: str, latest: str) -> None:
    """An expression stands for the days from the first to the last it can mean, open where it is open."""
    assert period(text) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "soon", "22", "02022", "2022-2", "2022-02-9", "2022-02-09-01", "20220209", "2022-W08", "2022-W08-7",
        "2022/02/09", "09-02-2022", "2022-13", "2022-00", "2022-02-00", "2022-02-29", "2022-02-30", "2022-04-31",
        "0000", "0000-01", "0000-01-01", "-2022", "2022-02-09T10:00", "2022-02-09Z", " 2022", "2022 ", "2022\n",
        "2022-02-09\n", "2022~?", "~2022", "2022%", "2022X", "202X", "٢٠٢٢", "2022-02-09/", "/2022", "/", "../..",
        "..", "../", "/..", "2022/..2023", "2022/2023/2024", "2022-02-11/2022-02-09", "2022-03/2022-02-28",
        "2023/2022", "[2022..]", "[..2022", "..2022]", "[..]", "[2022]", "[..2022-02-30]", "[..2022/2023]",
        "[../2022]", "2022-02-30/2022-03-01", "2022-02-01/2022-02-30",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    """Anything outside the subset, a day that does not exist and an interval that runs backwards are refused."""
    with pytest.raises(BadDate) as refusal:
        period(text)
    assert refusal.value.message.startswith("bad date ")
    assert refusal.value.exit_code == 2


def test_the_last_month_of_all() -> None:
    """The last month that can be written is a month like any other."""
    assert period("9999-12") == ("9999-12-01", "9999-12-31")


@pytest.mark.parametrize("text", ["2022-02-09", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day_is_itself(text: str) -> None:
    """A day that exists comes back as it was written."""
    assert day(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "2022", "2022-02", "2022-2-9", "20220209", "2022-W08-7", "2022-02-30", "2023-02-29", "2022-02-09 ",
     "2022-02-09\n", "2022-02-09~", "2022-02-09/2022-02-10", "٢٠٢٢-٠٢-٠٩", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    """A single day is written year, month, day with hyphens, and exists; nothing else is taken for one."""
    with pytest.raises(BadDate):
        day(text)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("", ""),
        ("2022", "2022"),
        ("2021-12", "Dec 2021"),
        ("2022-02-09", "9 Feb 2022"),
        ("2022-02-10~", "about 10 Feb 2022"),
        ("2022-02?", "perhaps Feb 2022"),
        ("2022~", "about 2022"),
        ("[..2022-03-03]", "by 3 Mar 2022"),
        ("[..2022-03]", "by Mar 2022"),
        ("../2022-03-03", "until 3 Mar 2022"),
        ("2022-01/..", "from Jan 2022"),
        ("2022-02-09/2022-02-14", "9–14 Feb 2022"),
        ("2022-01-31/2022-02-01", "31 Jan 2022 – 1 Feb 2022"),
        ("2021-02-09/2022-02-09", "9 Feb 2021 – 9 Feb 2022"),
        ("2022-01/2022-02", "Jan 2022 – Feb 2022"),
        ("2022-02-09~/2022-02-14", "about 9 Feb 2022 – 14 Feb 2022"),
        ("2021/2022", "2021 – 2022"),
    ],
)
def test_how_a_date_reads(text: str, reads: str) -> None:
    """A date reads in words a person takes in at a glance."""
    assert show_date(text) == reads


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2022-02-09", 0, "2022-02-09"),
        ("2022-02-28", 1, "2022-03-01"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2022-01-01", -1, "2021-12-31"),
        ("2022-01-01", 365, "2023-01-01"),
    ],
)
def test_days_are_counted_over_months_and_years(start: str, count: int, end: str) -> None:
    """So many days on from a day is the day the calendar says, and counting back gives the number."""
    assert add_days(start, count) == end
    assert days_between(start, end) == count


@given(_points())
def test_a_point_holds_its_own_days(point: tuple[str, date, date]) -> None:
    """A year, a month or a day, marked or not, stands for exactly the days the calendar gives it."""
    text, first, last = point
    assert period(text) == (first.isoformat(), last.isoformat())


@given(_points(), _points())
def test_an_interval_runs_from_its_start_to_its_end(one: tuple[str, date, date], other: tuple[str, date, date]) -> None:
    """An interval begins with the first day of its start and ends with the last day of its end, or is refused."""
    text = f"{one[0]}/{other[0]}"
    if one[1] <= other[2]:
        assert period(text) == (one[1].isoformat(), other[2].isoformat())
    else:
        with pytest.raises(BadDate):
            period(text)


def _first(point: tuple[str, date, date]) -> date:
    return point[1]


EXPRESSIONS = st.one_of(
    _points().map(lambda point: point[0]),
    _points().map(lambda point: f"[..{point[0]}]"),
    _points().map(lambda point: f"../{point[0]}"),
    _points().map(lambda point: f"{point[0]}/.."),
    st.tuples(_points(), _points()).map(lambda pair: f"{min(pair, key=_first)[0]}/{max(pair, key=_first)[0]}"),
    st.tuples(DAYS, st.integers(0, 40)).map(lambda pair: f"{pair[0]}/{pair[0] + timedelta(pair[1])}"),
)


@given(EXPRESSIONS)
def test_what_is_shown_is_taken_back(text: str) -> None:
    """A date as it is shown reads back as the same date, in capitals, small letters or with a plain hyphen too."""
    try:
        period(text)
    except BadDate:
        return
    shown = show_date(text)
    for typed in (shown, shown.lower(), shown.replace("–", "-"), f" {shown} "):
        assert read_date(typed) == text


WRITTEN = {
    "24/02/2022": "2022-02-24",
    "4.3.2022": "2022-03-04",
    "Thu 24 Feb 2022": "2022-02-24",
    "24th of February, 2022": "2022-02-24",
    "February 24, 2022": "2022-02-24",
    "24–26 January 2022": "2022-01-24/2022-01-26",
    "24 Jan – 3 Feb 2022": "2022-01-24/2022-02-03",
    "since Jan 2022": "2022-01/..",
    "before 2 Mar 2022": "../2022-03-01",
    "after Dec 2021": "2022-01-01/..",
    "2022-02-24": "2022-02-24",
}


@pytest.mark.parametrize(("typed", "text"), WRITTEN.items())
def test_how_people_write_a_date(typed: str, text: str) -> None:
    """A date with its year is read in the forms of British prose, the day before the month."""
    assert read_date(typed) == text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("02/24/2022", "there is no month 24"),
        ("Fri 24 Feb 2022", "24 Feb 2022 is a Thursday"),
        ("30 Feb 2022", "day is out of range"),
        ("2022-02-30", "day is out of range"),
        ("24 Feb", "not a date with its year"),
        ("24/02/22", "not a date with its year"),
        ("yesterday", "not a date with its year"),
        ("before until 2022", "open at that end"),
        ("by " * 600, "too long"),
        ("", "not a date"),
    ],
)
def test_what_is_not_read(typed: str, why: str) -> None:
    """What has no year, another order or no such day is refused with the reason."""
    with pytest.raises(BadDate) as refused:
        read_date(typed)
    assert why in refused.value.message


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("2022-02-10", False),
        ("2022-02-11", True),
        ("2022-02", False),
        ("2022-02-07/2022-02-10", False),
        ("2022-02-10/2022-02-28", True),
        ("2022-02-10/..", False),
        ("[..2022-02-10]", False),
        ("[..2022-02-24]", True),
        ("../2022-02-24", False),
    ],
)
def test_what_is_still_to_come(text: str, ahead: bool) -> None:
    """A deadline and a span that begins today are still to come; what began before, or is open, is not."""
    assert lies_ahead(text, "2022-02-10") is ahead


def test_one_day_or_its_end() -> None:
    """Where one day is wanted a month will not do; a moment is the end of the day that is written."""
    assert read_day("10 Feb 2022") == "2022-02-10"
    with pytest.raises(BadDate):
        read_day("Feb 2022")
    assert moment("10 Feb 2022") == moment("2022-02-10")


@given(_points())
def test_an_open_end_is_empty(point: tuple[str, date, date]) -> None:
    """Where an expression is open it names no day; "some day up to" and "until" end on the same day."""
    text, first, last = point
    assert period(f"{text}/..") == (first.isoformat(), "")
    assert period(f"../{text}") == period(f"[..{text}]") == ("", last.isoformat())


@given(DAYS, st.integers(-10_000, 10_000))
def test_counting_there_and_back(start: date, count: int) -> None:
    """Adding days and measuring the distance are each other's reverse."""
    assert days_between(start.isoformat(), add_days(start.isoformat(), count)) == count


@given(st.text(alphabet="0128/-. abeyfrtnFJu–~", max_size=24))
def test_words_are_read_or_refused(text: str) -> None:
    """Whatever is typed is read as a date that can be shown, or is refused as a bad date."""
    try:
        found = read_date(text)
    except BadDate:
        return
    assert read_date(show_date(found)) == found


@given(st.text(alphabet="0128-/.[]~? X", max_size=24))
def test_a_date_is_read_or_refused(text: str) -> None:
    """Whatever is typed is read as real days in order and can be shown, or is refused as a bad date."""
    try:
        found = period(text)
    except BadDate:
        return
    days = [day(one) for one in found if one]
    assert days
    assert days == sorted(days)
    assert show_date(text)
