"""The change log, for reading."""

import pytest

from tests.making import act, mention
from tracker.db import change_log
from tracker.db.address import Address
from tracker.db.reader import reading
from tracker.errors.usage import NeverHeld
from tracker.record import measures, mentions, paragraphs


def test_the_log_of_one_measure(shipped: Address) -> None:
    """The log can be asked for one measure: its own changes, its mentions' and its links'."""
    act(shipped, measures.edit, "hms-trent", {"title": "One"})
    act(shipped, mentions.edit, mention(shipped, "hms-trent", "step-back"), {"note": "seen"})
    act(shipped, measures.edit, "estonia-doubling", {"title": "Other"})
    with reading(shipped) as reader:
        entries = [*change_log.log(reader.rows, "hms-trent")]
        assert [entry.row["revision"] for entry in entries] == [3, 2, 1]
        assert [entry.row["revision"] for entry in change_log.log(reader.rows, author="a person")] == [4, 3, 2]
        today = entries[0].row["recorded_at"][:10]
        assert [entry.row["revision"] for entry in change_log.log(reader.rows, since=today)] == [4, 3, 2, 1]
        assert [*change_log.log(reader.rows, since="9999-01-01")] == []
        for key in ("step-back", "step-back/34", "russia-invades-ukraine"):
            assert [*change_log.log(reader.rows, key)][-1].row["revision"] == 1
        with pytest.raises(NeverHeld):
            change_log.log(reader.rows, "nobody")


def test_the_log_of_a_source_holds_its_paragraphs(shipped: Address) -> None:
    """What was done to a paragraph alone is in the log of its source, and in no other's."""
    act(shipped, paragraphs.edit, "step-back/1", {"note": "looked at"})
    with reading(shipped) as reader:
        numbers = {
            key: [entry.row["revision"] for entry in change_log.log(reader.rows, key)]
            for key in ("step-back", "step-back/1", "step-back/2", "cold-war-rhetoric")
        }
    assert numbers == {"step-back": [2, 1], "step-back/1": [2, 1], "step-back/2": [1], "cold-war-rhetoric": [1]}
