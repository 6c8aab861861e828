"""How far long work has come, for somebody who waits: one line on standard error at a terminal, never in a pipe."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

# Work that is done sooner says nothing; the line is renewed no oftener than this.
PATIENCE = 1.0
PAUSE = 0.2


class Progress:
    """Shows rows done, rows a second and the time left; called with how many are done of how many."""

    def __init__(
        self, stream: TextIO = sys.stderr, clock: Callable[[], float] = time.monotonic, noun: str = "rows"
    ) -> None:
        self.noun = noun
        self.stream = stream
        self.clock = clock
        self.shows = stream.isatty()
        self.began = clock()
        self.shown = self.began + PATIENCE - PAUSE
        self.width = 0

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is, if it is time to."""
        if not self.shows:
            return
        now = self.clock()
        if now - self.shown < PAUSE:
            return
        self.shown = now
        rate = done / (now - self.began)
        left = f", {(total - done) / rate:,.0f} s left" if rate else ""
        self._write(f"{done:,} of {total:,} {self.noun}, {rate:,.0f} a second{left}")

    def clear(self) -> None:
        """Take the line away, for what is said next."""
        if self.width:
            self._write("")
            self.stream.write("\r")
            self.stream.flush()

    def _write(self, line: str) -> None:
        self.stream.write(f"\r{line.ljust(self.width)}")
        self.stream.flush()
        self.width = len(line)
