"""Keys: what people, files and logs call things by. Given once, then frozen; numbers stay inside the database."""

import re

from tracker.domain.quotes import normalise, text_fingerprint

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
KEY_LENGTH = 80
MENTION_DIGITS = 10
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
    return len(text) == MENTION_DIGITS and set(text) <= set("0123456789abcdef")


def paragraph_key(source: str, number: int) -> str:
    """The key of a source's paragraph."""
    return f"{source}/{number}"


def link_key(measure: str, relation: str, other: str) -> str:
    """The key of a link: its three parts."""
    return f"{measure} {relation} {other}"


def mention_key(source: str, paragraph: int, measure: str, quote: str) -> str:
    """The key a mention is born with: hexadecimal digits of sha256 over what it points at."""
    pointed_at = "\n".join((source, str(paragraph), measure, normalise(quote)))
    return text_fingerprint(pointed_at.encode())[:MENTION_DIGITS]
