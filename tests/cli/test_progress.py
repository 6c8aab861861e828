"""The line that says how far a long job is."""

import io

from tracker.cli.progress import Progress


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_at_a_terminal() -> None:
    """After a second of work a line says rows, rate and time left, renewed in place, and is taken away at the end."""
    ticks = iter([0.0, 0.5, 2.0, 2.1, 4.0])
    terminal = _Terminal()
    progress = Progress(terminal, lambda: next(ticks))
    for done in (10, 2_000, 2_100, 4_000):
        progress(done, 10_000)
    lines = terminal.getvalue().split("\r")[1:]
    assert lines[0].rstrip() == "2,000 of 10,000 rows, 1,000 a second, 8 s left"
    assert lines[1].rstrip() == "4,000 of 10,000 rows, 1,000 a second, 6 s left"
    progress.clear()
    assert terminal.getvalue().endswith(" \r")


def test_no_progress_in_a_pipe() -> None:
    """Where nobody watches, nothing is said however long it takes."""
    ticks = iter([0.0, 10.0, 20.0])
    pipe = io.StringIO()
    progress = Progress(pipe, lambda: next(ticks))
    progress(1, 10)
    progress.clear()
    assert pipe.getvalue() == ""
