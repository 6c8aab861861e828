"""Shared origins, suggested: sources whose wording overlaps may reprint one story; a person confirms.

Works on the full texts where they are at hand and on the record's own quotes where they are not. Nothing of a text is
kept, and of what two sources share only a fragment is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from tracker.domain.quotes import QUOTE_WORDS, normalise

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow, SourceRow

# So many words in a row, alike in two texts, are hardly chance; quotes are too short to ask as much of.
RUN, QUOTE_RUN = 7, 4
# Shared words from which a common origin is worth asking about.
ENOUGH, ENOUGH_QUOTED = 25, 8

Text = Mapping[int, str]  # paragraphs by number


class OriginRow(TypedDict):
    """Two sources that share wording: how much, where, for example what, and whether to ask about their origin."""

    source: str
    other: str
    basis: str  # texts · quotes
    shared_words: int
    longest_run: int
    paragraphs: str
    other_paragraphs: str
    words: str
    same_origin: bool
    suggested: bool


FIELDS = tuple(OriginRow.__annotations__)


class _Word(NamedTuple):
    word: str
    paragraph: int


def _words(text: Text) -> list[_Word]:
    """The words of a text as they sound: without case and marks."""
    return [
        _Word(word, number)
        for number, paragraph in text.items()
        for word in re.findall(r"\w+(?:'\w+)?", normalise(paragraph).casefold())
    ]


def runs(one: Text, other: Text, size: int) -> list[tuple[int, int, list[str]]]:
    """The longest runs of at least so many words that stand in both texts: their paragraphs, and the words.

    A run does not leave its paragraph. Of runs that start at one place the longest counts, and each word once.
    """
    first, second = _words(one), _words(other)
    starts: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(second) - size + 1):
        starts.setdefault(tuple(word.word for word in second[place : place + size]), []).append(place)
    found = []
    place = 0
    while place <= len(first) - size:
        wanted = tuple(word.word for word in first[place : place + size])
        length, where = max(((_length(first, place, second, at), at) for at in starts.get(wanted, ())), default=(0, 0))
        if length < size:
            place += 1
            continue
        shared = [word.word for word in first[place : place + length]]
        found.append((first[place].paragraph, second[where].paragraph, shared))
        place += length
    return found


def _length(first: Sequence[_Word], place: int, second: Sequence[_Word], at: int) -> int:
    """How many words agree from two places on, within a paragraph of each."""
    length = 0
    while place + length < len(first) and at + length < len(second):
        one, other = first[place + length], second[at + length]
        here = one.paragraph == first[place].paragraph and other.paragraph == second[at].paragraph
        if not here or one.word != other.word:
            break
        length += 1
    return length


def of_record(
    sources: Iterable[SourceRow], mentions: Iterable[RankedMentionRow]
) -> tuple[dict[str, set[str]], dict[str, dict[int, str]]]:
    """By source, its own origin and those of its mentions; and what is quoted of it, by paragraph.

    Mentions of other sources, such as second readings, are passed over.
    """
    origins = {row["source"]: {row["origin"] or row["source"]} for row in sources}
    quotes: dict[str, dict[int, str]] = {key: {} for key in origins}
    for mention in mentions:
        key, number = mention["source"], mention["paragraph"]
        if key in origins:
            origins[key].add(mention["origin"])
        if key in origins and number:
            quotes[key][number] = f"{quotes[key].get(number, '')} {mention['quote']}".strip()
    return origins, quotes


def suggestions(
    origins: Mapping[str, Set[str]], quotes: Mapping[str, Text], texts: Mapping[str, Text]
) -> list[OriginRow]:
    """Every pair of sources that shares wording, most shared first, and whether to ask about a common origin.

    `origins` holds by source its own origin and those of its mentions: two sources with one in common need no question.
    `quotes` holds the record's own words by source, `texts` the full texts at hand; a pair is compared by its texts
    where both are there.
    """
    found: list[OriginRow] = []
    for keys in combinations(origins, 2):
        full = all(key in texts for key in keys)
        held = texts if full else quotes
        shared = runs(held.get(keys[0], {}), held.get(keys[1], {}), RUN if full else QUOTE_RUN)
        if not shared:
            continue
        total = sum(len(words) for _, _, words in shared)
        longest = max(shared, key=lambda run: len(run[2]))[2]
        same = not origins[keys[0]].isdisjoint(origins[keys[1]])
        found.append(
            {
                "source": keys[0],
                "other": keys[1],
                "basis": "texts" if full else "quotes",
                "shared_words": total,
                "longest_run": len(longest),
                "paragraphs": _numbers(paragraph for paragraph, _, _ in shared),
                "other_paragraphs": _numbers(paragraph for _, paragraph, _ in shared),
                "words": " ".join(longest[:QUOTE_WORDS]),
                "same_origin": same,
                "suggested": total >= (ENOUGH if full else ENOUGH_QUOTED) and not same,
            }
        )
    return sorted(found, key=lambda row: (row["basis"], -row["shared_words"], row["source"], row["other"]))


def _numbers(paragraphs: Iterable[int]) -> str:
    return ";".join(str(number) for number in sorted(set(paragraphs)))
