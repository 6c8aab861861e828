"""Where things are: the database, the shipped migrations and readings, and who is writing."""

import os
from pathlib import Path

from tracker.errors.database import NoHome
from tracker.errors.files import NoResources

DATABASE_FILE = "tracker.db"
# The edition that seeds/measures.toml names, known without reading it; editions are counted.
SHIPPED_EDITION = "3"


def default_database() -> Path:
    """The database used when nothing names one: a file in the user's data folder. Raises NoHome."""
    import platformdirs  # not needed, and not paid for, where --db or TRACKER_DB is set

    try:
        folder = Path(platformdirs.user_data_dir("tracker", appauthor=False))
    except RuntimeError:
        raise NoHome from None
    if not folder.is_absolute():  # older ones leave the ~ as it is
        raise NoHome
    return folder / DATABASE_FILE


def resource(name: str) -> Path:
    """The folder of shipped `alembic` or `seeds`: in the wheel inside the package, in a checkout beside it.

    Raises NoResources where neither is there.
    """
    package = Path(__file__).parent.parent
    inside = package / f"_{name}"
    if inside.is_dir():
        return inside
    beside = package.parent / name
    if beside.is_dir() and (package.parent / "pyproject.toml").is_file():
        return beside
    raise NoResources(name)


def author() -> str:
    """Who writes when nobody says: `TRACKER_BY`, else git's user name, else the login name."""
    named = _text(os.fsencode(os.environ.get("TRACKER_BY", "")))
    if named:
        return named
    import getpass
    import subprocess

    try:
        asked = subprocess.run(  # the person's own git, wherever PATH has it
            ["git", "config", "user.name"],  # noqa: S607
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=5,
            check=False,
        )
        if told := _text(asked.stdout):
            return told
    except (OSError, subprocess.SubprocessError):
        pass  # no git is no fault: the login name will do
    try:
        return _text(os.fsencode(getpass.getuser())) or "unknown"
    except (OSError, KeyError, ImportError):
        return "unknown"


def _text(name: bytes) -> str:
    """A name on one line, with a mark in place of each byte that is no UTF-8."""
    return " ".join(name.decode("utf-8", errors="replace").split())
