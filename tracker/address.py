"""Where a database is: a file for SQLite, or any other database's URL."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote


class Address(NamedTuple):
    """A database's address; `path` is set for SQLite and nothing else."""

    url: str
    path: Path | None

    @classmethod
    def parse(cls, text: str) -> "Address":
        """From what a person types: a file's path, `sqlite:///path`, or another database's URL."""
        if text.startswith("sqlite:///"):
            text = unquote(text.removeprefix("sqlite:///"))
        if "://" in text:
            return cls(text, None)
        return cls.of(Path(text).expanduser())

    @classmethod
    def of(cls, path: Path) -> "Address":
        """The address of an SQLite file."""
        return cls(f"sqlite:///{path}", path)

    def sqlite_uri(self, mode: str) -> str:
        """The URI SQLite opens in a mode: `ro` reads, `rw` writes what exists, `rwc` may create."""
        path = quote(str(self.path.absolute() if self.path else ""))
        return f"file:{path}?mode={mode}"

    def __str__(self) -> str:
        """The address without a password, for messages."""
        if self.path is not None:
            return str(self.path)
        scheme, _, rest = self.url.partition("://")
        credentials, at, host = rest.rpartition("@")
        user = credentials.partition(":")[0]
        return f"{scheme}://{user}{at}{host}"
