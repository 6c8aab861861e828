"""Where a database is: a file for SQLite, or any other database's URL."""

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from tracker.errors.database import DatabaseMissing, DatabaseUnreachable, NoHome, NotADatabase

_MAGIC = b"SQLite format 3\x00"


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
        if "://" in text:
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
        """Raise DatabaseMissing or NotADatabase where no SQLite database stands at the path; never make one."""
        if self.path is None:
            return
        if not self.path.exists():
            raise DatabaseMissing(self.path)
        if not self.path.is_file():
            raise NotADatabase(self.path, "it is not a file")
        try:
            with self.path.open("rb") as file:
                head = file.read(len(_MAGIC))
        except OSError as error:
            raise DatabaseUnreachable(self.path, error.strerror or str(error)) from error
        if head != _MAGIC:
            raise NotADatabase(self.path, "it is some other file" if head else "it is empty")

    def sqlite_uri(self, mode: str) -> str:
        """The URI SQLite opens in a mode: `ro` reads, `rw` writes what exists, `rwc` may create."""
        path = self.path.absolute() if self.path else Path()
        uri = f"file:{quote(os.fsencode(path))}?mode={mode}"
        # In a folder that cannot be written there is nowhere to put shared memory: the file can be read as one that
        # does not change, if no writer left a log behind.
        log = path.with_name(path.name + "-wal")
        if mode == "ro" and not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size):
            uri += "&immutable=1"
        return uri

    def __str__(self) -> str:
        """The address without a password, for messages."""
        if self.path is not None:
            return str(self.path)
        scheme, _, rest = self.url.partition("://")
        credentials, at, host = rest.rpartition("@")
        user = credentials.partition(":")[0]
        return f"{scheme}://{user}{at}{host}"
