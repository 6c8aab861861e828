"""Which paragraphs of an English article are likely to mention a UK measure, and why: word lists, nothing learned.

A highlight only draws the eye; it records nothing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tracker.text import lists, speakers, word_lists
from tracker.text.amount_phrases import amount_in

THRESHOLD = 2
_SENTENCE = 8  # words
# What a line must score that looks like navigation, or stands behind the last sentence of an article.
_PLAIN = 4


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


_WORDS = dict(word_lists.sections("highlight_words.txt"))
_NAMES = re.compile(rf"\b(?:{'|'.join(one.pattern for one in speakers.ministers())})\b")
_MONEY = re.compile(r"[£$€]\d[\d,.]*\d*(?:bn|m|k)?\b")
_OPENING = ("“", '"', "‘", "'")
_ANOTHERS = re.compile(rf"(?:{_WORDS['others'].pattern}|{_WORDS['foreign'].pattern})[\s-]$", re.IGNORECASE)
# In London, against Russia: named there, somebody does not act.
_ASIDE = re.compile(
    r"\b(?:in|on|to|from|of|with|against|for|at|into|inside|near|over|between|outside|than|across|around|or)"
    r" (?:(?:the|a|an|any|all|some|more|other|president|chancellor|mr|ms|wealthy) )?$",
    re.IGNORECASE,
)


def candidates(paragraphs: Sequence[str]) -> list[Candidate]:
    """One candidate for each paragraph, in order: who acts carries over into what goes on from the one before."""
    return _weighed(tuple(paragraphs))


@lru_cache(maxsize=4)  # a reading that goes back or is taken up again asks for the same article
def _weighed(paragraphs: tuple[str, ...]) -> list[Candidate]:
    found = []
    uk_before = False
    ended = _where_it_ends(paragraphs)
    above = lists.leads(paragraphs)
    # A last line as long as a sentence may be one whose full stop was lost.
    last = len(paragraphs) - any(len(text.split()) >= _SENTENCE for text in paragraphs[-1:])
    for position, text in enumerate(paragraphs):
        if above[position]:
            found.append(_weigh_listed(above[position], text))
            continue
        goes_on = text.lstrip().startswith(_OPENING) or _WORDS["goes on"].match(text.lstrip()) is not None
        one = _weigh(text, uk_before and goes_on, bool(found) and found[-1].likely, ended <= position < last)
        if uk_in(text) and text in above[position + 1 : position + 2]:
            one = one._replace(score=one.score + 1, reasons=(*one.reasons, "it introduces a list"))
        found.append(one)
        uk_before = bool(uk_in(text)) or (uk_before and goes_on)
    return found


def _where_it_ends(paragraphs: Sequence[str]) -> int:
    """The first paragraph of the tail in which headings and captions stand for other stories."""
    prose = [position for position, text in enumerate(paragraphs) if _is_prose(text)]
    return prose[-1] + 1 if prose else len(paragraphs)


def _is_prose(text: str) -> bool:
    return len(text.split()) >= 5 and text.rstrip("\"'”’ ").endswith((".", "!", "?", ":", ",", ";"))


def _weigh_listed(lead: str, text: str) -> Candidate:
    """A line of a list: what its lead says of who acts and how counts for it too."""
    own = _weigh(text, carried=True)
    if not (uk_in(lead) or _WORDS["matters"].search(lead)):
        return _weigh(text, carried=False)
    told = (f"in the list under “{' '.join(lead.split()[:6])} …”", *own.reasons)
    return Candidate(max(own.score, 0) + 1, told, own.marked)


def uk_in(text: str) -> list[str]:
    """The words of a text that name the UK, or who acts for it."""
    found = [found for pattern in (_WORDS["uk"], _NAMES) for found in pattern.finditer(text)]
    return [one[0] for one in found if not _ANOTHERS.search(text[max(0, one.start() - 20) : one.start()])]


def _weigh(text: str, carried: bool, follows: bool = False, tail: bool = False) -> Candidate:
    found = {name: [match[0] for match in pattern.finditer(text)] for name, pattern in _WORDS.items()}
    uk, actions, matters, stages = uk_in(text), found["actions"], found["matters"], found["stages"]
    ours, theirs = _first_to_act(text, (_WORDS["uk"], _NAMES)), _first_to_act(text, (_WORDS["others"],))
    # A rate is no amount to record, and draws the eye all the same.
    amount = amount_in(text) or "".join(found[0] for found in [_MONEY.search(text)] if found)
    of_others = theirs < len(text) and not uk and not carried
    weighed = [
        *_who(uk, carried, bool(found["we"] or found["modals"] or stages), ours < len(text)),
        *_what(actions, matters, stages or found["modals"], amount),
    ]
    if not uk and not carried and not of_others and matters and (actions or amount):
        weighed.append((1, "actor: nobody else is named"))
    if actions and matters and (uk or carried):
        weighed.append((1 + bool(found["strong"]), ""))
    if not uk and found["done to"]:
        weighed.append((2, f"done to somebody: {found['done to'][0]}"))
    if of_others:
        weighed.append((-2, f"against: {found['others'][0]}, not the UK, is spoken of"))
    elif theirs < ours and uk:
        weighed.append((-1, f"against: {found['others'][0]} is named first"))
    if found["talk"] and not (matters or (stages and not uk) or (actions and stages)):
        weighed.append((-1, "against: talk or travel"))
    score = sum(points for points, _ in weighed)
    if not (
        actions
        or stages
        or found["done to"]
        or ((matters or carried or uk) and amount)
        or (matters and (uk or carried))
    ):
        score = min(score, THRESHOLD - 1)
    if follows and score == THRESHOLD - 1 and ours <= theirs and (actions or matters or amount or found["done to"]):
        score += 1
        weighed.append((0, "it follows one that is likely"))
    furniture = score < _PLAIN and (tail or _WORDS["furniture"].match(text.strip()) is not None)
    if furniture:
        weighed.append((0, "against: it looks like a heading, a caption or navigation"))
    marked = (*uk[:2], *actions[:2], *(stages or found["modals"])[:1], *filter(None, [amount]))
    return Candidate(score, tuple(why for _, why in weighed if why), marked, furniture, of_others)


def _who(uk: list[str], carried: bool, hinted: bool, acts: bool) -> Iterator[tuple[int, str]]:
    if uk:
        yield 2 if acts else 1, f"actor: {uk[0]}"
    elif carried:
        yield 2 if hinted else 1, "actor: carried over from the paragraph before"


def _what(actions: list[str], matters: list[str], stages: list[str], amount: str) -> Iterator[tuple[int, str]]:
    if actions:
        yield 1, f"action: {actions[0]}"
    if matters:
        yield min(len(set(matters)), 2), f"about: {matters[0]}"
    if stages:
        yield 1, f"stage: “{stages[0]}”"
    if amount:
        yield 1, f"amount: {amount}"


def _first_to_act(text: str, patterns: Sequence[re.Pattern[str]]) -> int:
    """Where somebody is named first who may act there, or the end of the text."""
    for found in sorted((found for pattern in patterns for found in pattern.finditer(text)), key=re.Match.start):
        aimed_at = _WORDS["targets"].match(text[found.end() :].lstrip())
        if not aimed_at and not _ASIDE.search(text[max(0, found.start() - 20) : found.start()]):
            return found.start()
    return len(text)
