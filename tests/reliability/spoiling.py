"""Something valid, spoilt at random: the same number spoils it in the same way, so that every case can be had again."""

import random
import re
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

from tests.reliability.nasties import NASTIES

_NUMBERS = ["0", "-1", "1e309", "NaN", "9" * 25, "9" * 5_000, "0x10", "1_000", "٣٤٥", "²", "2147483648", "1.5.5"]
_NUMBERS += ["9999-12-31", "0001-01-01", "0000-00-00", "2022-02-30", "10000", "-0", "00", "1e-400", "31 February"]
_PIECES = [text for text in NASTIES.values() if len(text) <= 200]
_PIECES += ["/", "~", "[[", "]]", "{", '"', '"""', "'''", "= ", "= 1", "= true", "= []", "= inf", "\n[source]\n", ",,"]
_PIECES += ["\r\n", "a-key", "None", "m", "£", "1.5bn", " to ", " up to ", "twice", "a week from ", "end of ", '""']
_PIECES += ["; q ", "; d ", "; a ", " + ", " … ", "?", "<", "- ", "--as-of", "--format", "@", ":", "%zz", "<p>", "null"]
_PIECES += ["</article>", "<meta charset=utf-7>", "&#0;", "&#xD800;", "PK\x05\x06", "\xff", "\xff\xfe", "\0\0\0\0"]
_PIECES += ["week 54", "[1]", "\\ud800", "\\u0000", "\\x1b"]  # the last as JSON and TOML escape them
_NESTED = [("[", "]"), ("{", "}"), ("(", ")"), ('{"a":', "}"), ("<b>", "</b>"), ("“", "”"), ('"', '"'), ("[a=", "]")]
_TOKEN = re.compile(r"\w+|[^\w\s]")
_DIGITS = re.compile(r"\d+")
# A spoilt text grows by so much: what is very long is tried where lengths have their bounds.
LONGER = 2_000


def _place(text: str, chance: random.Random) -> tuple[int, int]:
    """Where something begins and ends, for the most part a word or a sign, else a stretch of any letters."""
    start = chance.randrange(len(text) + 1)
    if chance.random() < 0.6 and (found := _TOKEN.search(text, start)):
        return found.span()
    return start, min(len(text), start + chance.choice((0, 1, 2, 5, 30)))


def _once(text: str, others: Sequence[str], chance: random.Random) -> str:
    """One thing done to a text: something put into it, taken out, doubled, moved, nested, or taken from another."""
    start, end = _place(text, chance)
    way = chance.randrange(10)
    if way == 0 and (found := _DIGITS.search(text, start)):
        return text[: found.start()] + chance.choice(_NUMBERS) + text[found.end() :]
    if way == 1:
        return text[:start] + text[end:]
    if way == 2:
        return text[:start] + text[start:end] * chance.choice((2, 3, 50)) + text[end:]
    if way == 3:
        first, last = _place(text, chance)
        return text[:start] + text[first:last] + text[end:]
    if way == 4:
        other = chance.choice(others)
        first, last = sorted((chance.randrange(len(other) + 1), chance.randrange(len(other) + 1)))
        return text[:start] + other[first : min(last, first + 200)] + text[end:]
    if way == 5:
        opens, closes = chance.choice(_NESTED)
        deep = chance.choice((1, 2, 40, 1_200))
        return text[:start] + opens * deep + text[start:end] + closes * deep + text[end:]
    if way == 6:
        return text[:start] if chance.random() < 0.3 else text[:start] + chr(chance.randrange(0x500)) + text[end:]
    if way == 7 and start < len(text):
        return text[:start] + chr(ord(text[start]) ^ 1 << chance.randrange(8)) + text[start + 1 :]
    return text[:start] + chance.choice(_PIECES) + text[end if way == 8 else start :]


def spoilt(valid: Sequence[str], number: int) -> str:
    """One of several valid texts, with one to four things done to it."""
    chance = random.Random(number)
    text = chance.choice(valid)
    most = len(text) + LONGER
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4))):
        text = _once(text, valid, chance)[:most]
    return text


Chosen = TypeVar("Chosen")


def chosen(text: str, among: Sequence[Chosen]) -> Chosen:
    """One of several things to try a text on, which the text itself chooses: to try all takes as many times as long."""
    return among[crc32(text.encode(errors="replace")) % len(among)]
