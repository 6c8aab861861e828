"""Tables to export."""

from pathlib import Path

import pytest

from tests.conftest import opened
from tracker.db.address import Address
from tracker.package import write_package
from tracker.package.descriptor import Content, Manner


@pytest.fixture
def contents(shipped_file: Path) -> list[Content]:
    """The tables of the shipped record, the panel among them."""
    return write_package.contents(opened(Address.of(shipped_file)), Manner(panel=True))


@pytest.fixture
def hostile() -> Content:
    """A table with a text in it that a spreadsheet would run."""
    events = next(table for table in write_package.TABLES if table.name == "events")
    texts = ["=1+1", "@SUM(A1)", "http://example.org/", "'quoted'", "007"]
    empty = dict.fromkeys(("met_on", "source", "paragraph", "quote", "happened_on", "document", "locator"))
    return Content(events, [{"event": f"event-{number}", "title": text, **empty} for number, text in enumerate(texts)])
