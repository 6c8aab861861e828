"""Where things are: the database, the shipped migrations and readings, and who is writing."""

import os
from pathlib import Path

from tracker.errors.files import NoResources

DATABASE_FILE = "tracker.db"
# The edition that seeds/measures.toml names, known without reading it; editions are counted.
SHIPPED_EDITION = "1"


def default_database() -> Path:
    """The database used when nothing names one: a file in the user's data folder."""
    import platformdirs  # not needed, and not paid for, where --db or TRACKER_DB is set

    return Path(platformdirs.user_data_dir("tracker", appauthor=False)) / DATABASE_FILE


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
    named = os.environ.get("TRACKER_BY", "").strip()
    if named:
        return named
    import getpass
    import subprocess

    try:
        asked = subprocess.run(  # the person's own git, wherever PATH has it
            ["git", "config", "user.name"],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
        if asked.stdout.strip():
            return asked.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        pass  # no git is no fault: the login name will do
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
