"""What a guided reading knows and makes: the record as far as it may be seen, finished entries, and how far it is."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.domain import quotes
from tracker.domain.fields import Values
from tracker.domain.keys import mention_key
from tracker.guided.twins import Twin
from tracker.text import highlights
from tracker.text.articles import Article, file_stem


class Known(NamedTuple):
    """What a session may know of the record: measures with their quotes, mentions, keys that are taken, and hints."""

    measures: Sequence[Values] = ()
    mentions: Sequence[Values] = ()
    source_keys: frozenset[str] = frozenset()
    measure_keys: frozenset[str] = frozenset()
    origin: str = ""  # the origin of a source that shares paragraphs with this one
    source_key: str = ""  # the source's key where it is not to be asked
    set_aside: str = ""  # why the mentions do not count, for a second reader's
    twin: Twin | None = None  # the source that the record holds already and whose reading goes on


class Item(NamedTuple):
    """A finished entry: what sort of thing, its key, and its values."""

    noun: str  # source · verdicts · measure · mention
    key: str
    values: Values


class Progress:
    """How far the reading of an article is: what was kept, and what is made of it.

    Kept answers are tagged records. Each stands by itself, so that the same ones make the same entries whatever the
    record, the word lists or the program's guesses have come to be meanwhile.
    """

    def __init__(self, article: Article, known: Known) -> None:
        self.article = article
        self.known = known
        self.candidates = highlights.candidates(article.paragraphs)
        self.measures: dict[str, Values] = {str(row["measure"]): dict(row) for row in known.measures}
        self.mentions: list[Values] = [dict(row) for row in known.mentions]
        twin = known.twin
        self.source, self.spoken = (twin.source, twin.spoken) if twin else ("", "")
        self.unread: Sequence[int] = twin.unread if twin else range(1, len(article.paragraphs) + 1)
        self.settled: set[int] = set()  # paragraphs that are done with
        self.asked_for = 0  # a paragraph that was named to go to
        self.here: list[Values] = []  # the mentions of the paragraph that is read
        self.draft: Values = {}  # what was typed in the form that stands
        self.verdicts: Values = {}  # what was typed of the paragraphs without a measure
        self.judged: dict[int, Sequence[str]] = {}  # the verdicts that this reading has given
        self.made: set[str] = set()  # the measures that it has made
        self.ended = False

    @property
    def own(self) -> list[Values]:
        """The mentions that this reading has made."""
        return [row for row in self.mentions if "published" not in row]

    @property
    def paragraph(self) -> int:
        """The number of the paragraph whose form stands, 0 where it is none's."""
        if self.asked_for:
            return self.asked_for
        walked = (number for number in self.unread if number not in self.settled)
        return next((number for number in walked if self.candidates[number - 1].likely), 0)

    @property
    def pending(self) -> list[int]:
        """The paragraphs that are still without a mention and a verdict."""
        return [number for number in self.unread if number not in self.settled]

    def apply(self, answer: Values) -> list[Item]:
        """Take a kept answer, and return the entries it finishes."""
        return {
            "source": self._source,
            "draft": self._draft,
            "mention": self._mention,
            "left": self._left,
            "verdicts": self._verdicts,
            "going to": self._going_to,
            "end": self._end,
        }[answer["answer"]](answer)

    def _source(self, answer: Values) -> list[Item]:
        self.draft = {}
        given = {name: value for name, value in answer["values"].items() if value not in ("", None)}
        self.source, self.spoken = given["key"], given.get("updated") or given["published"]
        article = self.article
        given |= {"language": "en", "text_sha256": article.sha256}
        given |= {name: value for name, value in _of_file(article, self.known).items() if value}
        paragraphs = [_row(number, text) for number, text in enumerate(article.paragraphs, 1)]
        return [Item("source", self.source, {**given, "paragraphs": paragraphs})]

    def _draft(self, answer: Values) -> list[Item]:
        if answer["of"] == "verdicts":
            self.verdicts = answer["values"]
        else:
            self.draft, self.asked_for = answer["values"], answer.get("paragraph", 0)
        return []

    def _mention(self, answer: Values) -> list[Item]:
        values, made = answer["values"], answer.get("measure")
        items = []
        if made:
            row = {"measure": made["key"], "quotes": [], **{name: made.get(name) for name in _DESCRIBING}}
            self.measures[made["key"]] = row
            self.made.add(made["key"])
            items.append(Item("measure", made["key"], made))
        key = mention_key(self.source, values["paragraph"], values["measure"], values["quote"])
        mention = {**values, "mention": key, "source": self.source}
        self.mentions.append(mention)
        self.here.append(mention)
        measure = self.measures.get(values["measure"])
        if measure:
            self.measures[values["measure"]] = {**measure, "quotes": [*(measure.get("quotes") or ()), values["quote"]]}
        self.draft, self.asked_for = {}, values["paragraph"]
        if not answer["stays"]:
            self._left({"paragraph": values["paragraph"]})
        return [*items, Item("mention", key, {**values, "set_aside": self.known.set_aside})]

    def _left(self, answer: Values) -> list[Item]:
        self.settled.add(answer["paragraph"])
        self.draft, self.asked_for, self.here = {}, 0, []
        return []

    def _going_to(self, answer: Values) -> list[Item]:
        number = answer["paragraph"]
        self.here = [row for row in self.own if row["paragraph"] == number]
        self.draft, self.asked_for = {}, number
        return []

    def _verdicts(self, answer: Values) -> list[Item]:
        listed = []
        for number, codes in answer["verdicts"]:
            self._left({"paragraph": number})
            if codes:
                self.judged[number] = codes
                text = self.article.paragraphs[number - 1]
                told = {"verdict": codes[0], "also": ";".join(codes[1:]) or None}
                listed.append({**_row(number, text), **told})
        return [Item("verdicts", self.source, {"paragraphs": listed})] if listed else []

    def _end(self, _answer: Values) -> list[Item]:
        self.ended = True
        return []


_DESCRIBING = ("title", "kind", "form", "target", "components")


def _row(number: int, text: str) -> dict[str, object]:
    return {"number": number, "sha256": quotes.fingerprint(text), "words": quotes.words(text)}


def _of_file(article: Article, known: Known) -> Mapping[str, str]:
    return {"seed": file_stem(article.name), "origin": known.origin}
