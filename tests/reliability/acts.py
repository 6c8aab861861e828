"""What people do to a record, one command each, and how to tell whether it was done, whole, once or not at all."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.databases import of
from tests.making import act
from tests.spring_article import ANSWERS, TEXT
from tracker.db.address import Address
from tracker.db.copies import back_up
from tracker.db.integrity import damage
from tracker.domain.quotes import text_fingerprint
from tracker.record import measures


class Act(NamedTuple):
    """A command, what is typed into it, and whether it writes into the record."""

    arguments: Sequence[str]
    typed: Sequence[str] = ()
    writes: bool = True


WHY = ("--why", "to try")
ADD = ("measure", "add", "--key", "a-loan", "--title", "A loan of tents", "--kind", "humanitarian", *WHY)
ACTS = {
    "add": Act(ADD),
    "edit": Act(("measure", "edit", "hms-trent", "--summary", "Seen from the shore.", *WHY)),
    "withdraw": Act(("measure", "withdraw", "a-tent", *WHY)),
    "undo": Act(("undo", *WHY)),
    "load": Act(("load", "FOLDER/new.toml", "--yes", *WHY)),
    "migrate": Act(("db", "migrate")),
    "restore": Act(("db", "restore", "FOLDER/copy.db", "--yes")),
    "backup": Act(("db", "backup"), writes=False),
    "read": Act(("read", "FOLDER/spring.txt", *WHY), ANSWERS, writes=False),
    "export": Act(("export", "FOLDER/package"), writes=False),
    "init": Act(("db", "init", "--empty"), writes=False),
}
_NEW = '[[measure]]\nkey = "{key}"\ntitle = "Tents for {key}"\nkind = "humanitarian"\n\n'


def prepared(folder: Path, name: str) -> Path:
    """A record in a folder of its own, with all that an act needs; for `init` there is none yet."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / "record.db"
    if name == "init":
        return path
    shutil.copy(of("sqlite").template("empty"), path)
    for key in ("hms-trent", "a-tent"):
        act(Address.of(path), measures.add, {"key": key, "title": f"What {key} is", "kind": "humanitarian"})
    if name == "undo":
        act(Address.of(path), measures.edit, "hms-trent", {"summary": "To be undone."}, by="the tests")
    if name == "restore":
        back_up(Address.of(path), folder / "copy.db")
        act(Address.of(path), measures.edit, "hms-trent", {"summary": "After the copy."})
    if name == "migrate":
        from tracker.db import schema
        from tracker.db.engine import transaction

        with transaction(Address.of(path), enforcing=False) as connection:
            schema.downgrade(connection, schema.versions()[-2])
    (folder / "new.toml").write_text("".join(_NEW.format(key=f"tents-{number}") for number in range(30)))
    (folder / "spring.txt").write_text(TEXT)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def arguments(one: Act, folder: Path) -> list[str]:
    """The command of an act, in its folder."""
    return [word.replace("FOLDER", str(folder)) for word in one.arguments]


def state(path: Path) -> str:
    """All that a record says, as one fingerprint; when and by whom does not count. Fails where the file is damaged."""
    if not path.exists():
        return ""
    assert damage(path) == []
    with closing(sqlite3.connect(path)) as connection:
        lines = [line for line in connection.iterdump() if not line.startswith(_LEFT_OUT)]
    return text_fingerprint("\n".join(lines).encode())


# Times, and what has a form of its own: the search index is held to the record by its own check.
_LEFT_OUT = tuple(f'INSERT INTO "{name}' for name in ("revision", "reading_", "search"))
