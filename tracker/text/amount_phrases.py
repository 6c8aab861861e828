"""Amounts in words, as people type them and articles say them: how many of what, how surely, and whether on top.

Nothing here guesses in silence: what is not understood whole is refused with a remedy, and what is read can be echoed
as it will be coded. The words are sorted into kinds, a letter each, and the grammar is over those letters.
"""

import re
from collections.abc import Sequence

from tracker.domain.amounts import Amount, plain, show_amount
from tracker.domain.vocabulary import PLACES
from tracker.errors.usage import UnclearAmount
from tracker.text.amount_words import CONTAINERS, FIGURE, LATE_OF, MONEY, MONTH, QUALIFIER_OF, UNIT_OF, Word, words_of
from tracker.text.numerals import SCALES, number_in_words

_HEAD = r"(?:U(?![USXGP])|S(?![USXGPW]))"
# `a force of` 350 marines; the number with what goes before and after it; what is counted; the same after that.
_AMOUNT = re.compile(
    r"(?:[IE][WM]*GO)?(?P<before>[EATQ]*)(?P<article>I(?=N))?(?:(?P<range>b?N[ca]N|R)|(?P<number>N|I)|(?P<many>H+)|)"
    rf"(?P<after>[LATO]*)(?:(?P<modifiers>[MWSU]*?)(?P<head>{_HEAD}))?(?P<late>(?:,?[LT](?=$|[,Cacb]))*(?:A$)?)"
)
# What may not follow: another amount, or what makes another thing of this one.
_AFTER = re.compile(rf"[NRBFHKDL]|[IA][MW]*{_HEAD}")
# In running text: what may not stand directly before, or after.
_TORN_BEFORE = re.compile(r"(?:[NRBFHKDL][acbO]*|[NRBFH]OW|[GP]O)$")
_TORN_AFTER = re.compile(rf"[LKFDBNRI]|[cO][NR]|a[NR](?![LATO]*[MWSU]*{_HEAD})")

Reason = tuple[str, str]
_DIGITS = ("only a part of the number is understood", "write it in digits: 250 troops, £1.5m")
_SECOND = ("it holds more than one number", "give each amount a mention of its own: 350 marines")
_SHARE = ("a share, a rate or a comparison is no number of things", "write how many, as 600 troops, or leave it empty")
_FEWER = ("it says how many fewer, not how many", "write how many there are, as 600 troops, or leave it empty")
_GROUP = ("it does not say how many such a group holds", "write how many, as 600 troops; or troops, without a number")
_TOGETHER = ("the number counts two things together", "leave it empty, and say it in the note")
_YEAR = ("the number may be a year", "write it with a comma: 2,022 troops")
_POINT = ("the point may stand for thousands", "write 1,000 or 1000")
_ORDER = ("the least is more than the most", "write 100 to 150 troops")
_WHAT = (
    "it does not say what is counted, or not in words that are known",
    "name it: 350 marines, 20 troops, £2m, or at worst 3 items",
)
_NO_NUMBER = (
    "it has no number that can be read",
    "give a number and what is counted (some 350 marines, at least 20 ships, £1.5bn), or more jets",
)
_WHY = {"[GP]": _GROUP, "D": _FEWER, "F": _SHARE, "B": _DIGITS, "N[^MWSU]*[NR]|R.*N": _DIGITS, "N.*[NI]": _SECOND}


def how_much(text: str, unit: str = "") -> Amount:
    """An amount as typed: number, unit, how surely, and whether it comes on top.

    `unit` is what is counted where the text does not say. Raises UnclearAmount for what is not understood whole.
    """
    if re.search(r"\d{16}", text.replace(",", "")):
        raise UnclearAmount(text[:80], "it has too many digits", "write 2 billion, or the number as it was reported")
    words = list(words_of(text))
    letters = "".join(word.kind for word in words)
    if re.search("[Kk]", letters):
        return _multiple(text, words, letters)
    found = _AMOUNT.match(letters)
    if found is None or not found[0]:
        raise UnclearAmount(text, *_why(letters))
    amount = _coded(text, words, letters, found, unit)
    comparing = any(word.kind == "Q" and word.text.endswith("than") for word in words[found.end() :])
    comparing = comparing or letters.startswith("I", found.end())  # 20 dollars a barrel
    if comparing or _AFTER.search(letters, found.end()):
        raise UnclearAmount(text, *(_SHARE if comparing else _why(letters)))
    return amount


def _why(letters: str) -> Reason:
    """Why words are no amount, by the kinds of words among them, and what to do."""
    default = _WHAT if re.search("[NIR]", letters) else _NO_NUMBER
    return next((reason for pattern, reason in _WHY.items() if re.search(pattern, letters)), default)


