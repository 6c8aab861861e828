"""The fields people may fill in, noun by noun, and the one check that every way of writing goes through."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.domain import vocabulary
from tracker.domain.dates import day, period, read_date
from tracker.domain.keys import is_key
from tracker.domain.vocabulary import Vocabulary
from tracker.errors.base import Problem, suggestion
from tracker.errors.usage import BadDate

Values = Mapping[str, Any]

TEXT_LENGTH = 2_000
NUMBER_LIMIT = 10**15
# C0 and C1 controls, and the marks that reorder or hide text on a screen.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class Field(NamedTuple):
    """One field: its name, the type of its values, what it means, and the closed list it draws from, if any."""

    name: str
    type: str  # text · key · code · codes · day · edtf · number · whole · count · flag · sha256
    meaning: str
    vocabulary: Vocabulary | None = None
    required: bool = False


def _amounts() -> tuple[Field, ...]:
    return (
        Field("amount", "number", "how many; empty where the text gives no number"),
        Field("amount_low", "number", "the least it can be, where the text gives a range"),
        Field("amount_high", "number", "the most it can be, where the text gives a range"),
        Field("unit", "code", "what is counted", vocabulary.UNITS),
        Field("qualifier", "code", "how surely it is counted", vocabulary.QUALIFIERS),
        Field("basis", "code", "whether the number is the total or comes on top", vocabulary.BASES),
    )


SOURCE = (
    Field("key", "key", "the source's key", required=True),
    Field("publisher", "text", "who published it; `not stated` where its text does not say", required=True),
    Field(
        "title", "text", "its headline; in square brackets where the text has none and the curator gave one", None, True
    ),
    Field("author", "text", "its author, where its text says"),
    Field("published", "day", "the day it was published, the curator's best", required=True),
    Field("published_earliest", "day", "the earliest day it can have been published", required=True),
    Field("published_latest", "day", "the latest day it can have been published", required=True),
    Field("published_basis", "code", "how the day is known", vocabulary.DATE_BASES, True),
    Field("updated", "day", "the day of the version that was read, where its text says"),
    Field("retrieved", "day", "the day it was fetched, where known"),
    Field("url", "text", "its address, where known"),
    Field("language", "text", "its language, as an IETF tag"),
    Field("origin", "key", "the story it reprints; sources with one origin count once"),
    Field("seed", "text", "the name of the text file it was read from, without its ending"),
    Field("text_sha256", "sha256", "sha256 of that file's bytes"),
    Field("type", "code", "what sort of source it is; empty is press", vocabulary.SOURCE_TYPES),
    Field("citation", "text", "how an official document is cited: its series, number and section"),
    Field("note", "text", "the curator's remark"),
)

PARAGRAPH = (
    Field("number", "whole", "its number among the non-empty lines, from 1", required=True),
    Field("sha256", "sha256", "sha256 of its normalised text"),
    Field("words", "whole", "how many words it has"),
    Field("verdict", "code", "what it is about, in a reader's judgement", vocabulary.VERDICTS),
    Field("also", "codes", "what else it is about", vocabulary.VERDICTS),
    Field("note", "text", "the curator's remark"),
)

# What a file may say of a paragraph beside what was read: that nobody has.
PARAGRAPH_IN_FILE = (*PARAGRAPH, Field("unread", "flag", "nobody has said yet what it is about"))

MEASURE = (
    Field("key", "key", "the measure's key", required=True),
    Field("title", "text", "what the UK does, will do, may do or refuses to do", required=True),
    Field("kind", "code", "what kind of act it is", vocabulary.KINDS, True),
    Field("form", "code", "its form within the kind", vocabulary.FORMS),
    Field("target", "codes", "whom it is for or against", vocabulary.TARGETS),
    Field("components", "text", "the things it comprises, separated by semicolons"),
    Field("summary", "text", "the measure in a sentence or two of our own"),
)

MENTION = (
    Field("measure", "key", "the measure it speaks of", required=True),
    Field("paragraph", "whole", "the paragraph it stands in", required=True),
    Field("quote", "text", "the words that say so: a verbatim fragment of at most 15 words", required=True),
    Field("context_paragraph", "whole", "another paragraph that supplies what this one lacks"),
    Field("context_quote", "text", "the words there that do"),
    Field("status", "code", "the stage the source gives the measure", vocabulary.STATUSES, True),
    Field("strength", "code", "how plainly it does", vocabulary.STRENGTHS, True),
    Field("condition", "text", "what it depends on, in our words"),
    Field("event", "key", "the event it waits for"),
    Field("date", "edtf", "when in the world the stage was reached, where the text says"),
    Field("date_basis", "code", "how that date is known", vocabulary.DATE_BASES),
    Field("due", "edtf", "a stated future step"),
    Field("actor", "text", "who acts"),
    Field("speaker", "text", "whose claim it is"),
    Field("attribution", "code", "what sort of speaker that is", vocabulary.ATTRIBUTIONS, True),
    Field("target", "codes", "whom it is for or against, as the source says", vocabulary.TARGETS),
    Field("place", "codes", "where", vocabulary.PLACES),
    *_amounts(),
    Field("origin", "key", "where the words come from, where that is not its source's origin"),
    Field("evidence", "code", "how it shows what it says; empty is quoted", vocabulary.EVIDENCE),
    Field("unsure", "flag", "whether a second reader should look"),
    Field("note", "text", "the curator's remark"),
)

# The same, where the source it stands in is said too.
MENTION_IN_SOURCE = (Field("source", "key", "the source it stands in", required=True), *MENTION)

# What a file may say of a mention or a measure beside what was read: what a curator's corrections left on it.
MENTION_IN_FILE = (
    *MENTION,
    Field("recorded_as", "key", "the measure it was recorded under before a merge or move"),
    Field("preferred_on", "day", "the day a curator preferred it"),
    Field("deprecated", "text", "why a curator set it aside"),
    Field("key", "text", "its key, where it was born with other words"),
)
MEASURE_IN_FILE = (*MEASURE, Field("merged_into", "key", "the measure that answers for it"))

EVENT = (
    Field("key", "key", "the event's key", required=True),
    Field("title", "text", "what happens", required=True),
    Field("met_on", "edtf", "when it happened; empty where no source says it has"),
    Field("source", "key", "the source that says so"),
    Field("paragraph", "whole", "its paragraph"),
    Field("quote", "text", "the words that say so"),
)

LINK = (
    Field("measure", "key", "a measure", required=True),
    Field("relation", "code", "how it stands to the other", vocabulary.RELATIONS, True),
    Field("other", "key", "the other measure", required=True),
)


def says_something(value: Any) -> bool:
    """Whether a value says anything: 0 does, an empty text does not, nor does a flag that is not set."""
    return value is not None and value != "" and value is not False


def check(fields: Sequence[Field], values: Values) -> list[Problem]:
    """Everything wrong with the values given for a noun's fields, taken one by one."""
    problems = []
    known = {field.name: field for field in fields}
    for name in values:
        if name not in known:
            problems.append(Problem(name, "unknown field", suggestion(name, known)))
    for field in fields:
        value = values.get(field.name)
        if value is None or value == "":
            if field.required:
                problems.append(Problem(field.name, "missing", f"give {field.meaning}"))
            continue
        problem = _CHECKS[field.type](field, value)
        if problem:
            problems.append(Problem(field.name, *problem))
    return problems


