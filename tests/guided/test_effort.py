"""What it takes to record an article of five mentions: answers and keys of scripted readings in six house styles."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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


class Typed(NamedTuple):
    """A line as it was typed: at which form, at which paragraph, and what it finished."""

    line: str
    form: str
    paragraph: int
    finished: list[Item]


def played(style: Style, record: Path) -> Iterator[Typed]:
    """Every line that is typed until the reading ends."""
    article = articles.read(style.text.encode(), "style.txt")
    dialogue, asked, given = Dialogue(article, known_to(Address.of(record), article)[0]), "", Counter[int]()
    while form := dialogue.form:
        line = style.next_line(form, given)
        finished = []
        for part, more in lines_of(line) if isinstance(form, MentionForm) else [(line, False)]:
            assert dialogue.form
            reply = dialogue.form.read(part, asked, more)
            asked = reply.asks
            assert not reply.faults, (line, reply.faults)
            assert reply.answer, f"{line!r} leads to {reply.asks}"
            finished += dialogue.take(reply.answer)
        yield Typed(line, form.name, getattr(form, "number", 0), finished)


@pytest.mark.parametrize("name", STYLES)
def test_an_article_of_five_mentions(shipped_file: Path, name: str) -> None:
    """Keys and entries stay within the limits, no part of the reading takes more answers than it may, all is right."""
    style = STYLES[name]
    lines = list(played(style, shipped_file))
    mentions = [(one.paragraph, item.values) for one in lines for item in one.finished if item.noun == "mention"]
    assert [(place, told["status"], told.get("amount"), told.get("place", "")) for place, told in mentions] == list(
        style.mentions
    )
    since = 0
    for one in lines:
        since += one.form == "mention"
        nouns = {item.noun for item in one.finished}
        assert since <= (5 if "measure" in nouns else 3), one
        since = 0 if nouns else since
    forms = Counter(one.form for one in lines)
    own = sum(one.form == "verdicts" and one.line != "" for one in lines)  # one that may hold a measure needs its own
    assert (forms["source"] <= 2, forms["verdicts"] - own, forms["summary"]) == (True, 1, 1)
    seconds = sum(AN_ENTRY + A_KEY * len(one.line) for one in lines)
    new = sum(one.line.startswith("n ") for one in lines)
    assert seconds <= (USUAL if new <= 4 else LIMIT), f"{seconds:.1f} s"
