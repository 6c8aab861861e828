"""`tracker browse`: the record in a browser."""

import socket
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from tracker.cli.context import Clocks, Request, reading, require_known
from tracker.domain.filters import Filters
from tracker.errors.base import UsageError
from tracker.package.descriptor import Manner


def browse(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8001,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    wider: Annotated[bool, typer.Option("--wider", help="Listen where others on the network can read it.")] = False,
) -> None:
    """Explore the record in a browser: tables to filter and search, the queries behind the reports, and the pages.

    It shows the record as it was at the start, until Ctrl-C; others go on writing meanwhile, and nothing can be written
    from the browser. Private copies of articles are not there. Only programs on this machine can reach it.

    \b
    Examples:
      tracker browse
      tracker browse --as-of 2022-02-10 --port 0
    """
    if not _is_of_this_machine(host) and not wider:
        raise UsageError(f"{host} lets others on the network read the record", "say --wider, or leave --host out")
    from tracker.exports.browsing import application

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, reading(request, clocks) as snapshot:
        manner = Manner(filters=require_known(snapshot, filters))
        served = application(snapshot, request.address[0], Path(folder), manner)
        _serve(served, request, host, port)


def _is_of_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _serve(served: object, request: Request, host: str, port: int) -> None:
    import uvicorn  # comes with Datasette

    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}", "take another --port"
        ) from None
    with listening:
        typer.echo(f"http://{host}:{listening.getsockname()[1]}/")
        request.say("Ctrl-C ends it.")
        server = uvicorn.Server(uvicorn.Config(served.app(), log_level="warning"))  # type: ignore[attr-defined]
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            return
