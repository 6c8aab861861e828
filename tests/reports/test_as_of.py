"""Every day of four months: the record's answer against one worked out from data/mentions.csv alone."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.conftest import ROOT, opened
from tracker.db.address import Address
from tracker.db.reader import reading
from tracker.reports.snapshot import Snapshot

STAGES = ("ruled_out", "considered", "proposed", "announced", "under_way", "in_effect", "completed", "ended")
DAYS = [(date(2021, 12, 1) + timedelta(days=count)).isoformat() for count in range(121)]


def published() -> list[dict[str, str]]:
    """The mentions as they are published, but for those that count to what documents establish."""
    with (ROOT / "data" / "mentions.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["established"] == "false"]


def in_order(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """One measure's mentions as the README's rules order them, the deciding one first."""
    ordered = sorted(rows, key=lambda row: (STAGES.index(row["status"]), row["mention"]))
    ordered.sort(key=lambda row: row["attribution"] == "own_voice")
    ordered.sort(key=lambda row: row["strength"] != "direct")
    ordered.sort(key=lambda row: row["preferred_on"] or row["published"], reverse=True)
    return sorted(ordered, key=lambda row: row["strength"] == "background")


def answer(rows: list[dict[str, str]]) -> Mapping[str, Any]:
    """What one measure's mentions come to, by those rules."""
    ordered = in_order(rows)
    first = ordered[0]
    stated = [row for row in ordered if row["amount"] or row["amount_low"] or row["amount_high"]]
    stated = stated or [row for row in ordered if row["unit"]]
    clash = [
        row
        for row in ordered
        if (row["published"] == first["published"] and row["status"] != first["status"])
        or STAGES.index(row["status"]) > STAGES.index(first["status"])
    ]
    return {
        "status": first["status"],
        "status_mention": first["mention"],
        "amount": float(stated[0]["amount"]) if stated and stated[0]["amount"] else None,
        "unit": (stated[0]["unit"] or None) if stated else None,
        "place": next((row["place"] for row in ordered if row["place"]), None),
        "condition": first["condition"] or None,
        "disputed": bool(clash),
        "mentions": len(ordered),
        "origins": len({row["origin"] for row in ordered}),
        "first_reported": min(row["published"] for row in ordered),
        "last_reported": max(row["published"] for row in ordered),
    }


def test_every_day_of_four_months(shipped: Address) -> None:
    """On each day every measure spoken of by then, and no other, has the answer that mentions.csv gives by hand."""
    rows = published()
    assert (DAYS[0], DAYS[-1]) == ("2021-12-01", "2022-03-31")
    states = set()
    with reading(shipped) as reader:
        for day in DAYS:
            spoken: dict[str, list[dict[str, str]]] = {}
            for row in rows:
                if row["published"] <= day:
                    spoken.setdefault(row["measure"], []).append(row)
            expected = {measure: answer(said) for measure, said in spoken.items()}
            measured = {one.row["measure"]: one.row for one in Snapshot(reader.rows, day).measures()}
            found = {key: {name: row[name] for name in expected[key]} for key, row in measured.items()}
            assert found == expected, day
            states.add(repr(sorted(expected.items())))
    assert len(states) == 5, "nothing, then four days on which articles spoke"


def test_the_answer_by_hand_is_that_of_the_newest_day(shipped: Address) -> None:
    """Without a day the record answers as of its newest source."""
    assert opened(shipped).as_of == max(row["published"] for row in published())
