"""Dates in words, as people type them and articles say them, as seen from the day a source speaks.

Nothing here guesses in silence: what cannot be read is refused with a remedy, and what is read can be echoed as it
will be coded.
"""

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from tracker.domain.dates import LONGEST, MONTHS, WEEKDAYS, add_days, name_at, named, period, read_date, show_date
from tracker.errors.usage import BadDate, NoDateForm, UnclearDate
from tracker.text.numerals import small


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
    typed = " ".join(text.split()).replace("\u2019", "'")
    if len(typed) > LONGEST:
        raise UnclearDate(typed[:LONGEST] + "…", "it is too long for a date")
    typed = re.sub(r"(?<=\w)[.,]$", "", typed)
    typed = re.sub(r"^(?:between (\d{1,2}) and|from (\d{1,2}) (?:to|until)) (?=\d{1,2} )", r"\1\2 to ", typed)
    try:
        return Dated(read_date(re.sub(f"(?i:{_ON})", "", typed)), "stated")
    except NoDateForm:
        pass
    except BadDate as error:
        raise UnclearDate(text, error.why, error.remedy) from None
    try:
        found = _phrase(re.sub(r"[.,]", "", typed.lower()), spoken, ahead)
    except (BadDate, UnclearDate) as error:
        raise UnclearDate(text, error.why, error.remedy) from None
    if found is None:
        raise UnclearDate(text)
    return found


def _phrase(words: str, spoken: str, ahead: bool) -> Dated | None:
    deadline = _deadline(words, spoken)
    if deadline:
        return Dated(deadline, "relative")
    words = re.sub(_ON, "", words)
    for pattern, form in _OPEN.items():
        opened = re.fullmatch(pattern, words)
        if opened:
            return _opened(opened, form, spoken, ahead)
    day = date.fromisoformat(spoken)
    found = _relative(words.removeprefix("the "), day, ahead)
    return Dated(found, "relative") if found else _part(words, spoken, ahead) or _calendar(words, day, ahead)


_ON = r"^(?:(?:on|in|during|at|dated|the day of) (?:the )?|over the )"
_UNITS = "day|week|fortnight|month|year"
_UNIT = rf"(?P<count>[\w-]+) (?P<unit>{_UNITS})s?"
_DEADLINE = re.compile(
    rf"(?:over|in|during) the (?P<past>past|last) (?:(?P<count_past>[\w-]+) )?(?P<unit_past>{_UNITS})(?P<many_past>s?)"
    rf"|(?P<within>within|in) (?:the )?(?P<soon>(?:next|coming) )?(?:(?P<count>[\w-]+) )??"
    rf"(?P<unit>{_UNITS})(?P<many>s?)(?:'s?)?(?: time| from now)?"
)


def _deadline(words: str, spoken: str) -> str:
    """So long from now, or up to now: `within two weeks` is some day up to then, `in two weeks` is the day."""
    found = _DEADLINE.fullmatch(words)
    if found is None:
        return ""
    within = found["within"] == "within" or found["soon"]
    number = found["count"] or found["count_past"] or ""
    # The coming week is one; how many the coming weeks are, nobody says.
    is_one = found["past"] or found["soon"] or words.startswith("within the ")
    if not number and is_one and not (found["many"] or found["many_past"]):
        number = "a"
    unit = found["unit"] or found["unit_past"]
    if not small(number):
        return ""
    if found["past"]:
        return f"{_moved(spoken, -small(number), unit)}/{spoken}"
    later = _moved(spoken, small(number), unit)
    if within:
        return f"[..{later}]"
    return later[: _PRECISION.get(unit, 10)]


_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
_PRECISION = {"month": 7, "year": 4}


def _moved(iso: str, count: int, unit: str) -> str:
    """The day so many days, weeks, months or years from a day; the last of a month where it has none of that number."""
    if unit in _DAYS_OF:
        return add_days(iso, count * _DAYS_OF[unit])
    months = int(iso[:4]) * 12 + int(iso[5:7]) - 1 + count * (12 if unit == "year" else 1)
    return min(f"{_month_of(months)}-{iso[8:]}", period(_month_of(months)).latest)


def _month_of(months: int) -> str:
    """A month by how many there have been since the year 0; raises BadDate outside the calendar."""
    return period(f"{months // 12:04}-{months % 12 + 1:02}").earliest[:7]


