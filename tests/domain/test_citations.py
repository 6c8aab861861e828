"""Citations: what each form says, and what no document can have."""

import pytest

from tracker.domain.citations import Cited, life_problems, problems, read

UKSI = "https://www.legislation.gov.uk/uksi/2022/123"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("S.I. 2022/123", Cited("S.I. 2022/123", "legislation", "statutory_instrument", UKSI)),
        ("si 2022 No. 123", Cited("S.I. 2022/123", "legislation", "statutory_instrument", UKSI)),
        ("2022 c. 10", Cited("2022 c. 10", "legislation", "act", "https://www.legislation.gov.uk/ukpga/2022/10")),
        ("HC Deb 21 February 2022, col. 15", Cited("HC Deb 21 February 2022, col. 15", "parliament")),
        ("hl deb 9 March 2022 c212WS", Cited("HL Deb 9 March 2022, col. 212WS", "parliament")),
        ("HCWS461", Cited("HCWS461", "parliament")),
        ("HC 1186", Cited("HC 1186", "parliament")),
        ("[2025] UKSC 30", Cited("[2025] UKSC 30", "court")),
        ("https://doi.org/10.1000/182", Cited("10.1000/182", "reference", url="https://doi.org/10.1000/182")),
        ("a page of its own", None),
    ],
)
def test_what_a_citation_says(typed: str, said: Cited | None) -> None:
    """Its canonical form, its sort of source, its instrument and its stable address."""
    assert read(typed) == said


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"citation": "S.I. 2022/99999"}, "no year has a number like that"),
        ({"citation": "S.I. 2022/0"}, "no year has a number like that"),
        ({"citation": "S.I. 2031/5"}, "cannot have been published on 2022-03-08"),
        ({"citation": "2022 c. 1000"}, "no year has a number like that"),
        ({"citation": "S.I. 2022"}, "is in no form of its kind"),
        ({"citation": "10.12/x"}, "is in no form of its kind"),
        ({"citation": "S.I. 2022/124", "url": UKSI}, "it is the address of uksi/2022/123"),
        ({"citation": "S.I. 2022/123", "instrument": "act"}, "is no act"),
        ({"citation": "HC Deb 9 March 2022"}, "the debate is of 9 March 2022"),
        ({"citation": "HC Deb 31 February 2022"}, "out of range"),
    ],
)
def test_what_cannot_be(source: dict[str, str], message: str) -> None:
    """A number that no series has, an address of another document, a debate of another day: each is one complaint."""
    (problem,) = problems({"published": "2022-03-08", **source})
    assert message in problem.message


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"made": "2022-02-11", "in_force": "2022-02-10"}, "in_force"),
        ({"made": "2022-02-10T17:00", "in_force": "2022-02-10T10:15"}, "in_force"),
        ({"made": "2022-02-11", "lapses": "2022-02-10"}, "lapses"),
        ({"instrument": "act", "laid": "2022-03-16", "made": "2022-03-15"}, "made"),
        ({"instrument": "", "made": "2022-02-11"}, "instrument"),
    ],
)
def test_days_out_of_order(days: dict[str, str], field: str) -> None:
    """Nothing is in force before it is made, no Act made before it was introduced, only instruments have such days."""
    (problem,) = life_problems({"instrument": "statutory_instrument", **days})
    assert problem.field == field


def test_days_in_order() -> None:
    """Regulations may be laid after they are made, and be in force on the day of their making, whatever the hour."""
    days = {"made": "2022-02-10T10:15", "laid": "2022-02-10T16:00", "in_force": "2022-02-10"}
    assert list(life_problems({"instrument": "statutory_instrument", **days})) == []
    assert list(problems({"published": "2022-02-10", "citation": "S.I. 2022/123", "url": f"{UKSI}/made"})) == []
