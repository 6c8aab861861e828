"""Several edits on one line, `sp; p Estonia; due = next week`, taken apart by the letters and names of fields."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple


class Edit(NamedTuple):
    """One edit: the field, and what is typed for it; the field is empty where none is named."""

    name: str
    value: str
    takes: bool = False  # whether what is offered and not taken yet is meant


_NAMED = re.compile(
    r"(?P<name>[a-z][a-z_-]*)(?:(?P<equals>\s*=\s*)(?P<given>.*)|(?P<takes>\.)|\s+(?P<value>\S.*))?", re.I | re.DOTALL
)
# These may hold a semicolon: only `field = value` after them is another edit.
_PROSE = ("note", "summary")


def edits(typed: str, names: Mapping[str, str], flags: Collection[str] = ()) -> list[Edit]:
    """The edits of a line; `names` are the letters and names that fields answer to, `flags` need no value."""
    found: list[Edit] = []
    for piece in map(str.strip, typed.split(";")):
        if not piece:
            continue
        edit = edit_of(piece, names, flags)
        if found and found[-1].name in _PROSE and not (edit.name and "=" in piece):
            found[-1] = found[-1]._replace(value=f"{found[-1].value}; {piece}")
        else:
            found.append(edit)
    return found


def edit_of(piece: str, names: Mapping[str, str], flags: Collection[str] = ()) -> Edit:
    """What one edit says; one that names no field stands as it was typed."""
    found = _NAMED.fullmatch(piece)
    name = names.get(found["name"].lower().replace("-", "_"), "") if found else ""
    if not found or not name:
        return Edit("", piece)
    if found["takes"]:
        return Edit(name, "", takes=True)
    if found["equals"]:
        return Edit(name, found["given"].strip() or "-")
    if found["value"]:
        return Edit(name, found["value"].strip())
    return Edit(name, "yes") if name in flags else Edit("", piece)
