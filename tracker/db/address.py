"""Where a database is: a file for SQLite, or any other database's URL."""

import errno
import os
import re
import stat
import sys
from pathlib import Path
from shlex import quote as quote_word
from typing import NamedTuple
from urllib.parse import quote, unquote

from tracker.errors.database import DatabaseMissing, DatabaseUnreachable, LeftOver, MayOnlyRead, NoHome, NotADatabase
from tracker.output.escapes import without_password

_SCHEME = re.compile(r"[a-z][\w+]{2,}:/|(?:postgres|mysql|mariadb)[\w+]*:", re.IGNORECASE)


class Address(NamedTuple):
    """A database's address; `path` is set for SQLite and nothing else."""

    url: str
    path: Path | None

    @classmethod
    def parse(cls, text: str) -> "Address":
        """From what a person types: a file's path, `sqlite:///path`, or another database's URL."""
        if text.startswith("sqlite:") and not text.removeprefix("sqlite:").strip("/:"):
            raise NotADatabase(text, "the address names no file")
        if text.startswith("sqlite:///"):
            text = unquote(text.removeprefix("sqlite:///"))
        elif text.startswith("sqlite:"):
            raise NotADatabase(text, "write it as sqlite:///FILE, or the file alone")
        # With one slash too few it is an address all the same, and no file of a name that holds a password.
        if "://" in text or _SCHEME.match(text):
            return cls(text, None)
        try:
            return cls.of(Path(text).expanduser())
        except RuntimeError:
            raise NoHome from None

    @classmethod
    def of(cls, path: Path) -> "Address":
        """The address of an SQLite file."""
        return cls(f"sqlite:///{path}", path)

    def require_file(self) -> None:
        """Raise DatabaseMissing or NotADatabase where no SQLite database can stand at the path; never make one.

        The file is not opened: to close it again would end the locks that SQLite holds on it for this very process.
        """
        if self.path is None:
            return
        if not self.path.exists():
            raise DatabaseMissing(self.path)
        if not self.path.is_file():
            raise NotADatabase(self.path, "it is not a file")
        if not os.access(self.path, os.R_OK):
            raise DatabaseUnreachable(self.path, os.strerror(errno.EACCES))
        if not self.path.stat().st_size:
            raise NotADatabase(self.path, "it is empty")

    def require_no_log(self) -> None:
        """Raise LeftOver where a write-ahead log stands beside the path of a file that is not there."""
        if self.has_log:
            raise LeftOver(self.companions()[0])

    def require_writable(self) -> None:
        """Raise MayOnlyRead where the file may not be written, or nothing be put beside it, before anything is put."""
        if self.path is None:
            return
        beside = [] if all(file.exists() for file in self.companions()) else [self.path.absolute().parent]
        if closed := [one for one in (self.path, *beside) if not os.access(one, os.W_OK)]:
            raise MayOnlyRead(self.path, closed)

    def sqlite_uri(self, mode: str) -> str:
        """The URI SQLite opens in a mode: `ro` reads, `rw` writes what exists, `rwc` may create."""
        path = self.path.absolute() if self.path else Path()
        uri = f"file:{quote(os.fsencode(path))}?mode={mode}"
        return f"{uri}&immutable=1" if mode == "ro" and self.leaves_nothing else uri

    @property
    def leaves_nothing(self) -> bool:
        """Whether to read the file as one that does not change, so that nothing is put beside it.

        That is the one way where the folder cannot be written; and where it can, but the file is another user's, whom
        a log and shared memory of ours would keep out for good. A writer at work has put its own there: they serve.
        """
        if self.path is None:
            return False
        if self.has_log:
            return False
        return not os.access(self.path.parent, os.W_OK) or (self.is_anothers and not self.companions()[1].exists())

    @property
    def has_log(self) -> bool:
        """Whether a write-ahead log beside the file holds what is not in the file yet."""
        return any(file.exists() and file.stat().st_size for file in self.companions()[:1])

    @property
    def is_anothers(self) -> bool:
        """Whether the file belongs to another user; for root, SQLite gives what it makes to the file's owner."""
        mine = (0, os.geteuid()) if hasattr(os, "geteuid") else ()
        return self.path is not None and bool(mine) and self.path.stat().st_uid not in mine

    def readers(self) -> str:
        """Who of this machine's users can read the file, in words; empty where the system tells it otherwise."""
        if self.path is None or sys.platform == "win32":
            return ""
        mode, folder = self.path.stat().st_mode, self.path.absolute().parent.stat().st_mode
        if mode & stat.S_IROTH and folder & stat.S_IXOTH:
            return f"everybody on this machine; to change that: chmod o-r {quote_word(str(self.path))}"
        return "its owner and group" if mode & stat.S_IRGRP and folder & stat.S_IXGRP else "its owner alone"

    def companions(self) -> list[Path]:
        """The write-ahead log and the shared memory that SQLite keeps beside the file while it is open."""
        return [self.path.with_name(f"{self.path.name}-{end}") for end in ("wal", "shm")] if self.path else []

    def state(self) -> tuple[object, ...]:
        """What changes where anybody writes to the file or begins to."""
        found = self.path.stat() if self.path else None
        written = [file.stat().st_size for file in self.companions()[:1] if file.exists()]
        return (found and (found.st_ino, found.st_size, found.st_mtime_ns), written)

    def kept_out_by(self) -> list[Path]:
        """What another user left beside the file that the one who asks cannot write."""
        return [file for file in self.companions() if file.exists() and not os.access(file, os.W_OK)]

    def __str__(self) -> str:
        """The address without a password, for messages."""
        if self.path is not None:
            return str(self.path)
        return without_password(self.url)
