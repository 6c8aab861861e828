"""Where output goes: to a file, which it does not destroy, or to standard output; and in which form, by its name."""

import sys
from collections.abc import Collection
from pathlib import Path

from tracker.errors.base import UsageError
from tracker.output.atomic_write import Made, pieces, replace

STANDARD_OUTPUT = "-"
# Endings that are not the name of the form they stand for.
_ENDINGS = {"db": "sqlite", "docx": "brief", "txt": "table", "bib": "bibtex"}


def form_for(output: str, given: str, forms: Collection[str], otherwise: str = "") -> str:
    """The form to write in: the one given, else the one that a file's ending names, else one for what has no ending.

    Raises UsageError where the ending names none.
    """
    ending = Path(output).suffix.lstrip(".").lower()
    named = given or _ENDINGS.get(ending, ending) or otherwise
    if named in forms:
        return named
    what = f"{output} does not say which form to write" if not ending else f"nothing is written as .{ending} here"
    raise UsageError(what, f"say --format {', '.join(forms)}")


def deliver(output: str, content: Made, force: bool = False, read_only: bool = False) -> bool:
    """Put what was made into a file, or onto standard output for `-`; says whether it went into a file.

    Raises CannotWrite, InTheWay.
    """
    if output != STANDARD_OUTPUT:
        replace(Path(output), content, read_only, force)
        return True
    sys.stdout.flush()
    sys.stdout.buffer.writelines(pieces(content))
    sys.stdout.buffer.flush()
    return False
