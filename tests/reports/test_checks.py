"""Checks: what is unsound in a record is named, with its remedy."""

from pathlib import Path

import pytest

from tests.conftest import opened
from tests.making import act, sound
from tests.running import run
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.reports import checks


def test_a_source_moved_before_what_it_says(shipped_file: Path) -> None:
    """An article whose day is put before a stage it reports is named by the check, with the mention."""
    day = "2022-02-01"
    moved = ("--published", day, "--published-earliest", day, "--published-latest", day, "--why", "w")
    assert run("source", "edit", "trip-to-moscow", *moved, db=shipped_file).returncode == 0
    done = run("check", db=shipped_file)
    assert done.returncode == 1
    assert "its stage is dated 2022-02-10, after its source spoke, on 2022-02-01" in done.stderr


@pytest.mark.parametrize(
    ("noun", "key", "pointing"),
    [
        ("paragraph", "PARAGRAPH", "event"),
        ("measure", "hms-trent", "mention"),
        ("measure", "hms-trent", "link"),
        ("event", "russia-invades-ukraine", "mention"),
    ],
)
def test_what_points_to_something_withdrawn(
    shipped: Address, noun: str, key: str, pointing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision that withdrew what something else still points to is found, though the change log vouches for it."""
    if key == "PARAGRAPH":
        event = next(row for row in opened(shipped).events() if row["source"])
        key = f"{event['source']}/{event['paragraph']}"
    assert checks.check(opened(shipped), shipped) == []
    monkeypatch.setattr(Change, "_refuse_dangling", lambda _: None)
    act(shipped, lambda change: change.end(noun, key))
    assert sound(shipped)
    told = [fault.message for fault in checks.check(opened(shipped), shipped)]
    assert f"the {pointing} points to {noun} {key}, which is withdrawn" in told
