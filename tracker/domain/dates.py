"""Dates as sources give them: a small named subset of EDTF (ISO 8601-2), and plain ISO days to sort by.

2022 · 2022-02 · 2022-02-09      a year, a month, a day
A/B · ../B · A/..                from A to B, either end open
[..B]                            some day up to B
2022-02~ · 2022-02?              about then · perhaps then
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.errors.usage import BadDate, BadMoment

_POINT = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<mark>[~?]?)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Period(NamedTuple):
    """The days an expression may mean: its first and last possible day, empty where it is open."""

    earliest: str
    latest: str


def day(text: str) -> str:
    """`text` again if it is an ISO day that exists.

    Raises BadDate otherwise: other ISO forms (weeks, basic format) are not taken.
    """
    if not _DAY.fullmatch(text):
        raise BadDate(text, "not a day")
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise BadDate(text, str(error)) from None
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
    of its minute. Without a zone it is read as UTC. Raises BadDate for what is no moment.
    """
    found = _MOMENT.fullmatch(text)
    if not found:
        raise BadMoment(text, "not a day or a time")
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
        return (date.fromisoformat(iso) + timedelta(days=count)).isoformat()
    except OverflowError:
        raise BadDate(iso, "the calendar ends before the day that is wanted") from None


def days_between(earlier: str, later: str) -> int:
    """Whole days from one ISO day to another."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


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
        raise BadDate(whole, "not a date in the forms 2022, 2022-02, 2022-02-09, A/B, ../B, A/.. or [..B]")
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
        words = f"{MONTHS[int(parts[1]) - 1]} {words}"
    if len(parts) > 2:
        words = f"{int(parts[2])} {words}"
    return {"~": "about ", "?": "perhaps "}.get(mark, "") + words
