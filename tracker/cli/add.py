"""`tracker add`: one mention in one line, the rest worked out as guided reading does."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import asking
from tracker.cli.context import Request, at_terminal, reading, writing
from tracker.cli.entry import refuse_alike
from tracker.cli.options import Anyway, Entered, Why
from tracker.domain.fields import Values
from tracker.errors.base import NotConfirmed, UsageError
from tracker.errors.usage import UnknownKey
from tracker.guided.one_entry import OF_ARTICLE, OF_MENTION, OneEntry
from tracker.reports.snapshot import LAST_DAY, Snapshot
from tracker.reports.wording import place
from tracker.text.input_files import content_of

if TYPE_CHECKING:
    from tracker.text.articles import Article


def add(
    request: Request,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The article's text, or its saved page.")],
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="The measure: its key, a beginning, or its title.")],
    quote: Annotated[str, typer.Argument(metavar="QUOTE", help="The words that say so, or the first … last of them.")],
    given: Annotated[Values, Entered(OF_ARTICLE, OF_MENTION)],
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Record it without asking.")] = False,
    anyway: Anyway = False,
    why: Why = "",
) -> None:
    """Add a mention in one line: an article's file, a measure and the words. Prints the mention's key.

    Stage, amount, date, place and speaker are worked out from the words, shown with the words they come from, and
    recorded at one yes. What the quote does not say for sure is left out and told, or has to be given as an option.
    An article that the record does not hold is added with what its text or page says of itself. The change log says
    that the article was read, unless --why says more.

    \b
    Examples:
      tracker add article.txt royal-marines "Royal Marines arriving in Poland"
      tracker add page.html "HMS Trent" "will be … Mediterranean" --due "next week" --yes
    """
    from tracker.text import articles

    article = articles.read(content_of(file), file.name)
    with reading(request) as now:
        entry = _worked_out(request, now.on(LAST_DAY), article, (measure, quote), given)
        alike = _alike(now.on(LAST_DAY), entry)
    if not request.quiet or not yes:
        asking.form(entry.screen, None, is_known=True)
    instead = f"to correct that one: tracker mention edit {alike[0].split()[0]}" if alike else ""
    refuse_alike("mention", alike, instead, anyway)
    if not yes:
        if not at_terminal():
            raise UsageError("nobody is there to say yes to it", "add --yes")
        told = "yes records it as it is shown; to change it say no, and add an option: tracker add --help lists them"
        if not asking.agreed("Record it?", told, default=True):
            raise NotConfirmed
    from tracker.guided import items

    with writing(request, why or f"read in {article.name}") as change:
        for item in entry.items:
            items.add(change, item, entry.progress.source)
    typer.echo(entry.mention.key)


def _worked_out(
    request: Request, snapshot: Snapshot, article: "Article", named: tuple[str, str], given: Values
) -> OneEntry:
    """The entry that a line comes to; an article of the record has to be the very text that was read."""
    from tracker.guided.known_record import known_to
    from tracker.record.texts import refuse_another

    measure, quote = named
    try:
        key = snapshot.definition(measure)["measure"]
    except UnknownKey as missing:
        missing.hint = f'{missing.hint}; a new one: tracker measure add --title "TITLE" --kind KIND --why "TEXT"'
        raise
    known, twin = known_to(request.address[0], article)
    if twin:
        known = known._replace(twin=twin, source_key=twin.source)
        refuse_another(snapshot.source(twin.source), snapshot.paragraphs(twin.source), article)
    typed = {name: _text(value) for name, value in given.items()}
    return OneEntry(article, known, key, quote, typed)


def _text(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _alike(snapshot: Snapshot, entry: OneEntry) -> list[str]:
    """The mentions of the record that this may be once more, in words."""
    from tracker.text.near_duplicates import mentions_alike

    values = {**entry.mention.values, "source": entry.progress.source}
    rows = mentions_alike(values, snapshot.mentions_of(values["measure"]))
    return [f"{row['mention']}  {place(row['source'], row['paragraph'])} “{row['quote']}”" for row in rows]
