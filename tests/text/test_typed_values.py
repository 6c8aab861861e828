"""Values in words become codes; what is given by itself wins, and what cannot be read is named with its field."""

from typing import Any

import pytest

from tracker.domain import fields
from tracker.errors.usage import NotUnderstood
from tracker.text.typed_values import understood, usual_unit

THURSDAY = "2022-02-10"
WORDS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"date": "Tuesday"}, {"date": "2022-02-08", "date_basis": "relative"}),
    ({"date": "Tuesday", "date_basis": "inferred"}, {"date": "2022-02-08", "date_basis": "inferred"}),
    ({"date": "2022-02-08"}, {"date": "2022-02-08", "date_basis": "stated"}),
    ({"date": ""}, {"date": "", "date_basis": ""}),
    ({"due": "on Monday"}, {"due": "2022-02-14"}),
    ({"amount": "some 350 marines"}, {"amount": 350, "unit": "marines", "qualifier": "about", "basis": ""}),
    ({"amount": "a further 1,000"}, {"amount": 1000, "unit": "troops", "qualifier": "exact", "basis": "additional"}),
    ({"amount": "10 to 20", "unit": "ships"}, {"amount": "", "amount_low": 10, "amount_high": 20, "unit": "ships"}),
    ({"amount": "more jets"}, {"amount": "", "unit": "aircraft", "qualifier": "not_stated", "basis": "additional"}),
    ({"amount": 350}, {"amount": 350, "unit": "troops", "qualifier": "exact"}),
    ({"amount": 350, "qualifier": "about"}, {"amount": 350, "unit": "troops", "qualifier": "about"}),
    ({"amount": "-"}, dict.fromkeys(("amount", "amount_low", "amount_high", "unit", "qualifier", "basis"), "")),
]


@pytest.mark.parametrize(("given", "coded"), WORDS, ids=",".join)
def test_words_become_codes(given: dict[str, Any], coded: dict[str, Any]) -> None:
    """Dates and amounts in words fill their fields, in the usual unit; a field given by itself wins."""
    found = understood(fields.MENTION, given, THURSDAY, "troops").values
    assert {name: found[name] for name in coded} == coded


def test_what_was_understood_is_told() -> None:
    """Each value that was read or completed is echoed as it will be coded, and one that was a code already is not."""
    given = {"date": "Tuesday", "amount": "a further 1,000", "due": "2022-02-14"}
    assert understood(fields.MENTION, given, THURSDAY, "troops").echoes == [
        "Tuesday → 8 Feb 2022: 2022-02-08, relative",
        "a further 1,000 → 1,000 more troops: amount 1000, troops, exact, additional",
    ]
    coded = {"date": "2022-02-08", "date_basis": "stated", "note": "Tuesday"}
    assert understood(fields.MENTION, coded, THURSDAY) == (coded, [])


def test_a_plain_number_leaves_what_stands() -> None:
    """A number alone corrects the number; words say all of an amount anew."""
    held = {"amount": 300, "unit": "marines", "qualifier": "about", "basis": "total"}
    assert understood(fields.MENTION, {"amount": 350}, THURSDAY, "marines", held).values == held | {
        "amount": 350,
        "amount_low": "",
        "amount_high": "",
    }
    assert understood(fields.MENTION, {"amount": "some 350"}, THURSDAY, "marines", held).values["basis"] == ""


def test_all_that_cannot_be_read_at_once() -> None:
    """Every value that cannot be read is named, each with its field and a remedy."""
    with pytest.raises(NotUnderstood) as refused:
        understood(fields.MENTION, {"date": "Blursday", "amount": "a lot", "note": "soon"}, THURSDAY, "troops")
    assert [problem.field for problem in refused.value.problems] == ["date", "amount"]
    assert "--amount: cannot read 'a lot'" in refused.value.message


def test_without_a_day_to_see_it_from() -> None:
    """Where no source says from which day words are meant, only a date with its year is taken."""
    assert understood(fields.EVENT, {"met_on": "8 February 2022"}).values == {"met_on": "2022-02-08"}
    with pytest.raises(NotUnderstood):
        understood(fields.EVENT, {"met_on": "yesterday"})


def test_a_day_is_one_day() -> None:
    """A source's own days are single days; a span is refused."""
    assert understood(fields.SOURCE, {"published": "9 March 2022"}).values == {"published": "2022-03-09"}
    assert len(understood(fields.SOURCE, {"published": "yesterday"}).values["published"]) == 10
    with pytest.raises(NotUnderstood):
        understood(fields.SOURCE, {"published": "last week"})


def test_the_usual_unit() -> None:
    """What a measure is counted in is what its mentions last counted; a multiple counts nothing."""
    assert usual_unit([{"unit": "troops"}, {"unit": "marines"}, {"unit": "times"}, {"unit": None}]) == "marines"
    assert usual_unit([]) == ""
