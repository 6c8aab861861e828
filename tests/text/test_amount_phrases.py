"""Amounts in words become codes, or are refused with a remedy."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.amounts import Amount
from tracker.errors.usage import UnclearAmount
from tracker.text.amount_phrases import amount_in, echo, how_much
from tracker.text.numerals import NUMBER_WORDS

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


# What each of these counts and how: number or least–most, unit, qualifier, basis.
UNDERSTOOD = """
two hundred and fifty marines | 250 marines exact
one thousand five hundred troops | 1500 troops exact
two hundred fifty troops | 250 troops exact
a hundred and ten lorries | 110 vehicles exact
twelve hundred soldiers | 1200 troops exact
three hundred thousand helmets | 300000 items exact
one million two hundred thousand and six visas | 1200006 visas exact
sixty-four tanks | 64 vehicles exact
a thousand paratroopers | 1000 troops exact
zero visas | 0 visas exact
a pair of destroyers | 2 ships exact
three pairs of frigates | 6 ships exact
a couple of minehunters | 2 ships exact
a dozen jets | 12 aircraft exact
half a dozen helicopters | 6 aircraft exact
half-dozen ambulances | 6 vehicles exact
nearly two dozen ships | 24 ships about
a dozen of its tanks | 12 vehicles exact
two aircraft carriers | 2 ships exact
three rocket launchers | 3 weapons exact
six personnel carriers | 6 vehicles exact
nine troop carriers | 9 vehicles exact
five fighter jets | 5 aircraft exact
four missile boats | 4 ships exact
20 gas masks and 5 helmets | -
seven tank commandos | 7 marines exact
60 bank officials | 60 individuals exact
a force of 350 marines | 350 marines exact
a battalion of 600 soldiers | 600 troops exact
a regiment of tanks | none vehicles not_stated
a tranche of weapons | none weapons not_stated
a fleet of at least 12 ships | 12 ships at_least
the flotilla of six gunboats | -
100,000+ troops | 100000 troops at_least
20-plus ships | 20 ships at_least
20 plus ships | 20 ships at_least
20 or more ships | 20 ships at_least
20 ships or more | 20 ships at_least
20 ships, at least | 20 ships at_least
no less than 20 ships | 20 ships at_least
40 or so lorries | 40 vehicles about
40-odd lorries | 40 vehicles about
~40 lorries | 40 vehicles about
c. 40 lorries | 40 vehicles about
perhaps 40 lorries | 40 vehicles about
30 or fewer trainers | 30 trainers up_to
30 trainers at most | 30 trainers up_to
well over 30 trainers | 30 trainers more_than
an increase of 850 troops | 850 troops exact additional
just over 30 trainers | 30 trainers more_than
just under £30m | 30000000 gbp fewer_than
less than 30 trainers | 30 trainers fewer_than
20 155mm howitzers | 20 weapons exact
three 105mm guns | 3 weapons exact
155mm howitzers | none weapons not_stated
7.62 mm machine guns | none weapons not_stated
Challenger 2 tanks | none vehicles not_stated
14 Challenger 2 tanks | 14 vehicles exact
Leopard 2 tanks | none vehicles not_stated
a T-72 tank | 1 vehicles exact
T-72 tanks | none vehicles not_stated
two F-35 jets | 2 aircraft exact
F-35s and other jets | -
two Type 45 destroyers | 2 ships exact
Type 45 destroyers | none ships not_stated
a 9K720 missile | 1 missiles exact
50 AS90 howitzers | 50 weapons exact
4x4 vehicles | none vehicles not_stated
eight 20-tonne lorries | 8 vehicles exact
40 one-way drones | 40 aircraft exact
45 Commando marines | none marines not_stated
five to ten jets | 5–10 aircraft exact
between 10 and 20 ships | 10–20 ships exact
100–150 troops | 100–150 troops exact
10,000-15,000 troops | 10000–15000 troops exact
£2m of missiles | 2000000 gbp exact
a £2m package | 2000000 gbp exact
another £3.5bn | 3500000000 gbp exact additional
£ 20 million | 20000000 gbp exact
two million pounds | 2000000 gbp exact
500 US dollars | 500 usd exact
5m euros | 5000000 eur exact
100k troops | 100000 troops exact
one more jet | 1 aircraft exact additional
20 additional troops | 20 troops exact additional
some 200 extra troops | 200 troops about additional
all 900 troops | 900 troops exact total
900 troops in total | 900 troops exact total
20 of the tanks | 20 vehicles exact
20 of Britain's jets | 20 aircraft exact
the 350 marines | 350 marines exact
2000 troops | 2000 troops exact
2,022 troops | 2022 troops exact
scores of ships | none ships not_stated
dozens of tanks | none vehicles not_stated
hundreds more troops | none troops not_stated additional
hundreds of thousands of visas | none visas not_stated
some ships | none ships not_stated
several ships | none ships not_stated
special forces | none troops not_stated
2.5 times as many | 2.5 times multiple
twice the number of ships | 2 times multiple
halving | 0.5 times multiple
threefold | 3 times multiple
"""


def _listed(table: str) -> list[tuple[str, str]]:
    rows = [line.partition(" | ") for line in table.strip().splitlines()]
    return [(typed, coded) for typed, _, coded in rows if coded != "-"]


@pytest.mark.parametrize(("typed", "coded"), _listed(UNDERSTOOD))
def test_understood_whole(typed: str, coded: str) -> None:
    """The counted noun is the head of the phrase; numbers in words, calibres, model numbers and "+" are understood."""
    number, unit, qualifier, basis = [*coded.split(), ""][:4]
    low, _, high = number.partition("–") if "–" in number else ("", "", "")
    assert how_much(typed) == Amount(
        None if low or number == "none" else float(number),
        float(low) if low else None,
        float(high) if high else None,
        unit,
        qualifier,
        basis,
    )


HALF_READ = """twenty five troops|10 to 15 thousand troops|twenty five times as many|5 to 4 troops
between 1 and 2 million pounds|1.5-2bn pounds|two to three hundred troops|five or six jets|about 350 to 400 troops
up to 100-150 troops|one and a half million pounds|half a million pounds|a few ships|a third of the troops|1/2 troops
1 000 troops|1.000 troops|a 100 jets|3rd division troops|no ships|£1m to £2m|two and fifty ships|ten thousand million
two battalions of troops|two squadrons of jets|three batteries of howitzers
two battalions of 600 troops|two fleets of ships|a company of marines|two rifle companies|a troop of tanks|two wings of
three shipments of missiles|a batch of 5 crates of rifles|two tank crews|four tank battalions
six sets of missiles|two forces|16 Air Assault Brigade troops|one flotilla of gunboats
two thirds of troops|two-thirds of troops|half the troops|a quarter of its ships|three quarters of tanks|1½ tonnes
20 per cent of troops|20% of troops|20 percent more troops|20pc of troops|one in five ships|one of two destroyers
20 out of 30 jets|20 of 30 jets|20 fewer troops|fewer ships|20 less jets|20 more troops than before|20 troops fewer
20 troops than France|20 troops short|minus five troops|-5 troops|+5 troops|20 +5 troops|20 plus 5 troops
20 troops plus reserves|20 troops or 30|20 troops and 30 marines|350 marines and a frigate|20 troops and more jets
20 x 5 ships|20x ships|2x5 ships|20 tanks a month|20 tanks each|£2m a day|£500 per refugee|20 tanks in every convoy
2022 troops|10.30 troops|10:30 troops|10am troops|10 pm troops|9 February troops|3 days of troops|two weeks of ships
the 1st 20 troops|21st-century tanks|a second 20 troops|several hundred troops|a few dozen troops|a handful of jets
a number of ships|a couple of hundred troops|a score of ships|two-hundred troops|three-ship convoys|600-strong troops
30 countries sending weapons|37 allies|20 fighter pilots|20 foreign fighters|40 lorry drivers|20 rocket attacks
20 visa applications|2 ship engines|two aircraft parts|20 weapons inspectors|20 carriers|a missile strike
1,000 people and businesses|100 individuals and entities
20 dollars a barrel|nearly all of the 30 tanks|0600 troops|>400 vehicles|± 5 ships|20—30 ships|20‑30 ships
5 million Australian dollars|20 Lebanese pounds|A$20m|20,00 troops|1,5 million pounds|2 3 troops|a 5m boat
twice a week|three times a day|1.000 times as many|more than doubled|doubled to 1,150|doubling 350 troops
at least 20 or so ships|up to about 30 ships|20 sent troops|20 in troops|a jets|20 (twenty) jets|some at least 5 jets
from 1m to 2m people|between five or ten jets|5 million million visas|$1.5-$2bn|at least ships|a tank factory
1e3 troops|2e4 ships|2 Rifles|a reduction of 200 troops|a cut of £20m"""


@pytest.mark.parametrize("typed", re.split(r"[|\n]", HALF_READ))
def test_no_number_is_half_read(typed: str) -> None:
    """A number of which only a part is understood is refused, whatever is counted otherwise."""
    for unit in ("", "troops"):
        with pytest.raises(UnclearAmount) as refused:
            how_much(typed, unit)
        assert refused.value.hint


_STRANGE = """battalions of|squadrons of|per cent of|thirds of the|fewer|out of ninety|times a week of|in three|days of
half|hundred odd thousand|mm|pm|February|countries' worth of|crews with|dozen dozen|or seven|×|/|+3|½|-ish|th|°"""
_UNREADABLE = re.split(r"[|\n]", _STRANGE)


