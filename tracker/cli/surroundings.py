"""What a start needs of its surroundings: open streams, UTF-8 whatever the locale, and arguments that are text."""

import codecs
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tracker.errors.usage import NotText
from tracker.output.escapes import Outlet

# A decoder's way to deal with bytes that are no text: by refusing them in words.
REFUSE = "tracker.refuse"


def _refuse(error: UnicodeError) -> tuple[str, int]:
    raise NotText("what comes in on standard input") from error


def open_streams() -> None:
    """Let standard input, output and error be there, and be UTF-8. What is not, is refused coming in."""
    if len(os.environ.get("COLUMNS", "")) > 3:
        del os.environ["COLUMNS"]  # no terminal is so wide, and lines are padded to it
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # Closed by whoever started us: the next file to be opened, the database say, would stand in its place.
            os.open(os.devnull, os.O_RDWR)
    codecs.register_error(REFUSE, _refuse)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)
        stream = getattr(sys, name)
        if mode == "r":
            stream.reconfigure(encoding="utf-8", errors=REFUSE)
        else:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # on Windows too: the same bytes
        if name == "stderr" or (name == "stdout" and stream.isatty()):  # data go down a pipe as they are
            setattr(sys, name, Outlet(stream))


def require_text(arguments: Sequence[str]) -> None:
    """Raise NotText where an argument is no UTF-8 text, naming the option it belongs to."""
    option = ""
    for argument in arguments:
        name, _, _ = argument.partition("=")
        option = name if name.startswith("--") else option
        if not argument.isascii() and any("\ud800" <= letter <= "\udfff" for letter in argument):
            remedy = "write it in UTF-8; a folder of such a name can be gone into, a file has to be renamed"
            raise NotText(f"the value of {option}" if option else "an argument", remedy)
        option = option if argument == option else ""


def discard_output() -> None:
    """Let what cannot be written any more be forgotten, so that leaving does not try again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