_OPEN = {
    r"(?:by|up to|no later than) (.+)": "[..{1}]",
    r"(?:until|till) (.+)": "../{1}",
    r"(?:since|from) (.+?) (?:to|until) (.+)": "{0}/{1}",
    r"(?:since|from) (.+)": "{0}/..",
    r"between (.+) and (.+)": "{0}/{1}",
    r"(?:about|around) (.+)": "{0}~",
    r"before (.+)": "../{2}",
    r"after (.+)": "{3}/..",
}


def _opened(opened: re.Match[str], form: str, spoken: str, ahead: bool) -> Dated | None:
    parts = [when(part, spoken, ahead) for part in opened.groups()]
    first, last = period(parts[0].edtf).earliest, period(parts[-1].edtf).latest
    if len(parts) > 1 and last and first > last:
        # From Monday to Wednesday, said on a Tuesday: the Monday before that Wednesday.
        parts[0] = when(opened[1], last)
        first = period(parts[0].edtf).earliest
    if form == "{0}~":
        made = f"{parts[0].edtf}~" if re.fullmatch("[0-9-]+", parts[0].edtf) else ""
    else:
        before, after = (add_days(edge, count) if edge else "" for edge, count in ((first, -1), (last, 1)))
        made = form.format(first, last, before, after)
    try:
        period(made)
    except BadDate:
        return None
    bases = {part.basis for part in parts}
    return Dated(made, "relative" if "relative" in bases else "stated")


_DAYS = {
    **dict.fromkeys(("today", "tonight", "this morning", "this afternoon", "this evening"), 0),
    **dict.fromkeys(("earlier today", "later today", "this lunchtime"), 0),
    **dict.fromkeys(("yesterday", "last night", "yesterday morning", "yesterday afternoon", "yesterday evening"), -1),
    **dict.fromkeys(("tomorrow", "tomorrow morning", "tomorrow afternoon", "tomorrow evening"), 1),
    "day before yesterday": -2,
    "day after tomorrow": 2,
}


def _relative(words: str, spoken: date, ahead: bool) -> str:
    if words in _DAYS:
        return _iso(spoken, _DAYS[words])
    counted = re.fullmatch(rf"{_UNIT}(?:'s?)?(?P<way> ago| time| from now)", words)
    if counted:
        number, unit = small(counted["count"]), counted["unit"]
        moved = _moved(spoken.isoformat(), number * (-1 if counted["way"] == " ago" else 1), unit)
        return moved[: _PRECISION.get(unit, 10)] if number else ""
    weekday = re.fullmatch(r"(?:(last|next|this) )?(\w+?)(?: (?:morning|afternoon|evening|night))?", words)
    if weekday and (place := name_at(WEEKDAYS, weekday[2])) is not None:
        return _iso(spoken, _to_weekday(spoken.weekday(), place, weekday[1] or "", ahead))
    return _span(re.sub(r"^(earlier|later) in the ", r"\1 this ", words), spoken, ahead)


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
    monday, day = -spoken.weekday(), spoken.isoformat()
    spans = {
        "overnight": (0, 1) if ahead else (-1, 0),
        "last week": (monday - 7, monday - 1),
        "next week": (monday + 7, monday + 13),
        "earlier this week": (monday, 0),
        "later this week": (0, monday + 6),
        "this week": (0, monday + 6) if ahead else (monday, 0),
        "this weekend": (monday + 5, monday + 6),
        "next weekend": (monday + 12, monday + 13),
        "last weekend": (monday - 2, monday - 1),
        "weekend": (monday + 5, monday + 6) if ahead or spoken.weekday() > 4 else (monday - 2, monday - 1),
        "end of the week": (monday + 4, monday + 6),
    }
    if words in spans:
        first, last = (_iso(spoken, count) for count in spans[words])
        return first if first == last else f"{first}/{last}"
    unit = re.fullmatch(r"(earlier this|later this|this|last|next) (month|year)", words)
    if unit is None:
        return ""
    precision = _PRECISION[unit[2]]
    if unit[1].startswith("earlier"):
        return f"{period(day[:precision]).earliest}/{day}"
    if unit[1].startswith("later"):
        return f"{day}/{period(day[:precision]).latest}"
    return _moved(day, {"this": 0, "last": -1, "next": 1}[unit[1]], unit[2])[:precision]


