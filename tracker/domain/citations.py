"""Citations of official documents: laws, Hansard, papers of Parliament, judgments and DOIs, read and checked.

What a citation says is its sort of source and, where the document has one, its stable address. Which forms are read:

S.I. 2022/123              a statutory instrument, by year and number
2022 c. 10                 an Act, by year and chapter
HC Deb 21 February 2022, col. 15    Hansard, by House, day and column; the column may be left out
HCWS461 · HC 1186 · CP 620          a written statement, a paper of a House, a command paper
[2025] UKSC 30             a judgment, by its neutral citation
10.1000/182                a DOI
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tracker.domain.dates import read_date
from tracker.errors.base import Problem
from tracker.errors.usage import BadDate

LEGISLATION = "https://www.legislation.gov.uk"
# The first year and the greatest number that each series can have: S.I. numbers have stayed below 4,200 a year.
_SERIES = {"uksi": (1948, 4_999), "ukpga": (1801, 150)}


class Cited(NamedTuple):
    """What a citation says: how it is written, what sort of source it is, its instrument and its address."""

    citation: str
    type: str
    instrument: str = ""
    url: str = ""


def _instrument(found: re.Match[str]) -> Cited:
    year, number = int(found["year"]), int(found["number"])
    url = f"{LEGISLATION}/uksi/{year}/{number}"
    return Cited(f"S.I. {year}/{number}", "legislation", "statutory_instrument", url)


def _act(found: re.Match[str]) -> Cited:
    year, number = int(found["year"]), int(found["number"])
    return Cited(f"{year} c. {number}", "legislation", "act", f"{LEGISLATION}/ukpga/{year}/{number}")


def _hansard(found: re.Match[str]) -> Cited:
    column = f", col. {found['column']}" if found["column"] else ""
    return Cited(f"{found['house'].upper()} Deb {found['day']}{column}", "parliament")


def _paper(found: re.Match[str]) -> Cited:
    return Cited(found[0], "parliament")


def _judgment(found: re.Match[str]) -> Cited:
    return Cited(found[0], "court")


def _doi(found: re.Match[str]) -> Cited:
    return Cited(found["doi"], "reference", url=f"https://doi.org/{found['doi']}")


_FORMS: tuple[tuple[str, Callable[[re.Match[str]], Cited]], ...] = (
    (r"(?:UK)?S\.?I\.? ?(?P<year>\d{1,4})(?:/| No\.? ?)(?P<number>\d{1,6})", _instrument),
    (r"(?P<year>\d{1,4}) c(?:h|hapter)?\.? ?(?P<number>\d{1,6})", _act),
    (
        r"(?P<house>H[CL]) Deb\.?,? (?P<day>\d\d? \w+ \d{4})(?:,? (?:c|cc|col|cols|column)\.? ?(?P<column>\d+\w*))?",
        _hansard,
    ),
    (r"H[CL]WS ?\d+|H[CL] \d+|HL\d+|(?:Cm|Cmnd|Cmd|CP) ?\d+", _paper),
    (r"\[\d{4}\] [A-Z]{2,6}(?: [A-Z]\w*)? \d+(?: \(\w+\))?", _judgment),
    (r"(?:https?://(?:dx\.)?doi\.org/|doi: ?)?(?P<doi>10\.\d{4,9}/\S+)", _doi),
)
_LIKE_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/|10\.\d)", re.IGNORECASE)
_LIKE_LAW = re.compile(r"(?:UK)?S\.?I\.?\b|\d+ c(?:h|hapter)?\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://(?:www\.)?legislation\.gov\.uk/(?:id/)?(?P<series>uksi|ukpga)/(?P<year>\d+)/(?P<number>\d+)"
)


def read(citation: str) -> Cited | None:
    """What a citation in one of the forms above says; nothing for one in a form of its own."""
    for pattern, made in _FORMS:
        if found := re.fullmatch(pattern, citation.strip(), re.IGNORECASE):
            return made(found)
    return None


def problems(source: Mapping[str, object]) -> Iterator[Problem]:
    """What is wrong with how a source is cited: a number that cannot be, an address of another document."""
    citation, url = str(source.get("citation") or ""), str(source.get("url") or "")
    found = read(citation)
    if citation and found is None and (_LIKE_LAW.match(citation) or _LIKE_DOI.match(citation)):
        yield Problem(
            "citation", f"{citation!r} is in no form of its kind", "write S.I. 2022/123, 2022 c. 10 or 10.1000/182"
        )
    if found and "Deb" in found.citation:
        yield from _day_of_debate(found.citation, str(source.get("published")))
    if found and found.instrument:
        yield from _number(found, str(source.get("published")))
        if source.get("instrument") not in (None, "", found.instrument):
            yield Problem(
                "instrument",
                f"{citation} is no {source['instrument']}",
                f"say {found.instrument}, or mend the citation",
            )
    address = _ADDRESS.match(url)
    if found and found.instrument and address:
        own = f"{address['series']}/{int(address['year'])}/{int(address['number'])}"
        if not found.url.endswith(f"/{own}"):
            yield Problem(
                "url", f"it is the address of {own}, not of {found.citation}", f"give {found.url}, or leave it out"
            )


def _number(found: Cited, published: str) -> Iterator[Problem]:
    series, year, number = found.url.rsplit("/", 3)[1:]
    first, most = _SERIES[series]
    if not first <= int(year) <= int(published[:4]):
        remedy = "mend the year of the citation, or the day it was published"
        yield Problem("citation", f"{found.citation} cannot have been published on {published}", remedy)
    elif not 1 <= int(number) <= most:
        yield Problem("citation", f"no year has a number like that of {found.citation}", "check the number")


def _day_of_debate(citation: str, published: str) -> Iterator[Problem]:
    said = citation.partition(" Deb ")[2].partition(",")[0]
    try:
        day = read_date(said)
    except BadDate as error:
        yield Problem("citation", error.message, "write the day as 21 February 2022")
        return
    if day != published:
        yield Problem("citation", f"the debate is of {said}, the source of {published}", "mend one of the two")


def life_problems(source: Mapping[str, object]) -> Iterator[Problem]:
    """Days of an instrument that are out of order, or that no instrument has."""
    days = {name: str(source[name]) for name in ("made", "laid", "in_force", "approved", "lapses") if source.get(name)}
    if days and not source.get("instrument"):
        yield Problem("instrument", f"{next(iter(days))} is a day of a legal instrument", "say which sort it is")
    pairs = [("made", "in_force"), ("made", "lapses")] + [("laid", "made")] * (
        source.get("instrument") != "statutory_instrument"
    )
    for first, then in pairs:
        if first in days and then in days and _before(days[then], days[first]):
            yield Problem(then, f"{then} {days[then]} is before {first} {days[first]}", "check both")


def _before(one: str, other: str) -> bool:
    """Whether a day, with its hour or without, is before another; a day without an hour is before no hour of it."""
    return one < other if "T" in one and "T" in other else one[:10] < other[:10]
