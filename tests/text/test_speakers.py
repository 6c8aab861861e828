"""Who says so: ministers by name and office, bodies, and whom a pronoun stands for."""

import pytest

from tracker.text.speakers import full_name, is_retold, ministers, speaker

SPOKEN = "2022-03-01"
SAID = {
    ("will sail", "Mr Wallace said the frigate will sail."): "Ben Wallace",
    ("will sail", "The frigate will sail, said the defence secretary."): "Ben Wallace",
    ("will sail", "Liz Truss, who is in Paris, has said the frigate will sail."): "Liz Truss",
    ("will sail", "The frigate will sail, the Ministry of Defence announced."): "Ministry of Defence",
    ("will sail", "Officials said the frigate will sail."): "Officials",
    ("will sail", "The frigate will sail."): "",
    ("will sail", "The frigate will sail and Mr Raab said law matters."): "",
    ("may follow", "Ms Truss said the frigate will sail. It may follow others."): "",
    ("may follow", "Mr Raab said law matters, while Ms Truss said the frigate may follow."): "Liz Truss",
    ("may sail", "Chancellor: frigate may sail"): "Rishi Sunak",
    ("will sail", "Frigates will sail, a Downing Street spokesman said."): "Downing Street spokesman",
    ("will sail", "Frigates will sail, according to the Ministry of Defence."): "Ministry of Defence",
    ("will sail", "The shadow defence secretary, Ada Perrin, said frigates will sail."): "the shadow defence secretary",
}


@pytest.mark.parametrize(("said", "name"), SAID.items())
def test_the_speaker_of_words(said: tuple[str, str], name: str) -> None:
    """Words are theirs to whom the sentence gives them, the nearest before them first; else nobody's."""
    assert speaker(said[0], [said[1]], SPOKEN)[0] == name


def test_he_is_whoever_spoke_before() -> None:
    """A pronoun, and a paragraph that opens with a quotation mark, go on with the last who spoke."""
    before = ["Ben Wallace met Ms Truss.", "Mr Raab told MPs about the court."]
    assert speaker("will help", [*before, "The UK will help, he said."], SPOKEN) == ("Dominic Raab", "he")
    assert speaker("will help", [*before, "“We will help the court at once."], SPOKEN)[0] == "Dominic Raab"
    assert speaker("will help", [*before, "The UK will help the court."], SPOKEN)[0] == ""


def test_an_office_has_a_name_by_the_day() -> None:
    """The holder of an office is the one of the day on which a source speaks."""
    assert full_name("the foreign secretary", "2021-09-01") == "Dominic Raab"
    assert full_name("the Foreign Secretary", SPOKEN) == "Liz Truss"
    assert full_name("Mr Wallace", SPOKEN) == "Ben Wallace"
    assert full_name("Ada Perrin", SPOKEN) == ""
    assert full_name("Defence Secretary Ben Wallace", SPOKEN) == "Ben Wallace"
    for other in ("the shadow foreign secretary", "US Defense Secretary Lloyd Austin", "Ada Johnson", "Johnson's aide"):
        assert full_name(other, SPOKEN) == "", other


def test_every_line_of_the_ministers_is_whole() -> None:
    """Each minister has a name of two words or more, an office, and a first day before the last."""
    for one in ministers():
        assert " " in one.name and one.office and one.since < one.until, one


def test_retold_words() -> None:
    """A sentence that names a speaker retells, the one beside it does not."""
    text = "The ships had left, Mr Raab said. The ports were shut."
    assert is_retold("The ships had left", text)
    assert not is_retold("The ports were shut", text)


def test_shouted_words() -> None:
    """A minister named in capitals is the minister, and the kicker of a headline is nobody."""
    assert full_name("LIZ TRUSS", SPOKEN) == "Liz Truss"
    assert speaker("will sail", ["LIZ TRUSS said the frigate will sail."], SPOKEN)[0] == "Liz Truss"
    assert speaker("seizes boats", ["YACHT A SURPRISE: Truss seizes boats"], SPOKEN) == ("", "")
    assert speaker("seizes boats", ["LIZ TRUSS: UK seizes boats"], SPOKEN)[0] == "Liz Truss"
