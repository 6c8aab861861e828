"""What became of a CSV file on its way, told before anything that only follows from it: the cause and its remedy."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tracker.domain.quotes import BYTE_ORDER_MARK

_AGAIN = "save it as CSV (UTF-8) with commas between the cells, or export it anew"
# How files begin that are something else: bytes, what it is, and what to do.
_BEGINNINGS = (
    (rb"\xff\xfe|\xfe\xff|.?\x00", "it is UTF-16", "save it as UTF-8"),
    (rb"PK\x03\x04|\xd0\xcf\x11\xe0", "it is an Excel workbook or another zip archive, not CSV", _AGAIN),
    (rb"\x1f\x8b", "it is packed by gzip", "unpack it with: gunzip"),
    (rb"\s*<", "it is a web page, not CSV", "fetch the file itself: the page may say what went wrong"),
    (rb"\s*[{\[]", "it is JSON, not CSV", "fetch the CSV itself: what came may say what went wrong"),
    (rb"version https://git-lfs", "it is a pointer of Git LFS, not the file", "fetch the file with: git lfs pull"),
    (rb"(?i)sep=", "Excel's line `sep=` stands above the headings", f"take that line out, and {_AGAIN}"),
    (rb"[ \t,;]*\r?\n", "the first line is empty", "let the headings stand on line 1"),
)
_MARK = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)
# So many lines may stand above headings that are found all the same.
_ABOVE, _HEAD = 9, 1 << 16
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
    return next(_headings(content[:_HEAD].decode("utf-8", "replace").splitlines()[:_ABOVE], columns), None)


def left_by_a_merge(content: bytes, lines: int = 0) -> Cause | None:
    """The first mark that a merge left which git could not finish, in what follows so many lines."""
    if b"<<<<<<< " not in content and b">>>>>>> " not in content:
        return None
    found = _MARK.search(content)
    if found is None:
        return None
    line = lines + content.count(b"\n", 0, found.start()) + 1
    return Cause(line, "a merge that git could not finish left its marks", "settle it, and take the marks out")


def _headings(lines: Sequence[str], columns: Collection[str]) -> Iterator[Cause]:
    for separator, name in _SEPARATORS.items():
        if lines and _are_headings(lines[0], columns, separator):
            yield Cause(1, f"its cells are separated by {name}", _AGAIN)
    place = next((place for place, line in enumerate(lines) if _are_headings(line, columns)), None)
    if place is None:
        return
    if place:
        yield Cause(1, f"the headings stand on line {place + 1}", "take out what stands above them")
    given = [cell.strip('"') for cell in lines[0].rstrip().split(",")]
    if not all(cell.strip() for cell in given):
        yield Cause(1, "a column has no heading", "take that column out, an index say")
    told = {one: one.strip(' "').lower().replace(" ", "_") for one in given if one not in columns}
    other = [one for one in told if told[one] in columns]
    if other:
        message = f"the headings were rewritten: {other[0][:60]!r} for {told[other[0]]!r}"
        yield Cause(1, message, "write them as in the export")


def _are_headings(line: str, columns: Collection[str], separator: str = ",") -> bool:
    """Whether at least half of several cells are names of columns, however they are written."""
    names = [cell.strip(' "').lower().replace(" ", "_") for cell in line.split(separator)]
    return len(names) > 1 and sum(one in columns for one in names) * 2 >= len(names)
