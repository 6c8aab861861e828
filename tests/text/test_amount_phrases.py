"""Amounts in words become codes, or are refused with a remedy."""

import pytest

from tracker.domain.amounts import Amount
from tracker.errors.usage import UnclearAmount
from tracker.text.amount_phrases import amount_in, echo, how_much

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
    "tens of thousands of troops": Amount(None, None, None, "troops", "not_stated"),
    "4-5 ships": Amount(None, 4, 5, "ships", "exact"),
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


HALF_READ = """two hundred and fifty marines
one thousand five hundred troops|twenty five troops|10 to 15 thousand troops
between 1 and 2 million pounds|1.5-2bn pounds|two to three hundred troops|five or six jets|about 350 to 400 troops
up to 100-150 troops|one and a half million pounds|half a million pounds|a few ships|a third of the troops|1/2 troops
1 000 troops|1.000 troops|a 100 jets|3rd division troops|no ships|£1m to £2m"""


@pytest.mark.parametrize("typed", HALF_READ.replace("\n", "|").split("|"))
def test_no_number_is_half_read(typed: str) -> None:
    """A number of which only a part is understood is refused, whatever is counted otherwise."""
    for unit in ("", "troops"):
        with pytest.raises(UnclearAmount):
            how_much(typed, unit)


def test_what_is_counted_may_be_known_already() -> None:
    """Where what is counted is known, the number alone will do."""
    assert how_much("a further 1,000", unit="troops") == how_much("a further 1,000 troops")
    assert how_much("1,000 more in total", unit="troops").unit == "troops"
    for typed in ("a lot", "40 widgets", "10 to 20 widgets"):
        with pytest.raises(UnclearAmount):
            how_much(typed, unit="troops")


def test_the_echo_shows_the_codes() -> None:
    """An amount is echoed as a reader takes it in, and as it will be coded."""
    assert echo(how_much("some 350 marines")) == "about 350 marines: amount 350, marines, about"
    assert echo(Amount()) == "no amount"


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
