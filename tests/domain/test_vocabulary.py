"""The closed lists: complete, closed, and the same words others rely on."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.vocabulary import (
    ADVANCE,
    FORMS,
    FORMS_OF_KIND,
    KINDS,
    LISTS,
    PLACE_WITHIN,
    PLACES,
    STATUS_LABELS,
    STATUS_LETTERS,
    STATUS_ORDER,
    STATUSES,
    UNITS,
    Vocabulary,
    codes,
    place_lies_in,
    require_status,
    status_label,
)
from tracker.errors.usage import UnknownCode

BY_NAME = {vocabulary.name: vocabulary for vocabulary in LISTS}
each_list = pytest.mark.parametrize("vocabulary", LISTS, ids=lambda vocabulary: vocabulary.name)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        (
            "kind",
            "sanctions legislation asset_recovery justice deployment readiness materiel training humanitarian refuge"
            " diplomatic",
        ),
        ("form", "asset_freeze travel_ban trade finance transport unspecified primary secondary land sea air"),
        ("status", "ruled_out considered proposed announced under_way in_effect completed ended"),
        ("strength", "direct indirect background"),
        ("attribution", "named_person named_body unnamed_officials reports own_voice"),
        ("date_basis", "stated relative publication inferred external"),
        ("evidence", "quoted cited"),
        (
            "source_type",
            "press broadcast official_statement parliament legislation court international_body reference",
        ),
        ("qualifier", "exact about at_least up_to more_than fewer_than multiple not_stated"),
        ("basis", "total additional"),
        ("verdict", "records diplomacy other_actor rhetoric context furniture"),
        ("relation", "part_of follows implements supersedes may_be_same_as"),
    ],
)
def test_the_lists_are_a_contract(name: str, listed: str) -> None:
    """The words of each list, and their order, are what others rely on."""
    assert list(BY_NAME[name]) == listed.split()


@each_list
def test_every_word_is_defined(vocabulary: Vocabulary) -> None:
    """Every word of every list is small letters and underscores, has a label and a definition, and labels differ."""
    for code, term in vocabulary.items():
        assert re.fullmatch("[a-z]+(_[a-z]+)*", code)
        assert term.label.strip() == term.label != ""
        assert term.definition.strip() == term.definition != ""
    assert len({term.label for term in vocabulary.values()}) == len(vocabulary)


@each_list
def test_the_lists_are_closed(vocabulary: Vocabulary) -> None:
    """A list takes its own words, in capitals or with spaces too, and refuses any other, naming what is near."""
    for code in vocabulary:
        assert vocabulary.require(code) == code
        assert vocabulary.require(f" {code.replace('_', ' ').title()} ") == code
        assert vocabulary.require(code.replace("_", "-").upper()) == code
        with pytest.raises(UnknownCode) as refusal:
            vocabulary.require(code + "x")
        assert code in refusal.value.hint
        assert refusal.value.exit_code == 2
    for never in ("", " ", "other", "unknown", "_", "a;b"):
        with pytest.raises(UnknownCode):
            vocabulary.require(never)


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_goes_by_its_readings(status: str) -> None:
    """A status may be asked for by its code or by how it reads for any kind, and no reading stands for two statuses."""
    assert require_status(status) == require_status(status.upper()) == status
    for kind in KINDS:
        assert require_status(status_label(kind, status)) == status
        assert require_status(f" {status_label(kind, status).title()} ") == status
    with pytest.raises(UnknownCode):
        require_status(status + "x")


def test_a_foreign_word_reads_as_itself() -> None:
    """A word of another edition's list is shown as it stands, without a failure."""
    assert UNITS.label("gbp") == "pounds"
    assert UNITS.label("hovercraft") == "hovercraft"
    assert status_label("weather", "under_way") == "under way"


