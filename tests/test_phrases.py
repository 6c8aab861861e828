"""Natural entry: dates and amounts as people write them become codes, or are refused with a remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.amounts import Amount
from tracker.dates import period
from tracker.errors import UnclearAmount, UnclearDate
from tracker.phrases import Dated, amount_in, date_in, echo, how_much, when

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
    "typed", ["soon", "2022-02-30", "30 February", "", "last Blursday", "2022-13", "31 April 2022"]
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


AMOUNTS = {
    "some 350 Royal Marines": Amount(350, None, None, "marines", "about"),
    "a further 1,000 troops": Amount(1000, None, None, "troops", "exact", "additional"),
    "1,000 more troops": Amount(1000, None, None, "troops", "exact", "additional"),
    "at least 20 ships": Amount(20, None, None, "ships", "at_least"),
    "up to 30 trainers": Amount(30, None, None, "trainers", "up_to"),
    "more than 5 planes": Amount(5, None, None, "aircraft", "more_than"),
    "fewer than 60 diplomats": Amount(60, None, None, "diplomats", "fewer_than"),
    "a total of 900 troops": Amount(900, None, None, "troops", "exact", "total"),
    "doubling": Amount(2, None, None, "times", "multiple"),
    "three times as many": Amount(3, None, None, "times", "multiple"),
    "a destroyer": Amount(1, None, None, "ships", "exact"),
    "a Type 45 destroyer": Amount(1, None, None, "ships", "exact"),
    "2,000 anti-tank missiles, and helmets": Amount(2000, None, None, "missiles", "exact"),
    "two dozen lorries": Amount(24, None, None, "vehicles", "exact"),
    "twenty-five tanks": Amount(25, None, None, "vehicles", "exact"),
    "a couple of helicopters": Amount(2, None, None, "aircraft", "exact"),
    "100 to 150 troops": Amount(None, 100, 150, "troops", "exact"),
    "£1.5bn": Amount(1.5e9, None, None, "gbp", "exact"),
    "around $200 million": Amount(2e8, None, None, "usd", "about"),
    "more jets": Amount(None, None, None, "aircraft", "not_stated", "additional"),
    "hundreds of troops": Amount(None, None, None, "troops", "not_stated"),
}


@pytest.mark.parametrize(("typed", "amount"), AMOUNTS.items())
def test_amounts_in_words(typed: str, amount: Amount) -> None:
    """An amount in words becomes number, unit, qualifier and basis; a number belongs to the noun beside it."""
    assert how_much(typed) == amount


@pytest.mark.parametrize("typed", ["some", "many", "350", "another 50", "-5 troops", "1.5.2 ships", "50 per cent", ""])
def test_amounts_that_cannot_be_read(typed: str) -> None:
    """Without a number or something counted there is no amount, and the message says what to write."""
    with pytest.raises(UnclearAmount) as refused:
        how_much(typed)
    assert refused.value.hint


def test_what_is_counted_may_be_known_already() -> None:
    """Where what is counted is known, the number alone will do."""
    assert how_much("a further 1,000", unit="troops") == how_much("a further 1,000 troops")


def test_the_echo_shows_the_codes() -> None:
    """An amount is echoed as a reader takes it in, and as it will be coded."""
    assert echo(how_much("some 350 marines")) == "about 350 marines: amount 350, marines, about"
    assert echo(Amount()) == "no amount"
    assert Dated("2021-12", "relative").echo() == "Dec 2021: 2021-12, relative"


IN_TEXT = {
    "He said some 350 Royal Marines from 45 Commando would go": "some 350 Royal Marines",
    "sent more RAF jets to the south": "more RAF jets",
    "A Type 45 destroyer will sail": "A Type 45 destroyer",
    "a new package of economic sanctions": "",
    "37 allies joined": "",
}


@pytest.mark.parametrize(("text", "words"), IN_TEXT.items())
def test_amounts_found_in_a_text(text: str, words: str) -> None:
    """The words that give an amount are found as they stand; numbers in names count nothing."""
    assert amount_in(text) == words


def test_dates_found_in_a_text() -> None:
    """The words that date something are found as they stand."""
    assert date_in("the convoy left earlier this week, he said", THURSDAY) == "earlier this week"
    assert date_in("he may go in due course", THURSDAY) == ""
