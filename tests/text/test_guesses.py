"""Guesses from an article's words."""

import pytest

from tracker.text import guesses


def test_guesses_about_the_article() -> None:
    """Title, date, update and author are found in the first lines where they stand there."""
    texts = ["UK to send lorries", "By Ada Perrin", "9 February 2022, 22:31 | Updated: 10 February 2022", "The news."]
    assert guesses.title(texts, "x") == "UK to send lorries"
    assert guesses.days(texts) == ("2022-02-09", "2022-02-10")
    assert guesses.author(texts) == "Ada Perrin"
    assert guesses.title(["The minister spoke in London on Monday."], "x").startswith("[The minister")


def test_a_title_is_no_date() -> None:
    """A line with a date or a byline above the headline is passed over."""
    assert (
        guesses.title(["By Ada Perrin", "9 February 2022", "UK to send lorries", "The news."], "x")
        == "UK to send lorries"
    )


KINDS = {
    "1,000 troops on standby": ("readiness", ""),
    "40 lorries for Kyiv": ("materiel", ""),
    "asset freezes on two bankers": ("sanctions", "asset_freeze"),
    "some sanctions": ("sanctions", "unspecified"),
    "jets to Romania": ("deployment", "air"),
    "a bill on property": ("legislation", "primary"),
    "the weather": ("", ""),
}


@pytest.mark.parametrize(("words", "codes"), KINDS.items())
def test_guesses_about_a_measure(words: str, codes: tuple[str, str]) -> None:
    """The words of a title suggest its kind, and its form within it."""
    kind = guesses.kind(words)
    assert (kind, guesses.form(kind, words)) == codes


def test_the_sort_of_a_speaker() -> None:
    """What sort of speaker somebody is follows from the name."""
    sorts = {
        "": "own_voice",
        "Jane Roe": "named_person",
        "Downing Street": "named_body",
        "the government": "named_body",
    }
    sorts |= {"officials": "unnamed_officials", "reports": "reports"}
    assert {name: guesses.attribution(name) for name in sorts} == sorts


def test_places_that_things_are_in_or_go_to() -> None:
    """A place counts after a word that leads to it, with those listed beside it."""
    assert guesses.place("sent to Estonia and Latvia, not Poland") == ("estonia;latvia", "to Estonia and Latvia")
    assert guesses.place("sanctions against Russia") == ("", "")
    assert guesses.only_place("in Poland, later in Latvia") == ("", "")


def test_conditions() -> None:
    """What a measure depends on is a condition; what was asked is none."""
    assert guesses.condition("would sail if the port closes, he said") == "if the port closes"
    assert guesses.condition("would sail should Moscow close the port") == "should Moscow close the port"
    assert guesses.condition("Asked if it would sail, he shrugged; they should be there") == ""


def test_a_dateline_without_its_year() -> None:
    """An agency's dateline is told in its words, a day with a year or one in a sentence is not."""
    lines = {"LONDON, March 1 (Agency) -": "March 1", "KYIV, Feb. 24 (Agency) - Britain said it had": "Feb. 24"}
    lines |= {"24 Feb": "24 Feb", "LONDON, March 1, 2022": "", "He left on 24 Feb, they said.": ""}
    assert {line: guesses.day_without_year(["A headline", line]) for line in lines} == lines


def test_an_office_is_no_second_author() -> None:
    """What follows a name in a byline is an office where its words are one, and another author where they are not."""
    assert guesses.author(["By Jane Roe, Chief Political Reporter"]) == "Jane Roe"
    assert guesses.author(["By Jane Roe, Ada Perrin"]) == "Jane Roe, Ada Perrin"


BARE = {
    ("UK to send lorries", "Jane Roe", "9 February 2022"): "Jane Roe",
    ("UK to send lorries", "9 February 2022, 22:31", "Jane Roe and Ada O'Neill"): "Jane Roe and Ada O'Neill",
    ("UK to send lorries", "Jane Roe | 9 February 2022"): "Jane Roe",
    ("UK to send lorries", "Jane Roe in Kyiv, 9 February 2022"): "Jane Roe",
    ("UK to send lorries", "Jane Roe", "The lorries leave on Monday."): "",
    ("Boris Johnson", "9 February 2022"): "",
    ("UK to send lorries", "Sky News", "9 February 2022"): "",
    ("UK to send lorries", "The Daily Example, 9 February 2022"): "",
    ("UK to send lorries", "Downing Street", "9 February 2022"): "",
    ("UK to send lorries", "9 February 2022", "Jane Roe said on Monday that lorries leave."): "",
    ("UK to send lorries", "Last Updated 9 February 2022"): "",
}


@pytest.mark.parametrize(("lines", "author"), BARE.items())
def test_a_byline_without_by(lines: tuple[str, ...], author: str) -> None:
    """Names that stand alone beside the day of publication are a byline; a headline, a paper or a place is none."""
    assert guesses.author([*lines, "The lorries were seen.", "They were green."]) == author


def test_jets_for_a_state_at_war_are_given() -> None:
    """Aircraft go to Ukraine as materiel and to an ally as a deployment."""
    kinds = {"Fighter jets for Ukraine": "materiel", "Fighter jets to Romania": "deployment"}
    assert {title: guesses.kind(title) for title in kinds} == kinds
