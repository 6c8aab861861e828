"""What a package's description carries → the record: rows that stand in no file, through the verbs of everybody."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker.db.change import Change
from tracker.domain.keys import link_key
from tracker.errors.base import Fault, Problem, Refused
from tracker.package.csv_rows import shown
from tracker.package.descriptor import DESCRIPTOR
from tracker.package.verify_package import NEVER_OVERWRITES
from tracker.record import links, measures, mentions

Row = Mapping[str, Any]


def bring(change: Change, table: str, rows: Sequence[Row]) -> tuple[int, list[Fault]]:
    """Bring the rows carried for a table; returns how many were new, and what is wrong.

    What the record has already it must have in the same words.
    """
    brought, faults = 0, []
    for row in rows:
        try:
            brought += _BRINGS[table](change, row)
        except Refused as refusal:
            key = shown(str(row.get("mention") or row.get("measure")))
            for problem in refusal.problems:
                message = f"{key}: {problem.field}: {problem.message}"
                faults.append(Fault(DESCRIPTOR, 0, f"curation.{table}", message, problem.remedy))
    return brought, faults


def _measure(change: Change, row: Row) -> bool:
    said = {name: value for name, value in row.items() if name not in ("measure", "merged_into")}
    said["key"] = row.get("measure")
    is_new = _is_new("measure", said, measures.values(change, str(row.get("measure"))))
    if is_new:
        measures.add(change, said)
    return is_new


def _mention(change: Change, row: Row) -> bool:
    key = str(row.get("mention"))
    said = {name: value for name, value in row.items() if name not in ("mention", "source")}
    is_new = _is_new("mention", said, mentions.values(change, key))
    if is_new:
        mentions.add(change, str(row.get("source")), said, key)
    return is_new


def _link(change: Change, row: Row) -> bool:
    key = link_key(*(str(row.get(name)) for name in ("measure", "relation", "other")))
    is_new = _is_new("link", row, links.values(change, key))
    if is_new:
        links.add(change, row)
    return is_new


def _is_new(noun: str, said: Row, held: Row | None) -> bool:
    """Whether the record lacks a thing; raises Refused where it has it in other words."""
    if held is None:
        return True
    for name in (*said, *held):
        if said.get(name) != held.get(name):
            told = f"{shown(str(said.get(name, '')))}, but the record has {shown(str(held.get(name, '')))}"
            raise Refused(noun, "", [Problem(name, told, NEVER_OVERWRITES)])
    return False


_BRINGS: dict[str, Callable[[Change, Row], bool]] = {"measures": _measure, "mentions": _mention, "links": _link}


def merge(change: Change, rows: Sequence[Row]) -> list[Fault]:
    """Let measures answer for those that the description says were merged into them."""
    faults = []
    into = {str(row.get("measure")): str(row["merged_into"]) for row in rows if row.get("merged_into")}
    for key, answering in into.items():
        if change.live("measure", key) is None:
            continue
        if change.live("measure", answering) is None or _goes_round(key, into):
            message = f"{shown(key)}: merged_into: {shown(answering)} cannot answer for it"
            faults.append(Fault(DESCRIPTOR, 0, "curation.measures", message, "name another measure of the package"))
        else:
            change.revise("measure", key, {"merged_into_id": change.number_of("measure", answering)})
    return faults


def _goes_round(key: str, into: Mapping[str, str]) -> bool:
    seen = {key}
    while (key := into.get(key, "")) and key not in seen:
        seen.add(key)
    return bool(key)
