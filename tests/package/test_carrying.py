"""What a description carries beside the tables."""

import json
from pathlib import Path

from tests.packages import faults
from tracker.db.address import Address
from tracker.package import write_package


def test_what_is_carried_is_checked(empty: Address, folder: Path) -> None:
    """Rows that only the description holds obey the rules of any other, and name the description as their place."""
    file = folder / write_package.DESCRIPTOR
    described = json.loads(file.read_text(encoding="utf-8"))
    described["curation"] = {
        "measures": [{"measure": "boats", "title": "Boats", "kind": "floating"}, {"measure": "a", "merged_into": "b"}],
        "mentions": [{"mention": "zz", "source": "nowhere", "quote": []}],
        "links": [{"measure": "hms-trent", "relation": "follows", "other": "nothing"}],
        "verdicts": {"step-back": {"3": "noise"}},
    }
    file.write_text(json.dumps(described), encoding="utf-8")
    found = {fault[2] for fault in faults(empty, folder)}
    assert {f"curation.{name}" for name in described["curation"]} <= found
