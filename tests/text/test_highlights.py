"""Likely paragraphs: which ones are highlighted in articles the word lists were not made from, and why."""

import os
from pathlib import Path

import pytest

from tests.bench.candidates import chosen, invented, judged, rates
from tracker.text.highlights import THRESHOLD, candidates

# Three invented articles: whether each paragraph mentions a UK measure, and its text.
ARTICLES: list[list[tuple[bool, str]]] = [
    [
        (True, "Britain to fly 18 howitzers to Kyiv as spring fighting nears"),
        (False, "By Orla Finch"),
        (True, "The Ministry of Defence confirmed on Tuesday that 18 howitzers will be flown out within days."),
        (True, "“We will train the crews ourselves in Wiltshire,” the armed forces minister told MPs."),
        (False, "Moscow called the announcement a provocation."),
        (False, "Germany has said it will send tanks of its own in June."),
        (True, "He did not rule out sending fighter jets, but said no decision had been taken."),
        (False, "The river at the border has frozen, and farmers fear for their herds."),
        (False, "Read more: the quiet towns of the Danube"),
    ],
    [
        (True, "Ministers freeze the assets of 12 bankers close to the Kremlin"),
        (True, "The UK has frozen the assets of a dozen bankers and barred their aircraft from landing."),
        (True, "The Treasury is preparing regulations that would close the market for sovereign debt."),
        (False, "“They should have done this years ago,” an opposition spokesman said."),
        (False, "The European Union published a list of its own in the evening."),
        (True, "Asked if gas imports would end, the chancellor said the government would not ban them this winter."),
        (False, "Shares in Moscow fell for a third day."),
        (False, "Photo: the harbour at dusk"),
    ],
    [
        (True, "British families could house refugees from Ukraine under a new visa scheme, the home secretary said."),
        (True, "She said the first visas will be issued on Friday and that 200 staff have been moved to help."),
        (False, "Poland has taken in more than a million people since the war began."),
        (False, "At the station in Lviv, thousands waited for trains in the snow."),
        (True, "HMS Albion has been put on readiness to carry blankets and generators."),
        (False, "The prime minister will travel to Warsaw for talks on Sunday."),
        (False, "Subscribe to our newsletter"),
    ],
]


def test_articles_it_was_not_made_from() -> None:
    """Nine in ten paragraphs that mention a measure are highlighted, and at least four in ten highlights are right."""
    scored = []
    for article in ARTICLES:
        found = candidates([text for _, text in article])
        scored += [(one.likely, records) for one, (records, _) in zip(found, article, strict=True)]
    hits = sum(likely and records for likely, records in scored)
    assert hits / sum(records for _, records in scored) >= 0.9
    assert hits / sum(likely for likely, _ in scored) >= 0.4


def test_long_articles_in_many_styles() -> None:
    """The same holds over eleven longer invented articles, more than half of them unknown to the word lists."""
    recall, precision = rates(invented("a") + invented("b"), THRESHOLD)
    assert recall >= 0.9
    assert precision >= 0.4


def test_the_shipped_articles_each_left_out() -> None:
    """Judged on each article with the threshold chosen on the other four, the same holds."""
    folder = os.environ.get("TRACKER_SEED_TEXTS")
    if not folder:
        pytest.skip("the articles' texts are not at hand: TRACKER_SEED_TEXTS names no folder")
    articles = judged(Path(folder))
    pooled = []
    for name, scored in articles.items():
        threshold = chosen([pair for other, pairs in articles.items() if other != name for pair in pairs])
        pooled += [(int(score >= threshold), records) for score, records in scored]
    recall, precision = rates(pooled, 1)
    assert recall >= 0.9
    assert precision >= 0.4


def test_each_highlight_says_why() -> None:
    """A likely paragraph names the actor, the action, the amount and the stage words that made it likely."""
    text = "Downing Street announced that some 40 lorries could be sent to Ukraine."
    [found] = candidates([text])
    assert found.likely
    assert {reason.partition(":")[0] for reason in found.reasons} >= {"actor", "action", "stage", "amount"}
    assert all(word in text for word in found.marked)


def test_somebody_elses_troops_speak_against() -> None:
    """Another state's forces are a reason against, and named as such."""
    [found] = candidates(["Russia has massed 130,000 troops on the border."])
    assert not found.likely
    assert any("Russia, not the UK" in reason for reason in found.reasons)
    assert found.of_others


def test_an_actor_carries_over_into_what_is_quoted() -> None:
    """A paragraph that goes on quoting a UK speaker has that speaker as its actor."""
    found = candidates(["The defence secretary spoke on Monday.", "“We will send missiles,” he said."])
    assert found[1].likely


def test_the_tail_of_a_page_is_furniture() -> None:
    """Headings and captions after the last paragraph of prose belong to other stories, whatever they name."""
    texts = ["The UK will send 40 lorries to Ukraine next week, the minister said.", "UK troops win trophy"]
    assert [one.likely for one in candidates(texts)] == [True, False]
