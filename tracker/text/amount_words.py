"""The words of amounts, sorted: numbers, what qualifies them, what is counted, and what makes another thing of them."""

import re
import string
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tracker.text.numerals import NUMBER_WORDS, SCALES

# What is counted, by the nouns for it; a plural is made by adding s. An underscore stands for a space.
_NOUNS = {
    "troops": "troop soldier serviceman servicewoman reservist paratrooper",
    "marines": "marine commando",
    "engineers": "engineer sapper",
    "trainers": "trainer instructor adviser advisor",
    "missiles": "missile nlaw javelin rocket",
    "weapons": "weapon rifle gun launcher howitzer mortar system",
    "vehicles": "vehicle tank lorry truck ambulance personnel_carrier troop_carrier",
    "aircraft": "jet plane helicopter gunship typhoon drone warplane",
    "ships": "ship destroyer frigate vessel warship submarine boat minehunter aircraft_carrier",
    "items": "item kit helmet set piece generator",
    "tonnes": "tonne ton",
    "individuals": "individual person oligarch politician official banker lawmaker",
    "entities": "entity company bank firm business organisation organization",
    "diplomats": "diplomat",
    "visas": "visa permit",
    "gbp": "pound",
    "usd": "dollar",
    "eur": "euro",
}
_PLURALS = {"lorries": "vehicles", "entities": "entities", "companies": "entities", "businesses": "entities"}
_PLURALS |= {"servicemen": "troops", "servicewomen": "troops", "people": "individuals"}
# Words for one as for many.
_INVARIANT = {"personnel": "troops", "forces": "troops", "aircraft": "aircraft", "landing craft": "ships"}
_INVARIANT |= {"sterling": "gbp", "gbp": "gbp", "usd": "usd", "eur": "eur"}
_SINGULARS = {noun.replace("_", " "): unit for unit, nouns in _NOUNS.items() for noun in nouns.split()} | _INVARIANT
_PLURALS |= {f"{noun}s": unit for noun, unit in _SINGULARS.items() if noun not in _INVARIANT}
UNIT_OF = _SINGULARS | _PLURALS
MONEY = {"£": "gbp", "$": "usd", "us$": "usd", "€": "eur"}

QUALIFIERS = {
    "at_least": "at least|no fewer than|not fewer than|no less than|not less than|a minimum of",
    "up_to": "up to|as many as|no more than|not more than|at most|a maximum of",
    "more_than": "more than|well over|just over|over|in excess of|upwards of",
    "fewer_than": "fewer than|less than|just under|under|below",
    "about": "some|about|around|roughly|approximately|approx.|nearly|almost|an estimated|estimated|circa|c.|ca."
    "|close to|perhaps|in the region of|~",
}
# The same, said after the number.
_LATE = {
    "at_least": "or more|or over|plus|at least|at a minimum",
    "up_to": "or fewer|or less|at most|at the most|at a maximum",
    "about": "or so|odd",
}
QUALIFIER_OF = {words: code for code, listed in QUALIFIERS.items() for words in listed.split("|")}
LATE_OF = {words: code for code, listed in _LATE.items() for words in listed.split("|")}

# Words for many or few together, whose number nobody can tell from theirs.
_GROUPS = (
    "squadron battalion battery regiment brigade division corps platoon flotilla fleet wing crew shipment tranche"
    " batch convoy battlegroup group unit detachment contingent force pack package load truckload lorryload planeload"
    " boatload shipload consignment column cluster salvo round crate pallet container section army team".split()
)
GROUPS = {*_GROUPS, *(f"{noun}s" for noun in _GROUPS), "batteries", "armies"} - {"forces"}
# Nouns counted here that can also hold others: two companies of marines, a troop of tanks.
CONTAINERS = ("troop", "troops", "company", "companies", "set", "sets", "piece", "pieces", "kit", "kits")

