"""What a guided reading makes, and a mention while it is put together: how it will be coded, and last changes."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tracker.domain import fields
from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.dates import show_date
from tracker.domain.fields import Field, Values
from tracker.domain.vocabulary import STATUS_LETTERS
from tracker.errors.guided import BadAnswer
from tracker.guided import questions
from tracker.guided.questions import Passage
from tracker.guided.twins import Twin
from tracker.text import guesses
from tracker.text.articles import Article
from tracker.text.date_phrases import when
from tracker.text.typed_values import amount_fields

SETTABLE = [field for field in fields.MENTION if field.name not in ("measure", "paragraph", "quote")]
_FIELD = {field.name: field for field in SETTABLE}


class Known(NamedTuple):
    """What a session may know of the record: measures with their quotes, mentions, keys that are taken, and hints."""

    measures: Sequence[Values] = ()
    mentions: Sequence[Values] = ()
    source_keys: frozenset[str] = frozenset()
    measure_keys: frozenset[str] = frozenset()
    origin: str = ""  # the origin of a source that shares paragraphs with this one
    source_key: str = ""  # the source's key where it is not to be asked
    set_aside: str = ""  # why the mentions do not count, for a second reader's
    twin: Twin | None = None  # the source that the record holds already and whose reading goes on


class Item(NamedTuple):
    """A finished entry: what sort of thing, its key, and its values."""

    noun: str  # source · verdicts · measure · mention
    key: str
    values: Values


def opening(article: Article, told: str) -> list[Passage]:
    """What stands above the first question of all."""
    shown = [
        Passage("heading", f"{article.name}: {told}"),
        Passage("note", "Enter takes what stands in brackets. < goes back, ? helps."),
    ]
    for number in article.steering[:3]:
        shown.append(Passage("note", f"¶{number} holds characters that could steer a terminal: shown spelt out."))
    return shown


def closing(values: Values, spoken: str, paragraphs: Sequence[str] = ()) -> Callable[[str], str]:
    """Reads the last answer of a mention: `save`, or fields to set first; the answer kept holds every value.

    A context's quote is held against the article's paragraphs where they are at hand.
    """

    def read(typed: str) -> str:
        if typed in ("save", "y", "yes"):
            return f"save {json.dumps(values, ensure_ascii=False, sort_keys=True)}"
        changed = dict(values)
        named = questions.pairs(typed, SETTABLE)
        for name, value in named.items():
            changed |= _typed_field(_FIELD[name], value, spoken)
        if "speaker" in named and "attribution" not in named:
            changed["attribution"] = guesses.attribution(str(changed["speaker"] or ""))
        problems = fields.check(fields.MENTION, {name: value for name, value in changed.items() if value != ""})
        if problems:
            raise BadAnswer(f"{problems[0].field}: {problems[0].message}", problems[0].remedy)
        if paragraphs and changed.get("context_quote") and changed.get("context_paragraph"):
            changed["context_quote"] = _context(changed, paragraphs)
        return f"set {json.dumps(changed, ensure_ascii=False, sort_keys=True)}"

    return read


def _context(values: Values, paragraphs: Sequence[str]) -> str:
    """The words of another paragraph, held against it as the quote is against its own; raises BadAnswer."""
    number = values["context_paragraph"]
    if number > len(paragraphs):
        raise BadAnswer(f"context_paragraph: there is no paragraph {number}", f"there are {len(paragraphs)}")
    try:
        return questions.quote_from(paragraphs[number - 1])(values["context_quote"])
    except BadAnswer as error:
        raise BadAnswer(f"context_quote, in ¶{number}: {error.message}", error.hint) from None


def _typed_field(field: Field, value: str, spoken: str) -> Values:
    if value in ("", questions.NONE):
        return dict.fromkeys(("date", "date_basis") if field.name == "date" else (field.name,))
    if field.name == "amount":
        return amount_values(questions.amount_in_words("")(value))
    if field.name == "date":
        return date_values(questions.date_of(spoken, ahead=True)(value))
    if field.type == "edtf":
        return {field.name: when(value, spoken, ahead=True).edtf}
    if field.type == "codes" and field.vocabulary is not None:
        return {field.name: questions.some_of(field.vocabulary)(value)}
    if field.type == "code" and field.vocabulary is not None:
        letters = STATUS_LETTERS if field.name == "status" else None
        return {field.name: questions.code_of(value, field.vocabulary, letters)}
    if field.type == "flag":
        return {field.name: value.lower() in ("true", "yes", "y", "1")}
    if field.type in ("number", "whole"):
        if not re.fullmatch(r"[\d,]+(?:\.\d+)?", value):
            raise BadAnswer(f"{field.name}: {value!r} is not a number", "write digits")
        number = float(value.replace(",", ""))
        return {field.name: int(number) if number.is_integer() else number}
    return {field.name: value}


def amount_values(answer: str) -> Values:
    """The amount fields of a kept answer."""
    return amount_fields(questions.amount(answer))


def date_values(answer: str) -> Values:
    """The date fields of a kept answer."""
    found = questions.dated(answer)
    return {"date": found.edtf, "date_basis": found.basis} if found else {"date": None, "date_basis": None}


def facts(values: Values) -> Iterable[tuple[str, str]]:
    """A mention as it will be coded, in words."""
    grouped = (
        "amount",
        "amount_low",
        "amount_high",
        "unit",
        "qualifier",
        "basis",
        "date_basis",
        "measure",
        "paragraph",
    )
    for name in (field.name for field in fields.MENTION):
        if name == "unit":
            if (amount := amount_of(values)).is_stated:
                yield "amount", show_amount(amount)
        elif name in grouped or values.get(name) in (None, "", False):
            continue
        elif name in ("date", "due"):
            yield name, f"{show_date(values[name])} ({values[name]})"
        else:
            yield name, str(values[name])
