"""Names of one thing: whoever looks for it by one of them finds what is called by another."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

Name = tuple[str, ...]


def named(words: Sequence[str]) -> tuple[int, Name]:
    """How many words at the beginning are a name, the longest one, and the other names of it; 1 and none otherwise."""
    lines = _lines()
    for count in range(min(len(words), max(map(len, lines))), 0, -1):
        name = _normal(" ".join(words[:count]))
        if name in lines:
            return count, tuple(other for other in lines[name] if _normal(other) != name)
    return 1, ()


def without_possessive(text: str) -> str:
    """A text without the s that makes a word of it a possessive, and without its apostrophe."""
    return re.sub(r"['’]s\b", "", text, flags=re.IGNORECASE)


@cache
def _lines() -> dict[Name, Name]:
    """Every name as `_normal` has it, with all names of its line as they are written there."""
    text = (Path(__file__).parent / "synonyms.txt").read_text(encoding="utf-8")
    lines = [tuple(map(str.strip, line.split(","))) for line in text.splitlines() if line and not line.startswith("#")]
    return {_normal(name): line for line in lines for name in line}


def _normal(name: str) -> Name:
    """The words of a name in small letters, without signs and a plural's s; a short word has an s of its own."""
    words = re.findall(r"[^\W_]+", without_possessive(name.lower()))
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in words)
