"""Amounts: how many of what, how surely and on what basis; how they read, and when two of them cannot both be so."""

from collections.abc import Mapping
from typing import NamedTuple

from tracker.domain.vocabulary import UNITS

AMOUNT_FIELDS = ("amount", "amount_low", "amount_high", "unit", "qualifier", "basis")
_BEFORE = {
    "about": "about ",
    "at_least": "at least ",
    "up_to": "up to ",
    "more_than": "more than ",
    "fewer_than": "fewer than ",
}
_SINGULAR = {"aircraft": "aircraft", "entities": "entity", "troops": "soldier"}
_INFINITY = float("inf")


class Amount(NamedTuple):
    """The amount fields of a mention, which are taken or left as one group."""

    amount: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    qualifier: str = ""
    basis: str = ""

    @property
    def has_number(self) -> bool:
        """Whether the text gave a number at all."""
        return self.amount is not None or self.low is not None or self.high is not None

    @property
    def is_stated(self) -> bool:
        """Whether the text spoke of an amount, be it only "more jets"."""
        return self.has_number or bool(self.unit)


def amount_of(values: Mapping[str, object]) -> Amount:
    """The amount fields of a row or of typed values as one group; what is missing or empty is not known."""
    amount, low, high, unit, qualifier, basis = map(values.get, AMOUNT_FIELDS)
    numbers = _number(amount), _number(low), _number(high)
    return Amount(*numbers, str(unit or ""), str(qualifier or ""), str(basis or ""))


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) else None


def plain(number: float | None) -> str:
    """A number as data: no separators, no trailing `.0`, empty for nothing."""
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else repr(float(number))


def show_amount(amount: Amount) -> str:
    """An amount as a reader takes it in: `about 350 marines`, `1,000 more troops`, `twice as many`."""
    unit = UNITS.label(amount.unit) if amount.unit else ""
    more = "more " if amount.basis == "additional" else ""
    if not amount.has_number:
        return f"{more}{unit}"
    if amount.qualifier == "multiple" and amount.amount is not None:
        times = "twice" if amount.amount == 2 else f"{_figure(amount.amount)} times"
        return f"{times} as many"
    if amount.amount is not None:
        figure = _figure(amount.amount)
        if amount.amount == 1:
            unit = _SINGULAR.get(amount.unit, unit.removesuffix("s"))
    elif amount.low is not None and amount.high is not None:
        figure = f"{_figure(amount.low)}–{_figure(amount.high)}"
    else:
        figure = "".join(_figure(one) for one in (amount.low, amount.high) if one is not None)
    return f"{_BEFORE.get(amount.qualifier, '')}{figure} {more}{unit}".rstrip()


def _figure(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def incompatible(one: Amount, other: Amount) -> bool:
    """Whether two amounts cannot both be so; "some 350" beside 350 can, and so can different units or bases."""
    if one.unit != other.unit or not one.has_number or not other.has_number:
        return False
    if (one.qualifier == "multiple") != (other.qualifier == "multiple"):
        return False
    if one.basis and other.basis and one.basis != other.basis:
        return False
    (low, high), (other_low, other_high) = _range(one), _range(other)
    if high < other_low or other_high < low:
        return True
    # "More than 350" and 350 itself cannot both be so.
    touching = high == other_low or other_high == low
    return touching and not {one.qualifier, other.qualifier}.isdisjoint(("more_than", "fewer_than"))


# "About" is read as within a tenth either way.
_TOLERANCE = 0.1


def _range(amount: Amount) -> tuple[float, float]:
    number = amount.amount
    low = amount.low if amount.low is not None else number
    high = amount.high if amount.high is not None else number
    low = -_INFINITY if low is None else low
    high = _INFINITY if high is None else high
    if amount.qualifier == "about" and number is not None:
        return min(low, number * (1 - _TOLERANCE)), max(high, number * (1 + _TOLERANCE))
    if amount.qualifier in ("at_least", "more_than"):
        return low, _INFINITY
    if amount.qualifier in ("up_to", "fewer_than"):
        return -_INFINITY, high
    return low, high
