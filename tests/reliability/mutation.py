"""Broken lines, by `python -m tests.reliability.mutation [COUNT] [SEED] [MODULE…]`: one at a time, and who notices.

A seeded sample of the places where a comparison, a condition, a number, a sum, a result or a call can be turned round
or left out, in modules that load, export, log, derive a status and keep a terminal from being steered. Text that people
read is left alone. With each broken function in its place the tests of its module are run on SQLite, and then those of
what rests on it; what passes, and what is read when a module is imported, is tried once more in a copy of the project,
on both databases. Every place is printed, and whether it was noticed. One seed breaks the same places of a module,
whichever others are asked for.
"""

import ast
import copy
import importlib
import inspect
import json
import os
import random
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import cache_from_source
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import alembic.command
import hypothesis
import psycopg
import pytest
import rich.console
import sqlalchemy.dialects

from tests.reliability.controls import copied
from tests.running import ROOT

LIBRARIES = (alembic, hypothesis, psycopg, rich, sqlalchemy)  # taken in once, not with every broken line
# The modules, and the tests that are to notice beside those of the same name.
MODULES = {
    "package/load_package": "package/test_fidelity package/test_mutated_rows package/test_random_changes cli/test_load",
    "package/load_plan": "package/test_load_package package/test_verify_package package/test_format_1 cli/test_load",
    "package/bring_rows": "package/test_load_package package/test_mutated_rows package/test_format_1 cli/test_load",
    "package/verify_package": "package/test_load_package package/test_fidelity package/test_format_1 cli/test_load",
    "package/row_columns": "package/test_csv_rows package/test_load_package package/test_mutated_rows",
    "record/in_bulk": "package/test_mutated_rows package/test_load_package",
    "record/mentions_in_bulk": "package/test_mutated_rows package/test_load_package",
    "db/bulk": "package/test_load_package db/test_change",
    "package/csv_rows": "package/test_format_1 package/test_load_package package/test_mutated_rows package/test_causes",
    "package/cell_values": "package/test_csv_rows package/test_load_package",
    "package/open_package": "package/test_format_1 package/test_load_package package/test_causes cli/test_load",
    "package/format_1": "package/test_load_package",
    "package/compare": "package/test_load_package package/test_verify_package cli/test_load",
    "readings/toml_file": "readings/test_merge readings/test_new_record cli/test_load cli/test_export",
    "readings/merge": "readings/test_new_record cli/test_load",
    "package/write_package": "package/test_fidelity package/test_load_package cli/test_export",
    "package/descriptor": "package/test_write_package package/test_open_package package/test_verify_package",
    "output/csv_injection": "package/test_csv_rows package/test_fidelity",
    "output/external_sort": "package/test_write_package",
    "output/atomic_write": "test_windows output/test_drafts output/test_destination output/test_unfinished",
    "output/drafts": "output/test_atomic_write output/test_unfinished db/test_copies",
    "db/change": "record/test_editing record/test_undo record/test_mentions db/test_shared readings/test_merge",
    "db/change_log": "reports/test_changes db/test_change record/test_undo cli/test_listings",
    "db/hash_chain": "db/test_change reports/test_checks",
    "reports/changes": "reports/test_known_at cli/test_listings exports/test_atom",
    "domain/deciding": "domain/test_deciding_model reports/test_snapshot reports/test_as_of reports/test_frozen",
    "domain/status": "reports/test_snapshot reports/test_frozen package/test_write_package cli/test_report",
    "domain/dates": "text/test_date_phrases text/test_typed_values record/test_mentions",
    "domain/keys": "record/test_mentions record/test_measures readings/test_toml_file",
    "domain/quotes": "record/test_mentions reports/test_verification text/test_articles",
    "domain/spells": "reports/test_timelines exports/test_timeline_chart",
    "domain/amounts": "text/test_amount_phrases text/test_typed_values reports/test_disagreements",
    "domain/established": "reports/test_established reports/test_snapshot",
    "reports/snapshot": "reports/test_as_of reports/test_known_at reports/test_frozen cli/test_report cli/test_measure",
    "output/escapes": "output/test_tables output/test_terminal",
    "output/terminal": "output/test_tables output/test_pager cli/test_report",
    "output/tables": "output/test_terminal output/test_colours cli/test_report cli/test_measure",
}
NOTICED = 0.85
MEMORY = 6 << 30  # bytes for one run of tests: a broken loop must not take all there is,
PROCESSOR = 120  # nor go round for ever: seconds of work, however long they take on a busy machine
PATIENCE = 3600  # seconds for what waits for ever
# On what has two dialects, all is asked on the second one too.
TWICE = ("db", "package", "readings", "reports")
_TURNED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


_ASKED = ("-q", "-n0", "-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")


class Place(NamedTuple):
    """One way of breaking a module: the file, the line, the number of the node, and which of its ways."""

    file: str
    line: int
    number: int
    change: int


