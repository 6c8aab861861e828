"""Search: what a person types made safe for any full-text engine, and what was found cut to a line."""

import re
from collections.abc import Sequence

from tracker.errors.base import UsageError

MOST = 1_000
FIELDS = ("noun", "key", "measure", "source", "paragraph", "published", "words")
OPENS, CLOSES = "«", "»"
_AROUND = 60


def query(words: Sequence[str]) -> str:
    """Words and "quoted phrases" as a query that both SQLite and PostgreSQL read alike: all of them, in any order.

    Every part is quoted, so nothing in it is an operator. Raises UsageError where no letter or digit is left.
    """
    parts: list[str] = []
    for quoted, plain in re.findall(r'"([^"]*)"|([^"]+)', " ".join(words).replace("“", '"').replace("”", '"')):
        parts += [quoted] if quoted else plain.split()
    phrases = [" ".join(re.findall(r"[^\W_]+", part)) for part in parts]
    kept = [f'"{phrase}"' for phrase in phrases if phrase]
    if not kept:
        raise UsageError("nothing to search for", 'give a word or a "phrase": tracker search marines')
    return " ".join(kept)


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
