"""Values typed in words, turned into the codes that are kept, each with an echo of how it will be coded."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tracker.domain.amounts import AMOUNT_FIELDS, Amount, amount_of
from tracker.domain.dates import show_date
from tracker.domain.fields import Field, Values
from tracker.errors.base import Problem
from tracker.errors.usage import NotUnderstood, UnclearAmount, UnclearDate
from tracker.text.amount_phrases import echo as echo_amount
from tracker.text.amount_phrases import how_much
from tracker.text.date_phrases import Dated, when

# What takes a value away.
NOTHING = ("", "-")


class Understood(NamedTuple):
    """Values as they will be coded, and in words how each that was not typed as a code will be."""

    values: dict[str, Any]
    echoes: list[str]


def understood(
    noun: Sequence[Field], given: Values, spoken: str = "", unit: str = "", held: Values | None = None
) -> Understood:
    """What was given of a noun, with days, dates and amounts in words coded.

    Dates are seen from the day `spoken`, without which only those with a year can be read; `unit` is what is counted
    where the words do not say. A field given by itself wins over what words beside it say of it, and a plain number
    leaves what is `held` of its unit and the rest. Raises NotUnderstood with every field that cannot be read.
    """
    values, echoes, problems = dict(given), [], []
    for field in noun:
        read = _READERS.get("amount" if field.name == "amount" else field.type)
        if read is None or field.name not in given:
            continue
        text = str(given[field.name])
        try:
            came = read(field, text, spoken, str(given.get("unit") or unit))
        except (UnclearDate, UnclearAmount) as error:
            problems.append(Problem(field.name, error.message, error.hint))
            continue
        standing = given
        if not isinstance(given[field.name], str):
            # A range goes where a number comes, and what is counted stays.
            kept = {name: value for name, value in (held or {}).items() if name not in ("amount_low", "amount_high")}
            standing = {**kept, **given}
        came |= {name: standing[name] for name in came if name != field.name and standing.get(name) is not None}
        if text not in NOTHING and any(str(given.get(name, "")) != str(value) for name, value in came.items()):
            echoes.append(f"{text} → {_echo(field, came)}")
        values |= came
    if problems:
        raise NotUnderstood(problems)
    return Understood(values, echoes)


def _echo(field: Field, coded: Values) -> str:
    if field.name == "amount":
        return echo_amount(amount_of(coded))
    if field.name == "date":
        return Dated(str(coded["date"]), str(coded["date_basis"])).echo()
    return f"{show_date(coded[field.name])}: {field.name} {coded[field.name]}"


def amount_fields(amount: Amount) -> dict[str, Any]:
    """An amount as the fields of a mention, empty ones among them."""
    numbers = {"amount": amount.amount, "amount_low": amount.low, "amount_high": amount.high}
    whole = {
        name: int(value) if value is not None and value == int(value) else value for name, value in numbers.items()
    }
    return {**whole, "unit": amount.unit, "qualifier": amount.qualifier, "basis": amount.basis}


def usual_unit(mentions: Iterable[Values]) -> str:
    """What earlier mentions of a measure count, in the last of them that counts anything."""
    return next((str(row["unit"]) for row in reversed([*mentions]) if row.get("unit") and row["unit"] != "times"), "")


def _amount(_field: Field, text: str, _spoken: str, unit: str) -> dict[str, object]:
    if text in NOTHING:
        return dict.fromkeys(AMOUNT_FIELDS, "")
    return {name: "" if value is None else value for name, value in amount_fields(how_much(text, unit)).items()}


def _date(field: Field, text: str, spoken: str, _unit: str) -> dict[str, object]:
    named = ("date", "date_basis") if field.name == "date" else (field.name,)
    if text in NOTHING:
        return dict.fromkeys(named, "")
    found = when(text, spoken or _NO_DAY, ahead=field.name == "due")
    if not spoken and found.basis != "stated":
        raise UnclearDate(text, "it is not known from which day it is meant")
    return dict(zip(named, found, strict=False))


def _day(field: Field, text: str, _spoken: str, _unit: str) -> dict[str, object]:
    """A day, seen from today, as a person says it who enters today's article."""
    if text in NOTHING:
        return {field.name: ""}
    found = when(text, datetime.now().astimezone().date().isoformat()).edtf
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", found):
        raise UnclearDate(text, "it is not one day")
    return {field.name: found}


# Any day: only dates that do not hang on it are taken.
_NO_DAY = "2000-01-01"
_READERS: dict[str, Callable[[Field, str, str, str], dict[str, object]]] = {
    "amount": _amount,
    "edtf": _date,
    "day": _day,
}
