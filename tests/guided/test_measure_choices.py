"""Which measures are offered for a quote."""

import pytest

from tests.spring_article import article
from tracker.errors.guided import BadAnswer
from tracker.guided.entries import Known, Progress
from tracker.guided.measure_choices import MeasureChoices

ENGINEERS = {"measure": "royal-engineers-latvia", "title": "Royal Engineers to Latvia", "kind": "deployment"}
MARINES = {"measure": "royal-marines-poland", "title": "Royal Marines to Poland", "kind": "deployment"}


def choices(quote: str, paragraph: str, own: tuple[str, ...] = ()) -> MeasureChoices:
    """What is offered beside two known measures, some of which the article spoke of."""
    progress = Progress(article(), Known((ENGINEERS, MARINES)))
    progress.mentions += [{"measure": key, "paragraph": 1, "quote": "x"} for key in own]
    return MeasureChoices(progress, quote, paragraph)


def test_the_words_of_the_quote_choose() -> None:
    """Of two measures in one paragraph the one that the quote names is taken; the other is offered."""
    text = "Royal Engineers went to Latvia and Royal Marines to Poland."
    assert choices("Engineers went to Latvia", text).preselected == "royal-engineers-latvia"
    assert choices("Royal Marines to Poland", text).preselected == "royal-marines-poland"
    assert choices("went", text).preselected == ""
    assert len(choices("went", text).keys) == 2


def test_a_measure_of_the_article_stands_first() -> None:
    """What the article spoke of already is offered before what is more alike."""
    text = "Royal Engineers went to Latvia and Royal Marines to Poland."
    offered = choices("Engineers went to Latvia", text, own=("royal-marines-poland",))
    assert offered.keys[0] == "royal-marines-poland"


@pytest.mark.parametrize("typed", ["royal-engineers-latvia", "royal-e", "royal marines to poland"])
def test_a_measure_by_key_beginning_or_title(typed: str) -> None:
    """A key, its beginning, and a title name a measure."""
    assert choices("x", "x").resolved(typed)


@pytest.mark.parametrize("typed", ["royal", "jets"])
def test_what_names_no_one_measure(typed: str) -> None:
    """What several begin with, or none, is refused with what may be meant."""
    with pytest.raises(BadAnswer):
        choices("x", "x").resolved(typed)


@pytest.mark.parametrize(
    ("title", "quote"),
    [
        ("Further military support to Ukraine", "we are going to go further"),
        ("100 Royal Engineers to Poland", "140 Royal Engineers had begun arriving in Latvia"),
        ("Royal Engineers to Poland", "Royal Engineers had begun arriving in Latvia"),
    ],
)
def test_what_is_not_taken_unasked(title: str, quote: str) -> None:
    """One word in common, another place or another number: the measure is offered at most, never taken by itself."""
    progress = Progress(article(), Known(({"measure": "known", "title": title, "kind": "deployment"},)))
    assert MeasureChoices(progress, quote, quote).preselected == ""
    assert MeasureChoices(progress, title, title).preselected == "known"
