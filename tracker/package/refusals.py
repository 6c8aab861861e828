"""Rows that a load refused: what is told of each, and what only follows from one and is not told as well."""

from collections.abc import Mapping
from typing import NamedTuple

from tracker.domain.columns import FILE_NAMES
from tracker.errors.base import NOT_FOUND, Fault, Problem, Refused
from tracker.package.csv_rows import Key, Line, Page

_LONGEST = 300  # letters of a message


class Unchecked(NamedTuple):
    """Rows that were refused already: what hangs on them is not compared."""

    measures: set[str]
    sources: set[str]
    keys: set[tuple[str, Key]]


class Refusals:
    """What is wrong with a package as far as its rows are brought."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages
        self.faults: list[Fault] = []
        self.unchecked = Unchecked(set(), set(), set())

    def refuse(self, table: str, key: Key, line: Line, refusal: Refused) -> None:
        """Tell why a verb did not take a row."""
        self.mistrust(table, key, line)
        for problem in refusal.problems:
            name = FILE_NAMES.get(table, {}).get(problem.field, problem.field)
            if name == "verdict" and line.cells.get(name) == "records":
                name = "typed_verdict"
            if not self._follows(name, line, problem):
                self.tell(table, line, name, problem)

    def tell(self, table: str, line: Line, name: str, problem: Problem) -> None:
        """Tell what is wrong with a cell."""
        message = problem.message if len(problem.message) <= _LONGEST else problem.message[:_LONGEST] + "…"
        self.faults.append(self._pages[table].fault(line.number, name, message, problem.remedy))

    def mistrust(self, table: str, key: Key, line: Line) -> None:
        """Compare nothing that hangs on a row."""
        self.unchecked.keys.add((table, key))
        self.unchecked.measures.update(line.cells.get(name, "") for name in ("measure", "other"))
        self.unchecked.sources.add(line.cells.get("source", ""))
        if table == "mentions":
            # Whether its paragraph records anything hangs on it.
            self.unchecked.keys.add(("paragraphs", (line.cells.get("source", ""), line.cells.get("paragraph", ""))))

    def _follows(self, name: str, line: Line, problem: Problem) -> bool:
        """Whether a complaint only follows from a row or a file that was refused itself."""
        if problem.code != NOT_FOUND:
            return False
        needed = {"other": "measure", "context_paragraph": "paragraph", "document": "source"}.get(name, name)
        if any(not self._pages[table].header for table in (f"{needed}s", "sources") if table in self._pages):
            return True  # of a file that cannot be read nothing is found
        cited = line.cells.get(name, "")
        if name in ("measure", "other"):
            return ("measures", (cited,)) in self.unchecked.keys
        if name in ("paragraph", "context_paragraph"):
            source = line.cells.get("source", "")
            return bool({("paragraphs", (source, cited)), ("sources", (source,))} & self.unchecked.keys)
        return (f"{name}s", (cited,)) in self.unchecked.keys
