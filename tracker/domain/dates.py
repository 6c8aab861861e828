"""Dates as sources give them: a small named subset of EDTF (ISO 8601-2), and plain ISO days to sort by.

2022 · 2022-02 · 2022-02-09      a year, a month, a day
A/B · ../B · A/..                from A to B, either end open
[..B]                            some day up to B
2022-02~ · 2022-02?              about then · perhaps then
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from tracker.errors.usage import BadDate, BadMoment, NoDateForm

_POINT = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<mark>[~?]?)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_HOUR = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Period(NamedTuple):
    """The days an expression may mean: its first and last possible day, empty where it is open."""

    earliest: str
    latest: str


def day(text: str) -> str:
    """`text` again if it is an ISO day that exists.

    Raises BadDate otherwise: other ISO forms (weeks, basic format) are not taken.
    """
    if not _DAY.fullmatch(text):
        raise NoDateForm(text, "not a day")
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise BadDate(text, str(error)) from None
    return text


def hour(text: str) -> str:
    """`text` again if it is an ISO day that exists, with an hour of London or without: 2022-02-10T17:00.

    Raises BadDate otherwise.
    """
    on, _, at = text.partition("T")
    day(on)
    if "T" in text and not _HOUR.fullmatch(at):
        raise BadDate(text, f"{at!r} is no hour of a day", "write it as 2022-02-10T17:00")
    return text


# How a moment may be written, by its length: what is left out stands at its end.
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<minute>[0-9]{2}:[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
# After every moment a record can have been written in.
NOW = "9999-12-31T23:59:59.999999Z"


def moment(text: str) -> str:
    """A moment in the form in which the change log keeps them (UTC, to the microsecond), to compare as text.

    What a person leaves out stands at its end: a bare day means its last microsecond, a time without seconds the end
    of its minute. Without a zone it is read as UTC. A day may be written as `read_day` takes it. Raises BadMoment for
    what is no moment.
    """
    found = _MOMENT.fullmatch(text)
    if not found:
        try:
            return moment(read_day(text))
        except NoDateForm:
            raise BadMoment(text, "not a day or a time") from None
    fraction = (found["fraction"] or "").ljust(6, "0") if found["fraction"] else "999999"
    time = f"{found['minute'] or '23:59'}:{found['second'] or '59'}.{fraction}"
    zone = "+00:00" if found["zone"] in (None, "Z") else found["zone"]
    try:
        given = datetime.fromisoformat(f"{found['day']}T{time}{zone}").astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadMoment(text, str(error)) from None
    return given.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def add_days(iso: str, count: int) -> str:
    """The ISO day `count` days after `iso`. Raises BadDate where the calendar ends before it."""
    try:
        return _iso(_number(iso) + count)
    except (OverflowError, ValueError):
        raise BadDate(iso, "the calendar ends before the day that is wanted") from None


def days_between(earlier: str, later: str) -> int:
    """Whole days from one ISO day to another."""
    return _number(later) - _number(earlier)


@lru_cache(maxsize=4096)
def _number(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


@lru_cache(maxsize=4096)
def _iso(number: int) -> str:
    return date.fromordinal(number).isoformat()


@lru_cache(maxsize=4096)
def period(text: str) -> Period:
    """First and last possible day of an expression in the subset above.

    Raises BadDate where the pattern is not in the subset, a day does not exist or an interval runs backwards.
    """
    if text.startswith("[..") and text.endswith("]"):
        return Period("", _point(text[3:-1], text).latest)
    if "/" not in text:
        return _point(text, text)
    first, _, last = text.partition("/")
    earliest = "" if first == ".." else _point(first, text).earliest
    latest = "" if last == ".." else _point(last, text).latest
    if not earliest and not latest:
        raise BadDate(text, "open at both ends")
    if earliest and latest and earliest > latest:
        raise BadDate(text, "it ends before it begins")
    return Period(earliest, latest)


def _point(text: str, whole: str) -> Period:
    found = _POINT.fullmatch(text)
    if not found:
        raise NoDateForm(whole, "not a date in the forms YYYY, YYYY-MM, YYYY-MM-DD, A/B, ../B, A/.. or [..B]")
    year, month, number = found["year"], found["month"], found["day"]
    if number:
        whole_day = day(f"{year}-{month}-{number}")
        return Period(whole_day, whole_day)
    try:
        first = date(int(year), int(month or 1), 1)
    except ValueError as error:
        raise BadDate(whole, str(error)) from None
    if month:
        return Period(first.isoformat(), first.replace(day=_length(first)).isoformat())
    return Period(first.isoformat(), f"{year}-12-31")


def _length(month: date) -> int:
    """How many days the month of a day has."""
    return next(length for length in (31, 30, 29, 28) if _exists(month, length))


def _exists(month: date, number: int) -> bool:
    try:
        month.replace(day=number)
    except ValueError:
        return False
    return True


def show_hour(text: str) -> str:
    """A day, with its hour or without, as people read it: `10 Feb 2022 17:00`."""
    on, _, at = text.partition("T")
    return f"{show_date(on)} {at}".strip()


def show_date(text: str) -> str:
    """An expression in words a reader takes in at a glance: `10 Feb 2022`, `Dec 2021`, `by 3 Mar 2022`."""
    if not text:
        return ""
    if text.startswith("[.."):
        return "by " + _words(text[3:-1])
    first, slash, last = text.partition("/")
    if not slash:
        return _words(text)
    if first == "..":
        return "until " + _words(last)
    if last == "..":
        return "from " + _words(first)
    if first[:7] == last[:7] and len(first) == len(last) == 10:
        return f"{int(first[8:])}–{_words(last)}"
    return f"{_words(first)} – {_words(last)}"


def _words(text: str) -> str:
    mark = text[-1] if text[-1] in "~?" else ""
    parts = text.rstrip("~?").split("-")
    words = parts[0]
    if len(parts) > 1:
        words = f"{MONTHS[int(parts[1]) - 1][:3].title()} {words}"
    if len(parts) > 2:
        words = f"{int(parts[2])} {words}"
    return {"~": "about ", "?": "perhaps "}.get(mark, "") + words


_WEEKDAY, _NUMBER, _YEAR = (
    r"(?:(?P<weekday>[a-z]+)\.?,? )?",
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    r"(?:,? (?P<year>\d{4}))?",
)
_NAMED = (
    rf"{_WEEKDAY}{_NUMBER}(?: of)? (?P<month>[a-z]+)\.?{_YEAR}",
    rf"{_WEEKDAY}(?P<month>[a-z]+)\.? {_NUMBER}{_YEAR}",
    rf"(?P<month>[a-z]+)\.?{_YEAR}",
    r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})",
    r"(?P<year>\d{4})(?P<mark>[/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
)


class Named(NamedTuple):
    """A day or a month by its name: `2` and `24` for 24 February; no day or no year where none is named."""

    month: int
    day: int | None
    year: str
    weekday: str

    def in_year(self, year: str) -> str:
        """The day or month in a year; raises BadDate where there is none, or it is another weekday."""
        made = f"{year}-{self.month:02}" + (f"-{self.day:02}" if self.day is not None else "")
        first = date.fromisoformat(period(made).earliest)
        if self.weekday and not WEEKDAYS[first.weekday()].startswith(self.weekday):
            raise BadDate(made, f"{show_date(made)} is a {WEEKDAYS[first.weekday()].title()}")
        return made


def named(text: str) -> Named | None:
    """A day or a month as it is named in British order, with or without year and weekday; None for anything else.

    Raises BadDate where the order is not the British one.
    """
    words = text.lower()
    for pattern in _NAMED:
        found = re.fullmatch(pattern, words)
        if not found:
            continue
        parts = found.groupdict()
        if parts.get("mark"):
            if int(parts["month"]) > 12 >= int(parts["day"]) and not words.startswith(parts["year"]):
                days_first = parts["mark"].join((parts["month"], parts["day"], parts["year"]))
                raise BadDate(text, f"there is no month {parts['month']}", f"the day comes first: {days_first}")
            return Named(int(parts["month"]), int(parts["day"]), parts["year"], "")
        month, weekday = name_at(MONTHS, parts["month"]), parts.get("weekday") or ""
        if month is not None and (not weekday or name_at(WEEKDAYS, weekday) is not None):
            number = int(parts["day"]) if parts.get("day") else None
            return Named(month + 1, number, parts["year"] or "", weekday)
    return None


def name_at(names: Sequence[str], word: str) -> int | None:
    """The place of a name, whole or cut to three letters or more."""
    return next((place for place, name in enumerate(names) if len(word) > 2 and name.startswith(word)), None)


def lies_ahead(text: str, spoken: str) -> bool:
    """Whether an expression is of what is still to come on a day, or begins then and goes on; so is some day up to."""
    span = period(text)
    begins = span.latest if text.startswith("[") else span.earliest
    return begins > spoken or ("/" in text and begins == spoken < span.latest)


def read_date(text: str) -> str:
    """The expression that words with a year stand for: the reverse of `show_date`, and what people write instead.

    Raises NoDateForm for what is in no such form, BadDate for a date that does not exist.
    """
    typed = " ".join(text.split())
    if len(typed) > LONGEST:
        raise NoDateForm(typed, "it is too long for a date")
    try:
        period(typed)
    except NoDateForm:
        made = _from_words(typed)
        period(made)
        return made
    return typed


def read_day(text: str) -> str:
    """The one day that is written as an ISO day or in words with its year; raises BadDate for anything else."""
    found = read_date(text)
    if not _DAY.fullmatch(found):
        raise NoDateForm(text, "it is not one day with its year")
    return found


# No date is told in more characters.
LONGEST = 120
_OPEN_WORDS = {"by": "[..{1}]", "until": "../{1}", "from": "{0}/..", "since": "{0}/.."}
_MARKS = {"about": "~", "perhaps": "?"}


def _from_words(typed: str) -> str:
    word, _, rest = typed.partition(" ")
    if word.lower() in _OPEN_WORDS:
        return _OPEN_WORDS[word.lower()].format(*[read_date(rest)] * 2)
    if word.lower() in ("before", "after"):
        span = period(read_date(rest))
        is_before = word.lower() == "before"
        edge = span.earliest if is_before else span.latest
        if not edge:
            raise NoDateForm(typed, "it is open at that end")
        return f"../{add_days(edge, -1)}" if is_before else f"{add_days(edge, 1)}/.."
    joined = re.sub(r"^(\d{1,2})[–-](?=\d{1,2} )", r"\1 – ", typed)
    first, joint, last = re.sub(r" (?:–|-|to) ", " – ", joined).partition(" – ")
    if joint:
        end = read_date(last)
        first += last[last.find(" ") :] if first.isdecimal() and len(first) < 3 else ""
        return f"{read_date(first if re.search('[0-9]{4}', first) else f'{first} {end[:4]}')}/{end}"
    if word.lower() in _MARKS:
        return read_date(rest) + _MARKS[word.lower()]
    found = named(typed)
    if found is None or not found.year:
        raise NoDateForm(typed, "not a date with its year")
    return found.in_year(found.year)
