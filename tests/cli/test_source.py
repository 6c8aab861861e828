"""`tracker source`: an article by paragraph, and texts that are none."""

from pathlib import Path

import pytest

from tests.running import run


def _span(numbers: str) -> range:
    """The paragraphs that a number, or the first and last of a run, stand for."""
    first, _, last = numbers.partition("–")
    return range(int(first), int(last or first) + 1)


def test_a_source_by_paragraph(shipped_file: Path) -> None:
    """Showing an article gives every paragraph, a run of furniture as one line; its seed serves as a key."""
    shown = run("source", "show", "002_687473a6d68ade56", db=shipped_file).stdout
    numbers = [line.split()[0] for line in shown.splitlines() if line.strip()[:1].isdigit()]
    assert numbers[-1] == "39–72"
    told = [number for one in dict.fromkeys(numbers) for number in _span(one)]
    assert told == list(range(1, 73)), "none is left out, and none told of twice"
    assert "type-45-destroyer" in shown


TEXTS = {
    b"": "it is empty",
    b"\x00\x01\x02": "it is not text",
    b"abc \xff\x41": "line 1 is not UTF-8",
    b"a" * 200_000: "line 1 has 200,000 characters",
}


@pytest.mark.parametrize(("content", "message"), TEXTS.items(), ids=lambda value: repr(value)[:20])
def test_a_text_that_is_none(shipped_file: Path, tmp_path: Path, content: bytes, message: str) -> None:
    """A file that is no article is refused in words."""
    (tmp_path / "text.txt").write_bytes(content)
    options = ["--title", "A", "--published", "2022-03-08", "--text", str(tmp_path / "text.txt"), "--why", "x"]
    done = run("source", "add", *options, db=shipped_file)
    assert (done.returncode, message in done.stderr) == (1, True)
