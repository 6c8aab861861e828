"""The ways in which a guided reading can refuse: of the article, of an answer, of going on."""

from collections.abc import Iterable

from tracker.errors.base import TrackerError, UsageError, install


class NotAnArticle(TrackerError):
    """A file that cannot be read as an article's text."""

    def __init__(self, name: str, why: str, remedy: str) -> None:
        super().__init__(f"cannot read {name} as an article: {why}", remedy)


class ExtractorMissing(TrackerError):
    """A web page, and nothing installed that takes the article out of it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is a web page, and no library that takes the article out of it is installed",
            f"{install('html')}; or save its text, one paragraph a line",
        )


class AlreadyRead(TrackerError):
    """An article whose text the record holds a source for."""

    def __init__(self, name: str, source: str) -> None:
        super().__init__(
            f"{name} is recorded already, as {source}",
            f"see it: tracker source show {source}; code it unseen as a second reader: --blind",
        )


class ReadingOpen(TrackerError):
    """A reading of the same text that somebody has begun and not finished."""

    def __init__(self, name: str, reading: str, author: str, began: str, answers: int) -> None:
        super().__init__(
            f"{author} began to read {name} at {began} and gave {answers} answers",
            f"go on with it: tracker read --resume {reading}; or throw it away: tracker read --discard {reading}",
        )


class ReadingMoved(TrackerError):
    """Another session has gone on with the same reading meanwhile."""

    def __init__(self, reading: str) -> None:
        super().__init__(
            f"the reading {reading} was taken up elsewhere; your last answer was not saved",
            f"see where it stands: tracker read --resume {reading}",
        )


class NoReading(UsageError):
    """A reading that is not there to go on with."""

    def __init__(self, asked: str, unfinished: Iterable[str]) -> None:
        listed = ", ".join(unfinished)
        super().__init__(
            f"no unfinished reading {asked!r}" if asked else "there is no unfinished reading",
            f"unfinished: {listed}" if listed else "begin one: tracker read FILE",
        )


class BadAnswer(UsageError):
    """An answer that the question cannot take."""


class AnswersEnded(TrackerError):
    """A reading that stopped before its end; what was accepted is kept."""

    def __init__(self, reading: str, count: int, why: str) -> None:
        kept = f"{count} answer{'s' if count != 1 else ''} kept"
        super().__init__(f"{why}; {kept}", f"go on: tracker read --resume {reading}")
