"""The fields people may fill in, noun by noun, as `fields.txt` has them, and the one check that all writing takes."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.domain.dates import day, hour, period, read_date
from tracker.domain.keys import is_key
from tracker.domain.vocabulary import LISTS, Vocabulary, sections
from tracker.errors.base import Problem, suggestion
from tracker.errors.usage import BadDate

Values = Mapping[str, Any]

TEXT_LENGTH = 2_000
# What the record holds for a publisher that the source's text does not name; in data an empty cell.
NOT_STATED = "not stated"
NUMBER_LIMIT = 10**15
# C0 and C1 controls, and the marks that reorder or hide text on a screen.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class Field(NamedTuple):
    """One field: its name, the type of its values, what it means, and the closed list it draws from, if any."""

    name: str
    type: str  # text · key · code · codes · day · hour · edtf · number · whole · count · flag · sha256 · mention
    meaning: str
    vocabulary: Vocabulary | None = None
    required: bool = False


def _made(name: str, kind: str, meaning: str) -> Field:
    """A field as a line of `fields.txt` describes it."""
    sort, _, listed = kind.removesuffix("!").partition(" ")
    return Field(name, sort, meaning, _LISTS[listed] if listed else None, kind.endswith("!"))


_LISTS = {vocabulary.name: vocabulary for vocabulary in LISTS}
# Every noun and every table with its fields. A line with @ takes over those named of a noun above, or all of them.
FIELDS: dict[str, tuple[Field, ...]] = {}
for _noun, _lines in sections("fields.txt").items():
    _found: list[Field] = []
    for _name, _told in _lines.items():
        if _name.startswith("@"):
            _from, *_wanted = _name[1:].split()
            _held = {field.name: field for field in FIELDS[_from]}
            _found += [_held[name] for name in _wanted or _held]
        else:
            _found.append(_made(_name, *_told))
    FIELDS[_noun] = tuple(_found)

SOURCE, PARAGRAPH, MEASURE = FIELDS["source"], FIELDS["paragraph"], FIELDS["measure"]
MENTION, EVENT, LINK = FIELDS["mention"], FIELDS["event"], FIELDS["link"]
# What a file may say beside what was read: that nobody has, and what a curator's corrections left.
PARAGRAPH_IN_FILE, MEASURE_IN_FILE = FIELDS["paragraph_in_file"], FIELDS["measure_in_file"]
MENTION_IN_FILE = FIELDS["mention_in_file"]
# The same, where the source it stands in is said too.
MENTION_IN_SOURCE = FIELDS["mention_in_source"]
CITED_IN_FILE = (MENTION_IN_SOURCE[0], *MENTION_IN_FILE)
# Where a mention's words stand, which one that is cited does not say; and the words.
WORDS = ("paragraph", "quote", "context_paragraph", "context_quote")
# The source a paragraph or a mention belongs to.
STANDS_IN = MENTION_IN_SOURCE[0]


def as_cited(noun: Sequence[Field]) -> list[Field]:
    """The fields of a mention that is cited: none of its words need be there."""
    return [field._replace(required=False) if field.name in WORDS else field for field in noun]


def says_something(value: object) -> bool:
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


class Sound:
    """Whether values are right one by one, as `check` finds them, fast: it alone says what is wrong.

    What this does not take may be right all the same. A word that was right once is not looked at again.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self._required = [field.name for field in fields if field.required]
        self._tests = {field.name: _TESTS.get(field.type) or _Known(field).takes for field in fields}

    def __call__(self, values: Values) -> bool:
        """Whether all of the values are surely right, and nothing that is required is missing."""
        for name in self._required:
            if values.get(name) in (None, ""):
                return False
        for name, value in values.items():
            test = self._tests.get(name)
            if test is None or not (value is None or value == "" or test(value)):
                return False
        return True

    def doubtful(self, columns: Mapping[str, Sequence[Any]]) -> set[int]:
        """The places of the rows, given column by column, that are not surely right; nothing required may lack."""
        found: set[int] = set()
        for name, cells in columns.items():
            test, wanted = self._tests[name], name in self._required
            wrong = {cell for cell in set(cells) if (wanted if cell in (None, "") else not test(cell))}
            if wrong:
                found |= {place for place, cell in enumerate(cells) if cell in wrong}
        return found


