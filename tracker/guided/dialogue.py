"""A guided reading as a pure conversation: it yields questions and finished entries, and is sent answers.

It knows neither screen nor database. The same article, answers and nothing else make the same entries, so a reading
that was interrupted is taken up by giving it its answers again.
"""

import json
from collections.abc import Generator, Sequence

from tracker.domain import fields, quotes
from tracker.domain.dates import lies_ahead, show_date
from tracker.domain.fields import NOT_STATED, Values
from tracker.domain.keys import READ_BY, mention_key
from tracker.domain.vocabulary import (
    FORMS,
    FORMS_OF_KIND,
    KINDS,
    PLACES,
    STATUS_LETTERS,
    STATUSES,
    TARGETS,
    VERDICT_LETTERS,
)
from tracker.guided import entries, questions
from tracker.guided.entries import Item, Known
from tracker.guided.paragraph_answers import TYPED_VERDICTS, ParagraphAnswers
from tracker.guided.questions import Passage, Question
from tracker.text import guesses, highlights, near_duplicates
from tracker.text.amount_phrases import amount_in
from tracker.text.articles import Article, file_stem, slug
from tracker.text.date_phrases import date_in, when

_FIELD = {field.name: field for field in (*fields.SOURCE, *fields.MEASURE, *fields.MENTION)}
_NO_MEASURE = "d o r c f  no measure: diplomacy, other actor, rhetoric, context, furniture; s skips it for now"
_MEANINGS = (
    "2 like     measure 2, with what its last mention says in brackets; 2 like MENTION: with what that one says",
    "d r        diplomacy, and rhetoric too; f.. furniture from here to the end, f..9 up to ¶9",
    *(f"{letter}          {TYPED_VERDICTS[code].definition}" for code, letter in VERDICT_LETTERS.items()),
)

Steps = Generator[Question | Item, str, None]


