"""Every way the program can refuse, one class each: it owns its wording, its hint and its exit code.

Exit codes: 0 done · 1 refused, or faults found · 2 usage · 3 database not ready.
"""

from collections.abc import Iterable
from shlex import quote
from typing import NamedTuple


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


def suggestion(value: str, known: Iterable[str]) -> str:
    """A "did you mean" for a mistyped word, or the choices when nothing is near."""
    from difflib import get_close_matches  # only a mistake pays for this import

    choices = list(known)
    near = get_close_matches(value[:LONGEST].lower(), choices, n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(near) + "?"
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


def _short(text: str) -> str:
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


class Missing(UsageError):
    """Fields a command needs and nobody is there to be asked."""

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        listed = [f"  --{name}  {meaning}" for name, meaning in fields]
        super().__init__("missing:\n" + "\n".join(listed), "give them, or run the command at a terminal to be asked")


class NotUnderstood(UsageError):
    """Values that cannot be taken as they were typed: all of them, each with its field and the remedy."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        lines = [f"--{p.field.replace('_', '-')}: {p.message}" for p in self.problems]
        if len(lines) == 1:
            super().__init__(lines[0], self.problems[0].remedy)
        else:
            told = [f"  {line} → {p.remedy}" for line, p in zip(lines, self.problems, strict=True)]
            super().__init__("\n".join([f"{len(lines)} values cannot be taken:", *told]))


class LooksRecorded(TrackerError):
    """Something new that looks like something the record holds already."""

    def __init__(self, noun: str, alike: Iterable[str], instead: str) -> None:
        super().__init__(
            "\n".join([f"the record may hold this {noun} already:", *(f"  {line}" for line in alike)]),
            f"{instead}; if it is another {noun}: --anyway",
        )


class UnknownCode(UsageError):
    """A word that is not in its closed list."""

    def __init__(self, vocabulary: str, value: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown {vocabulary} {_short(value)!r}", suggestion(value, known))


class UnknownKey(UsageError):
    """A key nothing in the record answers to."""

    def __init__(self, noun: str, key: str, known: Iterable[str]) -> None:
        listing = f"`tracker {noun} list` shows them all"
        keys = list(known)
        near = suggestion(key, keys) if keys else "the record holds none yet"
        super().__init__(f"no {noun} {_short(key)!r}", near if near.startswith("did") else listing)


class NeverHeld(UsageError):
    """A key that nothing in the record has ever had."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        near = suggestion(key, known)
        hint = near if near.startswith("did") else "keys of measures, mentions, sources and events are understood"
        super().__init__(f"the record never held anything called {_short(key)!r}", hint)


class NobodySpeaks(UsageError):
    """A measure without a status: no mention of it counts."""

    def __init__(self, key: str) -> None:
        remedy = f"tracker mention add --measure {key}; or bring one back: tracker mention deprecate MENTION --off"
        super().__init__(f"measure {key!r} has no status: no mention of it counts", remedy)


class NotYetReported(UsageError):
    """Something the record holds, of which nobody had spoken by the day asked about."""

    def __init__(self, noun: str, key: str, as_of: str) -> None:
        super().__init__(f"{noun} {key!r} had not been reported by {as_of}", "ask about a later day with --as-of")


class NothingThere(UsageError):
    """An empty word where a name was wanted."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the {what} is empty", f"name the {what}")


class BadDate(UsageError):
    """A date that cannot be read, or does not exist."""

    def __init__(self, value: str, why: str) -> None:
        self.why = why
        super().__init__(f"bad date {_short(value)!r}: {why}", "write it as 2022-02-10")


class BadMoment(BadDate):
    """A moment that cannot be read, or does not exist."""

    def __init__(self, value: str, why: str) -> None:
        super().__init__(value, why)
        self.hint = "write it as 2026-11-22 (its end, UTC) or 2026-11-22T14:30:00Z"


class UnclearDate(UsageError):
    """Words that are meant as a date and cannot be read as one."""

    def __init__(self, typed: str, why: str = "") -> None:
        super().__init__(
            f"cannot read {typed!r} as a date" + (f": {why}" if why else ""),
            "write Thursday, yesterday, earlier this week, in December, 9 February 2022 or 2022-02-09",
        )


class UnclearAmount(UsageError):
    """Words that are meant as an amount and cannot be read as one."""

    def __init__(self, typed: str, why: str, remedy: str) -> None:
        super().__init__(f"cannot read {typed!r} as an amount: {why}", remedy)


class CannotWrite(TrackerError):
    """A file or folder that cannot be written."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"cannot write {path}: {why}", "choose another place, or make this one writable")


class CannotRead(TrackerError):
    """A file or folder that is missing or cannot be read."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"cannot read {path}: {why}", "check the path")


class UnknownKind(UsageError):
    """A path that is of no kind that can be loaded."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"cannot tell what {path} is", "give a package's folder or .zip, or one .csv file of a package"
        )


class ExtraMissing(TrackerError):
    """A form that needs a library which is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} need a library that is not installed", install(extra))


class NoResources(TrackerError):
    """The installation lacks a part of itself."""

    def __init__(self, name: str) -> None:
        super().__init__(f"this installation of tracker has no {name}", "install it again")


class DatabaseNotReady(TrackerError):
    """The database cannot be used as it is."""

    exit_code = 3


class DatabaseMissing(DatabaseNotReady):
    """A path that leads to no database; reading never creates one."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"no database at {path}", f"check the path, or make one there: tracker --db {quote(str(path))} db init"
        )


class NotADatabase(DatabaseNotReady):
    """A file or address that is not a tracker database."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"{path} is not a tracker database: {why}", "check --db and TRACKER_DB")


class DatabaseExists(DatabaseNotReady):
    """`db init` where there is a record already."""

    exit_code = 1

    def __init__(self, path: object) -> None:
        super().__init__(f"{path} already holds a record; nothing was changed", "see it with: tracker db info")


class DatabaseUnreachable(DatabaseNotReady):
    """The database is there but does not answer, is locked or may not be used."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"cannot use {path}: {why}", "see that it is running, free and permitted, then try again")


class FolderNotWritable(DatabaseNotReady):
    """The folder for the default database cannot be written."""

    def __init__(self, folder: object, why: str) -> None:
        super().__init__(
            f"cannot keep the record in {folder}: {why}",
            "name a file in a folder you can write: export TRACKER_DB=./tracker.db, then tracker db init",
        )


class SchemaTooOld(DatabaseNotReady):
    """An older program made this database."""

    def __init__(self, path: object, found: str) -> None:
        super().__init__(
            f"{path} has an older schema ({found}) than this program", "bring it up to date: tracker db migrate"
        )


class SchemaTooNew(DatabaseNotReady):
    """A newer program made this database."""

    def __init__(self, path: object, found: str) -> None:
        super().__init__(
            f"{path} has a schema this program does not know ({found})", "a newer tracker made it: update the program"
        )


class SQLiteTooOld(DatabaseNotReady):
    """The SQLite library lacks what the schema needs."""

    def __init__(self, found: str, needed: str) -> None:
        super().__init__(
            f"this Python's SQLite is {found}; tracker needs {needed} or newer (STRICT tables)",
            "use a newer Python, or a PostgreSQL database with --db",
        )


class DriverMissing(DatabaseNotReady):
    """The database speaks a dialect whose driver is not installed."""

    def __init__(self, address: object, extra: str) -> None:
        super().__init__(
            f"no driver for {address}",
            install(extra) if extra else "name a file, or a postgresql:// address",
        )
