"""The shape of the house: imports only go down, files stay small, a reading command starts light."""

import ast
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.house import DATA_FOLDERS, FLOOR_OF, PACKAGE, imports, modules
from tests.running import run


def test_every_folder_is_a_floor() -> None:
    """The folders with code are the floors named here; hardly anything lies beside them."""
    packages = {file.parent.relative_to(PACKAGE) for file in PACKAGE.rglob("__init__.py")} - {Path()}
    assert {str(folder) for folder in packages if folder.name not in DATA_FOLDERS} == set(FLOOR_OF)
    assert len(packages) <= 14
    assert len(list(PACKAGE.glob("*.py"))) <= 4


def test_a_floor_says_what_it_is() -> None:
    """The `__init__.py` of a floor is its description and nothing else: importing it costs nothing."""
    for floor in FLOOR_OF:
        tree = ast.parse((PACKAGE / floor / "__init__.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), floor
        assert len(tree.body) == 1, floor


def test_imports_only_go_down() -> None:
    """No module imports from a folder above its own, not even inside a function or for a type."""
    seen = 0
    for name, file in modules().items():
        floor = name.split(".")[0]
        for imported in imports(file):
            below = imported.split(".")[0]
            if below == "__init__" or floor == "__main__":
                continue
            seen += 1
            assert FLOOR_OF[below] <= FLOOR_OF[floor], f"{name} imports {imported}"
    assert seen > 300, "the check saw hardly any imports, so it proves nothing"


def test_no_circles() -> None:
    """No module imports itself through others, within a folder either."""
    graph = {name: imports(file) for name, file in modules().items()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for imported in graph.get(name, ()):
                visit(imported, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())
    assert len(done) > 80


def test_a_name_is_a_modules_own() -> None:
    """No module is imported under the name of another, so that a word in the code leads to one file."""
    for name, file in modules().items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tracker"):
                for alias in node.names:
                    inner = f"{(node.module or '').removeprefix('tracker').lstrip('.')}.{alias.name}"
                    assert inner not in modules() or alias.asname is None, f"{name}: {inner} as {alias.asname}"


def test_every_module_has_its_tests() -> None:
    """`tests/` has the same folders, and every module a test file of its name, or one that is named here."""
    folders = {folder.name for folder in TESTS.iterdir() if (folder / "__init__.py").exists()}
    assert folders - {"bench", "reliability"} <= set(FLOOR_OF)
    missing = set()
    for name in modules():
        floor, _, module = name.partition(".")
        if module and floor not in DATA_FOLDERS and "__init__" not in name:
            if not (TESTS / floor / f"test_{module}.py").exists():
                missing.add(name)
            else:
                assert name not in TRIED_ELSEWHERE, f"{name} has a file of its own by now"
    assert missing == set(TRIED_ELSEWHERE)
    for name, file in TRIED_ELSEWHERE.items():
        assert (TESTS / file).exists(), f"{name}: {file}"


def test_files_stay_small() -> None:
    """No file of code or SQL is over 350 lines, and no function over 60: neither is read in one go."""
    for folder in ("tracker", "alembic", "tests"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix not in (".py", ".sql"):
                continue
            text = file.read_text(encoding="utf-8")
            assert len(text.splitlines()) <= 350, file.name
            for node in ast.walk(ast.parse(text)) if file.suffix == ".py" else ():
                if isinstance(node, ast.FunctionDef):
                    length = (node.end_lineno or 0) - node.lineno + 1
                    assert length <= 60, f"{file.name}: {node.name} has {length} lines"


def test_only_the_terminal_knows_rich() -> None:
    """Rich is known to one room."""
    knowing = [
        name for name, file in modules().items() if "import rich" in (text := file.read_text()) or "from rich" in text
    ]
    assert knowing == ["output.terminal"]


def test_top_level_is_as_agreed() -> None:
    """The top level holds what was agreed and nothing else that git knows."""
    agreed = {"pyproject.toml", "README.md", "LICENSE", "CITATION.cff", "requirements.lock"}
    agreed |= {"seeds", "tracker", "alembic", "tests", "data"}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = {line.split("/")[0] for line in listed.stdout.splitlines() if not line.startswith(".")}
    assert found <= agreed


def test_a_clone_has_the_same_bytes(tmp_path: Path) -> None:
    """Where git turns line ends into the system's own, this project's files keep theirs: digests count every byte."""
    clone = ["git", "clone", "--quiet", "--depth", "1", "--config", "core.autocrlf=true", ROOT.as_uri(), str(tmp_path)]
    if subprocess.run(clone, capture_output=True, check=False).returncode:
        pytest.skip("not a git checkout")
    for pattern in ("data/*.csv", "data/*.json", "seeds/*.toml", "tracker/db/queries/*.sql", "*.md"):
        files = list(tmp_path.glob(pattern))
        assert files, pattern
        assert not [file.name for file in files if b"\r\n" in file.read_bytes()]


HEAVY = ("sqlalchemy", "alembic", "pydantic", "frictionless", "psycopg", "rapidfuzz")


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
    ["lag"],
    ["agreement", "step-back"],
    ["review"],
    ["timeline"],
    ["matrix"],
    ["changes", "2022-02-10", "now"],
    ["sql", "mentions"],
    ["codes", "place"],
    ["search", "marine"],
    ["verify"],
    ["check"],
    ["read", "--unfinished"],
    ["db", "info"],
    ["export", "DIR"],
    ["export", "--panel", "--format", "jsonl", "-o", "-"],
    ["export", "--format", "brief", "-o", "-"],
    ["export", "--format", "html", "-o", "DIR"],
    ["chart", "kinds", "-o", "-", "--format", "svg"],
    ["cite"],
    ["help"],
    ["help", "status"],
    ["completion", "bash"],
    ["completion", "bash", "--", "measure", "show", "s"],
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
    assert "tracker.text.amount_phrases" not in found, "words are read by who writes"
    assert "rich" not in found, "Rich is only for a terminal"


WRITING_COMMANDS = {
    "mention add": "--source step-back --measure hms-trent --paragraph 3 --quote six --status announced --why test",
    "mention edit": "{mention} --status proposed --why test",
    "measure add": "--title Lorries --kind materiel --why test",
    "undo": "2 --why test",
}


@pytest.mark.parametrize("command", WRITING_COMMANDS)
def test_writing_starts_as_light_as_it_can(shipped_file: Path, command: str) -> None:
    """A write imports of SQLAlchemy its Core alone and no other database's dialect, no migrations, no word lists."""
    if command == "undo":
        assert run(*"measure edit hms-trent --title Ship --why test".split(), db=shipped_file).returncode == 0
    with sqlite3.connect(shipped_file) as connection:
        (mention,) = connection.execute("SELECT key FROM mention ORDER BY key").fetchone()
    connection.close()
    given = [*command.split(), *WRITING_COMMANDS[command].replace("{mention}", mention).split()]
    found = imported_by(*given, database=shipped_file)
    assert {"Recorded", "sqlalchemy"} <= found
    assert found.isdisjoint({"sqlalchemy.orm", "sqlalchemy.dialects.postgresql", *HEAVY} - {"sqlalchemy"})
    assert found.isdisjoint({"tracker.text.highlights", "tracker.text.stages"})
    assert "rich" not in found, "Rich is only for a terminal"


def test_the_import_set_can_be_seen(shipped_file: Path) -> None:
    """The test above would notice: a command that migrates does import SQLAlchemy and Alembic."""
    assert {"sqlalchemy", "alembic"} <= imported_by("db", "migrate", database=shipped_file)


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


def test_no_room_writes_past_the_log() -> None:
    """Only the room that keeps the change log hands rows of the record to the database.

    Guided readings and attached texts are written too: to tables of their own, which are no part of the record.
    """
    writing = {}
    for room, file in modules().items():
        text = file.read_text(encoding="utf-8")
        written = set(re.findall(r"(?<![.\w])(?:insert|update|delete)\((\w+)", text)) | set(
            re.findall(r"session\.add", text)
        )
        if written:
            writing[room] = written
    assert writing.pop("guided.sessions") == {"READING_ANSWER", "READING_SESSION"}
    assert writing.pop("record.texts") == {"SOURCE_TEXT"}
    assert set(writing) == {"db.change"}


TESTS = ROOT / "tests"


# Modules without a test file of their name, and the file that tries them.
TRIED_ELSEWHERE = {
    "cli.agreement": "reports/test_agreement.py",  # these commands show one report each: they are run beside it
    "cli.changes": "reports/test_changes.py",
    "cli.disagreements": "reports/test_disagreements.py",
    "cli.lag": "reports/test_lag.py",
    "cli.review": "reports/test_review.py",
    "cli.search": "reports/test_search.py",
    "cli.timeline": "reports/test_timelines.py",
    "cli.matrix": "reports/test_timelines.py",
    "cli.verify": "reports/test_verification.py",
    "cli.coverage": "cli/test_report.py",
    "cli.presentation": "cli/test_report.py",
    "cli.check": "cli/test_report.py",
    "cli.undo": "cli/test_log.py",
    "record.typed_mentions": "cli/test_mention.py",  # what is typed there
    "cli.asking": "cli/test_read.py",  # who asks is not seen but in what is asked
    "cli.chart": "exports/test_charts.py",
    "cli.browse": "exports/test_browsing.py",
    "exports.datasette": "exports/test_browsing.py",
    "exports.pages": "exports/test_site.py",  # what the pages say is seen on them
    "exports.linked_data": "exports/test_site.py",
    "cli.codes": "cli/test_listings.py",  # a list and no more
    "cli.event": "cli/test_listings.py",
    "cli.sql": "cli/test_listings.py",
    "guided.mention_draft": "guided/test_mention_form.py",  # the form is what is typed at and looked at
    "guided.mention_screen": "guided/test_mention_form.py",
    "guided.screens": "guided/test_mention_form.py",
    "guided.known_record": "guided/test_sessions.py",  # seen by what a session offers
    "db.bulk": "package/test_load_package.py",  # how a load writes
    "package.bring_rows": "package/test_load_package.py",  # the parts of a load
    "package.load_plan": "package/test_load_package.py",
    "package.refusals": "package/test_load_package.py",
    "record.mentions_in_bulk": "record/test_in_bulk.py",
    "output.spool": "exports/test_formats.py",  # where the rows of an export wait
    "db.column_types": "db/test_models.py",  # what the tables are made of
    "db.conventions": "db/test_change.py",
    "db.versioning": "db/test_models.py",
    "db.search_index": "reports/test_search.py",  # kept by every change, seen by a search
    "domain.columns": "package/test_write_package.py",  # declarations: the headers of the package are held to them
    "domain.rows": "reports/test_snapshot.py",
    "text.amount_words": "text/test_amount_phrases.py",
    "errors.coding": "reports/test_agreement.py",  # a failure's words are seen where it is met
    "errors.database": "db/test_reader.py",
    "errors.files": "cli/test_export.py",
    "errors.guided": "guided/test_sessions.py",
    "errors.usage": "cli/test_app.py",
}


def test_no_test_imports_another() -> None:
    """What several test files need lies in a module beside them: a test can be read, moved and dropped by itself."""
    seen = 0
    for file in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests"):
                seen += 1
                named = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
                assert not any(re.match("test_", part) for part in named), f"{file.name} imports {node.module}"
    assert seen > 50
