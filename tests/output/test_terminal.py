"""At a terminal: what folds, what hangs, what is never broken. The forms are tested in `test_tables`."""

import io
import re
from collections.abc import Sequence

import pytest

from tracker.output.tables import DIM, Cell, Column, Line, Sheet
from tracker.output.terminal import show

COMMAND = "tracker measure link heron may_be_same_as tern --off --why 'two boats, as the harbour master says'"


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def lines(sheet: Sheet, monkeypatch: pytest.MonkeyPatch, width: int, out: io.StringIO | None = None) -> list[str]:
    """What a terminal of a width shows, without its colours."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(width))
    stream = out or Terminal()
    show([sheet], "table", stream)
    return re.sub("\x1b\\[[0-9;]*m", "", stream.getvalue()).splitlines()


def table(columns: Sequence[Column], *rows: Sequence[Cell | str] | Line, notes: Sequence[str] = ()) -> Sheet:
    """A sheet of a table alone."""
    return Sheet([], [], columns, rows, notes=notes)


def test_what_is_to_be_copied_is_never_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line kept whole is one line however narrow the terminal; one that is not goes on at the next."""
    sheet = table([Column("boat", grows=True)], ["Heron"], Line(COMMAND, whole=True), Line("word " * 20))
    shown = lines(sheet, monkeypatch, 40)
    assert COMMAND in shown
    assert max(len(line) for line in shown if line != COMMAND) <= 40
    assert sum(line.count("word") for line in shown) == 20


def test_what_folds_has_the_room_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells that moved below another go on under the columns beside it, and no further than the terminal."""
    columns = [Column("no"), Column("boat", grows=True), Column("state"), Column("moored", folds="at ")]
    sheet = table(columns, ["1", "Heron", "afloat · leaking badly", "the old quay by the customs house"])
    assert lines(sheet, monkeypatch, 40) == [
        "no boat  state",
        "1  Heron afloat · leaking badly",
        "     at the old quay by the customs",
        "     house",
    ]


def test_what_grows_is_broken_before_others_fold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text is broken into lines, so that what stands beside it keeps its column."""
    columns = [Column("words", grows=True), Column("state"), Column("moored", folds="at ")]
    shown = lines(table(columns, ["word " * 14 + "end", "afloat", "the quay"]), monkeypatch, 80)
    assert shown[1].endswith("afloat the quay")
    assert shown[2].endswith("end")


def test_what_makes_the_fewest_lines_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """One long cell is broken rather than many that are nearly as long, and no word is, so that a key can be copied."""
    columns = [Column("boat", grows=True), Column("state"), Column("key")]
    boats = [[f"the good ship of the line number {number}", "afloat", f"key-{number}"] for number in range(3)]
    boats[1][1], boats[2][2] = "afloat but leaking at the bow", "key-of-many-letters-and-more"
    shown = lines(table(columns, *boats), monkeypatch, 80)
    assert len(shown) == 6
    assert all(any(boat in line for line in shown) for boat, _, _ in boats)
    shown = lines(table(columns[::2], *(boat[::2] for boat in boats)), monkeypatch, 60)
    assert all(any(key in line for line in shown) for _, _, key in boats)


def test_what_is_set_in_goes_on_set_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that begins further in goes on there, and so does what folds below it."""
    columns = [Column("boat", grows=True), Column("moored", folds="at ")]
    shown = lines(table(columns, ["  the good ship Heron of the northern fleet", "the old quay"]), monkeypatch, 30)
    assert shown[1:] == ["  the good ship Heron of the", "  northern fleet", "    at the old quay"]


def test_an_empty_column_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that may fold and holds nothing is left out; one that may not fold stays."""
    columns = [Column("boat", grows=True), Column("state"), Column("moored", folds="at ")]
    assert lines(table(columns, ["Heron", "", ""], ["Tern", "", ""]), monkeypatch, 80)[0] == "boat   state"


def test_notes_hang_below_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a gap goes on below its own beginning, and so does what is set in."""
    notes = ["disputed   articles differ, or one differs with itself", "    A title that is long enough to be broken"]
    shown = lines(table([], notes=notes), monkeypatch, 40)
    assert shown == [
        "",
        "disputed   articles differ, or one",
        "           differs with itself",
        "    A title that is long enough to be",
        "    broken",
    ]


@pytest.mark.parametrize(("term", "coloured"), [("xterm", True), ("screen", True), ("dumb", False)])
def test_grey_is_grey(term: str, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal shows a light colour in the place of grey, which could not be read on white; a dumb one has none."""
    monkeypatch.setenv("TERM", term)
    stream = Terminal()
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    show([table([Column("boat")], [Cell("Heron", DIM)])], "table", stream)
    assert ("\x1b[38;5;244mHeron" in stream.getvalue()) == coloured
    assert "\x1b[37m" not in stream.getvalue()


def test_colour_can_be_forced_and_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """FORCE_COLOR treats a pipe as a terminal, NO_COLOR takes colours from one, and a plain pipe gets none."""
    sheet = table([Column("boat")], [Cell("Heron", "color(28)")])
    stream = Terminal()
    lines(sheet, monkeypatch, 40, stream)
    assert "\x1b[38;5;28mHeron" in stream.getvalue()
    for name, value, out, coloured in (
        ("FORCE_COLOR", "1", io.StringIO(), True),
        ("FORCE_COLOR", "0", io.StringIO(), False),
        ("NO_COLOR", "1", Terminal(), False),
    ):
        monkeypatch.delenv("FORCE_COLOR", raising=False)
        monkeypatch.setenv(name, value)
        show([sheet], "table", out)
        assert ("\x1b[38" in out.getvalue()) == coloured, (name, value)