def _coded(text: str, words: Sequence[Word], letters: str, found: re.Match[str], unit: str) -> Amount:
    """The amount that a part of the words gives; raises UnclearAmount where it is not understood."""
    low, high, reason = _numbers(words, found)
    number = low if high is None else None
    has_number = low is not None
    counted = MONEY.get(re.sub(r"[\d\s].*", "", words[found.start("number")].text) if found["number"] else "", "")
    is_money = bool(counted)
    if not counted and found["head"]:
        counted = UNIT_OF[words[found.start("head")].text]
        reason = reason or _not_counted(words, letters, found, counted)
    elif not counted and found.end() == len(letters) and found[0]:
        counted = unit if has_number else ""
    told = [word for place in ("before", "after", "late") for word in words[found.start(place) : found.end(place)]]
    coded = [QUALIFIER_OF.get(word.text) or LATE_OF.get(word.text.strip("-+") or "plus", "") for word in told]
    qualifiers = [code for code, word in zip(coded, told, strict=True) if word.kind in "QL"]
    bases = {word.kind for word in told if word.kind in "AT"}
    if not counted and not reason:
        reason = _why(letters)
    elif (
        (found["article"] and not is_money)
        or len(qualifiers) > 1
        or "QT" in found["before"]
        or (high is not None and (qualifiers or bases))
    ):
        reason = _DIGITS
    elif qualifiers and not has_number and told[0].text != "some":
        reason = _NO_NUMBER
    elif number and number % 1 and counted not in (*MONEY.values(), "tonnes"):
        reason = _DIGITS
    elif has_number and len(words) > 1 and _YEARS.fullmatch(words[found.start("number")].text):
        reason = _YEAR
    if reason:
        raise UnclearAmount(text, *reason)
    qualifier = (qualifiers or ["exact"])[0] if has_number else "not_stated"
    basis = "additional" if "A" in bases else "total" if "T" in bases else ""
    return Amount(number, low if high is not None else None, high, counted, qualifier, basis)


def _not_counted(words: Sequence[Word], letters: str, found: re.Match[str], unit: str) -> Reason | None:
    """Why a number does not count the noun that follows it, where it does not."""
    head = words[found.start("head")].text
    modifiers = words[found.start("modifiers") : found.end("modifiers")]
    holds = head in CONTAINERS and re.match(rf"O[MWSU]*{_HEAD}", letters[found.end("head") :])
    armed = head in ("company", "companies") and any(word.kind in "SU" or word.text in _ARMS for word in modifiers)
    # A hundred individuals and entities are not a hundred individuals.
    both = re.match(rf"a[MW]*{_HEAD}", letters[found.end("head") :]) if unit in _PARTIES else None
    if both and UNIT_OF[words[found.end("head") + both.end() - 1].text] in _PARTIES:
        return _TOGETHER
    if holds or armed or (head == "forces" and (found["number"] or found["range"])):
        return _GROUP
    other_money = unit in MONEY.values() and any(word.text not in _OF_MONEY for word in modifiers)
    return _WHAT if other_money or (found["number"] == "I" and found["head"] == "U") else None


_PARTIES = ("individuals", "entities")
_ARMS = ("infantry", "armoured", "artillery", "airborne", "commando", "cavalry")
_OF_MONEY = ("us", "american", "uk", "british", "pounds", "extra")


def _numbers(words: Sequence[Word], found: re.Match[str]) -> tuple[float | None, float | None, Reason | None]:
    """The number, or the least and the most, or why there are none that are understood."""
    if found["number"]:
        value, reason = _value(words[found.start("number")].text)
        return value, None, reason
    if not found["range"]:
        return None, None, None
    parts = [word.text for word in words[found.start("range") : found.end("range")]]
    if found["range"] == "R":
        parts = [parts[0].replace("–", "-").partition("-")[0], "to", parts[0].replace("–", "-").partition("-")[2]]
    joined = parts[-2] in ("to", "-", "–") or (parts[0] == "between" and parts[-2] == "and")
    (low, why), (high, why_high) = _value(parts[-3]), _value(parts[-1])
    # 10 to 15 thousand: nobody can tell whether the first is 10 or 10,000.
    plain_numbers = all(re.fullmatch(FIGURE, part) or (part.isalpha() and part not in SCALES) for part in parts[-3::2])
    if low is None or high is None or not joined or not plain_numbers:
        return None, None, why or why_high or _DIGITS
    return low, high, None if low <= high else _ORDER


def _value(text: str) -> tuple[float | None, Reason | None]:
    found = re.fullmatch(rf"(?:us\$|[£$€])? ?(?P<figure>{FIGURE}) ?(?P<size>[a-z]*)(?: of)?", text)
    if found:
        if re.fullmatch(r"\d+\.\d{3}", found["figure"]) and not found["size"]:
            return None, _POINT
        return round(float(found["figure"].replace(",", "")) * _SIZES[found["size"]], 2), None
    if text.startswith("half"):
        return 6.0, None
    grouped = re.fullmatch(r"(?:(?P<number>.+) )?(?P<size>dozen|pairs?|couple)(?: of)?", text)
    number = number_in_words((grouped["number"] or "a") if grouped else text)
    return (None, _DIGITS) if number is None else (float(number * _SIZES[grouped["size"] if grouped else ""]), None)


