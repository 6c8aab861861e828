"""What became of a CSV file on its way, told before anything that only follows from it: the cause and its remedy."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from tracker.domain.quotes import BYTE_ORDER_MARK

_AGAIN = "save it as CSV (UTF-8) with commas between the cells, or export it anew"
# How files begin that are something else: bytes, what it is, and what to do.
_BEGINNINGS = (
    (rb"\xff\xfe|\xfe\xff|.?\x00", "it is UTF-16", "save it as UTF-8"),
    (rb"PK\x03\x04", "it is an Excel workbook or another zip archive, not CSV", _AGAIN),
    (
        rb"\s*<",
        "it is a web page, not CSV",
        "fetch the file itself: the page may say what went wrong",
    ),
    (rb"version https://git-lfs", "it is a pointer of Git LFS, not the file", "fetch the file with: git lfs pull"),
    (rb"(?i)sep=", "Excel's line `sep=` stands above the headings", f"take that line out, and {_AGAIN}"),
    (rb"[ \t]*\r?\n", "the first line is empty", "let the headings stand on line 1"),
)
_MARK = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class Cause(NamedTuple):
    """What a file suffered: the line it shows on, what it is, and what to do."""

    line: int
    message: str
    remedy: str


def cause(head: bytes, columns: Collection[str]) -> Cause | None:
    """What a file suffered, from how it begins; nothing where its headings may be those of a table."""
    content = head.removeprefix(BYTE_ORDER_MARK)
    if found := left_by_a_merge(content):
        return found
    for beginning, message, remedy in _BEGINNINGS:
        if re.match(beginning, content):
            return Cause(1, message, remedy)
    return next(_headings(content.partition(b"\n")[0].decode("utf-8", "replace"), columns), None)


def left_by_a_merge(content: bytes, lines: int = 0) -> Cause | None:
    """The first mark that a merge left which git could not finish, in what follows so many lines."""
    if b"<<<<<<< " not in content and b">>>>>>> " not in content:
        return None
    found = _MARK.search(content)
    if found is None:
        return None
    line = lines + content.count(b"\n", 0, found.start()) + 1
    return Cause(line, "a merge that git could not finish left its marks", "settle it, and take the marks out")


def _headings(line: str, columns: Collection[str]) -> Iterator[Cause]:
    for separator, name in _SEPARATORS.items():
        names = [cell.strip().strip('"').lower() for cell in line.split(separator)]
        if len(names) > 1 and sum(one in columns for one in names) * 2 >= len(names):
            yield Cause(1, f"its cells are separated by {name}", _AGAIN)
    given = [cell.strip().strip('"') for cell in line.split(",")]
    other = [one for one in given if one not in columns and one.lower().replace(" ", "_") in columns]
    if other:
        told = other[0].lower().replace(" ", "_")
        yield Cause(1, f"the headings were rewritten: {other[0][:60]!r} for {told!r}", "write them as in the export")
