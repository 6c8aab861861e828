"""Links between measures."""

from tests.making import act, entries
from tracker.db.address import Address
from tracker.record import links


def test_a_withdrawn_key_can_be_used_again(shipped: Address) -> None:
    """A withdrawn link, measure or mention may be added anew under its old key."""
    act(shipped, links.withdraw, "hms-trent part_of nato-defence-offer")
    act(shipped, links.add, {"measure": "hms-trent", "relation": "part_of", "other": "nato-defence-offer"})
    assert [(thing.action, thing.noun) for entry in entries(shipped)[:2] for thing in entry.touched] == [
        ("added", "link"),
        ("withdrawn", "link"),
    ]
