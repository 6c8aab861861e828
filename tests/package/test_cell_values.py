"""Cells of a file as values: what is not written as its type has it is refused, and never half understood."""

import pytest

from tracker.domain.fields import Field
from tracker.package.cell_values import DIGITS, READ, taking


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("whole", "12", 12),
        ("whole", "-3", -3),
        ("whole", "9" * DIGITS, int("9" * DIGITS)),
        ("number", "12", 12),
        ("number", "1.50", 1.5),
        ("number", "1e3", 1000.0),
        ("number", "9" * DIGITS, int("9" * DIGITS)),
        ("flag", "true", True),
        ("flag", "false", False),
    ],
)
def test_what_is_written_as_it_should_be(kind: str, cell: str, value: object) -> None:
    """Whole numbers stay whole, with or without a fraction column; truth is two words."""
    found = READ[kind](cell)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        *[("whole", cell) for cell in ("1_000", " 1", "1 ", "+1", "1.0", "١", "0x1", "9" * (DIGITS + 1))],
        *[("number", cell) for cell in ("1_000", "1,5", "nan", "inf", "1.", ".5", "1e1000", "9" * (DIGITS + 1))],
        *[("flag", cell) for cell in ("TRUE", "1", "yes", "true ")],
    ],
)
def test_what_python_would_take_and_a_file_may_not_hold(kind: str, cell: str) -> None:
    """Signs, spaces, other digits and numbers beyond any range, which int and float read, are refused."""
    with pytest.raises(ValueError):
        READ[kind](cell)


@pytest.mark.parametrize(
    ("name", "kind", "same", "otherwise"),
    [
        ("components", "text", "a;b", "a; b"),
        ("mention", "key", "m0123456789", "0123456789"),
        ("publisher", "text", "The Paper", "not stated"),
    ],
)
def test_what_is_meant_otherwise_is_not_taken_as_it_stands(name: str, kind: str, same: str, otherwise: str) -> None:
    """A cell that stands for something else is left to whoever reads cell by cell; texts need no look at all."""
    taken = taking(Field(name, kind, ""))
    assert taken is not None
    assert taken[same] == same
    with pytest.raises(ValueError):
        taken[otherwise]
    assert taking(Field("note", "text", "")) is None
