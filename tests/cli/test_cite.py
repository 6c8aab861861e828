"""`tracker cite` at the command line."""

import json
from pathlib import Path

from tests.running import run


def test_cite_at_the_command_line(shipped_file: Path) -> None:
    """The data set and a measure's sources are cited on standard output."""
    assert "edition 3" in run("cite", db=shipped_file).stdout
    listed = json.loads(run("cite", "royal-marines-poland", "--format", "csl-json", db=shipped_file).stdout)
    assert len(listed) == 3
