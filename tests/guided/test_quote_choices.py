"""Which words of a paragraph are offered as a quote."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tracker.domain import quotes
from tracker.guided.quote_choices import clause_of, likeliest, quote_choices

TEXT = (
    "The Defence Secretary told MPs on Tuesday that 140 Royal Engineers had begun arriving in Latvia, and that HMS"
    " Diamond would sail for the Baltic next week."
)


def test_the_words_that_say_so() -> None:
    """Fragments that name an act are offered in the order in which they stand; the one that tells most is likeliest."""
    choices = quote_choices(TEXT)
    words = [choice.words for choice in choices]
    assert words == sorted(words, key=TEXT.index)
    assert "140 Royal Engineers had begun arriving in Latvia" in words
    first = likeliest(choices)
    assert first is not None
    assert first.words == "140 Royal Engineers had begun arriving in Latvia"
    following = likeliest(choices, [first])
    assert following is not None
    assert "HMS Diamond" in following.words
    assert likeliest(choices, [clause_of(TEXT, TEXT)]) is None
    assert likeliest(choices, [clause_of("Royal Engineers", TEXT)]) == following


@pytest.mark.parametrize(
    "file", sorted((ROOT / "tests" / "bench" / "articles").glob("b*.tsv")), ids=lambda file: file.stem
)
def test_every_offer_can_be_quoted(file: Path) -> None:
    """What is offered passes the rule for quotes: found once, at most fifteen words, less than a sentence."""
    offered = 0
    for line in file.read_text(encoding="utf-8").splitlines():
        text = line.partition("\t")[2]
        for choice in quote_choices(text):
            offered += 1
            assert quotes.complaint(choice.words, text) is None, choice.words
    assert offered > 5


def test_no_words_of_a_question_are_offered() -> None:
    """What somebody was asked cannot be quoted as an act; what was answered can."""
    text = "Asked if the UK would send warplanes, the minister said: “We will not be sending jets to Ukraine.”"
    assert [choice.words for choice in quote_choices(text)] == ["We will not be sending jets to Ukraine"]
