"""Undo: a new revision that takes back what an earlier one did, as long as nothing was built on it."""

from sqlalchemy import exists, select

from tracker.db.change import Change, version_values
from tracker.db.models import NOUNS
from tracker.db.versioning import REVISION
from tracker.errors.base import NothingToUndo, Problem, Refused


def last_of(change: Change, author: str) -> int:
    """The newest revision of an author that is no undo and was not undone; raises NothingToUndo."""
    one, later = REVISION.c, REVISION.alias().c
    mine = select(one.number).where(
        one.author == author, one.undoes.is_(None), ~exists().where(later.undoes == one.number)
    )
    found = change.connection.scalar(mine.order_by(one.number.desc()).limit(1))
    if found is None:
        raise NothingToUndo(f"{author} has changed nothing that is not undone already")
    return int(found)


def undo(change: Change, number: int) -> int:
    """Take back what a revision did; returns how many things it touched.

    Raises NothingToUndo where there is no such revision or it was undone already, Refused where something it touched
    was changed since or is needed by something newer.
    """
    if change.connection.scalar(select(REVISION.c.number).where(REVISION.c.number == number)) is None:
        raise NothingToUndo(f"there is no revision {number}")
    if change.connection.scalar(select(REVISION.c.number).where(REVISION.c.undoes == number)):
        raise NothingToUndo(f"revision {number} was undone already")
    change.undoes = number
    touched = 0
    for noun in NOUNS:
        made, ended = (change.versions(noun, column, number) for column in ("made_in", "ended_in"))
        for key in sorted(made.keys() | ended.keys()):
            live = change.live(noun, key)
            if (version_values(noun, live) if live else None) != made.get(key):
                problem = Problem("key", "it was changed since", f"see tracker log, and edit the {noun} instead")
                raise Refused(noun, key, [problem])
            if live:
                change.end(noun, key)
            if key in ended:
                change.make(noun, key, ended[key])
            touched += 1
    return touched
