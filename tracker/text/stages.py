"""The stage of a measure as the words of a quote suggest it, and the words that do: `stage_words.txt` beside this."""

from tracker.text import word_lists

_STAGES = word_lists.sections("stage_words.txt")
# Acts that exhaust themselves: done, they are completed; done, anything else stands.
_EXHAUSTED = ("materiel", "training", "justice", "humanitarian")


def stage(words: str, kind: str) -> tuple[str, str]:
    """The stage that words give a measure of a kind, and which of them do; both empty where none does."""
    for name, pattern in _STAGES:
        if found := pattern.search(words):
            return _of_kind(name, kind), found[0]
    return "", ""


def _of_kind(name: str, kind: str) -> str:
    if name == "done":
        return "completed" if kind in _EXHAUSTED else "in_effect"
    if name == "unclear":
        return ""
    if name == "ready":
        return "" if kind == "deployment" else "in_effect"
    return name
