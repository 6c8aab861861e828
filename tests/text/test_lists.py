"""Lists: which line speaks for those below it."""

from tracker.text.lists import leads


def test_lines_under_a_colon() -> None:
    """Lines with bullets, or without a full stop, belong to the line with a colon above; a sentence ends the list."""
    texts = [
        "The news",
        "Ten measures:",
        "- ships",
        "- lorries.",
        "It rained.",
        "The UK has sent:",
        "40 lorries",
        "It ends.",
    ]
    assert leads(texts) == ["", "", "Ten measures:", "Ten measures:", "", "", "The UK has sent:", ""]


def test_bullets_without_a_colon() -> None:
    """Bullets that nothing introduces stand under the headline; a headline is no list, nor is a plain line."""
    assert leads(["UK sends aid", "• 40 lorries", "By Ada Perrin"]) == ["", "UK sends aid", ""]
    assert leads(["- UK sends aid", "The rest"]) == ["", ""]
