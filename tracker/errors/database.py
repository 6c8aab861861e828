"""Ways the program can refuse because the database cannot be used as it is; most exit with 3."""

from collections.abc import Iterable
from pathlib import Path
from shlex import quote

from tracker.errors.base import TrackerError, install


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


class Damaged(DatabaseNotReady):
    """A database whose file SQLite finds broken."""

    def __init__(self, path: object, why: str) -> None:
        self.why = why
        super().__init__(f"{path} is damaged: {why}", "bring back a copy of it: tracker db restore")


class LeftOver(DatabaseNotReady):
    """A write-ahead log of a database that is gone: SQLite would write it over whatever takes that one's place."""

    def __init__(self, log: Path) -> None:
        super().__init__(
            f"{log} is left of a database that is gone, and would change the one to be made",
            f"if nothing in it is wanted, move it away: mv {quote(str(log))} {quote(f'{log}.old')}",
        )


class NotAFile(DatabaseNotReady):
    """A database on a server, which has its own means of backing up."""

    exit_code = 1

    def __init__(self, address: object) -> None:
        super().__init__(f"{address} is no SQLite file", "back it up with pg_dump, and bring it back with pg_restore")


class DatabaseUnreachable(DatabaseNotReady):
    """The database is there but does not answer, is locked or may not be used."""

    def __init__(self, path: object, why: str) -> None:
        self.why = why
        super().__init__(f"cannot use {path}: {why}", "see that it is running, free and permitted, then try again")


class BrokenOff(DatabaseUnreachable):
    """What was under way was lost before it was kept: the connection broke, the server went, or others were first."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(path, why)
        self.message, self.hint = f"{path} broke off what was under way: {why}", "nothing was half done; do it again"


class OutcomeUnknown(DatabaseNotReady):
    """The connection was lost after the change was sent to be kept, and before the answer came."""

    exit_code = 4

    def __init__(self, path: object, why: str) -> None:
        super().__init__(
            f"{path} was lost while it kept a change, which it did whole or not at all: {why}",
            "tracker log shows whether it is there; if it is not, do it again",
        )


class FolderNotWritable(DatabaseNotReady):
    """The folder for the default database cannot be written."""

    def __init__(self, folder: object, why: str) -> None:
        super().__init__(
            f"cannot keep the record in {folder}: {why}",
            "name a file in a folder you can write: export TRACKER_DB=./tracker.db, then tracker db init",
        )


class NotOurs(DatabaseNotReady):
    """A database in which somebody left what would run at our writes."""

    def __init__(self, path: object, found: Iterable[str]) -> None:
        super().__init__(
            f"{path} holds what is not ours and would run at a write: {', '.join(found)}",
            "nothing was written; whoever put it there can take it out; tracker check lists all that is not ours",
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


class NoHome(DatabaseNotReady):
    """Nothing says where the user's own folder is."""

    def __init__(self) -> None:
        super().__init__(
            "it is not known where your data folder is: HOME is not set, and the system knows no user of this number",
            "set one of them: export HOME=/a/folder, or export TRACKER_DB=/a/folder/tracker.db",
        )


class MayOnlyRead(DatabaseNotReady):
    """A record that belongs to another user, or stands in a folder of another's, who lets us read it."""

    def __init__(self, path: Path, closed: Iterable[Path]) -> None:
        named = " ".join(quote(str(one)) for one in closed)
        super().__init__(
            f"cannot write {path}: you may only read {named}",
            f"whoever owns it can let you write: chmod g+w {named}; or copy it, and write there",
        )


class KeptOut(DatabaseNotReady):
    """Files that another user's program left beside the database, and that keep its owner from writing."""

    def __init__(self, path: object, files: Iterable[Path]) -> None:
        left = list(files)
        named = " ".join(quote(str(file)) for file in left)
        remedy = f"when nobody has the record open, remove them: rm {named}"
        if any(file.name.endswith("-wal") and file.stat().st_size for file in left):
            # What was written last is there alone.
            remedy = f"they hold what was written last: whoever owns them has to open them up: chmod a+rw {named}"
        super().__init__(
            f"cannot write {path}: another user's program left files that you may not write: {named}", remedy
        )


class NotPermitted(DatabaseNotReady):
    """The database does not let whoever asks do this."""

    def __init__(self, address: object, reason: str) -> None:
        super().__init__(f"{address} does not permit it: {reason}", "ask its owner for a role: tracker help sharing")


class NoRoles(DatabaseNotReady):
    """A database that knows no roles."""

    exit_code = 2

    def __init__(self, address: object) -> None:
        remedy = "who may do what with a file is the system's to say: see tracker db info, and chmod"
        super().__init__(f"{address} is a file, and has no roles", remedy)
