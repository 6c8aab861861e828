"""The pager: what is longer than the screen goes through it, and nothing is lost where it fails or is left."""

from pathlib import Path

import pytest

from tests.terminal import at_terminal
from tracker.output import pager

TEXT = "".join(f"line {number}\n" for number in range(200_000))


def test_the_pager_gets_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$PAGER is run by the shell with its options, gets all of the text, and less is told how to behave."""
    monkeypatch.delenv("LESS", raising=False)
    monkeypatch.setenv("PAGER", f"(echo $LESS; cat) > {tmp_path / 'paged'}")
    assert pager.page("six\n£5\n")
    assert (tmp_path / "paged").read_text(encoding="utf-8") == "FRX\nsix\n£5\n"
    monkeypatch.setenv("LESS", "R")
    pager.page("")
    assert (tmp_path / "paged").read_text(encoding="utf-8") == "R\n", "what the reader set stays"


@pytest.mark.parametrize("command", ["true", "head -1 > /dev/null", "exit 3"])
def test_who_has_read_enough_leaves(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pager that is left before the end of the text is no fault, and the text is not shown a second time."""
    monkeypatch.setenv("PAGER", command)
    assert pager.page(TEXT)


@pytest.mark.parametrize("command", ["", "cat", "no-such-pager-here", "/etc/passwd"])
def test_without_a_pager_nothing_is_shown_by_it(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none is wanted, or none can be run, the text is left to whoever asked."""
    monkeypatch.setenv("PAGER", command)
    assert not pager.page(TEXT)


def test_only_what_is_long_is_paged(shipped_file: Path, tmp_path: Path) -> None:
    """At a terminal a report longer than the screen is paged; not a short one, nor with --no-pager."""
    paged = tmp_path / "paged"
    given = {"db": shipped_file, "width": 100, "PAGER": f"cat > {paged}", "LINES": "24"}
    assert at_terminal("report", **given) == ""  # type: ignore[arg-type]
    assert "1,000 troops on standby" in paged.read_text(encoding="utf-8")
    paged.unlink()
    assert "troops" in at_terminal("report", **{**given, "LINES": "200"})  # type: ignore[arg-type]
    assert "troops" in at_terminal("report", "--no-pager", **given)  # type: ignore[arg-type]
    assert "troops" in at_terminal("search", "1000", **given)  # type: ignore[arg-type]
    assert not paged.exists()
