"""Fields: the one check every way of writing goes through."""

import math
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import fields
from tracker.domain.fields import Field, Problem, check
from tracker.domain.vocabulary import PLACES, VERDICTS

NOUNS = {
    "source": fields.SOURCE,
    "paragraph": fields.PARAGRAPH,
    "measure": fields.MEASURE,
    "mention": fields.MENTION,
    "event": fields.EVENT,
    "link": fields.LINK,
}
MENTION: dict[str, Any] = {
    "measure": "boats-to-harbour",
    "paragraph": 3,
    "quote": "six boats will sail",
    "status": "announced",
    "strength": "direct",
    "attribution": "named_person",
}
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.text(max_size=5),
    st.lists(st.text(max_size=2), max_size=2), st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)  # fmt: skip


def complaints(noun: str, **values: object) -> list[tuple[str, str]]:
    """What is wrong with single values of a noun: field and message, fields that are merely missing left out."""
    found = check(NOUNS[noun], values)
    return [(problem.field, problem.message) for problem in found if problem.message != "missing"]


def test_a_good_mention_passes() -> None:
    """Values that break no rule are met with silence."""
    assert check(fields.MENTION, MENTION) == []
    more = {
        "context_paragraph": 4, "context_quote": "from the harbour", "condition": "if the tide allows",
        "event": "a-tide", "date": "2022-02-09/2022-02-11", "date_basis": "stated", "due": "2022-03",
        "actor": "the Harbour Board", "speaker": "A. Pilot", "target": "ukraine;refugees", "place": "poland;estonia",
        "amount": 6, "amount_low": 0, "amount_high": 7.5, "unit": "ships", "qualifier": "about", "basis": "total",
        "unsure": False, "note": "é – “ok”",
    }  # fmt: skip
    assert check(fields.MENTION, MENTION | more) == []


@pytest.mark.parametrize("name", MENTION)
@pytest.mark.parametrize("empty", [None, ""])
def test_what_is_required(name: str, empty: str | None) -> None:
    """A required field left out, or left empty, is missing, and the remedy says what to give."""
    meaning = next(field.meaning for field in fields.MENTION if field.name == name)
    missing = [Problem(name, "missing", f"give {meaning}")]
    assert check(fields.MENTION, {key: value for key, value in MENTION.items() if key != name}) == missing
    assert check(fields.MENTION, MENTION | {name: empty}) == missing


@pytest.mark.parametrize("name", [field.name for field in fields.MENTION if not field.required])
@pytest.mark.parametrize("empty", [None, ""])
def test_what_may_be_empty(name: str, empty: str | None) -> None:
    """A field that is not required may be left empty."""
    assert check(fields.MENTION, MENTION | {name: empty}) == []


def test_an_unknown_field_is_named() -> None:
    """A field the noun does not have is refused, with the one that may have been meant."""
    found = check(fields.MENTION, MENTION | {"speeker": "A. Pilot"})
    assert found == [Problem("speeker", "unknown field", "did you mean speaker?")]


def test_all_faults_at_once() -> None:
    """Every fault of a row is told, not the first alone."""
    found = check(fields.MENTION, {"measure": "A B", "paragraph": 0, "status": "maybe", "place": "narnia", "wat": 1})
    assert [problem.field for problem in found] == [
        "wat", "measure", "paragraph", "quote", "status", "strength", "attribution", "place",
    ]  # fmt: skip
    assert all(problem.message and problem.remedy for problem in found)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("six boats", None),
        ("“six” boats – £5 ½ 船", None),
        ("x" * 2_000, None),
        ("x" * 2_001, "2,001 characters are too many"),
        (6, "6 is not text"),
        (["six"], "['six'] is not text"),
        (True, "True is not text"),
        (" six", "begins or ends with white space"),
        ("six ", "begins or ends with white space"),
        ("six\u00a0", "begins or ends with white space"),
        ("six\nboats", "holds the control character U+000A"),
        ("six\tboats", "holds the control character U+0009"),
        ("six\x00boats", "holds the control character U+0000"),
        ("\x1b[31msix\x1b[0m", "holds the control character U+001B"),
        ("six\x07", "holds the control character U+0007"),
        ("six\x7fboats", "holds the control character U+007F"),
        ("six\x9b31m", "holds the control character U+009B"),
        ("six\u200bboats", "holds the control character U+200B"),
        ("six\u202eboats", "holds the control character U+202E"),
        ("six\u2066boats", "holds the control character U+2066"),
        ("\ufeffsix", "holds the control character U+FEFF"),
    ],
)
def test_text(value: object, message: str | None) -> None:
    """Text is plain: no control characters, no marks that hide or reorder it, no loose ends, no great length."""
    assert complaints("mention", note=value) == ([("note", message)] if message else [])


@pytest.mark.parametrize("number", [*range(0x20), *range(0x7F, 0xA0)])
def test_no_control_character(number: int) -> None:
    """Not one of the characters that could steer a terminal is let in."""
    assert complaints("mention", note=f"six{chr(number)}boats")


REORDERING = [
    number
    for number in range(0x110000)
    if unicodedata.bidirectional(chr(number)) in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
] + [0x200E, 0x200F]


@pytest.mark.parametrize(
    "number",
    [*REORDERING, 0x61C],
    ids=hex,
)
def test_no_mark_that_reorders(number: int) -> None:
    """Not one of Unicode's marks that turn the direction of writing is let in."""
    assert complaints("mention", note=f"six{chr(number)}boats")