class _Known(dict[str, bool]):
    """The words that a field was given, and whether each is right."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, word: str) -> bool:
        if len(self) >= _WORDS:
            self.clear()
        self[word] = found = _CHECKS[self._field.type](self._field, word) is None
        return found

    def takes(self, value: object) -> bool:
        return type(value) is str and self[value]


_WORDS = 10_000  # as many as a field's words are remembered


def _is_plain(value: object) -> bool:
    """Whether a value is a text of nothing but letters, digits, signs and spaces, none of which is unsafe."""
    return type(value) is str and value.isprintable() and len(value) <= TEXT_LENGTH and value == value.strip()


_ANY = Field("", "", "")
# Of types that have too many values to remember, or whose values are no words.
_TESTS: dict[str, Callable[[object], bool]] = {
    "text": _is_plain,
    "number": lambda value: type(value) in (int, float) and _number(_ANY, value) is None,
    "whole": lambda value: type(value) is int and _whole(_ANY, value) is None,
    "count": lambda value: type(value) is int and _whole(_ANY, value) is None,
    "flag": lambda value: value is True or value is False,
}

Complaint = tuple[str, str] | None


def _text(_field: Field, value: object) -> Complaint:
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


def _key(_field: Field, value: object) -> Complaint:
    if isinstance(value, str) and is_key(value):
        return None
    return f"{value!r} is not a key", "use small letters, digits and single hyphens, like royal-marines-poland"


def _code(field: Field, value: object) -> Complaint:
    terms: Mapping[str, object] = field.vocabulary or {}
    if isinstance(value, str) and value in terms and value != "records":
        return None
    return f"unknown {field.name} {value!r}", suggestion(str(value), [term for term in terms if term != "records"])


def _codes(field: Field, value: object) -> Complaint:
    if not isinstance(value, str):
        return f"{value!r} is not text", "put it in quotation marks, several codes separated by ;"
    parts = value.split(";")
    if len(set(parts)) < len(parts):
        return f"{value!r} names one thing twice", "name each once"
    return next((found for part in parts if (found := _code(field, part))), None)


def _day(_field: Field, value: object) -> Complaint:
    return _dated(day, value)


def _hour(_field: Field, value: object) -> Complaint:
    return _dated(hour, value)


def _edtf(_field: Field, value: object) -> Complaint:
    return _dated(period, value)


def _dated(reader: Callable[[str], object], value: object) -> Complaint:
    if not isinstance(value, str):
        return f"{value!r} is not text", f'put it in quotation marks: "{value}"'
    try:
        reader(value)
    except BadDate as error:
        numbers = re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-]\d{4}", value)
        if numbers and numbers[1] != numbers[2] and int(numbers[1]) <= 12 >= int(numbers[2]):
            return error.message, f"{error.hint}: which of its numbers is the month, nobody can tell"
        try:
            return error.message, f"write it as {read_date(value)}"
        except BadDate:
            return error.message, error.hint
    return None


def _number(_field: Field, value: object) -> Complaint:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{value!r} is not a number", "write digits only, without separators"
    if not 0 <= value <= NUMBER_LIMIT:
        return f"{value!r} is out of range", f"give a number from 0 to {NUMBER_LIMIT:,}"
    return None


def _whole(_field: Field, value: object) -> Complaint:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
        return f"{value!r} is not a whole number from 1", "count from 1"
    return None


def _flag(_field: Field, value: object) -> Complaint:
    return None if isinstance(value, bool) else (f"{value!r} is not true or false", "write true or false")


def _sha256(_field: Field, value: object) -> Complaint:
    if isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value):
        return None
    return f"{value!r} is not a sha256", "give 64 hexadecimal digits in small letters"


_CHECKS: dict[str, Callable[[Field, object], Complaint]] = {
    "text": _text,
    "key": _key,
    "code": _code,
    "codes": _codes,
    "day": _day,
    "hour": _hour,
    "edtf": _edtf,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "sha256": _sha256,
}
