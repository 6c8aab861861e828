"""How what is typed of a field becomes its values, and what is refused."""

import pytest

from tracker.domain import fields
from tracker.domain.vocabulary import STATUSES
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import UnclearAmount
from tracker.guided.answers import changed, code_of, named, value_of, verdict_codes

FIELD = {field.name: field for field in fields.MENTION}


@pytest.mark.parametrize("typed", ["within two weeks", "by 24 Feb 2022", "in a fortnight", "later this month"])
def test_a_deadline_is_no_date(typed: str) -> None:
    """Since when something is so cannot lie ahead of its source; the same words give the step still to come."""
    with pytest.raises(BadAnswer, match="after the source spoke"):
        value_of(FIELD["date"], typed, "2022-02-10")
    assert value_of(FIELD["due"], typed, "2022-02-10")["due"]


@pytest.mark.parametrize("typed", ["two battalions of troops", "20 fewer troops", "two thirds of troops", "20 fewer"])
def test_no_amount_is_half_taken(typed: str) -> None:
    """An amount that is not understood whole is refused, though it is known what is counted."""
    for unit in ("", "troops"):
        with pytest.raises(UnclearAmount):
            value_of(FIELD["amount"], typed, unit=unit)


def test_a_unit_may_be_understood() -> None:
    """A bare number counts what the mentions before counted."""
    found = value_of(FIELD["amount"], "some 40", unit="vehicles")
    assert (found["amount"], found["unit"], found["qualifier"]) == (40, "vehicles", "about")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("pledged", "announced"),
        ("In force", "in_effect"),
        ("offered", "proposed"),
        ("A", "announced"),
        ("u", "under_way"),
        ("comp", "completed"),
    ],
)
def test_a_stage_as_it_reads(typed: str, code: str) -> None:
    """A stage is taken by its letter and by every word that the program shows it with."""
    assert code_of(typed, STATUSES) == code
    with pytest.raises(BadAnswer, match="unknown status"):
        code_of("lent", STATUSES)


def test_what_goes_together_goes_together() -> None:
    """A speaker brings what sort of speaker it is; taking a value away takes what belongs to it."""
    assert value_of(FIELD["speaker"], "Downing Street")["attribution"] == "named_body"
    assert value_of(FIELD["speaker"], "-") == {"speaker": "", "attribution": "own_voice"}
    assert value_of(FIELD["date"], "-") == {"date": "", "date_basis": ""}


def test_a_required_field_is_not_taken_away() -> None:
    """What a mention cannot do without is not emptied."""
    with pytest.raises(BadAnswer, match="missing"):
        value_of(FIELD["status"], "-")


def test_fields_named_on_a_line() -> None:
    """Fields are parted by semicolons, a remark may hold one, `stage` is the status, an unknown field is refused."""
    line = "spaeker = Ada; stage = offered; note = lorries; armoured ones; due = next week; unsure"
    found, [fault] = named(line, fields.MENTION)
    assert found == {
        "status": "offered",
        "note": "lorries; armoured ones",
        "due": "next week",
        "unsure": "yes",
    }
    assert fault.message == "unknown field 'spaeker'"
    assert "speaker" in fault.hint


def test_values_changed_by_a_line() -> None:
    """What is held stays but for what is typed; a value that no field takes is told, and the others are taken."""
    held = {"status": "announced", "strength": "direct"}
    values, [fault] = changed(held, "qualifier = many; stage = offered", fields.MENTION, "")
    assert values == {"status": "proposed", "strength": "direct"}
    assert fault.message == "unknown qualifier 'many'"


def test_verdicts_by_letter() -> None:
    """Verdicts are letters or words, each once; another word is refused with the list."""
    assert verdict_codes("d r, d") == ["diplomacy", "rhetoric"]
    assert verdict_codes("other-actor") == ["other_actor"]
    with pytest.raises(BadAnswer, match="no verdict"):
        verdict_codes("x")
