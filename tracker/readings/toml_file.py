"""Readings: TOML files of what people read in articles; the form that is read, and the one canonical form written.

A file may bring a `[source]` with its paragraphs and `[[mention]]`s, and `[[measure]]`s, `[[event]]`s, `[[link]]`s and
the name of an `[edition]`. One that brings several `[[source]]`s, documents that are cited and have no text, says of
each `[[mention]]` which `source` it is of.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.domain import fields
from tracker.domain.fields import Field
from tracker.domain.keys import mention_key
from tracker.domain.quotes import as_meant
from tracker.domain.status import mention_rows
from tracker.errors.base import Fault, suggestion
from tracker.errors.files import CannotRead
from tracker.output.unfinished import is_plain, require_whole
from tracker.reports.snapshot import Snapshot
from tracker.text.input_files import content_of

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow, RankedMentionRow, SourceRow

DOCUMENTS = "documents.toml"
SECTIONS = ("edition", "source", "measure", "event", "link", "mention")
ENDING = ".toml"
MEASURES = f"measures{ENDING}"
Position = tuple[str, int, str]


class Entry(NamedTuple):
    """One table of a file: its values, and how to find the line of a field."""

    section: str
    position: int
    values: dict[str, Any]


class Reading(NamedTuple):
    """One file, parsed: its tables by section, and the line of every table and field."""

    file: str
    entries: dict[str, list[Entry]]
    lines: dict[Position, int]
    has_many: bool = False  # sources, so that each mention names its own

    def fault(self, entry: Entry, field: str, message: str, remedy: str) -> Fault:
        """A fault at a field of an entry, or at the entry where the field is not there."""
        where = (entry.section, entry.position)
        line = self.lines.get((*where, field)) or self.lines.get((*where, ""), 0)
        return Fault(self.file, line, field, message, remedy)


def files_in(folder: Path) -> list[Path]:
    """The readings in a folder, by name; raises CannotRead where there are none."""
    require_whole(folder)
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise CannotRead(folder, "it holds no readings (*.toml)")
    return found


def digest(files: Iterable[Path]) -> str:
    """sha256 over the names and contents of readings, to tell one edition from another; line ends do not count."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\n".encode() + as_meant(content_of(file)))
    return total.hexdigest()


def parse(file: Path) -> tuple[Reading | None, list[Fault]]:
    """A file's tables, or why it has none that can be read."""
    try:
        text = content_of(file).decode("utf-8-sig")
        tables = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return None, [Fault(file.name, 0, "", f"not UTF-8 (byte {error.start})", "save it as UTF-8")]
    except RecursionError:
        return None, [Fault(file.name, 0, "", "nested beyond reason", "write its tables as `tracker help adding` says")]
    except ValueError as error:  # tomllib's own, and Python's of a number without end
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        return None, [Fault(file.name, line, "", f"not TOML: {error}", "mend the line, or quote the text on it")]
    faults = []
    reading = Reading(file.name, {section: [] for section in SECTIONS}, _lines(text))
    for section, held in tables.items():
        if section not in SECTIONS:
            line = reading.lines.get((section, 0, ""), 0)
            faults.append(Fault(file.name, line, section, "unknown section", suggestion(section, SECTIONS)))
            continue
        listed = held if isinstance(held, list) else [held]
        if not all(isinstance(values, dict) for values in listed):
            faults.append(Fault(file.name, 0, section, "not a table", f"write [[{section}]] above its fields"))
            continue
        if section == "source" and isinstance(held, list):
            reading = reading._replace(has_many=True)
        elif section in ("edition", "source") and len(listed) > 1:
            faults.append(Fault(file.name, 0, section, "more than one", "give each its own file"))
        reading.entries[section] = [Entry(section, index, values) for index, values in enumerate(listed)]
    return reading, faults


