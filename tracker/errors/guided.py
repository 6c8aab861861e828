"""The ways in which a guided session can refuse: of the article, of an answer, of going on."""

from collections.abc import Iterable, Sequence
from shlex import quote

from tracker.errors.base import Conflict, TrackerError, UsageError, install


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
    """An article whose text the record holds a source for, with nothing in it that this text could go on with."""

    def __init__(self, name: str, source: str, read: int, count: int) -> None:
        correct = f"correct a paragraph: tracker source paragraph {source} NUMBER --verdict VERDICT"
        if read < count:
            # Its paragraphs are divided otherwise than this text's.
            correct = "give its unread paragraphs their verdicts: tracker review --about unread --walk"
        super().__init__(
            f"{name} is recorded already, as {source}: {read} of {count} paragraphs are read",
            f"see it: tracker source show {source}; {correct}; code it unseen as a second reader: --blind",
        )


class SessionOpen(TrackerError):
    """A session on the same text that somebody has begun and not finished."""

    def __init__(self, name: str, session: str, author: str, began: str, answers: int) -> None:
        super().__init__(
            f"{author} began to read {name} at {began} and gave {answers} answers",
            f"go on with it: tracker read --resume {session}; or throw it away: tracker read --discard {session}",
        )


class AnothersSession(TrackerError):
    """Another person's unfinished session, whose answers would be lost."""

    def __init__(self, session: str, author: str, answers: int) -> None:
        super().__init__(
            f"{author} began {session}, and its answers, {answers} so far, would be lost; nothing was thrown away",
            f"go on with it: tracker read --resume {session}; who began it may throw it away: --by {quote(author)}",
        )


class SessionMoved(TrackerError):
    """The same session has been gone on with elsewhere meanwhile."""

    def __init__(self, session: str) -> None:
        super().__init__(
            f"the session {session} was taken up elsewhere; your last answer was not saved",
            f"see where it stands: tracker read --resume {session}",
        )


class JudgedMeanwhile(TrackerError):
    """A paragraph that somebody else has given a verdict since the session found it."""

    def __init__(self, paragraph: str, conflict: Conflict) -> None:
        source, _, number = paragraph.rpartition("/")
        super().__init__(
            conflict.message,
            f"skip leaves it as it is; to change it: tracker source paragraph {source} {number} --verdict CODE",
        )


class OldSession(TrackerError):
    """A session that an earlier version began, whose answers were kept in a form that is no longer read."""

    def __init__(self, session: str) -> None:
        super().__init__(
            f"an earlier version of the program began {session}, and its kept answers cannot be gone on with;"
            " what they recorded stays",
            f"tracker read --discard {session}; then tracker read FILE goes on with what nobody has read",
        )


class NoSession(UsageError):
    """A session that is not there to go on with."""

    def __init__(self, asked: str, unfinished: Iterable[str]) -> None:
        listed = ", ".join(unfinished)
        super().__init__(
            f"no unfinished session {asked!r}"
            if asked
            else f"there is no unfinished session{' of yours' * bool(listed)}",
            f"say which; unfinished: {listed}" if listed else "begin one: tracker read FILE",
        )


class BadAnswer(UsageError):
    """An answer that the question cannot take."""


class NotSure(UsageError):
    """A field that cannot do without a value, and that the words of an article do not say for sure."""

    def __init__(self, field: str, meaning: str, perhaps: str = "", words: str = "") -> None:
        guess = f"; perhaps {perhaps}: {words}" if perhaps else ""
        super().__init__(f"the words do not say for sure: {field}, {meaning}{guess}", f"give --{field}")


def together(faults: Sequence[TrackerError]) -> TrackerError:
    """One failure of several: the first as it is, with the words of the others."""
    first, *rest = faults
    if rest:
        first.message = "\n".join(f"{one.message}: {one.hint}" if one.hint else one.message for one in faults)
        first.hint = ""
    return first


class AnswersEnded(TrackerError):
    """A session that stopped before its end; what was accepted is kept."""

    def __init__(self, session: str, count: int, why: str) -> None:
        kept = f"{count} answer{'s' if count != 1 else ''} kept"
        super().__init__(f"{why}; {kept}", f"go on: tracker read --resume {session}")
