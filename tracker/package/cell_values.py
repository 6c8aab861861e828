"""Cells of a file, as the values they stand for: type by type, each cell seen once remembered."""

import re
from collections.abc import Callable
from typing import Any

from tracker.domain.fields import NOT_STATED, TEXT_LENGTH, Field
from tracker.domain.keys import as_mention_key

# Longer numbers than this are out of any field's range; and Python takes long over very long ones.
DIGITS = 30


def as_text(text: str) -> str:
    """A text as it stands; raises ValueError where it is too long."""
    if len(text) > TEXT_LENGTH:
        raise ValueError(len(text))
    return text


_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


def _whole(text: str) -> int:
    if len(text) > DIGITS or not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if len(text) > DIGITS or not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text) if _WHOLE.fullmatch(text) else float(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


READ: dict[str, Callable[[str], object]] = {"whole": _whole, "count": _whole, "number": _number, "flag": _flag}
# What a spreadsheet or an older version writes otherwise, and nobody can mistake.
AS_MEANT: dict[str, Callable[[str], str]] = {
    "mention": as_mention_key,
    "flag": lambda text: text.lower() if text.lower() in ("true", "false") else text,
    "components": lambda text: text.replace("; ", ";"),
    "publisher": lambda text: "" if text == NOT_STATED else text,
}
WANTED = {
    "whole": ("a whole number", "digits only"),
    "count": ("a whole number", "digits only"),
    "number": ("a number", "digits and a decimal point only, no separators"),
    "flag": ("true or false", "write true or false"),
}


class Taken(dict[str, Any]):
    """What cells of a column were taken for; ValueError for one that is not taken as it stands."""

    def __init__(self, take: Callable[[str], object]) -> None:
        super().__init__()
        self._take = take

    def __missing__(self, cell: str) -> object:
        value = self._take(cell)
        if len(self) < _CELLS:
            self[cell] = value
        return value


_CELLS = 10_000  # as many as a column's cells are remembered


def taking(field: Field) -> Taken | None:
    """What takes the cells of a column that need another look; the others are texts as they stand."""
    if read := READ.get(field.type):
        return Taken(read)
    if change := AS_MEANT.get(field.name) or AS_MEANT.get(field.type):

        def same(cell: str) -> str:
            if change(cell) != cell:
                raise ValueError(cell)
            return cell

        return Taken(same)
    return None
