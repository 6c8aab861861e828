"""What every refusal has in common: here, how one says which library to install."""

import re
import tomllib

import pytest

from tests.conftest import ROOT
from tracker.errors.base import DISTRIBUTION, TrackerError, install
from tracker.errors.database import DriverMissing
from tracker.errors.files import ExtraMissing
from tracker.errors.guided import ExtractorMissing

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_distribution_is_named() -> None:
    """Advice names the distribution by the name it has on the index, which is not the command's."""
    assert PROJECT["name"] == DISTRIBUTION
    assert list(PROJECT["scripts"]) == ["tracker"]


@pytest.mark.parametrize(
    "refusal",
    [ExtraMissing("Excel workbooks", "xlsx"), DriverMissing("postgresql://host", "postgresql"), ExtractorMissing("a")],
    ids=lambda refusal: type(refusal).__name__,
)
def test_a_missing_library_is_named_in_one_way(refusal: TrackerError) -> None:
    """Whatever lacks a library says how to install it in the same words, with an extra that exists."""
    [extra] = re.findall(rf"pip install '{DISTRIBUTION}\[(\w+)\]'", refusal.hint)
    assert extra in PROJECT["optional-dependencies"]
    assert refusal.hint.startswith(install(extra))


def test_every_extra_that_is_asked_for_exists() -> None:
    """No code asks for an extra that the project does not have, or words the advice by itself."""
    asked = []
    for file in (ROOT / "tracker").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        asked += re.findall(r'(?:ExtraMissing|DriverMissing)\([^)]*"(\w+)"\)', text)
        assert "pip install" not in text or file.name == "base.py", file
    assert len(asked) >= 4
    assert set(asked) <= set(PROJECT["optional-dependencies"])