class Dialogue:
    """The conversation over one article."""

    def __init__(self, article: Article, known: Known) -> None:
        self.article = article
        self.known = known
        self.candidates = highlights.candidates(article.paragraphs)
        self.measures = {str(row["measure"]): dict(row) for row in known.measures}
        self.mentions = {str(row["mention"]): dict(row) for row in known.mentions}
        self.answers = ParagraphAnswers(self.measures, self.mentions, len(article.paragraphs))
        self.source = ""
        self.spoken = ""
        self.unread: Sequence[int] = known.twin.unread if known.twin else range(1, len(article.paragraphs) + 1)
        self.new_mentions: list[Values] = []

    def run(self) -> Steps:
        """The whole conversation: the source's particulars, then every paragraph; of a known source, the unread."""
        if self.known.twin:
            self.source, self.spoken = self.known.twin.source, self.known.twin.spoken
        else:
            yield from self._source()
        number = 1
        while number <= len(self.article.paragraphs):
            number = (yield from self._paragraph(number)) if number in self.unread else number + 1

    def _source(self) -> Steps:
        article, texts = self.article, self.article.paragraphs
        own, (published, updated) = article.facts, guesses.days(texts)
        published = own.published or published
        guessed, told = "a guess from the text", "from the page"
        likely = sum(one.likely for one in self.candidates)
        above = entries.opening(article, f"{len(texts)} paragraphs, {likely} likely to mention a UK measure")
        title = yield Question(
            "title",
            "Title",
            questions.required(_FIELD["title"]),
            own.title or guesses.title(texts, article.name),
            told if own.title else guessed,
            tuple(above),
        )
        when_published = yield Question(
            "published",
            "Published",
            questions.publication(published),
            published,
            told if own.published else guessed if published else "",
            echo=questions.echo_publication,
        )
        best, earliest, latest, basis = when_published.split(" ")
        if updated:
            read_updated = questions.optional_day
            updated = yield Question("updated", "Updated", read_updated, updated, guessed, echo=show_date)
        values = {"title": title, "published": best, "published_earliest": earliest, "published_latest": latest}
        values |= {"published_basis": basis, "updated": updated}
        read = questions.required(_FIELD["publisher"])
        values["publisher"] = yield Question(
            "publisher", "Publisher", read, own.publisher or NOT_STATED, told if own.publisher else ""
        )
        author = own.author or guesses.author(texts)
        read = questions.optional(_FIELD["author"])
        why = told if own.author else guessed if author else "none"
        values["author"] = yield Question("author", "Author", read, author, why, echo=questions.echo_or_none)
        if own.url:
            values["url"] = yield Question("url", "Address", questions.optional(_FIELD["url"]), own.url, told)
        key = self.known.source_key
        if not key:
            suggested = questions.free_of(slug(title), self.known.source_keys)
            read = questions.free_key(self.known.source_keys, "source")
            key = yield Question("key", "Key (short name)", read, suggested, "suggested")
        values |= {"key": key, "language": "en", "seed": file_stem(article.name), "text_sha256": article.sha256}
        values["origin"] = self.known.origin
        self.source, self.spoken = key, updated or best
        paragraphs = [
            {"number": number, "sha256": quotes.fingerprint(text), "words": quotes.words(text)}
            for number, text in enumerate(texts, 1)
        ]
        given = {name: value for name, value in values.items() if value != ""}
        yield Item("source", key, {**given, "paragraphs": paragraphs})

    def _paragraph(self, number: int) -> Generator[Question | Item, str, int]:
        """Everything from one paragraph; returns the number of the next to ask about."""
        here: list[Values] = []
        while True:
            answer = yield self._what_is_it(number, here)
            word, _, rest = answer.partition(" ")
            if word in ("done", "skip"):
                return number + 1
            if word == "verdict":
                return (yield from self._verdicts(number, rest))
            like: Values | None = here[-1] if here else None
            if word == "measure":
                measure, _, mention = rest.partition(" like ")
                like = self.mentions.get(mention, like)
            else:
                measure = yield from self._measure(number, rest)
            here.append((yield from self._mention(number, measure, like)))

    def _what_is_it(self, number: int, here: list[Values]) -> Question:
        text, candidate = self.article.paragraphs[number - 1], self.candidates[number - 1]
        above = []
        offered = self._offered(text, {row["measure"] for row in here})
        default, why = "", ""
        if here:
            default, why = "done", "go on"
        else:
            total = len(self.article.paragraphs)
            if (twin := self.known.twin) and number == twin.unread[0]:
                told = f"recorded as {twin.source}, {twin.read} of {twin.total} paragraphs read"
                above += entries.opening(self.article, told)
            above.append(Passage("heading", f"¶{number} of {total}" + (" · likely" if candidate.likely else "")))
            above.append(Passage("paragraph", text, candidate.marked if candidate.likely else ()))
            if candidate.likely:
                above.append(Passage("why", "why: " + " · ".join(candidate.reasons)))
            else:
                default, why = guesses.verdict(text, candidate.furniture, candidate.of_others), "a guess"
        shown = candidate.likely or bool(here)
        if shown:
            for place, key in enumerate(offered, 1):
                above.append(Passage("offer", f"{place} {self.measures[key]['title']} ({key})"))
        numbers = f"1–{len(offered)}, " if offered and shown else ""
        choices = (
            f"{numbers + 'KEY':11}a measure the record has, by its key{' or number above' if numbers else ''}",
            "n TITLE    a new measure",
            "Enter      nothing more: the next paragraph" if here else _NO_MEASURE,
        )
        prompt = f"¶{number}: more" if here else f"¶{number}"
        read = self.answers.reader(number, offered, bool(here))
        return Question("paragraph", prompt, read, default, why, tuple(above), choices, meanings=_MEANINGS)

    def _offered(self, text: str, taken: set[str]) -> list[str]:
        rows = [row for key, row in self.measures.items() if key not in taken]
        return [near.key for near in near_duplicates.measures_like(text, rows)]

    def _verdicts(self, number: int, rest: str) -> Generator[Question | Item, str, int]:
        *codes, last = [*rest.split(" "), ""] if ".." not in rest else rest.split(" ")
        until = int(last.removeprefix("..") or number)
        listed = [
            {
                "number": place,
                "sha256": quotes.fingerprint(self.article.paragraphs[place - 1]),
                "words": quotes.words(self.article.paragraphs[place - 1]),
                "verdict": codes[0],
                "also": ";".join(codes[1:]) or None,
            }
            for place in range(number, until + 1)
            if place in self.unread
        ]
        yield Item("verdicts", self.source, {"paragraphs": listed})
        return until + 1

    def _measure(self, number: int, title: str) -> Generator[Question | Item, str, str]:
        text = self.article.paragraphs[number - 1]
        if not title:
            title = yield Question("measure title", "Title of the new measure", questions.required(_FIELD["title"]))
        near = near_duplicates.measures_alike({"measure": "", "title": title}, list(self.measures.values()))
        above = [
            Passage("why", f"looks like {one.key}: {self.measures[one.key]['title']}. < goes back to choose it.")
            for one in near
        ]
        guessed = guesses.kind(title) or guesses.kind(text)
        read = questions.one_of(KINDS)
        kind = yield Question("kind", "Kind", read, guessed, "a guess", tuple(above), (", ".join(KINDS),))
        form = ""
        if kind in FORMS_OF_KIND:
            forms = {code: FORMS[code] for code in FORMS_OF_KIND[kind]}
            likely = guesses.form(kind, title)
            read_form = questions.none_or(questions.one_of(forms))
            form = yield Question("form", "Form", read_form, likely, "a guess", (), (f"{', '.join(forms)}; - none",))
        aimed = guesses.targets(kind, title)
        choices = (f"{', '.join(TARGETS)}; - none",)
        target = yield Question("target", "For or against", questions.some_of(TARGETS), aimed, "a guess", (), choices)
        taken = self.known.measure_keys | self.measures.keys()
        # A second reader's own measures carry the reader's name: no key may betray what the first one found.
        _, joined, reader = self.known.source_key.partition(READ_BY)
        suggested = questions.free_of(slug(title) + joined + reader, taken)
        read_key = questions.free_key(taken, "measure")
        key = yield Question("measure key", "Key (short name)", read_key, suggested, "suggested")
        values = {"key": key, "title": title, "kind": kind, "form": form, "target": target}
        self.measures[key] = {"measure": key, "title": title, "kind": kind, "target": target, "quotes": []}
        yield Item("measure", key, {name: value for name, value in values.items() if value})
        return key

    def _mention(self, number: int, measure: str, like: Values | None) -> Generator[Question | Item, str, Values]:
        text, row = self.article.paragraphs[number - 1], self.measures.get(measure, {"title": measure, "kind": ""})
        earlier = like or {}
        above = (Passage("heading", f"{row['title']}, in ¶{number}"),)
        choices = ("the words that say so: type them, or the first … last of them; at most 15, less than a sentence",)
        read = questions.quote_from(text)
        quote = yield Question("quote", "Quote", read, "", "", above, choices, questions.echo_of_quote)
        status = yield self._status(quote, earlier, text)
        unit = questions.amount(amount_in(text)).unit if amount_in(text) else ""
        number_words = amount_in(quote)
        amount = yield Question(
            "amount",
            "How many",
            questions.amount_in_words(unit or str(self.answers.last_of(measure).get("unit") or "")),
            number_words,
            "in the quote" if number_words else "none",
            (),
            ("some 350 marines · a further 1,000 troops · at least 20 ships · £1.5bn · doubling · more jets · - none",),
            questions.echo_of_amount,
        )
        date, due = yield from self._when(quote, status, earlier)
        where = guesses.places(quote) or str(earlier.get("place") or "")
        place = yield Question(
            "place",
            "Where",
            questions.some_of(PLACES),
            where,
            "a guess" if where else "none",
            (),
            (", ".join(PLACES),),
            questions.echo_or_none,
        )
        says = str(earlier.get("speaker") or "") or guesses.speaker(text)
        speaker = yield Question(
            "speaker",
            "Who says so",
            questions.optional(_FIELD["speaker"]),
            says,
            "a guess" if says else "the article itself",
            (),
            ("a name, a body, officials, reports; - the article itself",),
            lambda answer: guesses.attribution(answer).replace("_", " "),
        )
        depends = guesses.condition(quote) or str(earlier.get("condition") or "")
        condition = yield Question(
            "condition",
            "On what condition",
            questions.optional(_FIELD["condition"]),
            depends,
            "a guess" if depends else "none",
            echo=questions.echo_or_none,
        )
        values: dict[str, object] = {"measure": measure, "paragraph": number, "quote": quote, "status": status}
        values |= {**entries.amount_values(amount), **entries.date_values(date)}
        values |= {"due": due, "place": place, "speaker": speaker, "condition": condition, "strength": "direct"}
        values |= {"attribution": guesses.attribution(speaker)}
        values |= self._carried(str(row["kind"]), measure, earlier)
        return (yield from self._save(values))

    def _when(self, quote: str, status: str, earlier: Values) -> Generator[Question | Item, str, tuple[str, str]]:
        """The day from which it is so, and the stated step still to come."""
        past = status in ("under_way", "in_effect", "completed", "ended")
        told = date_in(quote, self.spoken)
        ahead = bool(told) and (
            lies_ahead(when(told, self.spoken).edtf, self.spoken) or (not past and guesses.lies_ahead(quote, told))
        )
        day = ("" if ahead else told) or questions.date_again(earlier)
        date = yield Question(
            "date",
            "Since when",
            questions.date_of(self.spoken),
            day,
            "a guess" if day else "none",
            (),
            ("Thursday · yesterday · mid-January · two months ago · 9 February · 24/02/2022 · - none",),
            questions.echo_of_date,
        )
        due = ""
        if ahead:
            read_due = questions.due_of(self.spoken)
            due = yield Question("due", "Still to come", read_due, told, "a guess", (), (), show_date)
        return date, due

    def _status(self, quote: str, earlier: Values, text: str) -> Question:
        around = guesses.status(text)
        # Around the quote, what is refused or over may be another thing.
        guessed = guesses.status(quote) or str(earlier.get("status") or "")
        guessed = guessed or ("" if around in ("ruled_out", "ended") else around)
        listed = " · ".join(f"{letter} {code.replace('_', ' ')}" for code, letter in STATUS_LETTERS.items())
        read = questions.one_of(STATUSES, STATUS_LETTERS)
        meanings = [f"{letter}  {STATUSES[code].definition}" for code, letter in STATUS_LETTERS.items()]
        asked = Question("status", "Stage", read, guessed, "a guess", (), (listed,), meanings=tuple(meanings))
        return asked._replace(echo=lambda code: STATUSES[code].definition)

    def _carried(self, kind: str, measure: str, earlier: Values) -> Values:
        """What an earlier mention of the measure, or its kind, suggests for the fields that are not asked."""
        last = self.answers.last_of(measure) or earlier
        armed = kind in ("deployment", "readiness", "training")
        found = {"actor": last.get("actor") or ("British armed forces" if armed else "UK government")}
        found["target"] = last.get("target") or self.measures.get(measure, {}).get("target") or ""
        return found

    def _save(self, values: Values) -> Generator[Question | Item, str, Values]:
        while True:
            shown = [Passage("note", f"{name.replace('_', ' ')}: {text}") for name, text in entries.facts(values)]
            others = [row for row in self.mentions.values() if row["measure"] == values["measure"]]
            same = [row for row in others if row.get("source") in (None, self.source)]
            for near in near_duplicates.twins(values["quote"], same)[:2]:
                shown.append(Passage("why", f"nearly the same words are recorded as {near.key}"))
            choices = (
                "Enter saves. To change or add: due = next week; note = see ¶3. Fields:",
                ", ".join(field.name for field in entries.SETTABLE),
            )
            read = entries.closing(values, self.spoken, self.article.paragraphs)
            answer = yield Question("save", "Save", read, "save", "or field = value", tuple(shown), choices)
            word, _, rest = answer.partition(" ")
            values = json.loads(rest)
            if word == "save":
                break
        values = {name: value for name, value in values.items() if value not in ("", None)}
        key = mention_key(self.source, values["paragraph"], values["measure"], values["quote"])
        self.mentions[key] = {**values, "mention": key}
        self.measures.get(values["measure"], {}).setdefault("quotes", []).append(values["quote"])
        yield Item("mention", key, values | {"set_aside": self.known.set_aside})
        return {**values, "mention": key}
