"""What looks like what: measures that a paragraph may speak of, and mentions that may be there already.

Only ever a question to the reader: nothing is merged or matched by likeness.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from math import log
from typing import Any, NamedTuple

from tracker.evidence import normalise

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


class Near(NamedTuple):
    """A thing that looks like what was asked, and how much: 0 not at all, 1 the same words."""

    key: str
    likeness: float


def _tokens(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+|\d[\d,]*", normalise(text).lower())
    return frozenset(_stem(word.replace(",", "")) for word in words if word not in _COMMON and len(word) > 1)


def _stem(word: str) -> str:
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word.removesuffix(end)
    return word


def measures_like(text: str, measures: Sequence[Mapping[str, Any]], limit: int = 4) -> list[Near]:
    """The measures whose titles and earlier quotes share most with a text, the most alike first.

    A word that many measures share tells little. Each row has `measure`, `title`, `components` and `quotes`.
    """
    wanted = _tokens(text)
    described = {str(row["measure"]): _described(row) for row in measures}
    common: dict[str, int] = {}
    for title, rest in described.values():
        for word in title | rest:
            common[word] = common.get(word, 0) + 1
    weight = {word: 1 + log(max(1, len(described)) / count) for word, count in common.items()}
    found = []
    for key, (title, rest) in described.items():
        whole = sum(weight[word] for word in title)
        shared = (
            sum(weight[word] for word in title & wanted) + sum(weight[word] for word in (rest & wanted) - title) / 3
        )
        if whole and (likeness := min(1.0, shared / whole)) >= LIKE:
            found.append(Near(key, round(likeness, 2)))
    return sorted(found, key=lambda near: (-near.likeness, near.key))[:limit]


def _described(row: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    return _tokens(str(row["title"])), _tokens(f"{row.get('components') or ''} {' '.join(row.get('quotes') or ())}")


def likeness(one: str, other: str) -> float:
    """How much two quotes are alike, letter by letter: 0 not at all, 1 the same."""
    return SequenceMatcher(None, normalise(one).lower(), normalise(other).lower()).ratio()


def twins(quote: str, mentions: Sequence[Mapping[str, Any]]) -> list[Near]:
    """Mentions of nearly the same words, the most alike first; each row has `mention` and `quote`."""
    wanted = normalise(quote).lower()
    found = []
    for row in mentions:
        other = normalise(str(row["quote"])).lower()
        alike = likeness(wanted, other)
        if wanted in other or other in wanted or alike >= TWIN:
            found.append(Near(str(row["mention"]), round(max(alike, TWIN), 2)))
    return sorted(found, key=lambda near: (-near.likeness, near.key))
