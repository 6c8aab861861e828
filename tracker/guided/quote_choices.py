"""Which words of a paragraph may be quoted: fragments of its sentences, weighed as the paragraph itself is."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.domain import quotes
from tracker.text import guesses, highlights, stages

# Where a fragment may begin or end: between clauses, and before what only leads on.
_JOINTS = re.compile(
    r"(?:(?<=[,;:])|(?<=[,;:.!?][\"'])|(?<= [-–—]))\s"
    r"|\s(?=(?:and|but|or|while|after|as|because|before|if|when|where|which|who|that|with)\b)"
    r"|(?<=\bthat)\s|(?<=\band)\s|(?<=\bbut)\s|(?<=\bsaid)\s|(?<=\bsays)\s|\s(?=\")"
)
_SENTENCES = re.compile(r"(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Gen)(?<!Lt)(?<!Dr)(?<!St)(?<=[.!?])[\"')]*\s+")
_EDGES = " ,;:.!?\"'()-"
_LEADING = re.compile(
    r"^(?:(?:has |have )?(?:said|says)|and|but|or|that|which|who|while|after|because|as|also|so|then)\s+", re.IGNORECASE
)
_TRAILING = re.compile(r"\s(?:a|an|the|of|in|on|at|to|for|by|with|and|or|so|that|as|but|when|where|if)$", re.IGNORECASE)
# Where a long clause may be cut.
_PHRASES = re.compile(r"\s(?=(?:in|to|for|from|on|at|by|over|under|into|until|during|within|after)\b)")
_FIRST_WORD = re.compile(r"(?:The|An?)(?=\s)|\w+(?=\s[a-z])")
LISTED = 4
# From here on words are listed, and from here on they are worth a screen of their own.
LEAST, STRONG = 1.5, 2.4
# Fewer words than this say too little.
_FEWEST = 3
# What each reason for a highlight weighs: what is done with what tells more than who is named.
_WEIGHTS = {"about": 2, "amount": 1.5, "action": 1, "stage": 1, "actor": 0.5, "against": -1}


class QuoteChoice(NamedTuple):
    """Words that may be quoted, how much they weigh, and where they stand."""

    words: str
    weight: float
    start: int
    end: int
    is_act: bool = False  # whether they name a stage, and who or what it is of

    def overlaps(self, other: "QuoteChoice") -> bool:
        """Whether it shares words with another."""
        return self.start < other.end and other.start < self.end


def quote_choices(paragraph: str) -> list[QuoteChoice]:
    """The fragments that may be quoted, at most four that share no words, in the order in which they stand."""
    text = quotes.normalise(paragraph)
    found = sorted(_weighed(text), key=lambda choice: (-choice.weight, choice.start))
    chosen: list[QuoteChoice] = []
    for choice in found:
        if len(chosen) < LISTED and not any(choice.overlaps(other) for other in chosen):
            chosen.append(choice)
    return sorted(chosen, key=lambda choice: choice.start)


def clause_of(quote: str, paragraph: str) -> QuoteChoice:
    """The clause that words stand in: what is left of it says no more of another measure."""
    text = quotes.normalise(paragraph)
    start = max(0, text.find(quotes.normalise(quote)))
    end = start + len(quotes.normalise(quote))
    joints = [found.start() for pattern in (_JOINTS, _SENTENCES) for found in pattern.finditer(text)]
    before = max((joint for joint in joints if joint < start), default=0)
    return QuoteChoice(quote, 0, before, min((joint for joint in joints if joint >= end), default=len(text)))


def _weighed(text: str) -> Iterator[QuoteChoice]:
    start = 0
    for end in [*(found.end() for found in _SENTENCES.finditer(text)), len(text)]:
        for first, last in _fragments(text, start, end):
            words = text[first:last]
            if quotes.complaint(words, text) or guesses.is_asked(text, first):
                continue
            reasons = highlights.candidates([words])[0].reasons
            weight = sum(share for reason, share in _WEIGHTS.items() if any(why.startswith(reason) for why in reasons))
            stage = bool(stages.stage(words, "")[0])
            weight += stage + bool(guesses.place(words)[0]) / 2 - quotes.words(words) / 40
            is_act = stage and any(why.startswith(("about", "amount", "actor")) for why in reasons)
            if weight >= LEAST:
                yield QuoteChoice(words, weight, first, last, is_act)
        start = end


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of clauses of at most fifteen words; where one clause is too long, or the whole sentence, of its phrases."""
    joints = [start, *(found.start() for found in _JOINTS.finditer(text, start, end)), end]
    for place, first in enumerate(joints[:-1]):
        for last in joints[place + 1 :]:
            yield from _trimmed(text, first, last)
        last = joints[place + 1]
        if quotes.words(text[first:last]) > quotes.QUOTE_WORDS or len(joints) == 2:
            inner = [first, *(found.start() for found in _PHRASES.finditer(text, first, last)), last]
            # A sentence in one piece may at least lose its first word, where no name is cut by that.
            if begins := _FIRST_WORD.match(text, first):
                inner.insert(1, begins.end())
            for begin in inner[:-1]:
                for stop in inner:
                    if begin < stop:
                        yield from _trimmed(text, begin, stop)


def _trimmed(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Words without what only joins them to their neighbours."""
    piece = text[first:last]
    stripped = piece.strip(_EDGES)
    while lead := _LEADING.match(stripped):
        stripped = stripped[lead.end() :]
    while trail := _TRAILING.search(stripped):
        stripped = stripped[: trail.start()].rstrip(_EDGES)
    if _FEWEST <= quotes.words(stripped) <= quotes.QUOTE_WORDS:
        begin = first + piece.find(stripped)
        yield begin, begin + len(stripped)


def likeliest(choices: Sequence[QuoteChoice], taken: Sequence[QuoteChoice] = ()) -> QuoteChoice | None:
    """The one that weighs most of those that share no words with any taken before."""
    free = [choice for choice in choices if not any(choice.overlaps(other) for other in taken)]
    return max(free, key=lambda choice: (choice.weight, -choice.start), default=None)
