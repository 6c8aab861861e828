"""What somebody may have meant by a word that is no key: by its beginning, words of a title, another name, likeness."""

import re
from collections.abc import Iterable, Mapping

from tracker.db import queries
from tracker.db.queries import Rows
from tracker.domain.keys import mention_digits
from tracker.text import synonyms

# Of a hundred; what is nearly as like as the best may be meant as well.
_LIKE, _NEARLY = 75, 3


def meant(word: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys that a word may stand for, of keys with their other names: of the first way that finds any."""
    asked = word.lower().strip()
    if not asked:
        return []
    begun = [key for key in names if key.startswith(asked)]
    return begun or _by_words(asked, names) or _by_synonym(asked, names) or _by_likeness(asked, names)


def _by_words(asked: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys of which every word that was asked for begins a word, in the key or in another name."""
    wanted = re.findall(r"\w+", asked)
    found = []
    for key, others in names.items():
        words = re.findall(r"\w+", " ".join([key.replace("-", " "), *others]).lower())
        if wanted and all(any(word.startswith(one) for word in words) for one in wanted):
            found.append(key)
    return found


def _by_synonym(asked: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys of what is called by another name of what was asked for."""
    words = asked.split()
    count, others = synonyms.named(words)
    found = [_by_words(other.lower(), names) for other in others if count == len(words)]
    return list(dict.fromkeys(key for keys in found for key in keys))


def _by_likeness(asked: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    from rapidfuzz import fuzz  # only a word that is nowhere pays for it

    likeness = {}
    for key, others in names.items():
        told = [name.lower() for name in (key.replace("-", " "), *others)]
        # One word mistyped is like another word, however long the name is that has it.
        words = {word for name in told for word in re.findall(r"\w{4,}", name)}
        likeness[key] = max([fuzz.WRatio(asked, name) for name in told] + [fuzz.ratio(asked, word) for word in words])
    best = max(likeness.values(), default=0)
    return [key for key, ratio in likeness.items() if ratio >= max(_LIKE, best - _NEARLY)]


def keys_of(rows: Rows, noun: str, begins: str, most: int) -> list[tuple[str, str]]:
    """The keys of a noun that begin so, so many at most, each with the title or the words it is recognized by."""
    ends = {"first": begins, "last": f"{begins}~"}
    if noun == "mention":
        return [(row["mention"], row["quote"]) for row in rows(queries.MENTION_KEYS, **ends, most=most)]
    if noun == "measure":
        return [(row["measure"], row["title"]) for row in rows(queries.MEASURES, **ends, most=most)]
    if noun == "source":
        return [(row["source"], row["title"]) for row in rows(queries.SOURCES, **ends)][:most]
    return [(row["event"], row["title"]) for row in rows(queries.EVENTS) if row["event"].startswith(begins)][:most]


def begun_by(rows: Rows, digits: str) -> list[str]:
    """The keys of mentions that begin with some digits, said with or without the letter before them."""
    asked = mention_digits(digits.lower())
    found = rows(queries.MENTION_KEYS, first=f"m{asked}", last=f"m{asked}~") if asked else ()
    return [row["mention"] for row in found]
