"""Which paragraphs of an English article are likely to mention a UK measure, and why: word lists, nothing learned.

A highlight only draws the eye; it records nothing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tracker.text.amount_phrases import amount_in

THRESHOLD = 2


class Candidate(NamedTuple):
    """What speaks for and against a paragraph: its score, the reasons in words, and the words that gave them."""

    score: int
    reasons: tuple[str, ...]
    marked: tuple[str, ...]
    furniture: bool = False
    of_others: bool = False  # somebody else than the UK is spoken of

    @property
    def likely(self) -> bool:
        """Whether it is worth a reader's second look."""
        return self.score >= THRESHOLD and not self.furniture


def _read(text: str) -> dict[str, re.Pattern[str]]:
    """The pattern of each section of the word lists."""
    patterns = {}
    for name, _, lines in (section.partition("]\n") for section in text.split("\n[")[1:]):
        words = "|".join(line for line in lines.splitlines() if line and not line.startswith("#"))
        patterns[name] = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return patterns


_WORDS = _read((Path(__file__).parent / "highlight_words.txt").read_text(encoding="utf-8"))
_MONEY = re.compile(r"[£$€]\d[\d,.]*\d*(?:bn|m|k)?\b")
_FURNITURE = re.compile(
    r"^(?:read more|see more|latest|listen|loading|watch|share|advert|related|sign up|subscribe|follow us|click here"
    r"|comments?|about (?:the )?author|photo|image|picture|getty|additional reporting|by [A-Z]|published|updated"
    r"|for more|most read|trending|copyright|\d{1,2} \w+ \d{4})",
    re.IGNORECASE,
)
_OPENING = ("“", '"', "‘", "'")
_CARRIED = re.compile(
    r"^(?:(?:when )?asked|he|she|they|it|the (?:move|minister|measure)s?|measures|this)\b", re.IGNORECASE
)
_END = (".", "!", "?", '."', ".”", ".’", "”", '"', ":", ",", ";")


def candidates(paragraphs: Sequence[str]) -> list[Candidate]:
    """One candidate for each paragraph, in order: an actor carries over into what is quoted or says "he"."""
    return _weighed(tuple(paragraphs))


@lru_cache(maxsize=4)  # a reading that goes back or is taken up again asks for the same article
def _weighed(paragraphs: tuple[str, ...]) -> list[Candidate]:
    found = []
    uk_before = False
    ended = _where_it_ends(paragraphs)
    for position, text in enumerate(paragraphs):
        continued = text.lstrip().startswith(_OPENING) or _CARRIED.match(text.lstrip()) is not None
        found.append(_weigh(text, uk_before and continued, position >= ended))
        named = _WORDS["uk"].search(text) or _WORDS["names"].search(text)
        uk_before = bool(named) or (uk_before and continued)
    return found


def _where_it_ends(paragraphs: Sequence[str]) -> int:
    """The first paragraph of the tail in which headings and captions stand for other stories."""
    prose = [position for position, text in enumerate(paragraphs) if _is_prose(text)]
    return prose[-1] + 1 if prose else len(paragraphs)


def _is_prose(text: str) -> bool:
    return len(text.split()) >= 5 and text.rstrip().endswith(_END)


def _weigh(text: str, carried: bool, tail: bool) -> Candidate:
    furniture = tail or _FURNITURE.match(text.strip()) is not None
    uk = _found(_WORDS["uk"], text) + _found(_WORDS["names"], text)
    actions, matters, modals = (
        _found(_WORDS["actions"], text),
        _found(_WORDS["matters"], text),
        _found(_WORDS["modals"], text),
    )
    others, ours = _found(_WORDS["others"], text), _found(_WORDS["we"], text)
    # A rate is no amount to record, and draws the eye all the same.
    amount = amount_in(text) or "".join(_found(_MONEY, text)[:1])
    reasons, score = [], 0
    if uk:
        score += 2
        reasons.append(f"actor: {uk[0]}")
    elif carried:
        score += 2 if ours or modals else 1
        reasons.append("actor: carried over from the paragraph before")
    elif matters and (actions or amount) and not others:
        score += 1
        reasons.append("actor: nobody else is named")
    if actions:
        score += 1
        reasons.append(f"action: {actions[0]}")
    if matters:
        score += min(len(set(matters)), 2)
        reasons.append(f"about: {matters[0]}")
    if actions and matters and (uk or carried):
        score += 1 + bool(_WORDS["strong"].search(text))
    if modals:
        score += 1
        reasons.append(f"stage: “{modals[0]}”")
    if amount:
        score += 1
        reasons.append(f"amount: {amount}")
    marked = [*uk[:2], *actions[:2], *modals[:1], *([amount] if amount else [])]
    of_others = bool(others) and not uk and not carried
    if of_others:
        score -= 2
        reasons.append(f"against: {others[0]}, not the UK, is spoken of")
    elif uk and others and _subject(text, others, uk):
        score -= 1
        reasons.append(f"against: {others[0]} is named first")
    if _WORDS["talk"].search(text) and not matters:
        score -= 1
        reasons.append("against: talk or travel")
    if furniture:
        reasons.append("against: it looks like a heading, a caption or navigation")
    return Candidate(score, tuple(reasons), tuple(marked), furniture, of_others)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]


def _subject(text: str, others: list[str], uk: list[str]) -> bool:
    return text.find(others[0]) < text.find(uk[0])
