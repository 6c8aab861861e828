"""Ways the program can refuse over readers' codings of articles and copies of their texts; the rest is in `errors`."""

from collections.abc import Iterable

from tracker.errors.base import TrackerError, UsageError


class ReadOnce(TrackerError):
    """An article that nobody has read a second time."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"nobody has read {source} a second time",
            'a second reader does it with: tracker read FILE --blind --why "second reading"',
        )


class NotOneText(UsageError):
    """Two sources that are to be compared as codings of one text, and are not."""

    def __init__(self, source: str, other: str, codings: Iterable[str]) -> None:
        listed = ", ".join(codings)
        super().__init__(
            f"{source} and {other} are not codings of one text",
            f"of {source} there are: {listed}" if listed else f"nobody has read {source} a second time",
        )


class NotItsText(TrackerError):
    """A text that is not the one a source was read from."""

    def __init__(self, name: str, source: str, why: str, remedy: str) -> None:
        super().__init__(f"{name} is not the text that {source} was read from: {why}", remedy)
