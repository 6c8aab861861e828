"""Amounts: what counts as a number, how an amount reads, and when two cannot both be so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.amounts import Amount, incompatible, plain, show_amount
from tracker.domain.vocabulary import BASES, QUALIFIERS, UNITS

NUMBERS = st.one_of(st.none(), st.integers(0, 5_000), st.floats(0, 5_000, allow_nan=False))
AMOUNTS = st.builds(
    Amount,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.sampled_from(["", "troops", "missiles", "times"]),
    st.sampled_from(["", *QUALIFIERS]),
    st.sampled_from(["", *BASES]),
)


def troops(
    number: float | None = None,
    qualifier: str = "exact",
    low: float | None = None,
    high: float | None = None,
    basis: str = "",
) -> Amount:
    """An amount of troops."""
    return Amount(number, low, high, "troops", qualifier, basis)


@pytest.mark.parametrize(
    ("amount", "has_number", "is_stated"),
    [
        (Amount(), False, False),
        (Amount(350, unit="marines", qualifier="about"), True, True),
        (Amount(low=300, unit="marines"), True, True),
        (Amount(high=400, unit="marines"), True, True),
        (Amount(0, unit="visas", qualifier="exact"), True, True),
        (Amount(unit="aircraft", qualifier="not_stated", basis="additional"), False, True),
        (Amount(qualifier="not_stated"), False, False),
    ],
)
def test_a_number_and_a_statement(amount: Amount, has_number: bool, is_stated: bool) -> None:
    """A number is given where any of the three figures is, nought included; naming a unit alone states an amount."""
    assert (amount.has_number, amount.is_stated) == (has_number, is_stated)


@pytest.mark.parametrize(
    ("amount", "reads"),
    [
        (Amount(), ""),
        (Amount(100, unit="engineers", qualifier="exact"), "100 engineers"),
        (Amount(350, unit="marines", qualifier="about"), "about 350 marines"),
        (Amount(2000, unit="missiles", qualifier="at_least"), "at least 2,000 missiles"),
        (Amount(500, unit="visas", qualifier="up_to"), "up to 500 visas"),
        (Amount(1_000_000, unit="gbp", qualifier="more_than"), "more than 1,000,000 pounds"),
        (Amount(30, unit="trainers", qualifier="fewer_than"), "fewer than 30 trainers"),
        (Amount(1000, unit="troops", qualifier="exact", basis="additional"), "1,000 more troops"),
        (Amount(1000, unit="troops", qualifier="exact", basis="total"), "1,000 troops"),
        (Amount(unit="aircraft", qualifier="not_stated", basis="additional"), "more aircraft"),
        (Amount(unit="weapons", qualifier="not_stated"), "weapons"),
        (Amount(2, unit="times", qualifier="multiple"), "twice as many"),
        (Amount(3, unit="times", qualifier="multiple"), "3 times as many"),
        (Amount(1.5, unit="times", qualifier="multiple"), "1.5 times as many"),
        (Amount(1, unit="ships", qualifier="exact"), "1 ship"),
        (Amount(1, unit="aircraft", qualifier="exact"), "1 aircraft"),
        (Amount(1, unit="ships", qualifier="exact", basis="additional"), "1 more ship"),
        (Amount(0, unit="visas", qualifier="exact"), "0 visas"),
        (Amount(2.5, unit="tonnes", qualifier="exact"), "2.5 tonnes"),
        (Amount(1234.5, unit="tonnes", qualifier="exact"), "1,234.5 tonnes"),
        (Amount(low=300, high=400, unit="marines", qualifier="exact"), "300–400 marines"),
        (
            Amount(low=300, high=400, unit="marines", qualifier="about", basis="additional"),
            "about 300–400 more marines",
        ),
        (Amount(low=300, unit="marines", qualifier="at_least"), "at least 300 marines"),
        (Amount(high=400, unit="marines", qualifier="up_to"), "up to 400 marines"),
        (Amount(350, 300, 400, "marines", "about"), "about 350 marines"),
        (Amount(7, unit="hovercraft", qualifier="exact"), "7 hovercraft"),
        (Amount(1, unit="entities", qualifier="exact"), "1 entity"),
    ],
)
def test_how_an_amount_reads(amount: Amount, reads: str) -> None:
    """An amount reads as a person would say it."""
    assert show_amount(amount) == reads


@pytest.mark.parametrize(
    ("number", "data"),
    [
        (None, ""),
        (0, "0"),
        (350, "350"),
        (350.0, "350"),
        (2000, "2000"),
        (2.5, "2.5"),
        (0.1, "0.1"),
        (10**15, "1" + "0" * 15),
    ],
)
def test_a_number_as_data(number: float | None, data: str) -> None:
    """A number as data has no separators and no idle decimals; no number is empty and never nought."""
    assert plain(number) == data


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (troops(350), troops(350), False),
        (troops(350), troops(600), True),
        (troops(350), troops(351), True),
        (troops(350, "about"), troops(350), False),
        (troops(350, "about"), troops(380), False),
        (troops(350, "about"), troops(315), False),
        (troops(350, "about"), troops(390), True),
        (troops(350, "about"), troops(310), True),
        (troops(350, "about"), troops(400, "about"), False),
        (troops(350, "about"), troops(600, "about"), True),
        (troops(350), troops(300, "at_least"), False),
        (troops(350), troops(400, "at_least"), True),
        (troops(350), troops(300, "more_than"), False),
        (troops(350), troops(400, "more_than"), True),
        (troops(350), troops(400, "up_to"), False),
        (troops(350), troops(300, "up_to"), True),
        (troops(350), troops(300, "fewer_than"), True),
        (troops(350), troops(400, "fewer_than"), False),
        (troops(350), troops(350, "more_than"), True),
        (troops(350), troops(350, "fewer_than"), True),
        (troops(350), troops(350, "at_least"), False),
        (troops(350), troops(350, "up_to"), False),
        (troops(350, "at_least"), troops(350, "up_to"), False),
        (troops(350, "at_least"), troops(350, "fewer_than"), True),
        (troops(350, "more_than"), troops(350, "up_to"), True),
        (troops(350, "more_than"), troops(350, "fewer_than"), True),
        (troops(350, "more_than"), troops(350, "more_than"), False),
        (troops(350, "more_than"), troops(350, "at_least"), False),
        (troops(400, "at_least"), troops(300, "up_to"), True),
        (troops(300, "at_least"), troops(900, "at_least"), False),
        (troops(350), troops(low=300, high=400), False),
        (troops(500), troops(low=300, high=400), True),
        (troops(low=100, high=200), troops(low=300, high=400), True),
        (troops(low=100, high=300), troops(low=300, high=400), False),
        (troops(250), troops(low=300), True),
        (troops(350), troops(low=300), False),
        (troops(450), troops(high=400), True),
        (troops(low=300, qualifier="at_least"), troops(high=200, qualifier="up_to"), True),
        (troops(350), troops(None, "not_stated"), False),
        (troops(350), Amount(), False),
        (troops(350), Amount(600, unit="missiles", qualifier="exact"), False),
        (troops(350), Amount(600, unit="marines", qualifier="exact"), False),
        (troops(2), troops(600, "multiple"), False),
        (Amount(2, unit="times", qualifier="multiple"), Amount(3, unit="times", qualifier="multiple"), True),
        (troops(350, basis="total"), troops(600, basis="additional"), False),
        (troops(350, basis="total"), troops(600, basis="total"), True),
        (troops(350, basis="total"), troops(600), True),
        (troops(0), troops(600), True),
    ],
)
def test_when_two_amounts_clash(one: Amount, other: Amount, clash: bool) -> None:
    """Two amounts clash where no number suits both; other units or bases, a missing number and "some" never do."""
    assert incompatible(one, other) is clash
    assert incompatible(other, one) is clash


@given(AMOUNTS, AMOUNTS)
def test_clashing_is_mutual(one: Amount, other: Amount) -> None:
    """If one amount clashes with another, that one clashes with it."""
    assert incompatible(one, other) == incompatible(other, one)


@given(AMOUNTS)
def test_nothing_clashes_with_silence(amount: Amount) -> None:
    """An amount without a number contradicts nothing."""
    silent = Amount(unit=amount.unit, qualifier="not_stated", basis=amount.basis)
    assert not incompatible(amount, silent)


@given(st.integers(0, 10**6), st.sampled_from(["", *QUALIFIERS]))
def test_an_amount_agrees_with_itself(number: int, qualifier: str) -> None:
    """No amount clashes with itself, however it is qualified."""
    assert not incompatible(troops(number, qualifier), troops(number, qualifier))


@given(st.integers(1, 10**6), st.integers(0, 100))
def test_about_means_within_a_tenth(number: int, percent: int) -> None:
    """A number given as "about" agrees with any less than a tenth away and clashes with any further off."""
    above, below = troops(number * (100 + percent) / 100), troops(number * (100 - percent) / 100)
    if percent != 10:
        assert incompatible(troops(number, "about"), above) is (percent > 10)
        assert incompatible(troops(number, "about"), below) is (percent > 10)


@given(st.one_of(st.integers(0, 10**15), st.floats(0, 10**15, allow_nan=False)))
def test_data_gives_the_number_back(number: float) -> None:
    """A number written as data reads back as the same number."""
    assert float(plain(number)) == number
    assert not plain(number).endswith(".0")


@given(AMOUNTS.filter(lambda amount: bool(amount.unit)))
def test_an_amount_always_reads_as_something(amount: Amount) -> None:
    """An amount with a unit never reads as nothing, and never with loose spaces."""
    reads = show_amount(amount)
    assert reads
    assert reads == " ".join(reads.split())


def test_every_unit_reads_as_its_label() -> None:
    """Beside two or more, every unit of the closed list reads as its label."""
    assert all(show_amount(Amount(2, unit=unit, qualifier="exact")) == f"2 {UNITS.label(unit)}" for unit in UNITS)
