"""Events: what waits for them, and where they are said to have happened."""

import pytest

from tests.making import act
from tracker.db.address import Address
from tracker.errors.base import Refused
from tracker.record import events


def test_what_is_needed_cannot_go(shipped: Address) -> None:
    """Nothing that lives may be left pointing at what is withdrawn, by whatever verb."""
    with pytest.raises(Refused):
        act(shipped, events.withdraw, "russia-invades-ukraine")
    with pytest.raises(Refused, match="needs it"):
        act(shipped, lambda change: change.end("measure", "hms-trent"))
    with pytest.raises(Refused, match="needs it"):
        act(shipped, lambda change: change.end("paragraph", "step-back/17"))