_HEADER = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?\s*(?:#.*)?$")
_FIELD = re.compile(r"\s*([\w-]+)\s*=")
_INLINE = re.compile(r"\s*\{")


def _lines(text: str) -> dict[Position, int]:
    """The line of every table (field empty) and every field; a paragraph is the inline table on its own line."""
    found: dict[Position, int] = {}
    counts: dict[str, int] = {}
    section, index, inside = "", 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        for mark in ('"""', "'''"):
            if inside in ("", mark) and line.count(mark) % 2:
                inside = "" if inside else mark
        if inside:
            continue
        header = _HEADER.match(line)
        if header:
            section = header[1]
            index = counts[section] = counts.get(section, -1) + 1
            found[section, index, ""] = number
        elif field := _FIELD.match(line):
            found[section, index, field[1]] = number
        elif _INLINE.match(line):
            counts["paragraph"] = counts.get("paragraph", -1) + 1
            found["paragraph", counts["paragraph"], ""] = number
    return found


def render(snapshot: Snapshot) -> dict[str, str]:
    """The whole record as readings, by file name: one file for each source, and `measures.toml` for the rest.

    A row a curator corrected keeps what the correction left on it. What the record was loaded from comes back as it
    was, but for comments.
    """
    mentions: dict[str, list[RankedMentionRow]] = {}
    for mention in (mention for one in snapshot.listed() for mention in mention_rows(one.mentions)):
        mentions.setdefault(mention["source"], []).append(mention)
    paragraphs: dict[str, list[ParagraphRow]] = {}
    for paragraph in snapshot.paragraphs():
        paragraphs.setdefault(paragraph["source"], []).append(paragraph)
    files: dict[str, str] = {}
    documents = [row for row in snapshot.sources() if row["is_document"] and not row["paragraphs"]]
    if documents:
        blocks = ["# Documents that are cited, with what they say of the measures."]
        blocks += [_table("[[source]]", fields.SOURCE, _source(row)) for row in documents]
        rows = [row for document in documents for row in sorted(mentions.get(document["source"], ()), key=_place)]
        blocks += [_mention(fields.CITED_IN_FILE, row) for row in rows]
        files[DOCUMENTS] = "\n\n".join(blocks) + "\n"
    for source in snapshot.sources():
        if source in documents:
            continue
        key = source["source"]
        name = _file_name(source, {file.casefold() for file in files})
        head = _table("[source]", fields.SOURCE, _source(source))
        lines = [
            _inline(
                fields.PARAGRAPH_IN_FILE,
                {
                    **row,
                    "number": row["paragraph"],
                    "verdict": row["typed_verdict"],
                    "unread": not row["verdict"] or None,
                },
            )
            for row in paragraphs.get(key, ())
        ]
        blocks = [f"# What was read in {name.removesuffix(ENDING)}.", "\n".join([head, "paragraphs = [", *lines, "]"])]
        blocks += [_mention(fields.MENTION_IN_FILE, said) for said in sorted(mentions.get(key, ()), key=_place)]
        files[name] = "\n\n".join(blocks) + "\n"
    blocks = ["# The measures, how they stand to each other, and the events they wait for."]
    if snapshot.is_edition:
        blocks.append(f"[edition]\nname = {_value(snapshot.edition)}")
    blocks += [
        _table("[[measure]]", fields.MEASURE_IN_FILE, {**row, "key": row["measure"]}) for row in snapshot.definitions()
    ]
    blocks += [_table("[[event]]", fields.EVENT, {**row, "key": row["event"]}) for row in snapshot.events()]
    blocks += [_table("[[link]]", fields.LINK, row) for row in snapshot.links()]
    return files | {MEASURES: "\n\n".join(blocks) + "\n"}


def _file_name(source: SourceRow, taken: Collection[str]) -> str:
    """The file of a source's reading: named as the text it was read from, or by its key where that name will not do.

    The text's name may come out of somebody's package, and lead anywhere; two codings of one text have one name.
    """
    key = source["source"]
    names = [source["seed"] or key, key, *(f"{key}-{number}" for number in range(2, len(taken) + 3))]
    files = [f"{name}{ENDING}" for name in names]
    return next(file for file in files if is_plain(file) and file.casefold() not in {MEASURES, *taken})


def _source(row: SourceRow) -> Mapping[str, object]:
    return {**row, "key": row["source"], "publisher": row["publisher"] or fields.NOT_STATED}


def _mention(noun: Sequence[Field], said: RankedMentionRow) -> str:
    place = said["paragraph"] or said["locator"] or ""
    born = mention_key(said["source"], place, said["recorded_as"] or said["measure"], said["quote"] or "")
    own = {"date": said["date_edtf"], "origin": said["own_origin"]}
    own["key"] = said["mention"] if said["mention"] != born else None
    return _table("[[mention]]", noun, {**said, **own})


def _place(row: RankedMentionRow) -> tuple[int, str, str, str]:
    return row["paragraph"] or 0, row["measure"], row["quote"] or "", row["locator"] or ""


def _table(head: str, noun: Sequence[Field], values: Mapping[str, object]) -> str:
    filled = [(field.name, values.get(field.name)) for field in noun]
    return "\n".join([head, *(f"{name} = {_value(value)}" for name, value in filled if fields.says_something(value))])


def _inline(noun: Sequence[Field], values: Mapping[str, object]) -> str:
    filled = [(field.name, values.get(field.name)) for field in noun]
    return "  { " + ", ".join(f"{name} = {_value(value)}" for name, value in filled if value not in (None, "")) + " },"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
