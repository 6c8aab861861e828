"""Generated input for every reader: something valid that was spoilt is read, or refused by a declared error."""

from contextlib import suppress

import pytest

from tests.effort import times
from tests.reliability.readers import READERS, refused, valid
from tracker.errors.base import TrackerError


@pytest.mark.long
@pytest.mark.parametrize("name", READERS)
def test_any_input(name: str) -> None:
    """Whatever is spoilt in a valid input, its reader takes it, or refuses it by a declared error."""
    reader = READERS[name]
    for text in valid(name):
        with suppress(TrackerError):
            reader.read(text)
    for number in range(times(reader.short, reader.long)):
        refused(name, number)
