"""`tracker source`: an article by paragraph, and texts that are none."""

from pathlib import Path

import pytest

from tests.running import run


def test_a_source_by_paragraph(shipped_file: Path) -> None:
    """Showing an article gives every paragraph: what it mentions, or what it is; its seed serves as a key."""
    shown = run("source", "show", "002_687473a6d68ade56", db=shipped_file).stdout
    numbers = [line.split()[0] for line in shown.splitlines() if line.strip()[:1].isdigit()]
    assert numbers[-1] == "72"
    assert len(set(numbers)) == 72
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
