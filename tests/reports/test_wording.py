"""How a measure reads: how fresh it is, and what to be careful about."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import opened
from tests.running import run
from tracker.db.address import Address
from tracker.reports.wording import caveats, freshness


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("royal-marines-poland", []),
        ("assets-legislation", ["one origin alone"]),
        ("eastern-flank-reinforcement", ["one origin alone", "nobody by name: only unnamed officials or reports"]),
    ],
)
def test_what_a_measure_rests_on(shipped: Address, key: str, expected: list[str]) -> None:
    """One origin, nobody by name and nothing without a condition are said; what rests on several origins is not."""
    assert caveats(opened(shipped).measure(key)) == expected


def test_an_event_that_has_happened(shipped: Address) -> None:
    """Once a source says that the event has happened, and not before, the unanswered condition is pointed out."""
    told = caveats(opened(shipped).measure("troops-if-invasion"))
    assert "no source says whether it was done" in told[0]
    assert told[-1] == "nothing without a condition"
    earlier = caveats(opened(shipped, "2022-02-11").measure("troops-if-invasion"))
    assert not any("no source says" in words for words in earlier)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2022-01-27", ""),
        ("2022-01-28", "1 day without a word up to 28 Jan 2022"),
        ("2022-03-03", "35 days without a word up to 3 Mar 2022"),
    ],
)
def test_freshness(shipped: Address, as_of: str, expected: str) -> None:
    """How long nobody has spoken is counted up to the day asked about; silence changes no status."""
    one: Any = opened(shipped, as_of).measure("troops-if-invasion")
    assert freshness(one.row) == expected
    assert one.row["status"] == "announced"


def test_show_says_so(shipped_file: Path) -> None:
    """`measure show` tells both."""
    shown = run("measure", "show", "troops-if-invasion", db=shipped_file).stdout
    assert "35 days without a word" in shown
    assert "one origin alone" in shown
