"""How what is typed of a field becomes its values: codes, dates and amounts in words, and text as it is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from tracker.domain import fields
from tracker.domain.amounts import AMOUNT_FIELDS, Amount
from tracker.domain.dates import lies_ahead
from tracker.domain.fields import Field, Values
from tracker.domain.keys import is_key
from tracker.domain.vocabulary import STATUSES, VERDICT_LETTERS, VERDICTS, Vocabulary, require_status
from tracker.errors.base import TrackerError, did_you_mean, suggestion
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import UnclearAmount, UnknownCode
from tracker.guided.edits import edits
from tracker.text import guesses
from tracker.text.amount_phrases import how_much
from tracker.text.date_phrases import when
from tracker.text.typed_values import NOTHING, amount_fields

# Fields whose values are given and taken together.
TOGETHER = {"amount": AMOUNT_FIELDS, "date": ("date", "date_basis"), "speaker": ("speaker", "attribution")}
# Other words for a field.
ALIASES = {"stage": "status"}


def value_of(field: Field, typed: str, spoken: str = "", unit: str = "") -> Values:
    """The values that words stand for, empty ones among them; `-` takes a value away.

    Dates are seen from the day `spoken`, and `unit` is what is counted where the words do not say. Raises BadAnswer,
    UnclearDate or UnclearAmount.
    """
    if typed in NOTHING:
        if field.required:
            raise BadAnswer(f"{field.name}: missing", f"give {field.meaning}")
        found: Values = dict.fromkeys(TOGETHER.get(field.name, (field.name,)), "")
        return {**found, "attribution": guesses.attribution("")} if field.name == "speaker" else found
    values = _coded(field, typed, spoken, unit)
    if problems := fields.check([field._replace(required=False)], {field.name: values[field.name]}):
        raise BadAnswer(f"{field.name}: {problems[0].message}", problems[0].remedy)
    return values


def _coded(field: Field, typed: str, spoken: str, unit: str) -> Values:
    name = field.name
    if name == "amount":
        return {key: "" if value is None else value for key, value in amount_fields(_amount(typed, unit)).items()}
    if name == "date":
        found = when(typed, spoken)
        if lies_ahead(found.edtf, spoken):
            message = f"date: {found.edtf} lies after the source spoke, on {spoken}"
            raise BadAnswer(message, f"a step still to come is due: due {typed}")
        return {"date": found.edtf, "date_basis": found.basis}
    if field.type == "edtf":
        return {name: when(typed, spoken, ahead=True).edtf}
    if name == "speaker":
        return {name: typed, "attribution": guesses.attribution(typed)}
    if field.type == "codes" and field.vocabulary is not None:
        codes = [code_of(part, field.vocabulary) for part in re.split(r"\s*[;,]\s*", typed) if part]
        return {name: ";".join(dict.fromkeys(codes))}
    if field.type == "code" and field.vocabulary is not None:
        return {name: code_of(typed, field.vocabulary)}
    if field.type == "flag":
        if typed.lower() not in ("true", "yes", "y", "1", "false", "no", "n", "0"):
            raise BadAnswer(f"{name}: {typed!r} is neither yes nor no", "say yes or no")
        return {name: typed.lower() in ("true", "yes", "y", "1")}
    if field.type in ("number", "whole"):
        if not re.fullmatch(r"\d[\d,]*(?:\.\d+)?", typed):
            raise BadAnswer(f"{name}: {typed!r} is not a number", "write digits")
        number = float(typed.replace(",", ""))
        return {name: int(number) if number.is_integer() else number}
    return {name: typed}


_NOUN_OF = {"gbp": "pounds", "usd": "dollars", "eur": "euros"}


def _amount(typed: str, unit: str) -> Amount:
    """An amount whose unit may be understood; raises UnclearAmount where it would be half taken with it."""
    try:
        return how_much(typed)
    except UnclearAmount:
        with suppress(UnclearAmount):
            completed = how_much(f"{typed} {_NOUN_OF.get(unit, unit)}".strip())
            if how_much(typed, unit) == completed:
                return completed
        raise


def code_of(typed: str, vocabulary: Mapping[str, object]) -> str:
    """The code of a closed list that a word stands for: itself, its letter, label or start; raises BadAnswer."""
    word = re.sub(r"[ -]+", "_", typed.strip().lower())
    if word in vocabulary:
        return word
    with suppress(UnknownCode):
        if isinstance(vocabulary, Vocabulary):
            return require_status(typed) if vocabulary is STATUSES else vocabulary.require(typed)
    near = [code for code in vocabulary if word and code.startswith(word)]
    if len(near) == 1:
        return near[0]
    name = vocabulary.name if isinstance(vocabulary, Vocabulary) else "answer"
    remedy = "which of: " + ", ".join(near) if near else suggestion(word, vocabulary)
    raise BadAnswer(f"unknown {name} {typed!r}", remedy)


def named(typed: str, known: Sequence[Field]) -> tuple[dict[str, str], list[BadAnswer]]:
    """`field = value; field = value` taken apart, and a complaint for every field that nobody knows."""
    names = {field.name: field.name for field in known}
    names |= {word: name for word, name in ALIASES.items() if name in names}
    found, faults = {}, []
    for edit in edits(typed, names, [field.name for field in known if field.type == "flag"]):
        if edit.name:
            found[edit.name] = edit.value
        else:
            faults.append(unknown_edit(edit.value, names))
    return found, faults


def unknown_edit(piece: str, names: Iterable[str]) -> BadAnswer:
    """The complaint about an edit that names no field."""
    name, equals, _ = (part.strip() for part in piece.partition("="))
    if equals:
        return BadAnswer(f"unknown field {name!r}", suggestion(name, {word for word in names if len(word) > 1}))
    return BadAnswer(f"{piece!r} is no edit of a field", "for example: due next week; unsure yes; ? shows what can be")


def changed(held: Values, typed: str, known: Sequence[Field], spoken: str) -> tuple[Values, list[TrackerError]]:
    """Values with what can be taken of a typed line, and a complaint for each field that cannot."""
    of = {field.name: field for field in known}
    values = dict(held)
    found, unknown = named(typed, known)
    faults: list[TrackerError] = [*unknown]
    for name, text in found.items():
        try:
            values |= value_of(of[name], text, spoken, str(values.get("unit") or ""))
        except TrackerError as fault:
            faults.append(fault)
    return values, faults


def free_of(suggested: str, taken: Iterable[str]) -> str:
    """A key like the one suggested that is not taken."""
    held = set(taken)
    number = 2
    free = suggested
    while free in held or not is_key(free):
        free = f"{suggested}-{number}"
        number += 1
    return free


def free_key(typed: str, taken: Iterable[str], noun: str) -> str:
    """A key that nothing of its noun has; raises BadAnswer."""
    if not is_key(typed):
        raise BadAnswer(f"{typed!r} is not a key", "use small letters, digits and single hyphens")
    if typed in taken:
        raise BadAnswer(f"the record has a {noun} {typed!r} already", "choose another key")
    return typed


TYPED_VERDICTS = {code: VERDICTS[code] for code in VERDICT_LETTERS}


def verdict_codes(typed: str) -> list[str]:
    """The verdicts that letters or words stand for, each once; raises BadAnswer."""
    by_letter = {letter: code for code, letter in VERDICT_LETTERS.items()}
    codes = []
    for word in typed.replace(",", " ").split():
        code = by_letter.get(word.lower()) or word.lower().replace("-", "_")
        if code not in TYPED_VERDICTS:
            near = did_you_mean(code, TYPED_VERDICTS)
            listed = ", ".join(f"{letter} {code}" for code, letter in VERDICT_LETTERS.items())
            raise BadAnswer(f"{word!r} is no verdict", near or listed)
        codes.append(code)
    return list(dict.fromkeys(codes))
