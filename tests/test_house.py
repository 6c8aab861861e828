"""The shape of the house: imports only go down, files stay small, a reading command starts light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "tracker"

# From the ground up; a room may import only from floors below its own.
FLOORS = (
    {"errors", "__init__"},
    {"coding_errors", "reading_errors", "vocabulary", "evidence", "address", "queries", "settings", "dates"}
    | {"guarding", "atomic", "numerals", "in_order"},
    {"keys", "amounts", "tables", "constraints"},
    {"fields", "deciding", "date_phrases", "amount_phrases", "similarity"},
    {"columns", "models", "engine", "search_index", "searching", "articles", "candidates", "guesses"}
    | {"questions", "wording", "answers"},
    {"filters"},
    {"database", "reports", "schema", "revisions", "history", "entries"},
    {"readings", "sources", "texts", "paragraphs", "measures", "mentions", "events", "links", "dialogue"}
    | {"descriptor", "panel", "brief", "citation"},
    {"codebook", "cells", "parcels", "parquet", "spreadsheet", "sqlite_copy", "sessions", "curation"},
    {"package", "checks", "verification", "undo", "editions", "comparing"}
    | {"disagreements", "timelines", "changes", "origins", "agreement", "review"},
    {"record", "forms", "carrying"},
    {"loading"},
    {"cli.options", "cli.words", "cli.progress", "cli.asking", "cli.__init__"},
    {"cli.context"},
    {"cli.entry"},
    {"cli.dataset", "cli.db", "cli.event", "cli.measure", "cli.mention", "cli.source", "cli.changelog", "cli.load"}
    | {
        "cli.disagreements",
        "cli.timelines",
        "cli.changes",
        "cli.search",
        "cli.sql",
        "cli.cite",
        "cli.export",
        "cli.codes",
    }
    | {"cli.read", "cli.agreement", "cli.review"},
    {"cli.app"},
    {"__main__"},
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def rooms() -> dict[str, Path]:
    """Every module of the package, by its name within it."""
    found = {}
    for file in PACKAGE.rglob("*.py"):
        name = ".".join(file.relative_to(PACKAGE).with_suffix("").parts)
        found["queries" if name == "queries.__init__" else name] = file
    return found


def imports(file: Path) -> set[str]:
    """The rooms a module imports, anywhere in it: at the top, in a function, for its types alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tracker":
            base = (node.module or "").removeprefix("tracker").lstrip(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}" if base else alias.name
                found.add(inner if inner in FLOOR_OF else base or "__init__")
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("tracker.") for alias in node.names if alias.name.startswith("tracker.")}
    return found


def test_every_room_has_a_floor() -> None:
    """Every module stands on exactly one floor, and every name on the plan is a module."""
    assert set(rooms()) == set(FLOOR_OF)
    assert sum(len(floor) for floor in FLOORS) == len(FLOOR_OF)


def test_imports_only_go_down() -> None:
    """No module imports one on its own floor or above: no circles, not even inside functions."""
    seen = 0
    for room, file in rooms().items():
        for imported in imports(file):
            seen += 1
            assert FLOOR_OF[imported] < FLOOR_OF[room], f"{room} imports {imported}"
    assert seen > 60, "the check saw hardly any imports, so it proves nothing"


def test_files_stay_small() -> None:
    """No file of code or SQL is much over 400 lines."""
    for folder in ("tracker", "alembic", "tests"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in (".py", ".sql"):
                assert len(file.read_text(encoding="utf-8").splitlines()) <= 420, file.name


def test_only_tables_knows_rich() -> None:
    """Rich is known to one room."""
    knowing = [
        room for room, file in rooms().items() if "import rich" in (text := file.read_text()) or "from rich" in text
    ]
    assert knowing == ["tables"]


def test_top_level_is_as_agreed() -> None:
    """The top level holds what was agreed and nothing else that git knows."""
    agreed = {"pyproject.toml", "README.md", "LICENSE", "CITATION.cff", "requirements.lock"}
    agreed |= {"seeds", "tracker", "alembic", "tests", "data"}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = {line.split("/")[0] for line in listed.stdout.splitlines() if not line.startswith(".")}
    assert found <= agreed


HEAVY = ("sqlalchemy", "alembic", "pydantic", "frictionless", "psycopg")
LIGHT_COMMANDS = [
    ["report"],
    ["report", "--quotes", "--format", "json"],
    ["measure", "list"],
    ["measure", "show", "standby-1000"],
    ["measure", "explain", "standby-1000"],
    ["mention", "list"],
    ["source", "list"],
    ["source", "show", "step-back"],
    ["source", "origins"],
    ["event", "list"],
    ["coverage"],
    ["disagreements"],
    ["agreement", "step-back"],
    ["review"],
    ["timeline"],
    ["matrix"],
    ["changes", "2022-02-10", "now"],
    ["sql", "mentions"],
    ["codes", "place"],
    ["search", "marine"],
    ["verify"],
    ["read", "--unfinished"],
    ["db", "info"],
    ["export", "DIR"],
    ["export", "--panel", "--as", "jsonl", "-o", "-"],
    ["export", "--as", "brief", "-o", "-"],
    ["cite"],
    ["--help"],
    ["--version"],
    ["reprot"],
]


def imported_by(*arguments: str, database: Path) -> set[str]:
    """The modules a command has imported when it ends, and their top levels."""
    program = (
        "import sys\nsys.argv = ['tracker', *sys.argv[1:]]\nfrom tracker.cli.app import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*{name.split('.')[0] for name in sys.modules}, *sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"TRACKER_DB": str(database), "PATH": ""},
        check=False,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", LIGHT_COMMANDS, ids=" ".join)
def test_reading_starts_light(shipped_file: Path, tmp_path: Path, arguments: list[str]) -> None:
    """No reading command on SQLite, no help and no usage error imports SQLAlchemy, Alembic or pydantic."""
    given = [str(tmp_path / "out") if argument == "DIR" else argument for argument in arguments]
    found = imported_by(*given, database=shipped_file)
    assert "typer" in found
    assert found.isdisjoint(HEAVY)
    assert "tracker.amount_phrases" not in found, "words are read by who writes"
    assert "rich" not in found, "Rich is only for a terminal"


def test_the_import_set_can_be_seen(shipped_file: Path) -> None:
    """The test above would notice: a command that audits the change log does import SQLAlchemy."""
    assert "sqlalchemy" in imported_by("check", database=shipped_file)


@pytest.mark.parametrize("module", ["pytest", "alembic"])
def test_the_migrations_folder_shadows_nothing(module: str) -> None:
    """In the checkout, `python -m` finds the libraries and not our folder of the same name."""
    done = subprocess.run([sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


def test_an_init_file_would_shadow(tmp_path: Path) -> None:
    """With an `__init__.py` in it the folder would hide the library: that is why it has none."""
    assert not (ROOT / "alembic" / "__init__.py").exists()
    (tmp_path / "alembic").mkdir()
    (tmp_path / "alembic" / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", "import alembic.config"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 1
