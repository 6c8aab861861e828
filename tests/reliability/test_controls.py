"""The table of controls is about the code as it stands."""

import re

import pytest

from tests.reliability.controls import CONTROLS, Control
from tests.running import ROOT


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_every_guard_and_its_test_are_there(control: Control) -> None:
    """Each guard stands once in its file, taking it away leaves code that can be run, and its test is there."""
    text = (ROOT / "tracker" / control.file).read_text(encoding="utf-8")
    assert text.count(control.guard) == 1
    compile(text.replace(control.guard, control.without), control.file, "exec")
    file, _, name = control.test.partition("::")
    found = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert re.search(rf"^def {re.escape(name.partition('[')[0]) or 'test_'}", found, re.MULTILINE)
