"""Questions of a guided reading, and how what is typed becomes the answer that is kept.

A kept answer stands by itself: it names things by key and spells out defaults, so that the same answers make the same
entries whatever the record has come to hold meanwhile.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from tracker.domain import fields, quotes
from tracker.domain.amounts import Amount
from tracker.domain.dates import Period, lies_ahead, period, read_date, read_day, show_date
from tracker.domain.fields import Field
from tracker.domain.keys import is_key
from tracker.domain.vocabulary import STATUSES, Vocabulary, require_status
from tracker.errors.base import TrackerError, suggestion
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import NoDateForm, UnclearAmount, UnknownCode
from tracker.text.amount_phrases import echo as echo_amount
from tracker.text.amount_phrases import how_much
from tracker.text.date_phrases import Dated, when

NONE = "-"


class Passage(NamedTuple):
    """Something to show before a question: what sort of thing it is, its text, and the words in it to mark."""

    sort: str  # heading · paragraph · why · offer · note
    text: str
    marked: tuple[str, ...] = ()


def _itself(answer: str) -> str:
    return answer


def _silent(_answer: str) -> str:
    return ""


class Question(NamedTuple):
    """One question: what to show, how to read what is typed, and what an empty line stands for."""

    name: str
    prompt: str
    read: Callable[[str], str] = _itself
    default: str = ""
    why_default: str = ""
    above: tuple[Passage, ...] = ()
    choices: tuple[str, ...] = ()
    echo: Callable[[str], str] = _silent
    meanings: tuple[str, ...] = ()  # what each choice means, for who asks for help

    def accept(self, typed: str) -> str:
        """The answer to keep for what was typed, the default for an empty line; raises what the question refuses."""
        return self.read(typed.strip() or self.default)


def required(field: Field) -> Callable[[str], str]:
    """A text that a field takes and cannot do without."""
    return _field(field, optional=False)


def optional(field: Field) -> Callable[[str], str]:
    """A text that a field takes, or nothing for `-` or an empty line."""
    return _field(field, optional=True)


def _field(field: Field, optional: bool) -> Callable[[str], str]:
    def read(typed: str) -> str:
        if typed in ("", NONE) and optional:
            return ""
        found = fields.check([field], {field.name: typed})
        if found or not typed:
            message, remedy = (found[0].message, found[0].remedy) if found else ("missing", f"give {field.meaning}")
            raise BadAnswer(f"{field.name}: {message}", remedy)
        return typed

    return read


def one_of(vocabulary: Mapping[str, object], letters: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """A word of a closed list: whole, cut short as long as it is clear, or by its letter."""

    def read(typed: str) -> str:
        return code_of(typed, vocabulary, letters)

    return read


def code_of(typed: str, vocabulary: Mapping[str, object], letters: Mapping[str, str] | None = None) -> str:
    """The code of a closed list that a word stands for: itself, its letter, label or start; raises BadAnswer."""
    word = re.sub(r"[ -]+", "_", typed.strip().lower())
    if word in vocabulary:
        return word
    by_letter = {letter.lower(): code for code, letter in (letters or {}).items()}
    if word in by_letter:
        return by_letter[word]
    with suppress(UnknownCode):
        if isinstance(vocabulary, Vocabulary):
            return require_status(typed) if vocabulary is STATUSES else vocabulary.require(typed)
    near = [code for code in vocabulary if word and code.startswith(word)]
    if len(near) == 1:
        return near[0]
    name = vocabulary.name if isinstance(vocabulary, Vocabulary) else "answer"
    if not word:
        raise BadAnswer(f"{name}: an answer is needed", f"one of: {', '.join(vocabulary)}")
    remedy = "which of: " + ", ".join(near) if near else suggestion(word, vocabulary)
    raise BadAnswer(f"unknown {name} {typed!r}", remedy)


def some_of(vocabulary: Vocabulary) -> Callable[[str], str]:
    """Words of a closed list, separated by commas or semicolons, or nothing."""

    def read(typed: str) -> str:
        if typed in ("", NONE):
            return ""
        codes = [code_of(part, vocabulary) for part in re.split(r"\s*[;,]\s*", typed) if part]
        return ";".join(dict.fromkeys(codes))

    return read


def free_key(taken: Collection[str], noun: str) -> Callable[[str], str]:
    """A key that nothing of its noun has."""

    def read(typed: str) -> str:
        if not is_key(typed):
            raise BadAnswer(f"{typed!r} is not a key", "use small letters, digits and single hyphens")
        if typed in taken:
            raise BadAnswer(f"the record has a {noun} {typed!r} already", "choose another key")
        return typed

    return read


def day_of(typed: str) -> str:
    """A day that exists, with its year; raises BadAnswer or BadDate."""
    try:
        return read_day(typed)
    except NoDateForm:
        remedy = "write the day, the month and the year, or YYYY-MM-DD"
        raise BadAnswer(f"{typed!r} does not name one day with its year", remedy) from None


def publication(stated: str) -> Callable[[str], str]:
    """The day of publication: best, earliest, latest and basis in one answer; `stated` is the day the text gives."""

    def read(typed: str) -> str:
        remedy = "write YYYY-MM-DD; or YYYY-MM-DD/YYYY-MM-DD for some day between"
        if not typed:
            raise BadAnswer("the day it was published is needed", remedy)
        try:
            span = period(read_date(typed))
        except NoDateForm:
            span = Period("", "")
        if not (span.earliest and span.latest):
            raise BadAnswer(f"{typed!r} does not say which days it can have been", remedy)
        basis = "inferred"
        if span.earliest == span.latest:
            basis = "stated" if span.latest == stated else "publication"
        return f"{span.latest} {span.earliest} {span.latest} {basis}"

    return read


def echo_publication(answer: str) -> str:
    """How a day of publication will be coded, in words."""
    best, earliest, latest, basis = answer.split(" ")
    between = f", from {show_date(earliest)} to {show_date(latest)}" if earliest != latest else ""
    return f"{show_date(best)}{between}, {basis}"


def quote_from(paragraph: str) -> Callable[[str], str]:
    """A quote from a paragraph, typed whole or as its first … last words, checked against the rule for quotes."""
    return lambda typed: quotes.as_written(typed, paragraph)


def amount_in_words(unit: str) -> Callable[[str], str]:
    """An amount in words, kept with what it counts; `unit` is what is counted where the words do not say."""

    def read(typed: str) -> str:
        if typed in ("", NONE):
            return ""
        try:
            how_much(typed)
        except UnclearAmount:
            completed = f"{typed} {_NOUN_OF.get(unit, unit)}".strip()
            if how_much(typed, unit) != how_much(completed):
                raise
            return completed
        return typed

    return read


_NOUN_OF = {"gbp": "pounds", "usd": "dollars", "eur": "euros"}


def amount(answer: str) -> Amount:
    """The amount a kept answer stands for."""
    return how_much(answer) if answer else Amount()


def echo_of_amount(answer: str) -> str:
    """How a kept amount will be coded, in words."""
    return echo_amount(amount(answer))


def date_of(spoken: str, ahead: bool = False) -> Callable[[str], str]:
    """A date in words, kept as its code; refused where it lies after the day the source speaks, but for `ahead`."""

    def read(typed: str) -> str:
        if typed in ("", NONE):
            return ""
        found = dated(typed) or when(typed, spoken)
        if not ahead and lies_ahead(found.edtf, spoken):
            message = f"{found.edtf} lies after the source spoke, on {spoken}"
            raise BadAnswer(message, "leave the date empty with -, and give the future step at the end: due = Monday")
        return f"{found.edtf} {found.basis}"

    return read


def due_of(spoken: str) -> Callable[[str], str]:
    """A future step in words, kept as its code, or nothing."""
    return lambda typed: "" if typed in ("", NONE) else when(typed, spoken, ahead=True).edtf


def dated(answer: str) -> Dated | None:
    """The date a kept answer stands for."""
    edtf, _, basis = answer.rpartition(" ")
    return Dated(edtf, basis) if basis in ("stated", "relative") and edtf and _is_edtf(edtf) else None


def _is_edtf(text: str) -> bool:
    try:
        period(text)
    except TrackerError:
        return False
    return True


def echo_of_date(answer: str) -> str:
    """How a kept date will be coded, in words."""
    found = dated(answer)
    return found.echo() if found else "no date"


def pairs(typed: str, known: Sequence[Field]) -> dict[str, str]:
    """`field = value; field = value` taken apart; raises BadAnswer for a field nobody knows."""
    names = [field.name for field in known]
    found = {}
    # A semicolon parts two fields only where another field follows: a remark may hold one.
    for part in re.split(r";\s*(?=$|[\w-]+\s*=)", typed):
        if not part.strip():
            continue
        name, equals, value = (piece.strip() for piece in part.partition("="))
        name = name.replace("-", "_")
        if not equals:
            raise BadAnswer(f"{part.strip()!r} is not field = value", "an empty line saves; for example: unsure = true")
        if name not in names:
            raise BadAnswer(f"unknown field {name!r}", suggestion(name, names))
        found[name] = value
    return found


def date_again(earlier: Mapping[str, object]) -> str:
    """The date of an earlier mention, as a kept answer."""
    return f"{earlier['date']} {earlier['date_basis']}" if earlier.get("date") and earlier.get("date_basis") else ""


def optional_day(typed: str) -> str:
    """A day with its year, or nothing."""
    return "" if typed in ("", NONE) else day_of(typed)


def none_or(read: Callable[[str], str]) -> Callable[[str], str]:
    """What a reader of answers takes, or nothing for `-`."""
    return lambda typed: "" if typed in ("", NONE) else read(typed)


def echo_or_none(answer: str) -> str:
    """Says where nothing will be coded."""
    return "" if answer else "none"


def echo_of_quote(answer: str) -> str:
    """A quote, as it was found."""
    return f"“{answer}”, {quotes.words(answer)} words, found once"


def free_of(suggested: str, taken: Iterable[str]) -> str:
    """A key like the one suggested that is not taken."""
    held = set(taken)
    number = 2
    free = suggested
    while free in held or not is_key(free):
        free = f"{suggested}-{number}"
        number += 1
    return free
