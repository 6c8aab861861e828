"""What it takes to record an article of five mentions: answers and keys of scripted readings in six house styles."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_styles import STYLES, Style
from tracker.db.address import Address
from tracker.guided.dialogue import Dialogue, lines_of
from tracker.guided.entries import Item
from tracker.guided.known_record import known_to
from tracker.guided.mention_form import MentionForm
from tracker.text import articles

# Seconds that a key and an entry are reckoned at; reading is apart.
A_KEY, AN_ENTRY = 0.2, 1.2
# What the record knows of is guessed right but for little; where nearly all is new the limits are reached.
USUAL, LIMIT = 45, 60


def played(style: Style, record: Path) -> Iterator[tuple[str, int, list[Item]]]:
    """Every line of a script: the form it was typed at, the paragraph, and what it finished."""
    article = articles.read(style.text.encode(), "style.txt")
    dialogue, asked = Dialogue(article, known_to(Address.of(record), article)[0]), ""
    for line in style.script:
        form = dialogue.form
        assert form, f"the reading had ended before {line!r}"
        finished = []
        for part, more in lines_of(line) if isinstance(form, MentionForm) else [(line, False)]:
            assert dialogue.form
            reply = dialogue.form.read(part, asked, more)
            asked = reply.asks
            assert not reply.faults, (line, reply.faults)
            assert reply.answer, f"{line!r} leads to {reply.asks}"
            finished += dialogue.take(reply.answer)
        yield form.name, getattr(form, "number", 0), finished
    assert dialogue.form is None


@pytest.mark.parametrize("name", STYLES)
def test_an_article_of_five_mentions(shipped_file: Path, name: str) -> None:
    """Keys and entries stay within the limits, no part of the reading takes more answers than it may, all is right."""
    style, answers = STYLES[name], dict.fromkeys(("source", "verdicts", "summary"), 0)
    found, since = [], 0
    for form, number, finished in played(style, shipped_file):
        if form != "mention":
            answers[form] += 1
            continue
        since += 1
        nouns = [item.noun for item in finished]
        for item in finished:
            if item.noun == "mention":
                told = item.values
                found.append((number, told["status"], told.get("amount"), told.get("place", "")))
        if nouns:
            assert since <= (5 if "measure" in nouns else 3), number
            since = 0
    assert found == list(style.mentions)
    assert answers["source"] <= 2
    own = sum(bool(re.match(r"\d+ ", line)) for line in style.script)  # a verdict for one that may hold a measure
    assert answers["verdicts"] <= 1 + own
    assert answers["summary"] == 1
    seconds = len(style.script) * AN_ENTRY + sum(map(len, style.script)) * A_KEY
    new = sum(line.startswith("n ") for line in style.script)
    assert seconds <= (USUAL if new <= 4 else LIMIT), f"{seconds:.1f} s"
