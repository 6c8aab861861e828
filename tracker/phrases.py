"""What people type, and what articles say, → coded values: dates as seen from the day a source speaks, and amounts.

Nothing here guesses in silence: what cannot be read is refused with a remedy, and what is read can be echoed as it
will be coded.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from tracker.amounts import Amount, display, plain
from tracker.dates import add_days, period
from tracker.dates import display as display_date
from tracker.errors import BadDate, UnclearAmount, UnclearDate

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)


class Dated(NamedTuple):
    """A date as it is coded: an expression in the EDTF subset, and how it is known."""

    edtf: str
    basis: str

    def echo(self) -> str:
        """How it will be coded, in words."""
        return f"{display_date(self.edtf)}: {self.edtf}, {self.basis}"


def when(text: str, spoken: str, ahead: bool = False) -> Dated:
    """A date as typed, seen from the day a source speaks; `ahead` reads a bare weekday or month as still to come.

    Raises UnclearDate for what it cannot read, and for a date that does not exist.
    """
    typed = " ".join(text.split())
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
            number = _small(counted[1])
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
    words = re.sub(r"^(?:\w+day) (?=\d|\w+ \d)", "", words)
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
    made = f"{year}{tail}" if year else _nearest(tail, spoken, (ahead or side == "next") and side != "last")
    try:
        period(made)
    except BadDate as error:
        raise UnclearDate(words, error.message.partition(": ")[2]) from None
    return Dated(made, "stated" if year else "relative")


def _nearest(tail: str, spoken: date, ahead: bool) -> str:
    own = f"{spoken.year:04}{tail}"
    today = spoken.isoformat()[: len(own)]
    if ahead:
        return own if own >= today else f"{spoken.year + 1:04}{tail}"
    return own if own <= today else f"{spoken.year - 1:04}{tail}"


def _iso(spoken: date, count: int) -> str:
    return add_days(spoken.isoformat(), count)


def _index(names: tuple[str, ...], word: str) -> int | None:
    """The place of a name, whole or cut to three letters or more."""
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


_NUMERALS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_WORDS = {word: number for number, word in enumerate(_NUMERALS)} | {"a": 1, "an": 1, "a couple": 2}
_NUMBER_WORDS |= dict(zip(_TENS, range(30, 100, 10), strict=True))
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9}
_LETTERS = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}


def _small(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 4 else _NUMBER_WORDS.get(word, 0)


# What is counted, by the nouns for it; a plural is made by adding s.
_NOUNS = {
    "troops": "troop soldier personnel serviceman servicemen servicewoman servicewomen force reservist paratrooper",
    "marines": "marine commando",
    "engineers": "engineer sapper",
    "trainers": "trainer instructor adviser advisor",
    "missiles": "missile nlaw javelin rocket",
    "weapons": "weapon rifle gun launcher howitzer mortar system",
    "vehicles": "vehicle tank lorry lorries truck ambulance",
    "aircraft": "aircraft jet plane helicopter typhoon fighter drone",
    "ships": "ship destroyer frigate vessel warship submarine boat minehunter",
    "items": "item kit helmet set piece generator medical",
    "tonnes": "tonne ton",
    "individuals": "individual person people oligarch politician official banker lawmaker",
    "entities": "entity entities company companies bank firm business businesses organisation organization",
    "diplomats": "diplomat",
    "visas": "visa permit",
    "gbp": "pound sterling",
    "usd": "dollar",
    "eur": "euro",
}
UNIT_OF = {noun + end: unit for unit, nouns in _NOUNS.items() for noun in nouns.split() for end in ("", "s")}
_MONEY = {"£": "gbp", "$": "usd", "us$": "usd", "€": "eur"}

_QUALIFIERS = {
    "at_least": "at least|no fewer than|not fewer than|no less than|a minimum of",
    "up_to": "up to|as many as|no more than|not more than|at most|a maximum of",
    "more_than": "more than|over|in excess of|upwards of|well over",
    "fewer_than": "fewer than|less than|under|below",
    "about": "some|about|around|roughly|approximately|nearly|almost|an estimated|estimated|circa|close to",
}
_QUALIFIER = "|".join(f"(?P<{code}>{words})" for code, words in _QUALIFIERS.items())
_MORE = r"a further|an? additional|an extra|another|additional|further|extra|more"
_TOTAL = r"a total of|in total|altogether|all"
_WORD_NUMBER = "|".join([*sorted(_NUMBER_WORDS, key=len, reverse=True)])
_NUMBER = (
    r"(?P<money>us\$|[£$€])?\s?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?"
    r"(?P<letters>(?:bn|mn|k|m|b)\b)?(?![\w,.]*\d)(?P<scale>(?:dozen|hundred|thousand|million|billion)\b)?"
    rf"|(?P<numeral>\b(?:{_WORD_NUMBER}))(?:-(?P<ones>{_WORD_NUMBER}))?"
    r"(?P<scales>(?:\s(?:of|dozen|hundred|thousand|million|billion)\b)*)"
    r"|(?P<alone>\b(?:dozen|hundred|thousand|million|billion)\b)"
)
_COUNTED = re.compile(
    rf"(?:(?P<total>{_TOTAL})\s)?(?:(?P<more>{_MORE})\s)?(?:(?:{_QUALIFIER})\s)?(?:(?P<more2>{_MORE})\s)?"
    rf"(?:{_NUMBER})(?P<rest>.*)",
    re.DOTALL,
)
_RANGE = re.compile(r"(?:between |from )?([\d,.]+)(?: ?[-–] ?| to | and )([\d,.]+)\b(.*)", re.DOTALL)
_MULTIPLES = {
    2: r"doubl(?:e[sd]?|ing)|twice|twofold|two-fold",
    3: r"trebl(?:e[sd]?|ing)|tripl(?:e[sd]?|ing)|threefold|three-fold|thrice",
    4: r"quadrupl(?:e[sd]?|ing)|fourfold|four-fold",
    0.5: r"halv(?:e[sd]?|ing)",
}
# Numbers in names, which count nothing: a class of ship, a unit's number.
_NAMED = re.compile(r"\btype \d+\b|\b\d+ commando\b|\bhms\s\w+|\bmark \d+\b", re.IGNORECASE)


def how_much(text: str, unit: str = "") -> Amount:
    """An amount as typed: number, unit, how surely, and whether it comes on top.

    `unit` is what is counted where the text does not say. Raises UnclearAmount for what gives neither a number nor
    something counted.
    """
    words = " ".join(text.lower().replace("\u2019", "'").split())
    for number, pattern in _MULTIPLES.items():
        if re.search(rf"\b(?:{pattern})\b", words):
            return Amount(float(number), unit="times", qualifier="multiple")
    times = re.search(r"\b(\w+) times\b", words)
    if times and _small(times[1]):
        return Amount(float(_small(times[1])), unit="times", qualifier="multiple")
    words = _NAMED.sub(" ", words).strip()
    ranged = _RANGE.match(words)
    if ranged:
        return _ranged(text, ranged, unit)
    counted = _COUNTED.match(words)
    if counted is None:
        return _uncounted(text, words)
    return _counted(text, counted, unit)


def _counted(text: str, counted: re.Match[str], unit: str) -> Amount:
    rest = counted["rest"]
    found = _MONEY.get(counted["money"] or "") or _unit_in(rest) or unit
    if not found:
        raise UnclearAmount(text, "it does not say what is counted", "name it: 350 marines, £2m, 3 ships")
    more = counted["more"] or counted["more2"] or re.match(r"\s?(?:more|additional|extra|further)\b", rest)
    total = counted["total"] or re.search(r"\b(?:in total|altogether)\b", rest)
    qualifier = next((code for code in _QUALIFIERS if counted[code]), "exact")
    basis = "additional" if more else "total" if total else ""
    return Amount(_value(counted), unit=found, qualifier=qualifier, basis=basis)


def _value(counted: re.Match[str]) -> float:
    if counted["alone"]:
        return float(_SCALES[counted["alone"]])
    if counted["digits"]:
        number = float(counted["digits"].replace(",", "")) * _LETTERS.get(counted["letters"] or "", 1)
        return round(number * _SCALES.get((counted["scale"] or "").strip(), 1), 2)
    number = _NUMBER_WORDS[counted["numeral"]] + _NUMBER_WORDS.get(counted["ones"] or "", 0)
    for scale in (counted["scales"] or "").split():
        number *= _SCALES.get(scale, 1)
    return float(number)


def _ranged(text: str, ranged: re.Match[str], unit: str) -> Amount:
    found = _unit_in(ranged[3]) or unit
    try:
        low, high = (float(ranged[place].strip(",.").replace(",", "")) for place in (1, 2))
    except ValueError:
        raise UnclearAmount(text, "it has no number that can be read", "write 100 to 150 troops") from None
    if not found or low > high:
        reason = "the least is more than the most" if found else "it does not say what is counted"
        raise UnclearAmount(text, reason, "write 100 to 150 troops")
    return Amount(None, low, high, found, "exact")


def _uncounted(text: str, words: str) -> Amount:
    """Something counted without a number, as in "more jets"."""
    found = "" if re.search(r"\d", words) else _unit_in(words)
    if not found:
        remedy = "give a number and what is counted (some 350 marines, at least 20 ships, £1.5bn), or more jets"
        raise UnclearAmount(text, "it has no number that can be read", remedy)
    basis = "additional" if re.match(rf"(?:{_MORE})\b", words) else ""
    return Amount(unit=found, qualifier="not_stated", basis=basis)


def _unit_in(words: str) -> str:
    """What the nearest noun counts."""
    if words.startswith("%") or re.match(r"\s?per ?cent", words):
        return ""
    found = re.findall(r"[a-z]+(?:-[a-z]+)*", words)
    return next((UNIT_OF[word] for word in found if word in UNIT_OF), "")


def echo(amount: Amount) -> str:
    """How an amount will be coded, in words."""
    if not amount.is_stated:
        return "no amount"
    numbers = [("amount", amount.amount), ("from", amount.low), ("to", amount.high)]
    coded = [f"{name} {plain(number)}" for name, number in numbers if number is not None]
    coded += [word for word in (amount.unit, amount.qualifier, amount.basis) if word]
    return f"{display(amount)}: {', '.join(coded)}"


_UNIT_NOUNS = "|".join(sorted(UNIT_OF, key=len, reverse=True))
_IN_TEXT = re.compile(
    rf"\b(?:doubl|trebl|tripl|quadrupl)(?:e[sd]?|ing)\b"
    rf"|(?:\b(?:{_MORE})\s)?(?:\b(?:{'|'.join(_QUALIFIERS.values())})\s)?(?:\b(?:{_MORE})\s)?"
    r"(?:(?:us\$|[£$€])\s?\d[\d,.]*\s?(?:bn|mn|m|k|billion|million|thousand)?\b"
    rf"|(?<![-\w])(?:\d[\d,]*|{_WORD_NUMBER})(?:\s(?:dozen|hundred|thousand|million))?"
    r"(?P<between>(?:\s(?!and\b|or\b|to\b|of\b|in\b|for\b|the\b|if\b)[\w'-]+){0,3}?)"
    rf"\s(?:{_UNIT_NOUNS})\b)"
    rf"|\b(?:more|further|additional|extra)\s(?:[\w'-]+\s)?(?:{_UNIT_NOUNS})\b",
    re.IGNORECASE,
)


def amount_in(text: str) -> str:
    """The first words of a text that give an amount, as they stand there; empty where none do."""
    masked = _NAMED.sub(lambda name: re.sub(r"\d", "x", name[0]), text)
    for found in _IN_TEXT.finditer(masked):
        words = text[found.start() : found.end()].strip()
        try:
            how_much(words)
        except UnclearAmount:
            continue
        return words
    return ""


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
