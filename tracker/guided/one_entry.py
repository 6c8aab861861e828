"""One mention of an article at once: worked out as a guided reading would, and what is not sure left out and told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from tracker.domain import fields, quotes
from tracker.domain.dates import show_date
from tracker.domain.fields import Field, Values
from tracker.errors.base import Problem, TrackerError
from tracker.errors.guided import BadAnswer, NotSure
from tracker.errors.usage import NotUnderstood
from tracker.guided.answers import value_of
from tracker.guided.entries import Item, Known, Progress
from tracker.guided.header_form import HeaderForm, published
from tracker.guided.mention_draft import FIELD
from tracker.guided.mention_screen import MentionScreen
from tracker.guided.screens import Line, Passage, Screen
from tracker.text.articles import Article
from tracker.text.mention_guesses import Guess
from tracker.text.typed_values import understood

# Of an article, and of a mention, what can be said in so many words.
OF_ARTICLE = [field for field in fields.SOURCE if field.name in ("title", "published", "publisher", "author", "url")]
_ELSEWHERE = ("measure", "quote", "context_paragraph", "context_quote")
OF_MENTION = [field for field in fields.MENTION if field.name not in _ELSEWHERE]
# Around the quote what is said of these may be said of another measure: it waits to be given.
_ONLY_QUOTED = ("place", "date", "due", "condition")


class OneEntry:
    """A mention, with its article where the record does not hold that yet: what to write, and what to show first."""

    def __init__(self, article: Article, known: Known, measure: str, quote: str, given: Mapping[str, str]) -> None:
        """Raises BadAnswer for a quote or a value that cannot be taken, NotSure where it takes more than the words."""
        self.progress = Progress(article, known)
        self.items: list[Item] = [] if known.twin else self._source(given)
        if known.twin and (said := [field.name for field in OF_ARTICLE if field.name in given]):
            message = f"the record holds this article, as {known.twin.source}: --{said[0]} would change nothing"
            raise BadAnswer(message, f"tracker source edit {known.twin.source} --{said[0]} …")
        number = paragraph_of(quote, article, given.get("paragraph", ""))
        draft = {"quote": quotes.as_written(quote, article.paragraphs[number - 1]), "measure": measure}
        typed = _read(OF_MENTION, given, lambda field, words: value_of(field, words, self.progress.spoken))
        self.progress.draft = {**draft, "set": typed}
        self.unsure = {
            name: guess
            for name, guess in MentionScreen(self.progress, number).guesses.items()
            if name not in typed and guess.value and (guess.said or (name in _ONLY_QUOTED and not guess.in_quote))
        }
        self.progress.draft = {**draft, "set": {**dict.fromkeys(self.unsure, ""), **typed}}
        self.form = MentionScreen(self.progress, number)
        if "status" in self.form.blanks:
            guess = self.unsure.get("status", Guess())
            raise NotSure("status", FIELD["status"].meaning, guess.value, guess.origin)
        self.screen = self._screen()
        self.items += self.progress.apply(self.form.saved(stays=False))

    @property
    def mention(self) -> Item:
        """The mention."""
        return self.items[-1]

    def _source(self, given: Mapping[str, str]) -> list[Item]:
        """The article's particulars, those given before those guessed."""
        stated = str(HeaderForm(self.progress).values["published"])
        self.progress.draft = _read(
            OF_ARTICLE,
            given,
            lambda field, typed: _day(field, typed, stated) if field.name == "published" else value_of(field, typed),
        )
        form = HeaderForm(self.progress)
        if form.blank:
            raise NotSure(form.blank, next(field.meaning for field in OF_ARTICLE if field.name == form.blank))
        return self.progress.apply({"answer": "source", "values": form.values})

    def _screen(self) -> Screen:
        """What will be recorded, line by line, with where it comes from, and what is left out."""
        form = self.form
        shown = [line for line in form.screen().lines if line.value != "–" and line.origin != "recorded"]
        lines = [line._replace(letter="") for line in shown if not line.letter.isdecimal()]
        lines = [Line("", "quote", f"“{form.quote}”"), *(line for line in lines if line.name != "quote")]
        for name, guess in self.unsure.items():
            vocabulary = FIELD[name].vocabulary
            value = vocabulary.labels(guess.value) if vocabulary else guess.value
            lines.append(Line("", "left out", f"{name} {value}: {guess.origin}", f'--{name} "{value}"'))
        heading = Passage("heading", f"{self.progress.source} · ¶{form.number}")
        return Screen("entry", "", (heading,), (*self._article(), *lines), form.screen().remarks)

    def _article(self) -> Iterator[Line]:
        """The particulars of an article that is new to the record."""
        for item in self.items:
            told = item.values
            by = f", {told['author']}" if told.get("author") else ""
            publisher = told["publisher"] if told["publisher"] != fields.NOT_STATED else "publisher not stated"
            yield Line("", "new article", f"{told['title']}; {publisher}{by}, {show_date(told['published'])}")


def _day(field: Field, typed: str, stated: str) -> Values:
    """A day of publication, in words that name one (`today`), or days between which it lies."""
    with suppress(NotUnderstood):
        typed = str(understood([field], {field.name: typed}).values[field.name])
    return published(typed, stated)


def _read(known: Sequence[Field], given: Mapping[str, str], read: Callable[[Field, str], Values]) -> Values:
    """The values of what was given of some fields; raises NotUnderstood with every one that cannot be read."""
    found: dict[str, object] = {}
    problems = []
    for field in known:
        if field.name in given:
            try:
                found |= read(field, given[field.name])
            except TrackerError as error:
                problems.append(Problem(field.name, error.message, error.hint))
    if problems:
        raise NotUnderstood(problems)
    return found


def paragraph_of(quote: str, article: Article, named: str = "") -> int:
    """The number of the one paragraph that a quote stands in; raises BadAnswer where there is none, or several."""
    texts: Sequence[str] = article.paragraphs
    if named and not (named.isdecimal() and 0 < int(named) <= len(texts)):
        raise BadAnswer(f"there is no paragraph {named}", f"{article.name} has {len(texts)}")
    found, why = [], None
    for number, text in enumerate(texts, 1):
        if named in ("", str(number)):
            try:
                quotes.as_written(quote, text)
                found.append(number)
            except BadAnswer as error:
                if quotes.occurrences(quote, text):
                    why = error
    if len(found) > 1:
        listed = " and ".join(f"¶{number}" for number in found)
        raise BadAnswer(f"the quote stands in {listed}", f"say which: --paragraph {found[0]}")
    if not found:
        where = f"¶{named}" if named else article.name
        raise why or BadAnswer(f"“{quote}” is not in {where}", "copy it word for word, or its first ... last words")
    return found[0]
