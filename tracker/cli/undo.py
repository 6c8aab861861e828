"""`tracker undo`: taking a change back."""

from typing import Annotated

import typer

from tracker.cli.context import Request, writing
from tracker.cli.options import Why
from tracker.reports import wording


def undo(
    request: Request,
    revision: Annotated[
        int,
        typer.Argument(
            metavar="[REVISION]",
            min=0,
            max=10**9,
            help="The revision, as `tracker log` numbers it; your own last one unless given.",
        ),
    ] = 0,
    why: Why = "",
) -> None:
    """Take back a change, by a new entry in the change log; refused where something was built on it since.

    \b
    Examples:
      tracker undo
      tracker undo 7 --by "A. Curator"
    """
    from tracker.record.undo import last_of
    from tracker.record.undo import undo as take_back

    why = why or (f"undo of revision {revision}" if revision else "undo of my last change")
    with writing(request, why) as change:
        number = revision or last_of(change, change.author)
        count = take_back(change, number)
    request.say(f"Revision {number} is undone: {wording.counted(count, 'thing')} as before.")