@given(
    st.integers(2, 9999).filter(lambda number: not 1900 <= number < 2100),
    st.sampled_from(_UNREADABLE),
    st.sampled_from(["troops", "jets", "rocket launchers", "marines", "£"]),
    st.sampled_from(["", "up to ", "some ", "the ", "a total of "]),
    st.sampled_from([" ", ""]),
)
def test_a_number_that_is_not_understood_is_never_exact(
    number: int, strange: str, noun: str, before: str, space: str
) -> None:
    """Where something makes another thing of a number, that number of the noun comes neither typed nor as a guess."""
    phrase = (
        f"{before}{number}{space if not strange[0].isalpha() or strange in ('mm', 'pm', 'th') else ' '}{strange} {noun}"
    )
    guess = amount_in(f"He sent {phrase} to Poland")
    for words in [phrase, *([guess] if guess else [])]:
        try:
            found = how_much(words)
        except UnclearAmount:
            continue
        assert found.amount != number


@given(st.integers(1, 999_999), st.sampled_from(["", "and "]))
def test_every_number_in_words_is_understood(number: int, joined: str) -> None:
    """A number spelt out in English is the number, below a million."""

    def below(value: int) -> str:
        words = {number: word for word, number in NUMBER_WORDS.items() if word not in ("a", "an")}
        hundreds, rest = divmod(value, 100)
        parts = [f"{words[hundreds]} hundred"] if hundreds else []
        return f" {joined}".join([*parts, *([words[rest]] if rest else [])])

    thousands, rest = divmod(number, 1000)
    parts = [f"{below(thousands)} thousand"] if thousands else []
    spelt = " ".join([*parts, *([below(rest)] if rest else [])])
    assert how_much(f"{spelt} troops") == Amount(number, unit="troops", qualifier="exact")
    assert amount_in(f"will send {spelt} troops to Narva") == f"{spelt} troops"


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
