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


GUESSES = {
    "has put 1,000 troops on standby": ("in_effect", "readiness"),
    "will send 40 lorries": ("announced", "materiel"),
    "is not ruling out sanctions": ("considered", "sanctions"),
    "will not send jets": ("ruled_out", "deployment"),
    "a bill going through Parliament": ("under_way", "legislation"),
}


@pytest.mark.parametrize(("words", "codes"), GUESSES.items())
def test_guesses_about_a_measure(words: str, codes: tuple[str, str]) -> None:
    """The words of a quote suggest its stage and kind."""
    assert (guesses.status(words), guesses.kind(words)) == codes


def test_guesses_about_who_says_so() -> None:
    """A speaker is found beside a verb of saying, and their sort follows from the name."""
    assert guesses.speaker("Mr Brown said on Friday that it would.") == "Mr Brown"
    assert guesses.speaker("“No,” the defence secretary said.") == "Defence Secretary"
    assert guesses.speaker("“Yes,” the defence secretary told MPs.") == "Defence Secretary"
    assert guesses.speaker("They will go, the Ministry of Defence said.") == "Ministry of Defence"
    assert guesses.speaker("They will go, officials said.") == "officials"
    assert guesses.speaker("It rained.") == ""
    sorts = {"": "own_voice", "Jane Roe": "named_person", "Downing Street": "named_body"}
    sorts |= {"officials": "unnamed_officials", "reports": "reports"}
    assert {name: guesses.attribution(name) for name in sorts} == sorts
