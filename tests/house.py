"""The floors of the house, and which module imports which."""

import ast
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "tracker"


# From the ground up, a folder a floor: a module imports from its own folder or from one named above it here.
FLOORS = """
errors    every way the program can refuse
domain    closed lists, dates, amounts, keys, and which mention decides: pure
output    tables, files written whole or not at all, guarded cells
text      articles, and dates, amounts and guesses read from words
db        address, schema, transactions, the change log and the queries
reports   everything that reads
record    the writing verbs
readings  TOML files of readings, and editions of them
guided    guided reading
package   the data package
exports   other forms of an export
cli       the commands
""".split("\n")[1:-1]


FLOOR_OF = {line.split()[0]: number for number, line in enumerate(FLOORS)}


DATA_FOLDERS = {"queries", "templates"}


@cache
def modules() -> dict[str, Path]:
    """Every module of the package, by its dotted name within it."""
    return {".".join(file.relative_to(PACKAGE).with_suffix("").parts): file for file in PACKAGE.rglob("*.py")}


@cache
def imports(file: Path) -> set[str]:
    """The modules a module imports, anywhere in it: at the top, in a function, for its types alone."""
    known = set(modules())
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tracker":
            base = (node.module or "").removeprefix("tracker").lstrip(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".lstrip(".")
                found.add(inner if inner in known else f"{base}.__init__".lstrip(".") if base not in known else base)
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("tracker.") for alias in node.names if alias.name.startswith("tracker.")}
    return found