def test_every_list_has_its_own_name() -> None:
    """No two lists share a name."""
    assert len(BY_NAME) == len(LISTS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_labels_is_complete(kind: str) -> None:
    """Every status has a label for every kind, and within a kind no two read alike."""
    labels = STATUS_LABELS[kind]
    assert list(labels) == list(STATUSES)
    assert len({status_label(kind, status) for status in STATUSES}) == len(STATUSES)
    assert all(labels.values())


@pytest.mark.parametrize(
    ("kind", "status", "reads"),
    [
        ("sanctions", "ruled_out", "ruled out"),
        ("training", "considered", "considered"),
        ("materiel", "proposed", "offered"),
        ("sanctions", "proposed", "proposed"),
        ("deployment", "announced", "pledged"),
        ("sanctions", "announced", "announced"),
        ("legislation", "under_way", "before Parliament"),
        ("sanctions", "under_way", "being prepared"),
        ("deployment", "under_way", "arriving"),
        ("materiel", "under_way", "being delivered"),
        ("legislation", "in_effect", "in force"),
        ("sanctions", "in_effect", "imposed"),
        ("readiness", "in_effect", "on standby"),
        ("deployment", "in_effect", "deployed"),
        ("legislation", "completed", "fully in force"),
        ("materiel", "in_effect", "partly delivered"),
        ("materiel", "completed", "delivered"),
        ("justice", "completed", "done"),
        ("sanctions", "ended", "lifted"),
        ("legislation", "ended", "repealed"),
        ("readiness", "ended", "stood down"),
        ("deployment", "ended", "returned"),
        ("asset_recovery", "ended", "ended"),
    ],
)
def test_how_a_status_reads(kind: str, status: str, reads: str) -> None:
    """A status reads in the words of its kind."""
    assert status_label(kind, status) == reads


def test_the_order_of_advance() -> None:
    """The six stages count from 1; a refusal and an end stand outside, short of talk and beyond completion."""
    assert STATUS_ORDER == {
        "considered": 1,
        "proposed": 2,
        "announced": 3,
        "under_way": 4,
        "in_effect": 5,
        "completed": 6,
    }
    assert sorted(STATUSES, key=ADVANCE.__getitem__) == list(STATUSES)
    assert set(ADVANCE) == set(STATUSES)
    assert len(set(ADVANCE.values())) == len(STATUSES)


def test_one_digit_and_one_letter_for_each_status() -> None:
    """Every status has one digit to sort by and one letter to stand for it in a grid, each its own."""
    assert all(0 <= advance <= 9 for advance in ADVANCE.values())
    assert list(STATUS_LETTERS) == list(STATUSES)
    assert len(set(STATUS_LETTERS.values())) == len(STATUSES)


def test_forms_belong_to_kinds() -> None:
    """Every form belongs to exactly one kind."""
    belonging = Counter(form for forms in FORMS_OF_KIND.values() for form in forms)
    assert belonging == Counter(list(FORMS))
    assert set(FORMS_OF_KIND) <= set(KINDS)


@pytest.mark.parametrize(
    ("place", "other", "lies"),
    [
        ("poland", "poland", True),
        ("poland", "eastern_europe", True),
        ("poland", "europe", True),
        ("eastern_europe", "poland", False),
        ("europe", "eastern_europe", False),
        ("estonia", "baltic_states", True),
        ("estonia", "eastern_europe", True),
        ("estonia", "latvia", False),
        ("estonia", "poland", False),
        ("eastern_mediterranean", "southern_europe", True),
        ("eastern_mediterranean", "eastern_europe", False),
        ("united_kingdom", "europe", True),
        ("russia", "europe", False),
        ("black_sea", "europe", False),
        ("international", "europe", False),
        ("", "europe", False),
        ("poland", "", False),
        ("", "", False),
    ],
)
def test_what_lies_where(place: str, other: str, lies: bool) -> None:
    """A place lies in itself and in what is around it, never the other way round."""
    assert place_lies_in(place, other) is lies


def test_places_contain_only_places() -> None:
    """What a place lies within is a place of the list, and no place lies within itself by a way round."""
    assert set(PLACE_WITHIN) | set(PLACE_WITHIN.values()) <= set(PLACES)
    for place in PLACES:
        around = [PLACE_WITHIN.get(place, "")]
        while around[-1]:
            assert len(around) < len(PLACES)
            around.append(PLACE_WITHIN.get(around[-1], ""))


@given(*[st.sampled_from(list(PLACES))] * 3)
def test_lying_in_is_an_order(one: str, two: str, three: str) -> None:
    """What lies in a place lies in whatever that place lies in; two places that lie in each other are one."""
    if place_lies_in(one, two) and place_lies_in(two, three):
        assert place_lies_in(one, three)
    if place_lies_in(one, two) and place_lies_in(two, one):
        assert one == two


def test_the_codebook_holds_every_word() -> None:
    """The rows of the codebook name every word of every list once, and how each status reads for each kind."""
    rows = list(codes())
    words = {(vocabulary.name, code) for vocabulary in LISTS for code in vocabulary}
    words |= {("status_label", f"{kind}.{status}") for kind in KINDS for status in STATUSES}
    assert Counter((name, code) for name, code, *_ in rows) == Counter(words)
    assert all(label and definition for *_, label, definition in rows)


def test_the_codebook_is_in_order() -> None:
    """The codebook counts each list from 1; statuses bear the order of advance, empty for a refusal and an end."""
    orders = {(name, code): order for name, code, order, *_ in codes()}
    for vocabulary in LISTS:
        counted = [orders[vocabulary.name, code] for code in vocabulary]
        if vocabulary is STATUSES:
            assert counted == ["", "1", "2", "3", "4", "5", "6", ""]
        else:
            assert counted == [str(number) for number in range(1, len(vocabulary) + 1)]
    assert orders["status_label", "sanctions.in_effect"] == "5"
    assert orders["status_label", "sanctions.ended"] == ""
    assert ("status_label", "legislation.under_way", "4", "before Parliament") in [row[:4] for row in codes()]
