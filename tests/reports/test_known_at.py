"""Two clocks: what was known at a past moment is what a database frozen at that moment would have answered."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import opened
from tests.effort import times
from tests.histories import DAYS, STAGES, add_article, correct_day, correct_mention, end, live_keys
from tests.running import run
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.domain.dates import moment
from tracker.domain.filters import Filters
from tracker.domain.status import STATUS_FIELDS
from tracker.errors.usage import BadDate
from tracker.record import measures, paragraphs
from tracker.reports.coverage import coverage
from tracker.reports.snapshot import Snapshot


def answers(record: Snapshot) -> dict[str, Any]:
    """Everything a record can be asked."""
    return {
        "position": (record.revision, record.digest, record.edition, record.newest, record.recorded_at),
        "measures": [one.row for one in record.measures()],
        "statuses": list(record.measure_rows(Filters(), ["status"])),
        "mentions": record.mentions(),
        "sources": record.sources(),
        "paragraphs": record.paragraphs(),
        "events": record.events(),
        "links": record.links(),
        "coverage": [*coverage(record)],
        "keys": record.definitions(),
    }


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("article", "article", "stage", "day", "withdraw", "paragraph")),
        st.integers(0, 9),
        st.sampled_from(DAYS),
        st.sampled_from(STAGES),
    ),
    min_size=1,
    max_size=7,
)


def act(change: Change, number: int, wish: tuple[str, int, str, str]) -> None:
    """Do what was drawn, to whichever thing it falls on; with nothing to do it to, add an article."""
    kind, chosen, day, stage = wish
    spoken, papers = live_keys(change, "mention"), live_keys(change, "source")
    if kind == "stage" and spoken:
        correct_mention(change, spoken[chosen % len(spoken)], stage)
    elif kind == "day" and papers:
        correct_day(change, papers[chosen % len(papers)], day)
    elif kind == "withdraw" and spoken:
        end(change, "mention", spoken[chosen % len(spoken)])
        measures.add(change, {"key": f"extra-{number}", "title": "extra", "kind": "training"})
    elif kind == "paragraph" and papers:
        paragraphs.add(change, papers[chosen % len(papers)], {"number": 100 + number, "verdict": "context"})
    else:
        add_article(change, number, day, stage)


@pytest.mark.long
def test_any_past_moment_answers_as_if_frozen_then(databases: Any) -> None:
    """Known at the moment of any revision, as of any day, the answers are those the record gave just after it."""

    @settings(database=None, max_examples=times(6, 100) if databases.dialect == "sqlite" else times(2, 20))
    @given(ACTS)
    def holds(wishes: list[tuple[str, int, str, str]]) -> None:
        address: Address = databases.copy("empty")
        frozen = {("", day): answers(opened(address, day)) for day in ("", *DAYS)}
        for number, wish in enumerate(wishes):
            with transaction(address) as connection:
                change = Change(connection, "the tests", "to test")
                act(change, number, wish)
                assert change.close() == number + 1
            for day in ("", *DAYS):
                now = opened(address, day)
                frozen[now.recorded_at, day] = answers(now)
        for (then, day), expected in frozen.items():
            found = answers(opened(address, day, then or "2001-01-01T00:00:00.000000Z"))
            assert found == expected
            told = [{name: row[name] for name in STATUS_FIELDS} for row in found["measures"]]
            assert found["statuses"] == told

    holds()


def test_before_the_first_revision_the_record_is_empty(shipped: Address) -> None:
    """Known at a moment before anything was recorded, the record answers like an empty one."""
    then = opened(shipped, known_at="2001-01-01T23:59:59.999999Z")
    assert (then.revision, then.newest, then.edition, then.digest) == (0, "", "", "0" * 64)
    assert ([*then.measures()], then.sources(), then.paragraphs(), then.events(), then.links()) == ([], [], [], [], [])


def test_the_moment_of_a_revision_includes_it(shipped: Address) -> None:
    """A revision is known at the microsecond it was recorded in, and not at the one before."""
    recorded = opened(shipped).recorded_at
    assert opened(shipped, known_at=recorded).revision == 1
    before = f"{recorded[:-2]}{int(recorded[-2]) - 1}Z" if recorded[-2] != "0" else recorded[:-5] + "000Z"
    assert before == recorded or opened(shipped, known_at=before).revision == 0


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("2026-11-22", "2026-11-22T23:59:59.999999Z"),
        ("2026-11-22T14:30", "2026-11-22T14:30:59.999999Z"),
        ("2026-11-22 14:30Z", "2026-11-22T14:30:59.999999Z"),
        ("2026-11-22T14:30:05Z", "2026-11-22T14:30:05.999999Z"),
        ("2026-11-22T14:30:05.25Z", "2026-11-22T14:30:05.250000Z"),
        ("2026-11-22T14:30:05.123456Z", "2026-11-22T14:30:05.123456Z"),
        ("2026-11-22T00:30:00+02:00", "2026-11-21T22:30:00.999999Z"),
    ],
)
def test_what_a_moment_means(written: str, means: str) -> None:
    """A day means its end in UTC, a time without seconds its minute's end; a zone is brought to UTC."""
    assert moment(written) == means


@pytest.mark.parametrize(
    "written",
    """
    now|2026|2026-02-30|2026-11-22T25:00|20261122|2026-11-22T|2026-11-22T14|9999-12-31T23:59-01:00|2026-W08-7||
    2026-11-22T14:30:05.1234567Z|2026-11-22Z|२०२६-११-२२|0001-01-01T00:00+02:00
    """.strip().split("|"),
)
def test_what_is_no_moment(written: str) -> None:
    """Anything else is refused in words, whatever it holds."""
    with pytest.raises(BadDate):
        moment(written.strip())


def test_both_clocks_on_the_command_line(shipped_file: Any) -> None:
    """Reading commands take --known-at beside --as-of; the title says which moment, and a bad one is refused."""
    past = run("report", "--known-at", "2001-01-01", "--as-of", "2022-02-10", db=shipped_file)
    assert past.stdout.startswith("The record was empty at 1 Jan 2001 23:59:59 UTC")
    future = run("report", "--known-at", "2199-01-01T10:00Z", db=shipped_file).stdout
    assert future.splitlines()[0].endswith("and known at 1 Jan 2199 10:00:59 UTC")
    assert future.splitlines()[1].startswith("32 measures; 5 articles, listed below")
    for command in (["mention", "list"], ["source", "list"], ["event", "list"], ["coverage"], ["db", "info"]):
        assert run(*command, "--known-at", "2001-01-01", "--format", "csv", db=shipped_file).returncode == 0
    bad = run("report", "--known-at", "yesterday", db=shipped_file)
    assert (bad.returncode, "write it as YYYY-MM-DD" in bad.stderr) == (2, True)
