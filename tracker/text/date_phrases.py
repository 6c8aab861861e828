"""Dates in words, as people type them and articles say them, as seen from the day a source speaks.

Nothing here guesses in silence: what cannot be read is refused with a remedy, and what is read can be echoed as it
will be coded.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.dates import add_days, period, show_date
from tracker.errors.usage import BadDate, UnclearDate
from tracker.text.numerals import small

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)


# No date is told in more characters.
LONGEST = 120


class Dated(NamedTuple):
    """A date as it is coded: an expression in the EDTF subset, and how it is known."""

    edtf: str
    basis: str

    def echo(self) -> str:
        """How it will be coded, in words."""
        return f"{show_date(self.edtf)}: {self.edtf}, {self.basis}"


def when(text: str, spoken: str, ahead: bool = False) -> Dated:
    """A date as typed, seen from the day a source speaks; `ahead` reads a bare weekday or month as still to come.

    Raises UnclearDate for what it cannot read, and for a date that does not exist.
    """
    typed = " ".join(text.split())
    if len(typed) > LONGEST:
        raise UnclearDate(typed[:LONGEST] + "…", "it is too long for a date")
    try:
        period(typed)
    except BadDate as error:
        found = _phrase(typed, spoken, ahead)
        if found is None:
            near = error.message.partition(": ")[2] if re.match(r"[\[.0-9]+[-/]", typed) else ""
            raise UnclearDate(text, near) from None
        return found
    return Dated(typed, "stated")


def _phrase(typed: str, spoken: str, ahead: bool) -> Dated | None:
    words = re.sub(r"[.,]", "", typed.lower())
    words = re.sub(r"^(?:on|in|during|at|dated|the day of) (?:the )?", "", words)
    for pattern, form in _OPEN.items():
        opened = re.fullmatch(pattern, words)
        if opened:
            return _opened(opened, form, spoken, ahead)
    found = _relative(words, date.fromisoformat(spoken), ahead)
    if found:
        return Dated(found, "relative")
    return _calendar(words, date.fromisoformat(spoken), ahead)


_OPEN = {
    r"(?:by|up to|no later than) (.+)": "[..{1}]",
    r"(?:until|till) (.+)": "../{1}",
    r"(?:since|from) (.+?) (?:to|until) (.+)": "{0}/{1}",
    r"(?:since|from) (.+)": "{0}/..",
    r"between (.+) and (.+)": "{0}/{1}",
    r"(?:about|around) (.+)": "{0}~",
}


def _opened(opened: re.Match[str], form: str, spoken: str, ahead: bool) -> Dated | None:
    parts = [when(part, spoken, ahead) for part in opened.groups()]
    last = period(parts[-1].edtf).latest
    if len(parts) > 1 and last and period(parts[0].edtf).earliest > last:
        parts[0] = when(
            opened[1], last
        )  # from Monday to Wednesday, said on a Tuesday: the Monday before that Wednesday
    if form == "{0}~":
        made = f"{parts[0].edtf}~" if re.fullmatch("[0-9-]+", parts[0].edtf) else ""
    else:
        made = form.format(period(parts[0].edtf).earliest, period(parts[-1].edtf).latest)
    try:
        period(made)
    except BadDate:
        return None
    bases = {part.basis for part in parts}
    return Dated(made, "relative" if "relative" in bases else "stated")


_DAYS = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}
_SPANS = {"day": 1, "week": 7, "fortnight": 14}


def _relative(words: str, spoken: date, ahead: bool) -> str:
    words = words.removeprefix("the ")
    if words in _DAYS:
        return _iso(spoken, _DAYS[words])
    for start, sign in (("", -1), ("within ", 1)):
        counted = re.fullmatch(start + r"(\w+) (day|week|fortnight)s?(?: ago| time)?", words)
        if counted and (words.endswith((" ago", " time")) or start):
            number = small(counted[1])
            forward = words.endswith(" time") or sign > 0
            return _iso(spoken, (1 if forward else -1) * number * _SPANS[counted[2]]) if number else ""
    weekday = re.fullmatch(r"(?:(last|next|this) )?(\w+?)(?: (?:morning|afternoon|evening|night))?", words)
    if weekday and (place := _index(WEEKDAYS, weekday[2])) is not None:
        return _iso(spoken, _to_weekday(spoken.weekday(), place, weekday[1] or "", ahead))
    return _span(words, spoken, ahead)


def _to_weekday(today: int, wanted: int, word: str, ahead: bool) -> int:
    """Days from today to a weekday: back to the last one, today included, unless a word or `ahead` says otherwise."""
    if word == "this":
        return wanted - today
    if word == "next" or (ahead and word != "last"):
        forward = (wanted - today) % 7
        return forward or (7 if word == "next" else 0)
    back = (today - wanted) % 7
    return -(back or (7 if word == "last" else 0))


def _span(words: str, spoken: date, ahead: bool) -> str:
    monday = -spoken.weekday()
    month = spoken.replace(day=1)
    spans = {
        "last week": (monday - 7, monday - 1),
        "next week": (monday + 7, monday + 13),
        "earlier this week": (monday, 0),
        "later this week": (0, monday + 6),
        "this week": (0, monday + 6) if ahead else (monday, 0),
        "next weekend": (monday + 12, monday + 13),
        "weekend": (monday + 5, monday + 6) if ahead or spoken.weekday() > 4 else (monday - 2, monday - 1),
    }
    spans["this weekend"], spans["last weekend"] = (monday + 5, monday + 6), (monday - 2, monday - 1)
    if words in spans:
        first, last = (_iso(spoken, count) for count in spans[words])
        return first if first == last else f"{first}/{last}"
    return {
        "earlier this month": f"{month.isoformat()}/{spoken.isoformat()}",
        "this month": spoken.isoformat()[:7],
        "last month": (month - timedelta(days=1)).isoformat()[:7],
        "next month": (month + timedelta(days=31)).isoformat()[:7],
        "earlier this year": f"{spoken.year:04}-01-01/{spoken.isoformat()}",
        "this year": f"{spoken.year:04}",
        "last year": f"{spoken.year - 1:04}",
        "next year": f"{spoken.year + 1:04}",
    }.get(words, "")


def _calendar(words: str, spoken: date, ahead: bool) -> Dated | None:
    """A day or a month by its name, with or without a year; without one, the nearest on the right side of `spoken`."""
    named = re.match(r"(\w+day) (?=\d|\w+ \d)", words)
    words = words[named.end() :] if named else words
    found = re.fullmatch(r"(?:(last|next) )?(?:(\d{1,2})(?:st|nd|rd|th)? (?:of )?)?([a-z]+)(?: (\d{4}))?", words)
    if found is None:
        other = re.fullmatch(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?", words)
        if other is None:
            return None
        side, number, name, year = None, other[2], other[1], other[3]
    else:
        side, number, name, year = found.groups()
    month = _index(MONTHS, name)
    if month is None:
        return None
    tail = f"-{month + 1:02}" + (f"-{int(number):02}" if number else "")
    made = f"{year}{tail}" if year else _nearest(tail, spoken, ahead, side or "")
    try:
        period(made)
    except BadDate as error:
        raise UnclearDate(words, error.message.partition(": ")[2]) from None
    if named and number and WEEKDAYS[date.fromisoformat(made).weekday()] != named[1]:
        weekday = WEEKDAYS[date.fromisoformat(made).weekday()].title()
        raise UnclearDate(f"{named[1]} {words}", f"{show_date(made)} was a {weekday}")
    return Dated(made, "stated" if year else "relative")


def _nearest(tail: str, spoken: date, ahead: bool, side: str) -> str:
    """The day or month nearest to `spoken`, today included but where `side` says last or next."""
    own = f"{spoken.year:04}{tail}"
    today = spoken.isoformat()[: len(own)]
    if side == "next" or (ahead and side != "last"):
        return own if own > today or (own == today and not side) else f"{spoken.year + 1:04}{tail}"
    return own if own < today or (own == today and not side) else f"{spoken.year - 1:04}{tail}"


def _iso(spoken: date, count: int) -> str:
    return add_days(spoken.isoformat(), count)


def _index(names: tuple[str, ...], word: str) -> int | None:
    """The place of a name, whole or cut to three letters or more."""
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


_DATE_IN_TEXT = re.compile(
    r"\b(?:earlier this (?:week|month|year)|later this week|last (?:week|month|year|night)|next (?:week|month|year)"
    rf"|yesterday|(?:(?:last|next) )?(?:{'|'.join(day.title() for day in WEEKDAYS)})"
    r"|the day before yesterday|(?:two|three|four|five|six|\d+) (?:days|weeks) ago"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(name.title() for name in MONTHS)}|[A-Z][a-z]{{2}})\b(?: \d{{4}})?"
    rf"|(?:{'|'.join(name.title() for name in MONTHS if name != 'may')}) \d{{1,2}}\b(?:,? \d{{4}})?"
    rf"|[Ii]n (?:{'|'.join(name.title() for name in MONTHS)})(?: \d{{4}})?|tomorrow)\b"
)


def date_in(text: str, spoken: str) -> str:
    """The first words of a text that date something, as they stand there; empty where none do."""
    for found in _DATE_IN_TEXT.finditer(text):
        try:
            when(found[0], spoken)
        except UnclearDate:
            continue
        return found[0]
    return ""