@pytest.mark.parametrize("number", [0xD800, 0xDCFF, 0xDFFF], ids=hex)
def test_no_half_character(number: int) -> None:
    """Text that cannot be written as UTF-8 is not let in."""
    assert complaints("mention", note=f"six{chr(number)}boats")


@pytest.mark.parametrize(
    ("noun", "field", "value", "passes"),
    [
        ("measure", "key", "boats-to-harbour", True),
        ("measure", "key", "Boats", False),
        ("measure", "key", "boats harbour", False),
        ("measure", "key", 7, False),
        ("measure", "kind", "training", True),
        ("measure", "kind", "other", False),
        ("measure", "kind", "Training", False),
        ("measure", "kind", ["training"], False),
        ("measure", "kind", "training;justice", False),
        ("mention", "place", "poland", True),
        ("mention", "place", "poland;estonia", True),
        ("mention", "place", "poland;poland", False),
        ("mention", "place", "poland; estonia", False),
        ("mention", "place", "poland;", False),
        ("mention", "place", ";", False),
        ("mention", "place", "poland,estonia", False),
        ("mention", "place", "narnia", False),
        ("mention", "place", ["poland"], False),
        ("source", "published", "2022-02-09", True),
        ("source", "published", "2022-02", False),
        ("source", "published", "2022-02-30", False),
        ("source", "published", 20220209, False),
        ("mention", "due", "2022-03", True),
        ("mention", "due", "[..2022-03-03]", True),
        ("mention", "due", "2022-02-30", False),
        ("mention", "due", "soon", False),
        ("mention", "due", 2022, False),
        ("mention", "amount", 350, True),
        ("mention", "amount", 0, True),
        ("mention", "amount", 2.5, True),
        ("mention", "amount", 10**15, True),
        ("mention", "amount", 10**15 + 1, False),
        ("mention", "amount", -1, False),
        ("mention", "amount", math.inf, False),
        ("mention", "amount", math.nan, False),
        ("mention", "amount", "350", False),
        ("mention", "amount", True, False),
        ("mention", "paragraph", 1, True),
        ("mention", "paragraph", 2**31 - 1, True),
        ("mention", "paragraph", 2**31, False),
        ("mention", "paragraph", 0, False),
        ("mention", "paragraph", -3, False),
        ("mention", "paragraph", 1.0, False),
        ("mention", "paragraph", "1", False),
        ("mention", "paragraph", True, False),
        ("mention", "unsure", True, True),
        ("mention", "unsure", False, True),
        ("mention", "unsure", 1, False),
        ("mention", "unsure", "true", False),
        ("paragraph", "sha256", "0123456789abcdef" * 4, True),
        ("paragraph", "sha256", "0123456789ABCDEF" * 4, False),
        ("paragraph", "sha256", "0" * 63, False),
        ("paragraph", "sha256", "0" * 64 + "\n", False),
        ("paragraph", "sha256", 0, False),
    ],
)
def test_each_type_of_value(noun: str, field: str, value: object, passes: bool) -> None:
    """Each type of field takes its own values and no other, and a refusal says how to write it."""
    found = [problem for problem in check(NOUNS[noun], {field: value}) if problem.message != "missing"]
    assert [problem.field for problem in found] == ([] if passes else [field])
    assert all(problem.remedy for problem in found)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_derived_verdict_is_never_typed(verdict: str) -> None:
    """A reader may type every verdict but `records`, which is derived, and no refusal suggests that one."""
    refused = verdict == "records"
    assert bool(complaints("paragraph", verdict=verdict)) is refused
    assert bool(complaints("paragraph", also=verdict)) is refused
    assert not any(
        "records" in problem.remedy for problem in check(fields.PARAGRAPH, {"number": 1, "verdict": "record"})
    )


@pytest.mark.parametrize("noun", NOUNS)
def test_the_fields_are_well_made(noun: str) -> None:
    """Every field has a name of its own, a meaning, and a closed list where its values come from one."""
    held: tuple[Field, ...] = NOUNS[noun]
    assert len({field.name for field in held}) == len(held)
    for field in held:
        assert field.meaning
        assert (field.vocabulary is not None) is (field.type in ("code", "codes"))


@given(st.sampled_from(sorted(NOUNS)).flatmap(
    lambda noun: st.tuples(
        st.just(noun), st.dictionaries(st.sampled_from([field.name for field in NOUNS[noun]]), VALUES, max_size=6)
    )
))  # fmt: skip
def test_no_value_breaks_the_check(given_values: tuple[str, dict[str, Any]]) -> None:
    """Whatever the values are, the check answers with problems of known fields, each with a message and a remedy."""
    noun, values = given_values
    names = {field.name for field in NOUNS[noun]}
    for problem in check(NOUNS[noun], values):
        assert problem.field in names
        assert problem.message
        assert problem.remedy


@given(st.lists(st.sampled_from([*PLACES, "narnia", ""]), min_size=1, max_size=5))
def test_several_codes(parts: list[str]) -> None:
    """Several codes pass when each is in the list and none comes twice."""
    text = ";".join(parts)
    good = set(parts) <= set(PLACES) and len(set(parts)) == len(parts)
    if text:
        assert (complaints("mention", place=text) == []) is good


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [("24/02/2022", "2022-02-24"), ("3.3.2022", "2022-03-03"), ("02/10/2022", "nobody can tell"), ("", "YYYY-MM-DD")],
)
def test_a_remedy_names_no_day_that_may_be_another(typed: str, remedy: str) -> None:
    """A day in numbers whose month may be either of two is asked for, and any other is named as it is to be written."""
    [problem] = check([Field("published", "day", "its day")], {"published": typed or "soon"})
    assert remedy in problem.remedy
