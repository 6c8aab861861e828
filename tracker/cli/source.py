"""`tracker source`: list, show, add, edit, attach, detach, withdraw."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.context import Clocks, Layout, Request, reading, show, transaction, writing
from tracker.cli.entry import Edit, changed, collect, reader, suggested, with_why, write
from tracker.cli.options import Base, Entered, TextsFolder, Why
from tracker.cli.presentation import STYLES
from tracker.db import queries
from tracker.domain import citations, fields
from tracker.domain.columns import PARAGRAPHS, SOURCES, names
from tracker.domain.dates import show_date
from tracker.domain.established import label_of
from tracker.domain.fields import Values
from tracker.domain.vocabulary import VERDICTS, status_label
from tracker.output.external_sort import in_order, rows_in_order
from tracker.output.tables import DIM, Cell, Column, Sheet
from tracker.reports import wording
from tracker.reports.coverage import runs
from tracker.reports.snapshot import LAST_DAY, Snapshot
from tracker.text.input_files import content_of

if TYPE_CHECKING:
    from tracker.domain.rows import SourceRow
    from tracker.text.articles import Article

HELP = "Sources: the articles the record rests on."

Key = Annotated[str, typer.Argument(metavar="KEY", help="The source's key, or its seed.")]


def _published(row: "SourceRow") -> str:
    spoken = show_date(row["updated"] or row["published"])
    inferred = not row["updated"] and row["published_earliest"] != row["published_latest"]
    return f"{spoken} ~" if inferred else spoken


def list_(
    request: Request,
    clocks: Clocks,
    layout: Layout,
) -> None:
    """List articles, then documents, oldest first: when each speaks, how that is known, and the file it was read from.

    \b
    Example:
      tracker source list
    """
    with reading(request, clocks) as snapshot:
        found = (((row["is_document"], row["spoken_on"]), row) for row in snapshot.rows(queries.SOURCES))
        if layout.wants_only_rows:
            show(layout, Sheet(rows_in_order(found, layout.fields_of(names(SOURCES))), names(SOURCES), (), ()))
            return
        sources = [*in_order(found)]
    columns = [Column("source"), Column("speaks on"), Column("known"), Column("title", grows=True)]
    columns += [Column("author", folds="by "), Column("seed", folds="")]
    rows = [
        [row["source"], _published(row), row["published_basis"], row["title"], row["author"] or "", row["seed"] or ""]
        for row in sources
    ]
    groups = ["Documents, and what is only cited" if row["is_document"] else "Articles" for row in sources]
    notes = ["~ inferred within a range of days: tracker source show KEY"]
    show(layout, Sheet(sources, names(SOURCES), columns, rows, groups=groups, notes=notes))


def show_(
    request: Request,
    clocks: Clocks,
    layout: Layout,
    key: Key,
) -> None:
    """Show one article: its particulars, and paragraph by paragraph what it mentions or what it is.

    \b
    Example:
      tracker source show step-back
    """
    with reading(request, clocks) as snapshot:
        source = snapshot.source(key)
        paragraphs = snapshot.paragraphs(source["source"])
        measured = [
            one
            for found in snapshot.rows(queries.MEASURES_OF_SOURCE, source=source["source"])
            for one in snapshot.measures(found["measure"], found["measure"])
        ]
        kinds = {one.row["measure"]: one.row["kind"] for one in measured}
        ranked = [mention.row for one in measured for mention in one.mentions]
        mentions = [row for row in ranked if row["source"] == source["source"]]
        attached = [row["name"] for row in snapshot.rows(queries.ATTACHED) if row["source"] == source["source"]]
    facts = [[*pair] for pair in wording.source_facts(source)]
    facts.append(["its text", f"attached, from {attached[0]}" if attached else "not attached: tracker source attach"])
    above = Sheet([], [], [Column(""), Column("", grows=True)], facts, source["title"])
    columns = [
        Column("¶", right=True),
        Column("stage, verdict"),
        Column("measure", folds=""),
        Column("words", grows=True),
    ]
    rows: list[list[Cell | str]] = []
    for row in (row for row in mentions if not row["paragraph"]):
        cell = Cell(label_of(kinds[row["measure"]], row), STYLES[row["status"]])
        rows.append([row["locator"] or "§", cell, row["measure"], wording.words_of(row)])
    for first, last, paragraph in runs(paragraphs):
        number = str(first) if first == last else f"{first}–{last}"
        found = [row for row in mentions if row["paragraph"] == first]
        for row in found:
            stage = status_label(kinds[row["measure"]], row["status"])
            rows.append([number, Cell(stage, STYLES[row["status"]]), row["measure"], wording.quoted(row["quote"])])
        if not found:
            verdict = VERDICTS.label(paragraph["verdict"]) if paragraph["verdict"] else "unread"
            rows.append([number, Cell(verdict, DIM), "", Cell(paragraph["note"] or "", DIM)])
    show(layout, Sheet(paragraphs, names(PARAGRAPHS), columns, rows), [above])


def _suggested(known: Values) -> dict[str, object]:
    """What follows from a title, a day and a citation: the key, that the day is sure, what it is and where."""
    found = {**suggested(known), "publisher": fields.NOT_STATED, "published_basis": "stated"}
    if cited := citations.read(str(known.get("citation") or "")):
        found |= {name: value for name, value in cited._asdict().items() if value and name != "citation"}
    if known.get("published"):
        found |= {"published_earliest": str(known["published"]), "published_latest": str(known["published"])}
    return found


def _guessed(article: "Article | None") -> dict[str, str]:
    """What an article's text is likely to say of itself."""
    if article is None:
        return {}
    from tracker.text import guesses

    texts, own = article.paragraphs, article.facts._asdict()
    found = {"title": guesses.title(texts, article.name), "published": guesses.days(texts)[0]}
    found |= {"author": guesses.author(texts)} | {name: value for name, value in own.items() if value}
    return {name: value for name, value in found.items() if value}


