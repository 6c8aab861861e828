"""Likely paragraphs: which ones are highlighted in articles the word lists were not made from, and why."""

import os
from pathlib import Path

import pytest

from tests.bench.candidates import GROUPS, chosen, invented, judged, rates
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
    """Over twenty longer invented articles in many house styles nearly all are found, and most highlights right."""
    recall, precision = rates([pair for group in GROUPS for pair in invented(group)], THRESHOLD)
    assert recall >= 0.95
    assert precision >= 0.6


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


def test_the_last_line_may_be_the_news() -> None:
    """A line with all the marks of a measure is no furniture, though it has no full stop and nothing follows it."""
    texts = ["The UK will send 40 lorries to Ukraine next week, the minister said.", "MoD to send 200 missiles to Kyiv"]
    assert [one.likely for one in candidates(texts)] == [True, True]
    texts[1] = "The prime minister did not say when the ships might sail"
    assert not candidates(texts)[1].furniture


def test_lists_inherit_from_the_line_above() -> None:
    """Under a line that names the UK or its measures, a bullet needs neither actor nor verb; under another it does."""
    bullets = ["- lorries for Kyiv", "- asset freezes on two banks", "Rain fell."]
    for lead, likely in (("Ministers announced ten measures:", True), ("The harbour café serves:", False)):
        found = candidates([lead, *bullets])
        assert found[2].likely
        assert found[1].likely is likely
        assert not found[3].likely


LEANING = {
    "Johnson declined to endorse the idea.": True,
    "Russian airlines are not welcome in Britain.": True,
    "London will ratchet up the pressure on the Kremlin.": True,
    "A 35 per cent tariff lands on Russian vodka.": True,
    "Two Kremlin cronies were hit with an asset freeze.": True,
    "Russian vodka will be taxed from Monday.": True,
    "Russian officials will be taxed from Monday.": True,
    "Russian troops will be taxed from Monday.": False,
    "Italian ministers will send 40 lorries.": False,
    "The shadow defence secretary spoke in Bristol.": False,
}


@pytest.mark.parametrize(("text", "likely"), LEANING.items())
def test_refusals_restrictions_and_others(text: str, likely: bool) -> None:
    """Refusals, restrictions and what is done to somebody are seen; of another country's government nothing is."""
    assert candidates([text])[0].likely is likely


def test_what_goes_on_from_the_paragraph_before() -> None:
    """A paragraph that leans on the one before has its actor."""
    leaning = "None of them can now sell a house."
    assert candidates(["The UK froze the assets of six bankers.", leaning])[1].likely
    assert not candidates(["The river froze.", "None of them came home."])[1].likely


def test_a_minister_whose_name_is_shouted() -> None:
    """The first words of a tabloid's article name a minister as any others do."""
    assert candidates(["LIZ TRUSS is preparing sanctions on a bank, it emerged last night."])[0].likely
