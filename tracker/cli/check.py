"""`tracker check`: faults in the record itself."""

from typing import Annotated

import typer

from tracker.cli.context import Request, reading
from tracker.errors.base import FaultsFound


def check(
    request: Request,
    expect: Annotated[
        str, typer.Option("--expect", metavar="HEAD", help="A head that `tracker log --head` printed earlier.")
    ] = "",
    repair: Annotated[bool, typer.Option("--repair", help="First make the search index anew.")] = False,
) -> None:
    """Look for faults in the record: its change log, its references, measures without a status.

    Titles too long for a line of the report are named as well; they are no fault.

    \b
    Examples:
      tracker check
      tracker check --expect 1:4be1…
      tracker check --repair
    """
    from tracker.reports import checks

    if repair:
        with reading(request):  # refuses what is no record of ours, before anything is written
            pass
        checks.repair(request.address[0])
        request.say("The search index was made anew.")
    with reading(request) as snapshot:
        faults = checks.check(snapshot, request.address[0], expect)
        for key, told in checks.long_titles(snapshot):
            request.say(f"{key}: {told}")
    if faults:
        raise FaultsFound(faults, "the record is not sound")
    request.say("The record is sound.")
