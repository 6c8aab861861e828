"""Mentions that are cited and not quoted, and what official documents establish: told apart from what was reported."""

import pytest

from tests.conftest import opened
from tests.making import act, sound
from tracker.db.address import Address
from tracker.errors.base import AlreadyRecorded, Refused
from tracker.record import events, mentions, sources
from tracker.reports import checks
from tracker.text import articles

MEASURE = "insurgency-support"
ACT = {"key": "the-act", "publisher": "legislation.gov.uk", "title": "The Act", "type": "legislation"}
ACT |= dict.fromkeys(("published", "published_earliest", "published_latest"), "2022-03-15")
ACT |= {"published_basis": "stated", "citation": "2022 c. 10"}
SAYS = {"measure": MEASURE, "evidence": "cited", "status": "in_effect", "strength": "direct"}
SAYS |= {"attribution": "own_voice", "locator": "s. 69", "date": "2022-03-15", "date_basis": "stated"}


def add(address: Address, source: dict[str, str] | None = None, **more: object) -> str:
    """A document, where it is not there yet, and what it says."""
    wanted = ACT | (source or {})
    if wanted["key"] not in {row["source"] for row in opened(address).sources()}:
        act(address, sources.add, wanted)
    return str(act(address, mentions.add, wanted["key"], SAYS | more))


def test_what_is_cited_counts_to_what_is_established(shipped: Address) -> None:
    """A cited mention never moves the reported status nor its day; the established one follows it."""
    before = [one.row for one in opened(shipped).measures()]
    add(shipped)
    record = opened(shipped)
    after = [one.row for one in record.measures()]
    ((old, moved),) = ((old, row) for old, row in zip(before, after, strict=True) if row != old)
    told = (moved["measure"], moved["established_label"], moved["status"])
    assert told == (MEASURE, "partly delivered", "considered")
    names = {name for name in moved if name.startswith("established_")} - {"established_as_of"}
    assert {name for name, value in moved.items() if value != old[name]} == names
    assert (record.as_of, record.established_as_of) == ("2022-03-03", "2025-12-31")
    established = record.established().measure(MEASURE).row
    assert (established["status"], established["as_of"]) == ("in_effect", "2025-12-31")
    assert checks.check(record, shipped) == []
    assert sound(shipped)


def test_the_day_of_the_act_decides(shipped: Address) -> None:
    """Of what documents establish, the latest act decides, and not the document that spoke last."""
    add(shipped)
    later = {"key": "a-review", "published": "2022-06-01", "published_latest": "2022-06-01"}
    add(shipped, later | {"published_earliest": "2022-06-01"}, status="under_way", date="2022-03-01", locator="p. 3")
    one = opened(shipped).established().measure(MEASURE)
    assert (one.row["status"], one.row["status_rule"], one.row["disputed"]) == ("in_effect", "latest_act", False)
    one = opened(shipped, "2022-05-01").established().measure(MEASURE)
    assert (one.row["status"], one.row["mentions"]) == ("in_effect", 1)
    early = opened(shipped, "2022-03-14").established().measures()
    assert MEASURE not in {one.row["measure"] for one in early}


def test_quoted_words_of_a_document_establish_too(shipped: Address) -> None:
    """A source that turns out to be official takes its mentions over to what is established, and back."""
    act(shipped, sources.edit, "trip-to-moscow", {"type": "official_statement"})
    record = opened(shipped)
    assert record.measure("sanctions-law").row["status_source"] == "not-optimistic"
    assert record.established().measure("sanctions-law").row["status_source"] == "trip-to-moscow"
    assert checks.check(record, shipped) == []
    act(shipped, sources.edit, "trip-to-moscow", {"type": ""})
    assert opened(shipped).measure("sanctions-law").row["status_source"] == "trip-to-moscow"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"quote": "some words"}, "a mention that is cited has no words of its source"),
        ({"paragraph": 3}, "a mention that is cited has no words of its source"),
        ({"evidence": "quoted"}, "paragraph: missing"),
        ({"evidence": ""}, "quote: missing"),
    ],
)
def test_half_filled(shipped: Address, more: dict[str, object], message: str) -> None:
    """What is cited has neither paragraph nor quote, and what is quoted has both."""
    act(shipped, sources.add, ACT)
    with pytest.raises(Refused, match=message):
        act(shipped, mentions.add, "the-act", SAYS | more)


def test_cited_once_at_a_place(shipped: Address) -> None:
    """The key of a cited mention comes from its source, locator and measure: the same again is refused."""
    first = add(shipped)
    assert add(shipped, locator="s. 70") != first
    with pytest.raises(Refused, match="already"):
        add(shipped, status="under_way")


def test_a_citation_turned_into_a_quotation(shipped: Address) -> None:
    """Given paragraph and quote, a cited mention is quoted and keeps its key; its source withdrawn, it goes too."""
    key = add(shipped, {"key": "step-back"}, date="2022-02-09")
    act(shipped, mentions.edit, key, {"evidence": "quoted", "paragraph": 3, "quote": "some words of it"})
    row = opened(shipped).mention(key)
    assert (row["source"], row["paragraph"], row["quote"]) == ("step-back", 3, "some words of it")
    assert (row["established"], row["locator"]) == (False, "s. 69")
    other = add(shipped)
    act(shipped, events.edit, "russia-invades-ukraine", {"happened_on": "2022-02-24", "document": "the-act"})
    assert act(shipped, sources.withdraw, "the-act") == 1
    assert other not in {row["mention"] for row in opened(shipped).mentions()}
    assert opened(shipped).event("russia-invades-ukraine")["happened_on"] is None
    assert checks.check(opened(shipped), shipped) == []


def test_a_cited_document_is_read_after_all(shipped: Address) -> None:
    """The text of a source that was only cited gives it paragraphs and a fingerprint, once; then it can be quoted."""
    key, text = add(shipped), articles.read(b"Some words of it.\n\nAn Act came into force, on the 15th.", "act.txt")
    act(shipped, sources.take_text, "the-act", text)
    act(shipped, mentions.edit, key, {"evidence": "quoted", "paragraph": 2, "quote": "Act came into force"})
    record = opened(shipped)
    assert (record.source("the-act")["paragraphs"], record.mention(key)["established"]) == (2, True)
    with pytest.raises(AlreadyRecorded):
        act(shipped, sources.take_text, "si-2022-123", text)
    assert checks.check(record, shipped) == []