def places(file: str, tree: ast.Module) -> Iterator[Place]:
    """Every way of breaking a module at one place."""
    for number, node in enumerate(ast.walk(tree)):
        for change in range(2):
            if _turn(copy.copy(node), change):
                yield Place(file, getattr(node, "lineno", 0), number, change)


def broken(text: str, number: int, change: int) -> tuple[str, str]:
    """A module, broken at one place, and the change in words."""
    tree = ast.parse(text)
    node = next(node for place, node in enumerate(ast.walk(tree)) if place == number)
    before = _first_line(node)
    _turn(node, change)
    return ast.unparse(ast.fix_missing_locations(tree)), f"{before} -> {_first_line(node)}"


def _first_line(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node)).strip().splitlines()[0]


def _turn(node: ast.AST, change: int) -> bool:
    """Turn one place round; False where there is nothing to turn, or no second way of turning it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED and not change:
        node.ops = [_TURNED[type(node.ops[0])](), *node.ops[1:]]
    elif isinstance(node, ast.BoolOp) and not change:
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.If | ast.IfExp) and ast.unparse(node.test) != "TYPE_CHECKING":
        node.test = ast.Constant(value=bool(change))
    elif isinstance(node, ast.Constant) and type(node.value) is int and not change:
        node.value += 1
    elif isinstance(node, ast.Constant) and type(node.value) is bool and not change:
        node.value = not node.value
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub) and not change:
        node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    elif isinstance(node, ast.Return) and node.value is not None and change:
        node.value = ast.Constant(value=None)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and not change:
        node.operand = ast.UnaryOp(op=ast.Not(), operand=node.operand)
    elif isinstance(node, ast.comprehension) and node.ifs and not change:
        node.ifs = []
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and not change:
        node.value = ast.Constant(value=None)
    else:
        return False
    return True


def chosen(count: int, seed: int) -> tuple[list[Place], int]:
    """A sample, from each module its share; and of how many places it is one."""
    found = {
        file: list(places(file, ast.parse((ROOT / "tracker" / f"{file}.py").read_text(encoding="utf-8"))))
        for file in MODULES
    }
    total = sum(len(every) for every in found.values())
    sample = []
    for file, every in found.items():
        random.Random(f"{seed} {file}").shuffle(every)
        sample += every[: -(-count * len(every) // total)]
    return sample, total


def rounds(file: str) -> list[list[str]]:
    """The tests that are to notice, the nearest first."""
    floor, _, module = file.partition("/")
    nearest, *others = (f"{test}.py" for test in MODULES[file].split())
    own = f"{floor}/test_{module}.py"
    return [[own], [nearest, *others]] if (ROOT / "tests" / own).exists() else [[nearest], others]


class OnOne:
    """Keeps the tests of one dialect: of SQLite all but those that are asked on PostgreSQL."""

    def __init__(self, dialect: str) -> None:
        self.is_second = dialect == "postgresql"

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what is asked on the other dialect."""
        asked = [(getattr(getattr(item, "callspec", None), "params", {}).get("databases"), item) for item in items]
        items[:] = [item for dialect, item in asked if (dialect == "postgresql") is self.is_second]


