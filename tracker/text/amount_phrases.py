"""Amounts in words, as people type them and articles say them: how many of what, how surely, and whether on top.

Nothing here guesses in silence: what cannot be read is refused with a remedy, and what is read can be echoed as it
will be coded.
"""

import re

from tracker.domain.amounts import Amount, plain, show_amount
from tracker.errors.usage import UnclearAmount
from tracker.text.numerals import NUMBER_WORDS, small

_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9}
_LETTERS = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}

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
_WORD_NUMBER = "|".join([*sorted(NUMBER_WORDS, key=len, reverse=True)])
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


# A word that may be a noun for something counted, so that nothing else is to be taken for it.
_NOUN = re.compile(r"\b(?!(?:more|additional|extra|further|in|total|altogether|of|them|or|so|each)\b)[a-z]+")


# Many, in no number.
_MANIFOLD = re.compile(r"(?:(?:tens|dozens|scores|hundreds|thousands|millions|billions) of )+")


def how_much(text: str, unit: str = "") -> Amount:
    """An amount as typed: number, unit, how surely, and whether it comes on top.

    `unit` is what is counted where the text does not say. Raises UnclearAmount for what gives neither a number nor
    something counted.
    """
    words = " ".join(text.lower().replace("\u2019", "'").split())
    if re.search(r"\d{16}", words.replace(",", "")):
        raise UnclearAmount(text[:80], "it has too many digits", "write 2 billion, or the number as it was reported")
    for number, pattern in _MULTIPLES.items():
        if re.search(rf"\b(?:{pattern})\b", words):
            return Amount(float(number), unit="times", qualifier="multiple")
    times = re.search(r"\b(\w+) times\b", words)
    if times and small(times[1]):
        return Amount(float(small(times[1])), unit="times", qualifier="multiple")
    words = _NAMED.sub(" ", words).strip()
    ranged = _RANGE.match(words)
    if ranged:
        return _ranged(text, ranged, unit)
    manifold = _MANIFOLD.match(words)
    counted = None if manifold else _COUNTED.match(words)
    if counted is None:
        return _uncounted(text, words[manifold.end() :] if manifold else words)
    return _counted(text, counted, unit)


def _counted(text: str, counted: re.Match[str], unit: str) -> Amount:
    rest = counted["rest"]
    found = _MONEY.get(counted["money"] or "") or _unit_in(rest) or ("" if _NOUN.search(rest) else unit)
    if not found:
        why = "it does not say what is counted, or not in words that are known"
        raise UnclearAmount(text, why, "name it: 350 marines, 20 troops, £2m, or at worst 3 items")
    if _LEFT_OVER.search(_between(rest)) or (counted["numeral"] in ("a", "an", "a couple") and _VAGUE.match(rest)):
        raise UnclearAmount(text, "only a part of the number is understood", "write it in digits: 250 troops, £1.5m")
    if re.fullmatch(r"\d+\.\d{3}", counted["digits"] or "") and not (counted["letters"] or counted["scale"]):
        raise UnclearAmount(text, "the point may stand for thousands", "write 1,000 or 1000")
    more = counted["more"] or counted["more2"] or re.match(r"\s?(?:more|additional|extra|further)\b", rest)
    total = counted["total"] or re.search(r"\b(?:in total|altogether)\b", rest)
    qualifier = next((code for code in _QUALIFIERS if counted[code]), "exact")
    basis = "additional" if more else "total" if total else ""
    return Amount(_value(counted), unit=found, qualifier=qualifier, basis=basis)


# What makes another number of one, where it stands between the number and what is counted.
_LEFT_OVER = re.compile(
    rf"\d|^(?:st|nd|rd|th)\b|[/%.]|(?<![a-z])[-–]|[-–](?![a-z])|\b(?:{_WORD_NUMBER}|to|or|and|half|third|quarter|dozens?|hundreds?|thousands?|millions?|billions?)\b"
)
_VAGUE = re.compile(r"\s?(?:few|third|quarter|half|number|handful|lot)\b")


def _between(rest: str) -> str:
    """What stands between a number and the noun for what it counts; all of it where no such noun is known."""
    places = [found.start() for found in re.finditer(r"[a-z]+(?:-[a-z]+)*", rest) if found[0] in UNIT_OF]
    return rest[: places[0]] if places else re.split(r"[,;(]", rest)[0]


def _value(counted: re.Match[str]) -> float:
    if counted["alone"]:
        return float(_SCALES[counted["alone"]])
    if counted["digits"]:
        number = float(counted["digits"].replace(",", "")) * _LETTERS.get(counted["letters"] or "", 1)
        return round(number * _SCALES.get((counted["scale"] or "").strip(), 1), 2)
    number = NUMBER_WORDS[counted["numeral"]] + NUMBER_WORDS.get(counted["ones"] or "", 0)
    for scale in (counted["scales"] or "").split():
        number *= _SCALES.get(scale, 1)
    return float(number)


def _ranged(text: str, ranged: re.Match[str], unit: str) -> Amount:
    found = _unit_in(ranged[3]) or ("" if _NOUN.search(ranged[3]) else unit)
    if _LEFT_OVER.search(_between(ranged[3])):
        raise UnclearAmount(text, "only a part of the numbers is understood", "write 10,000 to 15,000 troops")
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
    if not found or _LEFT_OVER.search(_between(words)) or re.match(r"no\b", words):
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
    return f"{show_amount(amount)}: {', '.join(coded)}"


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
