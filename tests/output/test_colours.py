"""Colours: what a terminal shows can be read on white and on a dark ground, wherever it is written."""

import ast
import re
from pathlib import Path

import pytest
from rich.color import Color
from rich.errors import StyleSyntaxError
from rich.style import Style

from tests.running import ROOT
from tests.terminal import at_terminal
from tracker.output import colours

PALETTE = {value for name, value in vars(colours).items() if name.isupper()}
# What makes a picture or a page brings a ground of its own.
SHOWN = [path for path in (ROOT / "tracker").rglob("*.py") if "exports" not in path.parts]


def luminance(colour: tuple[int, int, int]) -> float:
    """The relative luminance of a colour, as WCAG defines it."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("ground", [(255, 255, 255), (0x1E, 0x1E, 0x1E)], ids=["white", "dark"])
def test_each_colour_can_be_read(ground: tuple[int, int, int]) -> None:
    """Every colour has a contrast of at least 3:1 on either ground, and none is one that a terminal makes its own."""
    assert min(PALETTE) >= 16
    for number in PALETTE:
        dark, light = sorted((luminance(Color.from_ansi(number).get_truecolor()), luminance(ground)))
        assert (light + 0.05) / (dark + 0.05) >= 3, number


def test_no_other_colour_is_used() -> None:
    """No text in the program names a colour, nor a style that does, and none is given to what styles text."""
    assert len(SHOWN) > 100
    for path in SHOWN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in ("fg", "bg"):
                assert isinstance(node.value, ast.Attribute), f"{path}:{node.value.lineno}: not from our colours"
            assert not (isinstance(node, ast.keyword) and node.arg == "dim"), f"{path}:{node.value.lineno}: dim"
            # Of one letter, a text is no style, though Rich reads some so.
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 1:
                try:
                    named = Style.parse(node.value)
                except StyleSyntaxError:
                    continue
                assert not (named.color or named.bgcolor or named.dim), f"{path}:{node.lineno}: {node.value}"


@pytest.mark.parametrize("topic", ["adding", "reading", "exporting", "analysts"])
def test_guides_have_no_other_colour(topic: str, shipped_file: Path) -> None:
    """A guide with tables, lists, links and code of several languages is shown in these colours alone."""
    shown = at_terminal("help", topic, db=shipped_file, width=100)
    styles = set(re.findall("\x1b\\[([0-9;]*)m", shown))
    assert any("38;5;" in style for style in styles)
    for style in styles:
        plain, _, number = style.partition("38;5;")
        assert set(plain.strip(";").split(";")) <= {"", "0", "1", "3", "4"}, style
        assert not number or int(number) in PALETTE, style
