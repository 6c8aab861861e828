"""Charts: what each status looks like, and what becomes of a chart as a file and as words."""

import itertools
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.running import run
from tracker.domain.vocabulary import STATUSES
from tracker.exports.charts import COLOURS, SHAPES, Chart, drawn
from tracker.output.likeness import is_earlier_export

SVG = "{http://www.w3.org/2000/svg}"
# How people without one of the three kinds of cone see linear red, green and blue (Machado, Oliveira, Fernandes 2009).
SIGHT = {
    "all three": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
NAMES = ("timeline", "status", "kinds", "lag")


def seen(colour: str, sight: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """A colour as it is seen, in Oklab, where distances are those of the eye."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in sight)
    cones = ((0.4122, 0.5363, 0.0514), (0.2119, 0.6807, 0.1074), (0.0883, 0.2817, 0.6300))
    long, middle, short = (max(a * red + b * green + c * blue, 0) ** (1 / 3) for a, b, c in cones)
    return (
        0.2105 * long + 0.7936 * middle - 0.0041 * short,
        1.9780 * long - 2.4286 * middle + 0.4506 * short,
        0.0259 * long + 0.7828 * middle - 0.8087 * short,
    )


@pytest.mark.parametrize("sight", SIGHT.values(), ids=SIGHT)
def test_the_colours_are_told_apart(sight: tuple[tuple[float, ...], ...]) -> None:
    """No two statuses look alike to people who see red, green or blue badly; each has a shape of its own besides."""
    assert set(COLOURS) == set(SHAPES) == set(STATUSES)
    assert len(set(SHAPES.values())) == len(STATUSES)
    for one, other in itertools.combinations(COLOURS, 2):
        a, b = seen(COLOURS[one], sight), seen(COLOURS[other], sight)
        assert sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 > 0.1, (one, other)


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_as_a_file(shipped_file: Path, tmp_path: Path, name: str) -> None:
    """A picture says in words what it shows, the same bytes each time, and refers to nothing on a network."""
    pytest.importorskip("vl_convert")
    path = tmp_path / f"{name}.svg"
    told = run("chart", name, "-o", str(path), db=shipped_file)
    assert told.stderr == f"Wrote {path}.\n"
    first = path.read_text(encoding="utf-8")
    assert run("chart", name, "-o", "-", "--format", "svg", db=shipped_file).stdout == first
    drawing = ElementTree.fromstring(first)
    assert drawing.findtext(f"{SVG}desc") == told.stdout.strip()
    assert drawing.get("role") == "img"
    words = " ".join(drawing.itertext())
    assert "up to 3 Mar 2022, edition 3" in words
    assert "CC BY 4.0" in words
    without_names = re.sub(r'xmlns(:xlink)?="http://www\.w3\.org/[\w/]+"', "", first)
    assert "://" not in without_names
    assert not re.search(r"<(script|image|foreignObject|a|style)\b|href|url\((?!#)", without_names)


def test_a_picture_carries_its_words(shipped_file: Path, tmp_path: Path) -> None:
    """A PNG has title and words in it; it takes the place of an earlier one, and of no picture of somebody else."""
    pytest.importorskip("vl_convert")
    path = tmp_path / "kinds.png"
    told = run("chart", "kinds", "--narrow", "-o", str(path), db=shipped_file).stdout.strip()
    assert f"Description\0\0\0\0\0{told}".encode() in path.read_bytes()
    assert run("chart", "kinds", "--as-of", "2022-02-10", "-o", str(path), db=shipped_file).returncode == 0
    refused = run("chart", "status", "-o", str(path), db=shipped_file)
    assert (refused.returncode, "--force" in refused.stderr) == (1, True)
    assert not is_earlier_export(b"<svg xmlns='x'><path/></svg>", b"<svg xmlns='x'><title>A</title><desc/></svg>")


def test_hostile_titles_are_text(shipped_file: Path, tmp_path: Path) -> None:
    """What looks like markup in a title is written out, and what would turn the order of letters round is spelt."""
    pytest.importorskip("vl_convert")
    title = "</text><script>alert(1)</script>&"
    edited = run("measure", "edit", "hms-trent", "--title", title, "--why", "to test", db=shipped_file)
    assert edited.returncode == 0, edited.stderr
    path = tmp_path / "timeline.svg"
    assert run("chart", "timeline", "hms-trent", "-o", str(path), db=shipped_file).returncode == 0
    written = path.read_text(encoding="utf-8")
    assert "<script" not in written
    assert title in " ".join(ElementTree.fromstring(written).itertext())
    turned = drawn(Chart("a\u202eb", {"mark": "point", "data": {"values": []}}, "c\u202ed"), "svg").decode()
    assert ("\u202e" in turned, "<title>a\\u202eb</title><desc>c\\u202ed</desc>" in turned) == (False, True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_day_before_any(shipped_file: Path, tmp_path: Path, name: str, form: str) -> None:
    """A day before any article gives a picture that says it has nothing."""
    pytest.importorskip("vl_convert")
    path = tmp_path / f"chart.{form}"
    done = run("chart", name, "--as-of", "2021-12-31", "-o", str(path), db=shipped_file)
    assert (done.returncode, done.stdout) == (0, "No measure had been reported by 31 Dec 2021.\n")
    assert b"NaN" not in path.read_bytes()


BAD = {
    ("chart", "pie", "-o", "x.svg"): "one of: timeline, status, kinds, lag",
    ("chart", "kinds"): "tracker chart kinds -o kinds.svg",
    ("chart", "kinds", "-o", "x.pdf"): "svg, png",
    ("chart", "kinds", "-o", "x.svg", "--format", "gif"): "svg, png",
}


@pytest.mark.parametrize("arguments", BAD, ids=" ".join)
def test_mistakes(shipped_file: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A mistake is told with its remedy, and nothing is written."""
    done = run(*arguments, db=shipped_file, cwd=tmp_path)
    assert (done.returncode, BAD[arguments] in done.stderr) == (2, True), done.stderr
    assert not list(tmp_path.glob("x.*"))


def test_without_the_library(shipped_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the message says how to get it."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    done = run("chart", "kinds", "-o", "-", "--format", "svg", db=shipped_file)
    assert (done.returncode, "[charts]" in done.stderr, done.stdout) == (1, True, "")
