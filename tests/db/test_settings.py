"""Where things are, and who is writing."""

from pathlib import Path

import pytest

from tracker.db import settings
from tracker.errors.files import NoResources


def test_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TRACKER_BY comes before the name git knows, and that before the login name."""
    monkeypatch.setenv("TRACKER_BY", "  Ann ")
    assert settings.author() == "Ann"
    monkeypatch.delenv("TRACKER_BY")
    monkeypatch.setenv("LOGNAME", "bob")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert settings.author() == "bob"
    git = tmp_path / "git"
    git.write_text("#!/bin/sh\necho Carol\n")
    git.chmod(0o755)
    assert settings.author() == "Carol"


def test_what_is_shipped() -> None:
    """Migrations and readings are found; what was never shipped is named."""
    for name in ("alembic", "seeds"):
        assert settings.resource(name).is_dir()
    with pytest.raises(NoResources):
        settings.resource("nothing-of-the-kind")
