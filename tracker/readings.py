"""Readings: TOML files of what people read in articles, and their way into the record.

A file may bring a `[source]` with its paragraphs and `[[mention]]`s, and `[[measure]]`s, `[[event]]`s, `[[link]]`s and
the name of an `[edition]`. Faults are collected over all files and reported together; a load is all or nothing.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tracker import events, links, measures, mentions, paragraphs, sources
from tracker.errors import CannotRead, Fault, FaultsFound, Refused, suggestion
from tracker.revisions import Change

SECTIONS = ("edition", "source", "measure", "event", "link", "mention")
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

    def fault(self, entry: Entry, field: str, message: str, remedy: str) -> Fault:
        """A fault at a field of an entry, or at the entry where the field is not there."""
        where = (entry.section, entry.position)
        line = self.lines.get((*where, field)) or self.lines.get((*where, ""), 0)
        return Fault(self.file, line, field, message, remedy)


def files_in(folder: Path) -> list[Path]:
    """The readings in a folder, by name; raises CannotRead where there are none."""
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise CannotRead(folder, "it holds no readings (*.toml)")
    return found


def digest(files: Iterable[Path]) -> str:
    """sha256 over the names and contents of readings, which tells one edition from another."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\n".encode() + file.read_bytes())
    return total.hexdigest()


def parse(file: Path) -> tuple[Reading | None, list[Fault]]:
    """A file's tables, or why it has none that can be read."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
        tables = tomllib.loads(text)
    except OSError as error:
        raise CannotRead(file, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        return None, [Fault(file.name, 0, "", f"not UTF-8 (byte {error.start})", "save it as UTF-8")]
    except tomllib.TOMLDecodeError as error:
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
        if section in ("edition", "source") and len(listed) > 1:
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


def load(change: Change, files: Iterable[Path]) -> dict[str, int]:
    """Bring readings into the record; returns how many of each noun came.

    Raises FaultsFound with the faults of all files together; the caller's transaction is then rolled back.
    """
    listed = list(files)
    parsed = [parse(file) for file in listed]
    faults = [fault for _, found in parsed for fault in found]
    loader = _Loader(change, [reading for reading, _ in parsed if reading])
    loader.run(digest(listed))
    faults += loader.faults
    if faults:
        raise FaultsFound(sorted(faults))
    return loader.counts


class _Loader:
    """Brings parsed readings in, noun by noun, so that what is pointed to comes before what points to it."""

    def __init__(self, change: Change, readings: list[Reading]) -> None:
        self.change = change
        self.readings = readings
        self.faults: list[Fault] = []
        self.counts: dict[str, int] = {}
        # Keys some file brings: a reference to one that was refused is not a second fault.
        self.brought = {
            (section, entry.values.get("key"))
            for reading in readings
            for section in ("source", "measure", "event")
            for entry in reading.entries[section]
        }

    def run(self, content: str) -> None:
        self._each("edition", lambda _, entry: self._edition(entry, content))
        self._each("measure", lambda _, entry: measures.add(self.change, entry.values))
        self._each("source", self._source)
        self._each("event", lambda _, entry: events.add(self.change, entry.values))
        self._each("mention", self._mention)
        self._each("link", lambda _, entry: links.add(self.change, entry.values))

    def _each(self, section: str, bring: Callable[[Reading, Entry], object]) -> None:
        for reading in self.readings:
            for entry in reading.entries[section]:
                self._try(reading, entry, bring)

    def _try(self, reading: Reading, entry: Entry, bring: Callable[[Reading, Entry], object]) -> None:
        try:
            bring(reading, entry)
        except Refused as refusal:
            for problem in refusal.problems:
                noun = "measure" if problem.field == "other" else problem.field
                known = (noun, entry.values.get(problem.field)) in self.brought
                if not (known and problem.message.startswith("no ")):
                    self.faults.append(reading.fault(entry, *problem))
        else:
            self.counts[entry.section] = self.counts.get(entry.section, 0) + 1

    def _edition(self, entry: Entry, content: str) -> None:
        self.change.load_edition(str(entry.values["name"]), content)

    def _source(self, reading: Reading, entry: Entry) -> None:
        values = dict(entry.values)
        listed = values.pop("paragraphs", [])
        sources.add(self.change, values)
        lines = [Entry("paragraph", index, held) for index, held in enumerate(listed) if isinstance(held, dict)]
        for line in lines:
            self._try(reading, line, self._paragraph_of(values["key"]))
        self._account(reading, entry, lines)

    def _paragraph_of(self, source: str) -> Callable[[Reading, Entry], None]:
        return lambda _, entry: paragraphs.add(self.change, source, entry.values)

    def _account(self, reading: Reading, source: Entry, lines: list[Entry]) -> None:
        """Every paragraph is numbered without a gap, and has a mention or a verdict."""
        numbers = [entry.values["number"] for entry in lines if isinstance(entry.values.get("number"), int)]
        for number in paragraphs.missing_numbers(numbers):
            remedy = "number every non-empty line of the text, from 1"
            self.faults.append(reading.fault(source, "paragraphs", f"paragraph {number} is missing", remedy))
        told = {entry.values.get("paragraph") for entry in reading.entries["mention"]}
        for entry in lines:
            if not entry.values.get("verdict") and entry.values.get("number") not in told:
                remedy = "give it a verdict, or record what it mentions"
                self.faults.append(reading.fault(entry, "verdict", "missing, and nothing is recorded here", remedy))

    def _mention(self, reading: Reading, entry: Entry) -> None:
        held = reading.entries["source"]
        if not held:
            problem = reading.fault(entry, "", "the file has no [source]", "say whose words these are")
            self.faults.append(problem)
        elif held[0].values.get("key") in self.change.keys("source"):
            mentions.add(self.change, held[0].values["key"], entry.values)
