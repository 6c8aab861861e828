"""Breaking lines: what is broken is one thing, and the tests that are to notice are there."""

import ast

import pytest

from tests.running import ROOT

pytest.importorskip("resource")  # it bounds what a broken loop may take, which Windows cannot

from tests.reliability.mutation import MODULES, broken, function_at, places, rounds

WHOLE = '''
LIMIT = 3


class Shelf:
    """Two of them."""

    def count(self, rows: list[str]) -> int:
        """How many rows there are room for."""
        rows.sort()
        if len(rows) < LIMIT and rows:
            return len([row for row in rows if not row.isspace()]) - 1
        return 0
'''


def test_modules_and_their_tests_are_there() -> None:
    """Every module that is broken, and every test that is to notice, is a file of the project."""
    for module in MODULES:
        assert (ROOT / "tracker" / f"{module}.py").exists()
        assert [test for tests in rounds(module) for test in tests if not (ROOT / "tests" / test).exists()] == []


def test_one_thing_is_broken_at_a_time() -> None:
    """Each place is one change of the module, which can be run; text that people read is left alone."""
    found = list(places("shelf", ast.parse(WHOLE)))
    told = {}
    for place in found:
        text, change = broken(WHOLE, place.number, place.change)
        compile(text, "shelf", "exec")
        assert text != ast.unparse(ast.parse(WHOLE)), change
        told[change] = function_at(ast.parse(WHOLE), place.number)
    assert len(told) == len(found) == 13
    assert {
        change: told[change] for change in ("3 -> 4", "rows.sort() -> None", "0 -> 1", "return 0 -> return None")
    } == {
        "3 -> 4": "",
        "rows.sort() -> None": "Shelf.count",
        "0 -> 1": "Shelf.count",
        "return 0 -> return None": "Shelf.count",
    }
