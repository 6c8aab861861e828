"""Ways the program can refuse what somebody typed: values, codes, keys, dates and amounts; all exit with 2."""

from collections.abc import Iterable, Sequence

from tracker.errors.base import Problem, UsageError, did_you_mean, shortened, suggestion


class Missing(UsageError):
    """Fields a command needs and nobody is there to be asked."""

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        listed = [f"  --{name}  {meaning}" for name, meaning in fields]
        super().__init__("missing:\n" + "\n".join(listed), "give them, or run the command at a terminal to be asked")


class StrayWords(UsageError):
    """Words that a command has no use for: the rest of a value that was not put in quotation marks, say."""

    def __init__(self, command: str, stray: Sequence[str], before: str) -> None:
        words = " ".join(stray)
        super().__init__(
            f"{command} has no use for {shortened(words)!r}",
            f"what belongs together is put in quotation marks: '{before} {words}'"
            if before
            else f"{command} --help shows what it takes",
        )


class NoNumber(UsageError):
    """A word where a whole number is wanted, or one out of its range."""

    def __init__(self, command: str, name: str, given: str, least: int | None) -> None:
        wanted = "a whole number" + (f", {least} or more" if least is not None else "")
        super().__init__(f"{name} wants {wanted}, not {given}", f"{command} --help shows what it takes")


class NotUnderstood(UsageError):
    """Values that cannot be taken as they were typed: all of them, each with its field and the remedy."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        lines = [f"--{p.field.replace('_', '-')}: {p.message}" for p in self.problems]
        if len(lines) == 1:
            super().__init__(lines[0], self.problems[0].remedy)
        else:
            told = [f"  {line} → {p.remedy}" for line, p in zip(lines, self.problems, strict=True)]
            super().__init__("\n".join([f"{len(lines)} values cannot be taken:", *told]))


class UnknownCode(UsageError):
    """A word that is not in its closed list."""

    def __init__(self, vocabulary: str, value: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown {vocabulary} {shortened(value)!r}", suggestion(value, known))


# Nouns without a list of their own.
_LISTED_BY = {
    "paragraph": "`tracker source show KEY` shows those of an article",
    "link": "`tracker measure show KEY` shows those of a measure",
}


class UnknownKey(UsageError):
    """A key nothing in the record answers to."""

    def __init__(self, noun: str, key: str, known: Iterable[str]) -> None:
        listing = _LISTED_BY.get(noun, f"`tracker {noun} list` shows them all")
        super().__init__(f"no {noun} {shortened(key)!r}", did_you_mean(key, known) or listing)


class NeverHeld(UsageError):
    """A key that nothing in the record has ever had."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        hint = did_you_mean(key, known) or "keys of measures, mentions, sources and events are understood"
        super().__init__(f"the record never held anything called {shortened(key)!r}", hint)


class NobodySpeaks(UsageError):
    """A measure without a status: no mention of it counts, or none of an article."""

    def __init__(self, key: str, is_established: bool = False) -> None:
        remedy = f"tracker mention add --measure {key}; or bring one back: tracker mention deprecate MENTION --off"
        if is_established:
            remedy = f"what documents establish: tracker measure show {key}; tracker report --established"
        counts = "no article's mention of it counts" if is_established else "no mention of it counts"
        super().__init__(f"measure {key!r} has no {'reported ' if is_established else ''}status: {counts}", remedy)


class NotYetReported(UsageError):
    """Something the record holds, of which nobody had spoken by the day asked about."""

    def __init__(self, noun: str, key: str, as_of: str) -> None:
        super().__init__(f"{noun} {key!r} had not been reported by {as_of}", "ask about a later day with --as-of")


class NothingThere(UsageError):
    """An empty word where a name was wanted."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the {what} is empty", f"name the {what}")


class BadDate(UsageError):
    """A date that cannot be read, or does not exist."""

    hint = "write it as YYYY-MM-DD"

    def __init__(self, value: str, why: str, remedy: str = "") -> None:
        self.why, self.remedy = why, remedy
        super().__init__(f"bad date {shortened(value)!r}: {why}", remedy)


class NoDateForm(BadDate):
    """What is in no form of a date at all, so that it may be meant in words."""


class BadMoment(BadDate):
    """A moment that cannot be read, or does not exist."""

    hint = "write it as YYYY-MM-DD (its end, UTC) or YYYY-MM-DDThh:mm:ssZ"


class UnclearDate(UsageError):
    """Words that are meant as a date and cannot be read as one."""

    hint = "write Thursday, yesterday, earlier this week, in December, or a day as YYYY-MM-DD"

    def __init__(self, typed: str, why: str = "", remedy: str = "") -> None:
        self.why, self.remedy = why, remedy
        super().__init__(f"cannot read {typed!r} as a date" + (f": {why}" if why else ""), remedy)


class UnclearAmount(UsageError):
    """Words that are meant as an amount and cannot be read as one."""

    def __init__(self, typed: str, why: str, remedy: str) -> None:
        super().__init__(f"cannot read {typed!r} as an amount: {why}", remedy)


class NotText(UsageError):
    """Bytes from outside that are no UTF-8 text."""

    def __init__(
        self, what: str, remedy: str = "send it as UTF-8, for example through: iconv -f LATIN1 -t UTF-8"
    ) -> None:
        super().__init__(f"{what} is not UTF-8 text", remedy)


class SeveralMeant(UsageError):
    """A word that several keys may be meant by."""

    def __init__(self, noun: str, word: str, keys: Iterable[str]) -> None:
        listed = "\n".join(f"  {key}" for key in keys)
        super().__init__(f"{shortened(word)!r} may mean several, say which {noun}:\n{listed}")


class UnknownName(UsageError):
    """A name that nobody in the record has."""

    def __init__(self, field: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"no {field} in the record is called {shortened(name)!r}", suggestion(name, sorted(known)))


class NoSuchConflict(UsageError):
    """A side taken in a conflict that there is not."""

    def __init__(self, taken: str, conflicts: Iterable[str]) -> None:
        listed = ", ".join(conflicts)
        remedy = f"in conflict: {listed}" if listed else "nothing is in conflict: leave --take out"
        super().__init__(f"--take {shortened(taken)}: there is no such conflict", remedy)
