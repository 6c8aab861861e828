"""What a guided reading shows: a form with all its fields at once, each with its value and where that comes from."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.domain.fields import Values
from tracker.errors.base import TrackerError


class Passage(NamedTuple):
    """Something to show above a form: what sort of thing it is, its text, and the words in it to mark."""

    sort: str  # heading · paragraph · between · why · offer · note
    text: str
    marked: tuple[str, ...] = ()


class Line(NamedTuple):
    """A line of a form: what is typed to change it, its name, its value, and where that comes from."""

    letter: str
    name: str
    value: str
    origin: str = ""
    is_needed: bool = False  # empty, and the form cannot be taken without it


class Screen(NamedTuple):
    """A form as it stands: what is above it, its lines, what it is asked for by, and what can be typed."""

    name: str  # source · mention · verdicts · summary
    prompt: str
    above: tuple[Passage, ...] = ()
    lines: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class Reply(NamedTuple):
    """What came of a typed line: the answer to keep, the blank it leads to instead, and what could not be taken."""

    answer: Values | None = None
    asks: str = ""
    faults: Sequence[TrackerError] = ()
