"""Every way the program can refuse, one class each: it owns its wording, its hint and its exit code.

Exit codes: 0 done · 1 refused, or faults found · 2 usage · 3 database not ready · 4 not known whether a change was
kept · 70 a fault of the program's own.
"""

from collections.abc import Iterable
from typing import NamedTuple

# The exit code of a fault of the program's own (EX_SOFTWARE), so that nobody takes it for a refusal.
INTERNAL = 70


class TrackerError(Exception):
    """Something the program will not or cannot do, in words for the person who asked."""

    exit_code = 1
    hint = ""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.hint


# The codes of problems: what code tests where it must tell one problem from another.
NOT_FOUND = "not_found"  # a reference to something the record does not hold


class Problem(NamedTuple):
    """One thing wrong with one field of a value somebody gave; `code` is for code to test, the words for people."""

    field: str
    message: str
    remedy: str
    code: str = ""


class Fault(NamedTuple):
    """A problem and where it stands: file, line (counted from 1; 0 when the line is not known) and field."""

    file: str
    line: int
    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        return f"{where}:{field} {self.message}" + (f" → {self.remedy}" if self.remedy else "")


SHOWN_FAULTS = 50


class FaultsFound(TrackerError):
    """A file, a folder or the record itself has faults; all of them are listed, and nothing was changed."""

    def __init__(self, faults: Iterable[Fault], consequence: str = "nothing was loaded") -> None:
        self.faults = list(faults)
        count = len(self.faults)
        lines = [str(fault) for fault in self.faults[:SHOWN_FAULTS]]
        if count > SHOWN_FAULTS:
            lines.append(f"… and {count - SHOWN_FAULTS:,} more")
        noun = "fault" if count == 1 else "faults"
        super().__init__("\n".join([*lines, f"{count:,} {noun}; {consequence}."]))


class Refused(TrackerError):
    """A verb was handed values that break its rules."""

    def __init__(self, noun: str, key: str, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        lines = [f"{noun} {key}: {p.field}: {p.message} → {p.remedy}" for p in self.problems]
        super().__init__("\n".join(lines))


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """The words near a mistyped one, as a question; empty where none is near."""
    from difflib import get_close_matches  # only a mistake pays for this import

    near = get_close_matches(value[:LONGEST].lower(), list(known), n=3, cutoff=0.6)
    return "did you mean " + " or ".join(near) + "?" if near else ""


def suggestion(value: str, known: Iterable[str]) -> str:
    """A "did you mean" for a mistyped word, or the choices when nothing is near."""
    choices = list(known)
    if near := did_you_mean(value, choices):
        return near
    if len(choices) <= 60:
        return "one of: " + ", ".join(choices)
    return f"there are {len(choices)} of them"


# The name of this program on the package index, where `tracker` is somebody else's.
DISTRIBUTION = "uk-measures-tracker"


def install(extra: str) -> str:
    """How to install the libraries of an extra, in words."""
    return f"install it: pip install '{DISTRIBUTION}[{extra}]' (pipx, uv: tracker help installing)"


# No more than this of what somebody typed is said back.
LONGEST = 80


def shortened(text: str) -> str:
    """What somebody typed, cut where it is too long to say back."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class UsageError(TrackerError):
    """The command line itself does not make sense."""

    exit_code = 2


class Conflict(TrackerError):
    """Somebody changed a thing after the version that a change was thought out on."""

    def __init__(self, noun: str, key: str, author: str, when: str, why: str) -> None:
        super().__init__(
            f"{noun} {key} was changed by {author} on {when} ({why}); nothing of yours was written",
            f"look at it again (tracker log {key}), then repeat what you still want to change",
        )


class AlreadyRecorded(TrackerError):
    """The text was read into the record before."""

    def __init__(self, key: str) -> None:
        super().__init__(f"this text is in the record already, as {key}", f"see it with: tracker source show {key}")


class NotConfirmed(TrackerError):
    """Changes were shown, and nobody said yes to them."""

    def __init__(self) -> None:
        super().__init__("nothing was changed", "add --yes to carry out what is shown above")


class EditionAltered(TrackerError):
    """Readings changed without a new name for their edition."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"edition {name!r} was loaded before with other content", "give the readings a new name under [edition]"
        )


class NothingToUndo(TrackerError):
    """There is no such change, or it is undone already."""

    hint = "`tracker log` lists every change with its number"


class LooksRecorded(TrackerError):
    """Something new that looks like something the record holds already."""

    def __init__(self, noun: str, alike: Iterable[str], instead: str) -> None:
        super().__init__(
            "\n".join([f"the record may hold this {noun} already:", *(f"  {line}" for line in alike)]),
            f"{instead}; if it is another {noun}: --anyway",
        )