_DESCRIBING = (
    "armoured armored unarmed armed guided wheeled tracked trained manned unmanned crewed uncrewed towed fighting"
    " landing training advanced refurbished donated used captured sophisticated united artillery overseas patrolling"
    " sanctioned retired"
)
# Words that belong to no noun phrase, so that it ends before them.
_CLOSED = (
    "in on at by for with without into onto over across via during until till since before after against among"
    " between towards near off out up through is are was were be been being will would can could may might must"
    " shall should has have had do does did and but nor so that which who whom whose when where while if because"
    " he she it they we you i his her its their our your this these those them there here no yes now then already"
    " currently today tomorrow tonight yesterday overnight soon home ready as if also only just not never both sent"
    " am pm a.m p.m o'clock gmt km kg ft mph said told gave took left made met saw lost held led put brought went came"
    " go goes gone"
)
_TIMES = (
    "day week month year hour minute night morning evening weekend fortnight monday tuesday wednesday thursday friday"
    " saturday sunday january february march april june july august september october november december jan feb mar"
    " apr jun jul aug sep sept oct nov dec"
)
MONTH = re.compile(r"(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?")
_PARTS = (
    "half halves second third thirds quarter quarters fifth fifths sixth sixths eighth eighths tenth tenths percent"
    " pc % few number numbers handful lot lots score majority minority most part rest fraction average per each apiece"
    " every than minus times twice thrice short down none neither"
)
_WORD_KINDS = {word: kind for kind, words in (("C", _CLOSED + " " + _TIMES), ("F", _PARTS)) for word in words.split()}
_WORD_KINDS |= {f"{word}s": "C" for word in _TIMES.split()}
_WORD_KINDS |= {"fewer": "D", "less": "D", "lower": "D"} | dict.fromkeys(("to", *"-–—‑−―"), "c")
_WORD_KINDS |= dict.fromkeys("<>±≥≤=", "F")
_WORD_KINDS |= dict.fromkeys(("and", "or", "out", "x", "×", "in", "as"), "a") | dict.fromkeys(("between", "from"), "b")
_WORD_KINDS |= dict.fromkeys(_DESCRIBING.split(), "W") | dict.fromkeys(GROUPS, "G")
_WORD_KINDS |= {group: "P" for group in GROUPS if group.endswith("s") and group != "corps"}
_WORD_KINDS |= dict.fromkeys(_SINGULARS, "S") | dict.fromkeys(_PLURALS, "U") | {"fighter": "W"}

_SMALL = "|".join(sorted(NUMBER_WORDS.keys() - {"a", "an"}, key=len, reverse=True))
_SCALE = "|".join(SCALES)
_RUN = rf"(?:an? (?=(?:{_SCALE})\b))?\b(?:{_SMALL}|{_SCALE})\b(?:(?: and | )(?:{_SMALL}|{_SCALE})\b)*"
FIGURE = r"(?!0\d)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MULTIPLE = r"(?:as|the|its|their|our|his|her|that|this|what|more)\b"
_SIZE = (
    "mm|cm|kg|lb|inch|foot|ft|metre|meter|tonne|ton|pound|mile|man|person|seat|seater|wheel|barrel|way|engined?|calibre"
)
_LETTERS = "bn|mn|m|k|b"
_MANY = "tens|dozens|scores|hundreds|thousands|millions|billions"

