"""The README's pictures: what they show is what the program shows."""

from pathlib import Path

import pytest

from tests.pictures import CHART, CHART_COMMAND, FOLDER, PAGE, chart, exported, kept_words, words
from tests.running import ROOT

pytest.importorskip("jinja2")
pytest.importorskip("vl_convert")
ANEW = "python -m tests.pictures makes the pictures anew"


def test_the_chart(shipped_file: Path) -> None:
    """The chart is the one that the command in the README draws, byte for byte."""
    assert CHART.read_text(encoding="utf-8") == chart(shipped_file), ANEW
    assert f"tracker {' '.join(CHART_COMMAND)} -o" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_page(shipped_file: Path, tmp_path: Path) -> None:
    """The picture of the page shows the words that the page has."""
    assert kept_words(PAGE) == words(exported(shipped_file, tmp_path / "site")), ANEW


def test_the_readme_shows_them() -> None:
    """Both are shown, and small enough to be looked at on the way."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for picture in (CHART, PAGE):
        assert f"]({FOLDER.name}/{picture.name})" in text
        assert picture.stat().st_size < 250_000