_SIZES = SCALES | {"": 1, "k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}
_SIZES |= {"dozen": 12, "pair": 2, "pairs": 2, "couple": 2}


def _multiple(text: str, words: Sequence[Word], letters: str) -> Amount:
    """So many times what there was before, where nothing else is said of how many."""
    found = re.fullmatch(r"[^NRBFHDQIL]*(?P<number>Nk|K)[^NRBFHDQLKk]*", letters)
    if found is None:
        raise UnclearAmount(text, *_SHARE)
    word = words[found.start("number")].text
    value = _value(word)[0] if found["number"] == "Nk" else _times(word)
    if not value:
        raise UnclearAmount(text, *_DIGITS)
    return Amount(value, unit="times", qualifier="multiple")


def _times(word: str) -> float:
    listed = {"d": 2.0, "tw": 2.0, "t": 3.0, "q": 4.0, "f": 4.0, "h": 0.5}
    return next(value for start, value in listed.items() if word.startswith(start))


def echo(amount: Amount) -> str:
    """How an amount will be coded, in words."""
    if not amount.is_stated:
        return "no amount"
    numbers = [("amount", amount.amount), ("from", amount.low), ("to", amount.high)]
    coded = [f"{name} {plain(number)}" for name, number in numbers if number is not None]
    coded += [word for word in (amount.unit, amount.qualifier, amount.basis) if word]
    return f"{show_amount(amount)}: {', '.join(coded)}"


def amount_in(text: str) -> str:
    """The first words of a text that give an amount, as they stand there; empty where none are understood whole."""
    words = list(words_of(text))
    letters = "".join(word.kind for word in words)
    for found in re.finditer(rf"(?P<multiple>K)|{_AMOUNT.pattern}", letters):
        if found[0] and _stands_alone(text, words, letters, found):
            first, last = found.start(), found.end()
            while letters[first] in "EI" and letters[first + 1 : first + 2] in ("A", "Q", "N", "T"):
                first += 1  # the £2m loan
            while letters[last - 1] == "O":
                last -= 1  # £2m of it
            phrase = text[words[first].start : words[last - 1].end]
            try:
                amount = how_much(phrase)
                if found["multiple"] or amount == _coded(phrase, words, letters, found, ""):
                    return phrase
            except UnclearAmount:
                continue
    return ""


def _stands_alone(text: str, words: Sequence[Word], letters: str, found: re.Match[str]) -> bool:
    """Whether nothing around some words of a text makes another thing of the amount they seem to give."""
    first, rest = words[found.start()], words[found.end() : found.end() + _NEAR]
    above = letters[max(0, found.start() - _NEAR) : found.start()]
    before = words[found.start() - 1] if found.start() else None
    number = words[found.start("number")].text if found["number"] else ""
    since_year = before and _YEARS.fullmatch(before.text) and (first.kind == "Q" or number[:1] in MONEY)
    if (_TORN_BEFORE.search(above) and not since_year) or _TORN_AFTER.match(letters, found.end()):
        return False
    if above.endswith("WO") and words[found.start() - 2].text in _PARTS_OF:
        return False
    if found["multiple"]:
        return not re.search("[QNRB]", letters[max(0, found.start() - 1) : found.end() + 6])
    if not re.search("[NIRHA]", found[0]) or (rest and rest[0].kind == "Q" and rest[0].text.endswith("than")):
        return False
    # Twenty lorries every month, in whatever words stand between.
    if any(word.kind == "F" and word.text.split()[0] in _RATES for word in _up_to_comma(rest)):
        return False
    if number and (number in _BARE or (first.text in _ALSO_PREPOSITIONS and (_value(number)[0] or 0) < 10)):
        return False
    if before is None:
        return True
    named = text[before.start].isupper() and before.kind in "WXVM" and before.text not in _PLACES
    is_date = MONTH.fullmatch(before.text) or (before.kind in "abC" and number in ("1900", "2000"))
    if before.text == "by" and _CHANGED.match(words[found.start() - 2].text if found.start() > 1 else ""):
        return False
    joined = before.end == first.start and text[before.end - 1].isalnum()
    return not (joined or is_date or before.text in _UNSURE or (named and number.isdecimal() and len(number) < 4))


def _up_to_comma(words: Sequence[Word]) -> Sequence[Word]:
    return words[: next((place for place, word in enumerate(words) if word.kind == ","), len(words))]


# More words than stand between an amount and what makes another thing of it: none is looked for further off.
_NEAR = 100
_YEARS = re.compile("(?:19|20)(?!00)[0-9]{2}")
_RATES = ("a", "an", "one", "per", "each", "every", "apiece")
# Over two ships, about five tanks: with a small number these may be what the talk is about.
_ALSO_PREPOSITIONS = ("over", "about", "around", "under", "below")
_PARTS_OF = ("first", "last", "latter", "any", "many", "remainder", "bulk")
# Grew by 500 troops: how many more or fewer, not how many.
_CHANGED = re.compile(
    "increas|ris|rose|grow|grew|cut|reduc|boost|expand|fall|fell|drop|swell|rais|lower|shr[aiu]nk|up$|down$"
)
_UNSURE = ("not", "no", "without", "never")
_BARE = (*SCALES, "dozen")
_PLACES = {term.label.lower() for term in PLACES.values()} | {"kyiv", "kiev", "moscow", "london", "nato", "mr", "ms"}
