"""External sort: more lines than are held at once, in order."""

import random
import sqlite3

import pytest

from tracker.output.external_sort import InOrder


def test_lines_in_order() -> None:
    """Lines come back by key, whatever order they went in; no room for them is no traceback of the database's."""
    with InOrder() as lines:
        for number in random.Random(1).sample(range(20_000), 20_000):
            lines.add(f"{number:05}", f"line {number}")
        assert list(lines) == [f"line {number}" for number in range(20_000)]
    with pytest.raises(OSError, match="full"), InOrder():
        raise sqlite3.OperationalError("database or disk is full")
