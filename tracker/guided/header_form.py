"""The form of an article's particulars: title, day, publisher, author, address and key, guessed from its text."""

from collections.abc import Mapping

from tracker.domain import fields
from tracker.domain.dates import Period, period, read_date, read_day, show_date
from tracker.domain.fields import NOT_STATED, Values
from tracker.errors.base import TrackerError
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import NoDateForm
from tracker.guided.answers import free_key, free_of, unknown_edit, value_of
from tracker.guided.edits import Edit, edits
from tracker.guided.entries import Progress
from tracker.guided.screens import Line, Passage, Reply, Screen
from tracker.text import guesses
from tracker.text.articles import Article, slug
from tracker.text.typed_values import NOTHING

LETTERS = {"t": "title", "d": "published", "u": "updated", "p": "publisher", "a": "author", "l": "url", "k": "key"}
_FIELD = {field.name: field for field in fields.SOURCE if field.name in LETTERS.values()}
NAMES = LETTERS | {name: name for name in _FIELD} | {"date": "published", "day": "published"}
_DAYS = ("published", "published_earliest", "published_latest", "published_basis")


class HeaderForm:
    """One screen for the particulars of an article that the record does not hold yet."""

    name = "source"

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        known = progress.known
        self.guesses, self.origins = _guessed(progress.article)
        self.values = {**self.guesses, **progress.draft}
        if known.source_key:
            self.values["key"] = known.source_key
        elif "key" not in progress.draft:
            self.values["key"] = free_of(slug(str(self.values["title"])), known.source_keys)

    @property
    def blank(self) -> str:
        """The field that is needed and empty."""
        return "" if self.values.get("published") else "published"

    def screen(self) -> Screen:
        """The form as it stands."""
        article, likely = self.progress.article, sum(one.likely for one in self.progress.candidates)
        count = len(article.paragraphs)
        above = opening(article, f"{count} paragraphs, {likely} likely to mention a UK measure")
        lines = [self._line(letter, name) for letter, name in LETTERS.items() if self._shows(name)]
        keys = ("Enter takes all   t d p a k edit (several: p The Example; a Jane Roe)", KEYS)
        return Screen(self.name, "article", tuple(above), tuple(lines), (), keys)

    def _shows(self, name: str) -> bool:
        if name == "key":
            return not self.progress.known.source_key
        return name not in ("updated", "url") or bool(self.values.get(name))

    def _line(self, letter: str, name: str) -> Line:
        value = str(self.values.get(name) or "")
        origin = self.origins.get(name, "") if name not in self.progress.draft else ""
        if name == "published" and value:
            value = _day_in_words(self.values)
        elif name == "updated":
            value = show_date(value)
        is_needed = name == self.blank
        if is_needed:
            partial = guesses.day_without_year(self.progress.article.paragraphs)
            origin = f"“{partial}” lacks a year: d {partial} YEAR" if partial else "no day was found: d 9 March 2022"
        return Line(letter, name, value or "–", origin, is_needed)

    def read(self, typed: str, asked: str, _more: bool) -> Reply:
        """What a typed line comes to."""
        if not typed:
            if self.blank:
                return Reply(asks=self.blank)
            return Reply({"answer": "source", "values": self.values})
        draft, faults = dict(self.progress.draft), []
        for edit in edits(typed, NAMES):
            try:
                draft |= self._read(edit, asked or self.blank)
            except TrackerError as fault:
                faults.append(fault)
        answer = {"answer": "draft", "of": self.name, "values": draft} if draft != self.progress.draft else None
        return Reply(answer, faults=faults)

    def _read(self, edit: Edit, blank: str) -> Values:
        name = edit.name or blank
        if not name:
            raise unknown_edit(edit.value, NAMES)
        if name == "published":
            return published(edit.value, self.guesses["published"])
        if name == "updated":
            return {name: "" if edit.value in NOTHING else read_day(edit.value)}
        if name == "key":
            return {name: free_key(edit.value, self.progress.known.source_keys, "source")}
        return value_of(_FIELD[name], edit.value)

    def explain(self, what: str) -> list[str]:
        """What can be typed, or what one field is."""
        named = NAMES.get(what)
        told = [
            f"{letter}  {name:10} {_FIELD[name].meaning}" for letter, name in LETTERS.items() if named in (None, name)
        ]
        return [*told, "a day can be one of several: d 2022-01-27/2022-01-28"]

    def words(self, _before: str) -> list[str]:
        """What a key that completes words offers."""
        return list(_FIELD)


KEYS = "? helps   < back   q stops, all is kept"


def opening(article: Article, told: str) -> list[Passage]:
    """What stands above the first form of all."""
    shown = [Passage("heading", f"{article.name}: {told}")]
    for number in article.steering[:3]:
        shown.append(Passage("note", f"¶{number} holds characters that could steer a terminal: shown spelt out."))
    return shown


def _guessed(article: Article) -> tuple[dict[str, str], Mapping[str, str]]:
    """What the text, or its page, says of itself, and where each comes from."""
    own, (published, updated) = article.facts, guesses.days(article.paragraphs)
    told = {"title": own.title, "published": own.published, "publisher": own.publisher, "author": own.author}
    text = {"title": guesses.title(article.paragraphs, article.name), "published": published}
    text["author"] = guesses.author(article.paragraphs)
    found = {name: told[name] or text.get(name, "") for name in told}
    origins = {name: "from the page" if told[name] else "a guess from the text" for name in found if found[name]}
    found["publisher"] = found["publisher"] or NOT_STATED
    found |= {"updated": updated, "url": own.url}
    origins |= {"updated": "a guess from the text", "url": "from the page", "key": "made from the title"}
    found |= dict.fromkeys(_DAYS[1:3], found["published"]) | {"published_basis": "stated" if found["published"] else ""}
    return found, origins


def published(typed: str, stated: str) -> Values:
    """The day of publication: best, earliest, latest and basis; `stated` is the day the text gives."""
    remedy = "write YYYY-MM-DD; or YYYY-MM-DD/YYYY-MM-DD for some day between"
    if typed in NOTHING:
        raise BadAnswer("the day it was published is needed", remedy)
    try:
        span = period(read_date(typed))
    except NoDateForm:
        span = Period("", "")
    if not (span.earliest and span.latest):
        raise BadAnswer(f"{typed!r} does not say which days it can have been", remedy)
    basis = "inferred"
    if span.earliest == span.latest:
        basis = "stated" if span.latest == stated else "publication"
    return dict(zip(_DAYS, (span.latest, span.earliest, span.latest, basis), strict=True))


def _day_in_words(values: Values) -> str:
    best, earliest, latest, basis = (str(values[name]) for name in _DAYS)
    between = f", from {show_date(earliest)} to {show_date(latest)}" if earliest != latest else ""
    return f"{show_date(best)}{between}, {basis}"
