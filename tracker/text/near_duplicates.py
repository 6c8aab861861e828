"""What looks like what: measures that a paragraph may speak of, and mentions that may be there already.

Only ever a question to the reader: nothing is merged or matched by likeness.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from math import log
from typing import Any, NamedTuple

from tracker.domain.quotes import normalise

_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
a an and any are as at be been but by can for from further had has have he her his if in into is it
its more mr mrs ms new no not of off on or our said says she that the their them there these they
this to uk us was we were which who will with would could may might also after british britain
government russia russian ukraine ukrainian support
""",
    )
)
LIKE = 0.34
TWIN = 0.8


Row = Mapping[str, Any]


class Near(NamedTuple):
    """A thing that looks like what was asked, and how much: 0 not at all, 1 the same words."""

    key: str
    likeness: float


@lru_cache(maxsize=1 << 14)  # a reading asks for the same titles and quotes at every line that is typed
def telling_words(text: str) -> frozenset[str]:
    """The words of a text that tell it from another, each without its ending."""
    words = re.findall(r"[a-z]+|\d[\d,]*", normalise(text).lower())
    return frozenset(_stem(word.replace(",", "")) for word in words if word not in _COMMON and len(word) > 1)


def _stem(word: str) -> str:
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word.removesuffix(end)
    return word


def measures_like(text: str, measures: Sequence[Row], limit: int = 4) -> list[Near]:
    """The measures whose titles and earlier quotes share most with a text, the most alike first.

    A word that many measures share tells little. Each row has `measure`, `title`, `components` and `quotes`.
    """
    wanted = telling_words(text)
    described = {str(row["measure"]): _described(row) for row in measures}
    weight = _weights([title | rest for title, rest in described.values()])
    found = []
    for key, (title, rest) in described.items():
        whole = sum(weight[word] for word in title)
        shared = (
            sum(weight[word] for word in title & wanted) + sum(weight[word] for word in (rest & wanted) - title) / 3
        )
        if whole and (likeness := min(1.0, shared / whole)) >= LIKE:
            found.append(Near(key, round(likeness, 2)))
    return sorted(found, key=lambda near: (-near.likeness, near.key))[:limit]


def _described(row: Row) -> tuple[frozenset[str], frozenset[str]]:
    return telling_words(str(row["title"])), telling_words(
        f"{row.get('components') or ''} {' '.join(row.get('quotes') or ())}"
    )


def likeness(one: str, other: str) -> float:
    """How much two quotes are alike, letter by letter: 0 not at all, 1 the same."""
    return SequenceMatcher(None, normalise(one).lower(), normalise(other).lower()).ratio()


# From here on a new measure is held up beside one that is recorded; tests/bench/duplicates.py says what it catches.
ALIKE = 0.55
# The weight of a word that all have.
LEAST = 1.0
# How much of the likeness is left where both say something else of this.
_APART = {"kind": 0.8, "form": 0.9, "target": 0.8, "numbers": 0.6, "names": 0.6}


def measures_alike(
    new: Row, measures: Sequence[Row], weight: Mapping[str, float] | None = None, most: int = 3
) -> list[Near]:
    """The measures that a new one may be once more, the most alike first, so many at most.

    Their titles' words are compared, and what tells two alike titles apart: numbers, names (of places, ships and
    people), kind, form and target. A row has `measure` and `title`, and as far as they are known the other three.
    Words have the `weight` that is given, one without any the least; or that by how many of these titles have them.
    """
    wanted, described = _Title.of(new), {str(row["measure"]): _Title.of(row) for row in measures}
    if weight is None:
        weight = _weights([wanted.words, *(title.words for title in described.values())])
    found = []
    for key, title in described.items():
        whole = _sum(weight, title.words) + _sum(weight, wanted.words)
        likeness = 2 * _sum(weight, title.words & wanted.words) / whole if whole else 0.0
        for field, share in _APART.items():
            one, other = wanted.told[field], title.told[field]
            # Of names each has one that the other lacks; of the rest they have nothing in common.
            apart = one - other and other - one if field == "names" else one and other and one.isdisjoint(other)
            likeness *= share if apart else 1
        if likeness >= ALIKE:
            found.append(Near(key, round(likeness, 2)))
    return sorted(found, key=lambda near: (-near.likeness, near.key))[:most]


def _sum(weight: Mapping[str, float], words: Iterable[str]) -> float:
    return sum(weight.get(word, LEAST) for word in words)


def title_words(title: str) -> dict[str, str]:
    """The words of a title that are compared, each without its ending, and as it is written."""
    return {_stem(word.lower()): word for word in _written(title)}


def _written(title: str) -> list[str]:
    text = normalise(title).replace(",", "")
    return [word for word in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*|\d+", text) if word.lower() not in _SMALL]


class _Title(NamedTuple):
    """A measure's title as words to compare, and what else tells it from another."""

    words: frozenset[str]
    told: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, row: Row) -> "_Title":
        written = _written(str(row["title"]))
        told = {field: frozenset(str(row.get(field) or "").split(";")) - {""} for field in ("kind", "form", "target")}
        told["numbers"] = frozenset(word for word in written if word.isdecimal())
        told["names"] = frozenset(_stem(word.lower()) for word in written[1:] if word[0].isupper())
        return cls(frozenset(_stem(word.lower()) for word in written), told)


# Only what holds a title together: of two titles, unlike of a title and a paragraph, every other word tells.
_SMALL = frozenset(
    "a an and are as at be by did for from if in into is it of on or s sent that the their they to were with".split()
)


def _weights(described: Sequence[frozenset[str]]) -> dict[str, float]:
    """What a word tells: the less, the more of them have it."""
    return weights(Counter(word for words in described for word in words), len(described))


def weights(counts: Mapping[str, int], among: int) -> dict[str, float]:
    """The same, by how many of all have each word."""
    return {word: LEAST + log(max(1, among) / max(1, count)) for word, count in counts.items()}


def mentions_alike(new: Row, mentions: Sequence[Row]) -> list[Row]:
    """The mentions that a new one may be once more: of its measure and source, in its paragraph or nearly its words.

    The same words for another measure are no repetition: one sentence may name two.
    """
    same = [row for row in mentions if all(row[name] == new.get(name) for name in ("source", "measure"))]
    quoted = [row for row in same if row["quote"]] if new.get("quote") else []
    near = {twin.key for twin in twins(str(new.get("quote")), quoted)}
    return [row for row in same if row["mention"] in near or row["paragraph"] == new.get("paragraph")]


def twins(quote: str, mentions: Sequence[Row]) -> list[Near]:
    """Mentions of nearly the same words, the most alike first; each row has `mention` and `quote`."""
    wanted = normalise(quote).lower()
    found = []
    for row in mentions:
        other = normalise(str(row["quote"])).lower()
        alike = likeness(wanted, other)
        if wanted in other or other in wanted or alike >= TWIN:
            found.append(Near(str(row["mention"]), round(max(alike, TWIN), 2)))
    return sorted(found, key=lambda near: (-near.likeness, near.key))