# Every kind of word, by the letter that stands for it in the grammar; the first that fits is taken.
_KINDS = {
    # Names and sizes: Type 45, 45 Commando, No 10, 155mm, F-35, 9K720, 4x4.
    "M": r"\b(?:type|mark|mk|challenger|leopard|merlin|block|class|level|article|no\.?) \d+[a-z]?\b"
    r"|\b\d+ (?:commando|para)\b|\b\d (?:rifles|scots)\b|\bhms [\w-]+|\b\d+(?:\.\d+)?(?: |-)?(?:mm|cm|millimetres?)\b"
    rf"|\b(?:\d+(?:\.\d+)?|{_SMALL})-(?:{_SIZE})s?\b|\b\d+(?!e\d+\b)[a-wyz]\d+[a-z]*\b|\b(?:4x4|6x6|8x8)\b|\b[a-z]+-?\d+[a-z]*(?:-\d+)?\b(?![,.]?\d)",
    # What multiplies what there was before.
    "K": r"\b(?:doubl|trebl|tripl|quadrupl)(?:es|ed|ing)\b|\bhalv(?:es|ed|ing)\b|\b(?:two|three|four)-?fold\b"
    rf"|\b(?:double|treble|triple|quadruple|twice|thrice)\b(?= {_MULTIPLE}|$)(?: (?:the|its|their) number\b)?",
    "k": rf"\btimes\b(?= {_MULTIPLE}|$)",
    # Shares, rates and comparisons.
    "F": r"\b(?:an?|one|per|each|every) (?:day|week|month|year|head|hour|unit|time)\b|\bper cent\b",
    "L": r"[+]|(?<=\w)-(?:plus|odd)\b|\bat (?:least|most)\b(?=\s*(?:$|[,.;]))"
    r"|\b(?:" + "|".join(words for words in LATE_OF if words not in QUALIFIER_OF) + r")\b",
    "Q": r"(?<!\w)(?:c\.|ca\.|approx\.)|~|\b(?:"
    + "|".join(word for word in QUALIFIER_OF if word[-1].isalpha())
    + r")\b",
    "D": r"\ban? (?:reduction|cut|fall|drop|decrease|decline|shortfall|loss) of\b",
    "A": r"\b(?:(?:an?|another|a further) (?:increase|rise|uplift|boost|addition) of"
    r"|a further|an additional|an extra|another|additional|further|extra|more)\b",
    "T": r"\b(?:a total of|in total|altogether)\b"
    rf"|\ball(?: of)?(?: (?:the|its|their|our))?(?= (?:\d|(?:{_SMALL}|an?)\b))",
    # Many, in no number.
    "H": rf"\b(?:{_MANY})\b(?: of(?: the| its| their| our)?\b)?",
    "N": rf"\bhalf(?: |-)a(?: |-)dozen\b|\bhalf-dozen\b|\b(?:(?:an?|{_SMALL}|{FIGURE}) )?dozen\b"
    rf"|\ba couple(?: of)?(?: (?:{_SCALE})\b)?|\b(?:an?|{_SMALL}|{FIGURE}) pairs?(?: of)?\b|{_RUN}(?![-\w])"
    rf"|(?:\bus\$|(?<!\w)[£$€])(?: )?{FIGURE}(?:(?: )?(?:{_LETTERS}|{_SCALE})\b)?(?![\w%]|[,.:/–-]\w)"
    rf"|(?<![\w.,:/£$€–-]){FIGURE}(?:(?:{_LETTERS})\b|(?: )?(?:{_SCALE})\b)?(?![\w%]|[,.:/]\w|[–-]\d)",
    "R": r"(?<![\w.,:/£$€-])[\d,]+[–-][\d,]+(?![\w%]|[,.:/–-]\w)",
    "O": r"\bof\b(?: (?:the|its|their|our|his|her|these|those|them)\b)?",
    "E": r"\b(?:the|its|their|our|his|her)\b",
    "I": r"\ban?\b",
    # Anything else with a digit in it.
    "B": r"[\w.,:/–%£$€-]{0,60}\d[\w.,:/–%£$€-]*",
    "other": "|".join(rf"{noun}\b" for noun in UNIT_OF if " " in noun) + r"|[^\W\d_]+(?:['-][^\W\d_]+)*|\S",
}
_NUMERIC = re.compile(rf"(?:.*-)?(?:{_SMALL}|{_SCALE}|half|third|quarter|dozen)s?(?:-.*)?")


class Word(NamedTuple):
    """A word or a phrase that counts as one: the letter of its kind, its text in small letters, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


@cache
def _words() -> re.Pattern[str]:
    """The pattern of all kinds; made for the first text, as whoever types no amount needs none."""
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()).replace(" ", " +"))


def words_of(text: str) -> Iterator[Word]:
    """A text as words of the kinds above."""
    plain = re.sub(r"\s", " ", text.translate(_SMALL_LETTERS))
    for found in _words().finditer(plain):
        kind, word = found.lastgroup or "", " ".join(found[0].split())
        if kind == "other":
            kind = _other(word, text[found.start() : found.end()])
        yield Word(kind, word, found.start(), found.end())


# One letter for one, so that places stay what they are.
_SMALL_LETTERS = str.maketrans(string.ascii_uppercase + "\u2019", string.ascii_lowercase + "'")


def _other(word: str, written: str) -> str:
    """The kind of a word by itself: W may describe a noun, X is likely another noun in the plural, V a verb."""
    if word in _WORD_KINDS:
        return _WORD_KINDS[word]
    if not word[0].isalpha():
        return ","
    if len(word) < 3 and word not in ("uk", "us", "eu", "un"):
        return "C"
    if "-" in word:
        return "B" if _NUMERIC.fullmatch(word) else "W"
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and not written.isupper():
        return "X"
    return "V" if word.endswith(("ed", "ing")) else "W"
