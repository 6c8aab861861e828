"""Keys: what people, files and logs call things by. Given once, then frozen; numbers stay inside the database."""

import re

from tracker.domain.quotes import normalise, text_fingerprint

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
KEY_LENGTH = 80
MENTION_DIGITS = 10
# A letter first, or a spreadsheet takes ten digits, and some with an e among them, for a number.
MENTION = re.compile(f"m[0-9a-f]{{{MENTION_DIGITS}}}")
# Between an article's key and a second reader's name, in the key of the source that holds that reader's coding. Keys
# made from titles leave `by` out, so none of them looks like one.
READ_BY = "-read-by-"


def is_key(text: str) -> bool:
    """Whether a text may be a key: small letters, digits and single hyphens."""
    return len(text) <= KEY_LENGTH and KEY.fullmatch(text) is not None


def is_second_reading(source: str) -> bool:
    """Whether a source's key is that of a second reader's coding, kept for comparison and counted nowhere."""
    return READ_BY in source


def is_mention_key(text: str) -> bool:
    """Whether a text may be a mention's key."""
    return MENTION.fullmatch(text) is not None


def as_mention_key(text: str) -> str:
    """A mention's key as somebody gave it: ten digits alone, which it was once, get their letter."""
    return f"m{text}" if is_mention_key(f"m{text}") else text


def mention_digits(key: str) -> str:
    """The digits of a mention's key, which alone count in digests and in the deciding order."""
    return key.removeprefix("m")


def paragraph_key(source: str, number: int) -> str:
    """The key of a source's paragraph."""
    return f"{source}/{number}"


def link_key(measure: str, relation: str, other: str) -> str:
    """The key of a link: its three parts."""
    return f"{measure} {relation} {other}"


def mention_key(source: str, place: int | str, measure: str, quote: str = "") -> str:
    """The key a mention is born with: `m` and hexadecimal digits of sha256 over what it points at.

    Its place is a paragraph, or of one that is cited, and has no quote, its locator.
    """
    pointed_at = "\n".join((source, str(place), measure, normalise(quote)))
    return f"m{text_fingerprint(pointed_at.encode())[:MENTION_DIGITS]}"