def add(
    request: Request,
    given: Annotated[Values, Entered(fields.SOURCE)],
    text: Annotated[
        Path | None,
        typer.Option(
            "--text", metavar="FILE", help="Its text: fingerprints and paragraphs are taken, the text is not."
        ),
    ] = None,
    paragraphs: Annotated[
        int, typer.Option("--paragraphs", min=0, max=5000, help="How many paragraphs it has, where no text is given.")
    ] = 0,
    why: Why = "",
) -> None:
    """Add an article: who published it, when, and its paragraphs. Prints its key.

    \b
    Example:
      tracker source add --title "Hospital for Lviv" --publisher "The Daily Example" --published 2022-03-08 \\
        --text article.txt --why "new article"
      tracker source add --citation "S.I. 2022/124" --title "Lviv Regulations" --published 2022-02-11 --why "a law"
    """
    from tracker.record import sources
    from tracker.record.paragraphs import add as add_paragraph
    from tracker.text import articles

    article = articles.read(content_of(text), text.name) if text else None
    noun, guessed = fields.SOURCE, _guessed(article)
    values, why = with_why(why, lambda: collect(request, given, noun, _suggested, reader(noun), why, guessed))
    values = {"seed": articles.file_stem(article.name), **values} if article else values
    with writing(request, why) as change:
        sources.add(change, values)
        if article:
            sources.take_text(change, str(values["key"]), article)
        for number in range(1, 1 if article else paragraphs + 1):
            add_paragraph(change, str(values["key"]), {"number": number})
    typer.echo(values["key"])


def edit(
    request: Request,
    given: Annotated[Values, Entered(fields.SOURCE, without=["key"])],
    key: Key,
    base: Base = None,
    why: Why = "",
) -> None:
    """Change an article's particulars; where its day changes, its mentions speak on the new day.

    \b
    Example:
      tracker source edit step-back --publisher "The Daily Example" --why "named on the page"
    """
    from tracker.record import sources

    def prepare(snapshot: Snapshot) -> Edit:
        now = snapshot.source(key)
        values = changed(request, given, fields.SOURCE[1:], now, reader(fields.SOURCE))
        if "published" in values and now["published_earliest"] == now["published_latest"]:
            values = dict.fromkeys(("published_earliest", "published_latest"), values["published"]) | values
        return Edit(now["source"], values, snapshot.revision if base is None else base)

    write(request, why, prepare, lambda change, edit: sources.edit(change, *edit))


def paragraph(
    request: Request,
    given: Annotated[Values, Entered(fields.PARAGRAPH, without=["number"])],
    key: Key,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The paragraph's number.")],
    base: Base = None,
    why: Why = "",
) -> None:
    """Change what is recorded of one paragraph: its verdict, what else it is about, a note.

    \b
    Example:
      tracker source paragraph step-back 11 --verdict context --why "it describes, it does not warn"
    """
    from tracker.domain.keys import paragraph_key
    from tracker.record import paragraphs

    def prepare(snapshot: Snapshot) -> str:
        return paragraph_key(snapshot.source(key)["source"], number)

    write(request, why, prepare, lambda change, paragraph: paragraphs.edit(change, paragraph, given, base))