def in_a_copy(folder: Path, tests: Sequence[str], dialect: str, plugins: Sequence[object] = ()) -> bool:
    """Whether tests pass in a copy of the project, those of one dialect, if there are any."""
    child = os.fork()  # what the libraries take to begin is paid once
    if not child:
        _bounded()
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        for name in [name for name in sys.modules if name.split(".")[0] in ("tests", "tracker")]:
            del sys.modules[name]
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        named = [f"tests/{test}" for test in tests]
        os._exit(pytest.main([*_ASKED, f"--basetemp={folder}/made", *named], [OnOne(dialect), *plugins]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) in (
        pytest.ExitCode.OK,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    )


def _bounded() -> None:
    for limit, most in {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: PROCESSOR}.items():
        resource.setrlimit(limit, (most, most))
    signal.alarm(PATIENCE)


class EachBroken:
    """Runs the tests that were collected once for each broken function, put in the place of the whole one.

    Each time in a process of its own, from one that has everything imported; what no test noticed is written down.
    """

    def __init__(self, file: str, texts: Sequence[tuple[str, str]], report: Path) -> None:
        self.file, self.texts, self.report = file, texts, report

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests as they are, and then with each function broken."""
        if {name for item in session.items for name in getattr(item, "fixturenames", ())} & _ON_TEMPLATES:
            databases = sys.modules["tests.databases"].of("sqlite")
            for kind in ("empty", "record"):
                databases.template(kind)  # made once, and not by what is broken
        assert self._passes(session, "", ""), f"the tests of {self.file} fail by themselves"
        passed = [place for place, broken in enumerate(self.texts) if self._passes(session, *broken)]
        self.report.write_text(json.dumps(passed), encoding="utf-8")
        return True

    def _passes(self, session: pytest.Session, text: str, function: str) -> bool:
        child = os.fork()
        if not child:
            _bounded()
            if text:
                _put_in_place(self.file, text, function)
            for item, after in zip(session.items, [*session.items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                if session.testsfailed:
                    break
            os._exit(bool(session.testsfailed))
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


_ON_TEMPLATES = {"databases", "empty", "shipped", "shipped_file", "empty_file", "record"}


def _put_in_place(file: str, text: str, name: str) -> None:
    """Give a function that is there, whoever holds it, the code of one in another text of its module."""
    ahead, code = [compile(text, file, "exec")], None
    while ahead and (code is None or code.co_qualname != name):
        code = ahead.pop()
        ahead += [one for one in code.co_consts if isinstance(one, CodeType)]
    found: Any = importlib.import_module(f"tracker.{file.replace('/', '.')}")
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    for inner in ("fget", "func", "__func__"):  # of a property, a cached one, a method of a class
        found = getattr(found, inner, found)
    inspect.unwrap(found).__code__ = code


def function_at(tree: ast.Module, number: int) -> str:
    """The function that a place is in, by its qualified name; nothing where it is read when the module is imported."""
    node = next(node for place, node in enumerate(ast.walk(tree)) if place == number)
    ahead: list[tuple[ast.AST, str]] = [(one, "") for one in tree.body]
    while ahead:
        one, within = ahead.pop()
        if isinstance(one, ast.ClassDef):
            ahead += [(part, f"{within}{one.name}.") for part in one.body]
        elif isinstance(one, ast.FunctionDef) and any(node in ast.walk(part) for part in one.body):
            return within + one.name
    return ""


def noticed(folder: Path, file: str, text: str, rest: Sequence[Sequence[str]]) -> bool:
    """Whether a test fails in a copy of the project where a module has another text, and would not fail by itself."""
    path = folder / "tracker" / f"{file}.py"
    before = path.read_text(encoding="utf-8")
    for dialect in ("sqlite", "postgresql")[: 2 if file.startswith(TWICE) else 1]:
        for tests in map(tuple, rest):
            _put(path, text)
            passed = in_a_copy(folder, tests, dialect)
            _put(path, before)
            if not passed:
                # Tests that fail all the same would notice everything.
                assert (tests, dialect) in _SOUND or in_a_copy(folder, tests, dialect), f"{tests} fail by themselves"
                _SOUND.add((tests, dialect))
                return True
    return False


_SOUND: set[tuple[tuple[str, ...], str]] = set()  # tests that passed in the copy as it was


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    Path(cache_from_source(str(path))).unlink(missing_ok=True)  # of one second and one size, it would be taken for new


def share(places: Sequence[Place]) -> int:
    """Break a module at some places, one after the other; returns how many were noticed."""
    count, file = 0, places[0].file
    with copied() as folder:
        whole = (folder / "tracker" / f"{file}.py").read_text(encoding="utf-8")
        tree = ast.parse(whole)
        changed = {place: broken(whole, place.number, place.change) for place in places}
        inside = {place: function for place in changed if (function := function_at(tree, place.number))}
        left = list(inside)
        for tests in rounds(file):
            texts = [(changed[place][0], inside[place]) for place in left]
            if not texts:
                break
            report = folder / "report.json"
            report.unlink(missing_ok=True)
            in_a_copy(folder, tests, "sqlite", [EachBroken(file, texts, report)])
            assert report.exists(), f"{tests} fail by themselves, or cannot be collected"
            left = [left[place] for place in json.loads(report.read_text(encoding="utf-8"))]
        for place, (text, change) in changed.items():
            # What needs the module anew, and what tests in processes of their own may notice.
            found = (place in inside and place not in left) or noticed(folder, file, text, rounds(file))
            count += found
            print(f"{'noticed' if found else 'NOT noticed'} tracker/{file}.py:{place.line}: {change}", flush=True)
    return count


def main(words: Sequence[str]) -> int:
    """Break so many lines, print which were not noticed and the share of those that were; 1 where it is too small."""
    count, seed = (int(word) for word in (*words[:2], *("200", "1")[len(words) :]))
    sample, total = chosen(count, seed)
    sample = [place for place in sample if place.file in words[2:] or not words[2:]]
    shares = [list(listed) for _, listed in groupby(sample, attrgetter("file"))]
    with ProcessPoolExecutor(2) as processes:
        counts = list(processes.map(share, shares))
    for listed, count in zip(shares, counts, strict=True):
        print(f"{listed[0].file}: {count} of {len(listed)}")
    found = sum(counts)
    print(f"{found} of {len(sample)} broken lines were noticed ({found / len(sample):.1%}), of {total}; seed {seed}.")
    return int(found / len(sample) < NOTICED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