# Parts of a month by its days, of a year by its months.
_PARTS = {
    "early|beginning of|start of": (("01", "10"), ("01", "04")),
    "mid|middle of": (("11", "20"), ("05", "08")),
    "late|end of": (("21", ""), ("09", "12")),
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _part(words: str, spoken: str, ahead: bool) -> Dated | None:
    """A part of a month or a year, or a season: `mid-January`, `the end of March`, `late 2021`, `the autumn`."""
    words = words.removeprefix("the ")
    for names, (days, months) in _PARTS.items():
        found = re.fullmatch(rf"(?:{names})[ -](?:the )?(.+)", words)
        if found:
            whole = when({"month": "this month", "year": "this year"}.get(found[1], found[1]), spoken, ahead)
            if not re.fullmatch(r"\d{4}(?:-\d{2})?", whole.edtf):
                return None
            first, last = days if len(whole.edtf) == 7 else months
            end = f"{whole.edtf}-{last}" if last else period(whole.edtf).latest
            return Dated(f"{whole.edtf}-{first}/{end}", whole.basis)
    season = re.fullmatch(r"(?:(this|last|next) )?(spring|summer|autumn|winter)(?: (?:of )?(\d{4}))?", words)
    if season is None:
        return None
    tail, side = f"-{_SEASONS[season[2]]:02}", season[1] or ""
    if season[3] or side == "this":
        first = f"{season[3] or spoken[:4]}{tail}"
    else:
        first = _nearest(tail, date.fromisoformat(spoken), ahead, side)
    return Dated(f"{first}/{_moved(first + '-01', 2, 'month')[:7]}", "stated" if season[3] else "relative")


def _calendar(words: str, spoken: date, ahead: bool) -> Dated | None:
    """A day or a month by its name without a year: the nearest on the right side of `spoken`."""
    days = re.fullmatch(r"(\d{1,2}) ?(?:–|-|to) ?(\d{1,2}) ([a-z]+)", words)
    if days:
        first, last = (when(f"{day} {days[3]}", spoken.isoformat(), ahead).edtf for day in days.groups()[:2])
        return Dated(f"{first}/{last}", "relative")
    side, _, rest = words.partition(" ")
    side, rest = (side, rest) if side in ("last", "next", "this") else ("", words)
    found = named(rest)
    if found is None or found.year:
        return None
    tail = f"-{found.month:02}" + (f"-{found.day:02}" if found.day is not None else "")
    year = spoken.year if side == "this" else int(_nearest(tail, spoken, ahead, side)[:4])
    # A weekday says which year is meant, where the nearest one has it on another day.
    if found.weekday and not side:
        for near in (year, year - 1 if ahead else year + 1):
            with suppress(BadDate):
                return Dated(found.in_year(f"{near:04}"), "relative")
    return Dated(found.in_year(f"{year:04}"), "relative")


def _nearest(tail: str, spoken: date, ahead: bool, side: str) -> str:
    """The day or month nearest to `spoken`, today included but where `side` says last or next."""
    own = f"{spoken.year:04}{tail}"
    today = spoken.isoformat()[: len(own)]
    if side == "next" or (ahead and side != "last"):
        return own if own > today or (own == today and not side) else f"{spoken.year + 1:04}{tail}"
    return own if own < today or (own == today and not side) else f"{spoken.year - 1:04}{tail}"


def _iso(spoken: date, count: int) -> str:
    return add_days(spoken.isoformat(), count)


_MONTH_NAME = "|".join(name.title() for name in MONTHS)
_COUNT = r"(?:a|one|two|three|four|five|six|\d+)"
_DATE_IN_TEXT = re.compile(
    r"\b(?:(?:[Bb]y|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter) (?:the )?)?(?:earlier this (?:week|month|year)"
    r"|later this (?:week|month|year)|last (?:week|month|year|night|weekend)|next (?:week|month|year|weekend)"
    rf"|yesterday|(?:(?:last|next) )?(?:{'|'.join(day.title() for day in WEEKDAYS)})"
    rf"|the day before yesterday|{_COUNT} (?:days|weeks|months|years|fortnight|week|month|year)s? ago"
    rf"|(?:[Ww]ithin|[Ii]n) {_COUNT} (?:days|weeks|months|fortnight|week|month|year|years)(?:['’]s?)?(?: time)?"
    r"|[Oo]vernight|[Aa]t the weekend|[Oo]ver the weekend|this weekend"
    rf"|(?:the )?(?:end of|[Ee]arly|[Ll]ate|[Mm]id)[ -](?:the (?:week|month|year)\b|(?:{_MONTH_NAME}))(?: \d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH_NAME}|[A-Z][a-z]{{2}})\b(?: \d{{4}})?"
    rf"|(?:{_MONTH_NAME.replace('May|', '')}) \d{{1,2}}\b(?:,? \d{{4}})?|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
    rf"|[Ii]n (?:the )?(?:{_MONTH_NAME}|spring|summer|autumn|winter)(?: \d{{4}})?|tomorrow)\b"
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