def attach(
    request: Request,
    key: Key,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The article's text, as it was read.")],
    why: Why = "",
) -> None:
    """Keep a private copy of an article's text in the database, so that its quotes can be checked here.

    It is taken only where its fingerprint is the recorded one, or where the source was only cited so far: then its
    paragraphs are recorded, to be quoted. The copy is no part of the record: no change log, export or other command
    shows it, and `tracker source detach` deletes it.

    \b
    Example:
      tracker source attach step-back article.txt
    """
    from tracker.record import sources, texts
    from tracker.text import articles

    article = articles.read(content_of(file), file.name)
    with reading(request, guesses=False) as now:
        snapshot = now.on(LAST_DAY)
        source = snapshot.source(key)
        paragraphs = [row for row in snapshot.paragraphs() if row["source"] == source["source"]]
    if source["is_document"] and not paragraphs and not source["text_sha256"]:
        with writing(request, why) as change:
            sources.take_text(change, source["source"], article)
    else:
        texts.refuse_another(source, paragraphs, article)
    with transaction(request) as connection:
        is_new = texts.attach(connection, source["source"], article)
    request.say(f"The text of {source['source']} is attached." if is_new else "Nothing changed.")


def detach(
    request: Request,
    key: Key,
) -> None:
    """Delete the private copy of an article's text.

    \b
    Example:
      tracker source detach step-back
    """
    from tracker.record import texts

    with reading(request, guesses=False) as now:
        held = {row["source"] for row in now.rows(queries.ATTACHED)}
        # A withdrawn source answers to no key any more, and its copy can still be deleted.
        source = key if key in held else now.on(LAST_DAY).source(key)["source"]
    if source not in held:
        request.say(f"Nothing changed: no text is attached to {source}.")
        return
    with transaction(request) as connection:
        texts.detach(connection, source)
    request.say(f"The text of {source} is deleted.")


def withdraw(
    request: Request,
    key: Key,
    base: Base = None,
    why: Why = "",
) -> None:
    """Withdraw an article, retracted say, with its paragraphs and mentions; the change log keeps them.

    \b
    Example:
      tracker source withdraw lorries-for-lviv --why "retracted by its publisher"
    """
    from tracker.record import sources

    def prepare(snapshot: Snapshot) -> str:
        return snapshot.source(key)["source"]

    count = write(request, why, prepare, lambda change, source: sources.withdraw(change, source, base))
    request.say(f"{wording.counted(count, 'mention')} went with it.")


def origins(
    request: Request,
    clocks: Clocks,
    layout: Layout,
    texts: TextsFolder = "",
) -> None:
    """Suggest which articles share an origin: long runs of the same words, in your copies of the texts.

    Where two texts are not at hand their quotes in the record are compared. Nothing is written: whoever agrees gives
    both articles, or the mentions that tell the one story, one origin. What has one origin counts once.

    \b
    Example:
      tracker source origins --texts ~/articles
    """
    from tracker.domain import quotes
    from tracker.reports import verification
    from tracker.reports.origins import FIELDS, of_record, suggestions

    folder = verification.texts_folder(texts)
    with reading(request, clocks) as snapshot:
        sources, mentions = snapshot.articles(), snapshot.mentions()
        at_hand = verification.Texts(snapshot, folder)
        copies = {row["source"]: at_hand.content(row) for row in sources if at_hand.name(row)}
    full = {
        key: dict(enumerate(quotes.paragraphs(text.decode("utf-8", errors="replace")), 1))
        for key, text in copies.items()
    }
    rows = suggestions(*of_record(sources, mentions), full)
    columns = [Column("source"), Column("and", folds="and "), Column("shared", right=True)]
    columns += [Column("longest", right=True), Column("origin"), Column("for example", grows=True)]
    cells: list[list[Cell | str]] = []
    for row in rows:
        origin = "one" if row["same_origin"] else "one? " if row["suggested"] else ""
        shared = [str(row["shared_words"]), str(row["longest_run"])]
        cells.append([row["source"], row["other"], *shared, origin.strip(), f"“{row['words']}”"])
    notes = ["one: the record says so · one?: ask whether they reprint one story · numbers count words"] if rows else []
    pairs = "1 pair of {} articles shares" if len(rows) == 1 else f"{len(rows)} pairs of {{}} articles share"
    title = f"{pairs.format(len(sources))} wording ({len(full)} texts at hand)"
    show(layout, Sheet(rows, FIELDS, columns, cells, title, notes=notes))


VERBS = {
    one.__name__.strip("_"): one for one in (list_, show_, add, edit, paragraph, attach, detach, withdraw, origins)
}
