"""Texts on their way out, made harmless for where they go: a terminal, Markdown, a message that somebody sends on.

`Outlet` is what standard output and standard error are: whatever a command writes there passes through it, remarked,
refused or asked, so that no text of a stranger's package, file or database can steer a terminal.
"""

import re
from typing import Any, TextIO

# Spaces of a width of their own, and the line feed: neither steers anything.
_SPACES = "\n\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def harmless(text: str) -> str:
    """The text with every character that could steer a terminal, or reorder what it shows, spelt out."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in _SPACES else _spelt(letter) for letter in text)


def _spelt(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


# What Markdown takes for a mark: HTML and links, which it passes on, above all. Within a word `_` is none, and keys and
# names of columns are full of them.
_MARKS = re.compile(r"[\\`*\[\]<>|]|&(?=[#\w])|(?<!\w)_|_(?!\w)|~(?=~)")

_OF_HTML = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def in_markdown(text: str) -> str:
    """The text on one line, as Markdown that shows it as it is: no HTML, no link and no cell of its own."""
    return _MARKS.sub(_marked, " ".join(harmless(text).split("\n")))


def _marked(found: re.Match[str]) -> str:
    return _OF_HTML.get(found[0], f"\\{found[0]}")


# What looks like the address of a server's database, up to the next blank or quotation mark.
_DATABASE = re.compile(r"\b(?:postgres|mysql|mariadb|oracle|mssql|cockroach)[\w+]*:[^\s'\"“”]+", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?P<scheme>[\w+]+)://(?:(?P<user>[\w.~%-]*)(?::[^\s/@:?#]*)?@)?"
    r"(?P<host>[\w.-]*|\[[0-9a-fA-F:]+\])(?P<port>:[0-9]+)?(?P<name>/[\w.-]*)?(?P<rest>\?.*)?"
)


def without_password(url: str) -> str:
    """A database's address to be shown: who, where and which, where that is plain to tell; never what opens it."""
    found = _PLAIN.fullmatch(url)
    if found is None:
        return f"{url.partition(':')[0]}://…"
    user = f"{found['user']}@" if found["user"] is not None else ""
    rest = "?…" if found["rest"] else ""
    return f"{found['scheme']}://{user}{found['host']}{found['port'] or ''}{found['name'] or ''}{rest}"


def _found_address(found: re.Match[str]) -> str:
    """An address in a sentence, whose colon is the sentence's own where the address has named its host."""
    colon = ":" if found[0].endswith(":") and "@" in found[0] else ""
    return without_password(found[0].removesuffix(colon)) + colon


# Colours and the end of a line, which a terminal may be told; and what may steer it or hide text on it.
_STEERING = re.compile(
    "\x1b\\[[0-9;]*[mK]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


class Outlet:
    """A stream to a person: what could steer the terminal it ends at is spelt out, and passwords are left out."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._kept = "\r" if stream.isatty() else ""

    def write(self, text: str) -> int:
        """Write a text, made harmless."""
        text = _DATABASE.sub(_found_address, text)
        self._stream.write(_STEERING.sub(self._steering, text))
        return len(text)

    def _steering(self, found: re.Match[str]) -> str:
        is_ours = found[0] == self._kept or (self._kept and len(found[0]) > 1)
        return found[0] if is_ours else "".join(map(_spelt, found[0]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
