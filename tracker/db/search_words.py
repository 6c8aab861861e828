"""Search: what a person types as a query that both databases read alike, and what matched of a text."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any, NamedTuple

from tracker.errors.base import UsageError
from tracker.text import synonyms

MOST = 1_000
OPENS, CLOSES = "«", "»"
_AROUND = 60

# What is searched of each noun, and what stands between two fields in the index: a sign that no text has.
SEARCHED = {
    "measure": ("title", "summary", "components"),
    "mention": ("quote", "context_quote", "condition", "speaker", "note"),
    "source": ("title", "author", "publisher", "note"),
    "event": ("title", "quote"),
}
APART = "\x1f"
_WAYS = 8  # so many ways of a phrase are searched for at most
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]{4,15}")


class Asked(NamedTuple):
    """What is searched for, as an FTS5 query, and the other names that stand in it beside what was typed."""

    query: str
    also: tuple[str, ...] = ()


def asked(words: Sequence[str]) -> Asked:
    """Words and "quoted phrases" as a query: all of them, in any order; a word or its synonym, a phrase as it stands.

    Every part is quoted, so nothing in it is an operator. Raises UsageError where no letter or digit is left.
    """
    parts: list[str] = []
    also: list[str] = []
    for quoted, plain in re.findall(r'"([^"]*)"|([^"]+)', " ".join(words).replace("“", '"').replace("”", '"')):
        parts += _phrase(quoted)
        typed = [word for word in plain.split() if _phrase(word)]
        while typed:
            count, names = synonyms.named(typed)
            own = " AND ".join(map(one_word, typed[:count]))
            others = [part for name in names for part in _phrase(name)]
            parts.append(f"({' OR '.join([f'({own})', *others])})" if others else own)
            also += names
            typed = typed[count:]
    if not parts:
        raise UsageError("nothing to search for", 'give a word or a "phrase": tracker search marines')
    return Asked(" AND ".join(parts), tuple(also))


def phrase(text: str) -> str:
    """A query for the words of a text, one after the other; empty where it has none."""
    return " ".join(_phrase(text))


def _phrase(text: str) -> list[str]:
    """The words of a text, one after the other; nothing where it has none."""
    ways = [""]
    for word in re.findall(r"[^\W_]+", text.lower()):
        spelt = [word]
        # SQLite takes possibly for possible; PostgreSQL does not.
        if word.endswith(("ble", "bly")) and len(ways) < _WAYS:
            spelt.append(f"{word[:-1]}{'y' if word.endswith('e') else 'e'}")
        ways = [f"{way} {one}".lstrip() for way in ways for one in spelt]
    if len(ways) > 1:
        return ["(" + " OR ".join([f'"{way}"' for way in ways]) + ")"]
    return [f'"{way}"' for way in ways if way]


def one_word(word: str) -> str:
    """A query for a word, without a possessive's s; a number of thousands with its commas or without."""
    if _THOUSANDS.fullmatch(word):
        digits = word.replace(",", "")
        return f'("{digits}" OR "{f"{int(digits):,}".replace(",", " ")}")'
    (phrase,) = _phrase(synonyms.without_possessive(word)) or _phrase(word)
    return phrase


def some_of(query: str) -> str:
    """A query for what matches any part of another one."""
    return " OR ".join(dict.fromkeys(re.findall(r'"[^"]*"', query)))


def marked(query: str, texts: Sequence[str]) -> list[str]:
    """The texts with what any part of a query matches between « and », the same whichever database was asked."""
    found = _found("rowid, highlight(t, 0, ?, ?)", (OPENS, CLOSES), some_of(query), texts)
    # Words that follow one another are marked as one.
    by_place = {place: re.sub(rf"{CLOSES}(\W{{1,3}}){OPENS}", r"\1", text) for place, text in found}
    return [by_place.get(place, text) for place, text in enumerate(texts)]


def matching(query: str, texts: Sequence[str]) -> list[bool]:
    """Whether a query matches each text, as SQLite sees it: PostgreSQL takes `as` for `a` and finds a few too many."""
    found = {place for (place,) in _found("rowid", (), query, texts)}
    return [place in found for place in range(len(texts))]


def _found(wanted: str, given: tuple[str, ...], query: str, texts: Sequence[str]) -> list[tuple[Any, ...]]:
    """What is wanted of those texts that a query matches, by their places."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE VIRTUAL TABLE t USING fts5(words, tokenize = 'porter unicode61 remove_diacritics 2')")
        memory.executemany("INSERT INTO t (rowid, words) VALUES (?, ?)", enumerate(texts))
        return memory.execute(f"SELECT {wanted} FROM t WHERE t MATCH ?", (*given, query)).fetchall()  # noqa: S608


def extent(words: str) -> int:
    """How many letters of a text match."""
    return sum(map(len, re.findall(f"{OPENS}(.*?){CLOSES}", words)))


def snippet(words: str) -> str:
    """The surroundings of the first match, cut at words where they are long."""
    first = max(words.find(OPENS), 0)
    last = words.find(CLOSES, first)
    begin, end = max(first - _AROUND, 0), max(last, first) + _AROUND
    before, after = words[begin:first], words[first:end]
    if begin:
        before = "…" + before.partition(" ")[2]
    if end < len(words):
        after = after.rpartition(" ")[0] + "…" if " " in after else after + "…"
    return before + after
