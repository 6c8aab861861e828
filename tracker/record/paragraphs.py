"""Paragraphs: the writing verbs."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.domain import fields
from tracker.domain.fields import Values
from tracker.domain.keys import paragraph_key
from tracker.errors.base import Problem
from tracker.record.nouns import Noun


class Paragraphs(Noun):
    """A paragraph belongs to its source, which its anchor names."""

    def key(self, values: Values) -> str:
        """Its source and its number there."""
        number = values.get("number")
        return paragraph_key(str(values.get("source", "?")), number if isinstance(number, int) else 0)

    def taken(self, key: str) -> Problem:
        """The complaint about a number that is there."""
        return Problem("number", f"paragraph {key.rpartition('/')[2]} is there already", "number each line once")

    def checks(self, _change: Change, values: Values) -> Iterator[Problem]:
        """A second verdict needs a first."""
        if values.get("also") and not values.get("verdict"):
            yield Problem("also", "there is no verdict for it to stand beside", "put the first one in verdict")

    def anchor(self, change: Change, values: Values) -> Row:
        """Its source and its number."""
        return {"source_id": change.number_of("source", values["source"]), "number": values["number"]}

    def to_values(self, change: Change, key: str, row: Row) -> dict[str, object]:
        """What a version says; its place comes from its key."""
        source, _, number = key.rpartition("/")
        return {"source": source, "number": int(number), **super().to_values(change, key, row)}


PARAGRAPHS = Paragraphs("paragraph", [fields.STANDS_IN, *fields.PARAGRAPH])
values, edit = PARAGRAPHS.values, PARAGRAPHS.edit


def add(change: Change, source: str, values: Values) -> str:
    """Add a paragraph to a source and return its key; raises Refused with every problem of its values."""
    return PARAGRAPHS.add(change, {**values, "source": source})


def missing_numbers(numbers: Sequence[int]) -> list[int]:
    """The paragraph numbers left out between 1 and the greatest given: of several in a row, the first."""
    given = sorted({0, *numbers})
    return [before + 1 for before, number in pairwise(given) if number > before + 1]
