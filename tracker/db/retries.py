"""Doing it again: what a database broke off before anything came of it is done anew, from its beginning.

Only from its beginning: half of an act repeated on what others have written meanwhile would be another act.
"""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from tracker.errors.database import BrokenOff, DatabaseUnreachable

PATIENCE = 30.0  # seconds; a server that is restarted answers again within a few
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
Came = TypeVar("Came")


class _Here(threading.local):
    """How often something came of what this thread does."""

    came = 0


_here = _Here()


def came_of_it() -> None:
    """Say that something came of what is done: it was kept, shown or asked, and must not come twice."""
    _here.came += 1


def again(act: Callable[[], Came], tell: Callable[[str], None] | None = None) -> Came:
    """Do something; from its beginning again where the database broke it off and nothing had come of it yet.

    Raises BrokenOff where something had, or where it was broken off for longer than PATIENCE; a server that went away
    meanwhile is waited for as long. One that never answered is not.
    """
    before, began, pause = _here.came, 0.0, _FIRST_PAUSE
    while True:
        try:
            return act()
        except DatabaseUnreachable as error:
            if not began and isinstance(error, BrokenOff):
                began = time.monotonic()
                if tell and _here.came == before:
                    tell(f"{error.message}; doing it again")
            if not began or _here.came != before or time.monotonic() - began > PATIENCE:
                raise
        import random  # whoever is not broken off does without

        # Two that stood in each other's way must not meet again.
        time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 (no secret)
        pause = min(2 * pause, _LONGEST_PAUSE)
