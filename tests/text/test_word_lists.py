"""Word lists: sections of patterns that match whole words."""

from pathlib import Path

import pytest

from tracker.text import word_lists


def test_words_are_whole_and_quotation_marks_alike(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A word is found whole, in small letters or capitals, with a straight or a curly apostrophe; remarks are none."""
    (tmp_path / "some_words.txt").write_text("# On top.\n\n[first]\nwon't|ban\n  ned\n# ships\n\n[second]\nsend\n")
    monkeypatch.setattr(word_lists, "__file__", str(tmp_path / "word_lists.py"))
    (first, won_t), (second, send) = word_lists.sections("some_words.txt")
    assert (first, second) == ("first", "second")
    assert [bool(won_t.search(text)) for text in ("WON’T", "banned", "ban", "urban", "ships")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert send.search("to send it")