Complaint = tuple[str, str] | None


def _text(_field: Field, value: Any) -> Complaint:
    if not isinstance(value, str):
        return f"{value!r} is not text", "put it in quotation marks"
    if len(value) > TEXT_LENGTH:
        return f"{len(value):,} characters are too many", f"keep to {TEXT_LENGTH:,}"
    found = UNSAFE.search(value)
    if found:
        return f"holds the control character U+{ord(found[0]):04X}", "take it out"
    if value != value.strip():
        return "begins or ends with white space", "trim it"
    return None


def _key(_field: Field, value: Any) -> Complaint:
    if isinstance(value, str) and is_key(value):
        return None
    return f"{value!r} is not a key", "use small letters, digits and single hyphens, like royal-marines-poland"


def _code(field: Field, value: Any) -> Complaint:
    terms: Mapping[str, object] = field.vocabulary or {}
    if isinstance(value, str) and value in terms and value != "records":
        return None
    return f"unknown {field.name} {value!r}", suggestion(str(value), [term for term in terms if term != "records"])


def _codes(field: Field, value: Any) -> Complaint:
    if not isinstance(value, str):
        return f"{value!r} is not text", "put it in quotation marks, several codes separated by ;"
    parts = value.split(";")
    if len(set(parts)) < len(parts):
        return f"{value!r} names one thing twice", "name each once"
    return next((found for part in parts if (found := _code(field, part))), None)


def _day(_field: Field, value: Any) -> Complaint:
    return _dated(day, value)


def _edtf(_field: Field, value: Any) -> Complaint:
    return _dated(period, value)


def _dated(reader: Callable[[str], Any], value: Any) -> Complaint:
    if not isinstance(value, str):
        return f"{value!r} is not text", f'put it in quotation marks: "{value}"'
    try:
        reader(value)
    except BadDate as error:
        try:
            return error.message, f"write it as {read_date(value)}"
        except BadDate:
            return error.message, error.hint
    return None


def _number(_field: Field, value: Any) -> Complaint:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{value!r} is not a number", "write digits only, without separators"
    if not 0 <= value <= NUMBER_LIMIT:
        return f"{value!r} is out of range", f"give a number from 0 to {NUMBER_LIMIT:,}"
    return None


def _whole(_field: Field, value: Any) -> Complaint:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
        return f"{value!r} is not a whole number from 1", "count from 1"
    return None


def _flag(_field: Field, value: Any) -> Complaint:
    return None if isinstance(value, bool) else (f"{value!r} is not true or false", "write true or false")


def _sha256(_field: Field, value: Any) -> Complaint:
    if isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value):
        return None
    return f"{value!r} is not a sha256", "give 64 hexadecimal digits in small letters"


_CHECKS: dict[str, Callable[[Field, Any], Complaint]] = {
    "text": _text,
    "key": _key,
    "code": _code,
    "codes": _codes,
    "day": _day,
    "edtf": _edtf,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "sha256": _sha256,
}
