"""`tracker browse`: the record and its history in Datasette, with the answers of the program and nothing private."""

import asyncio
import html
import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import opened
from tests.running import ROOT, run, surroundings
from tracker.db import queries
from tracker.db.address import Address
from tracker.package.descriptor import PLAIN

pytest.importorskip("datasette")
browsing = pytest.importorskip("tracker.exports.browsing")
SECRET = "Seventeen marmalade kites"
Get = Callable[[str], Any]


@pytest.fixture
def get(shipped_file: Path, tmp_path: Path) -> Iterator[Get]:
    """Asks the pages of a record that holds a private text and a title that a spreadsheet would run."""
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute("INSERT INTO source_text SELECT min(id), 'a.txt', ?, '0' FROM source", (SECRET,))
        connection.execute("UPDATE measure_version SET title = '=1+1' WHERE title LIKE 'HMS Trent%'")
        connection.commit()
    address = Address.of(shipped_file)
    folder = tmp_path / "served"
    folder.mkdir()
    served = browsing.application(opened(address), address, folder, PLAIN)
    assert not [file for file in folder.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]
    yield lambda path: asyncio.run(served.client.get(path))
    for database in served.databases.values():
        database.close()


def test_tables_and_pages(get: Get) -> None:
    """Tables have facets, full text, labels for codes and keys, and meanings; each measure leads to its page."""
    found = get("/record/measures.json?_facet=kind&_search=marines&_shape=objects").json()
    assert [row["measure"] for row in found["rows"]] == ["royal-marines-poland"]
    assert found["facet_results"]["kind"]["results"][0]["value"] == "deployment"
    page = get("/record/measures?measure=royal-marines-poland").text
    for shown in ("/site/measures/royal-marines-poland.html", "Deployment", "what kind of act it is", "CC BY 4.0"):
        assert shown in page
    assert "350 Royal Marines to Poland" in get("/record/mentions?measure=royal-marines-poland").text
    assert "350 Royal Marines to Poland" in get("/site/measures/royal-marines-poland.html").text
    assert "measure,title" in get("/record/measures.csv").text
    assert "'=1+1" in get("/record/measures.csv").text


def test_the_queries_are_the_programs_own(get: Get, shipped_file: Path) -> None:
    """Each query is the text of its file, and gives the rows that the program gets."""
    snapshot = opened(Address.of(shipped_file))
    assert html.escape(queries.query_text("statuses").splitlines()[0]) in get("/history/statuses").text
    [link] = re.findall(r'href="/history/statuses\?([^"]+)"', get("/history").text)
    for day in (snapshot.as_of, "2022-02-10"):
        asked = re.sub(r"\bas_of=[^&]+", f"as_of={day}", html.unescape(link))
        rows = get(f"/history/statuses.json?{asked}&_shape=array").json()
        expected = [*snapshot.on(day).rows(queries.STATUSES)]
        assert [(row["measure"], row["status"]) for row in rows] == [
            (row["measure"], row["status"]) for row in expected
        ]


def test_nothing_private_and_nothing_written(get: Get) -> None:
    """Private texts are in no table and no query, and no statement changes anything."""
    for name in ("text", "attached", "readings"):
        assert get(f"/history/{name}").status_code == 404
    for sql in ("select+*+from+source_text", "delete+from+measure"):
        assert get(f"/history.json?sql={sql}").status_code == 400


def test_it_starts_tells_where_and_ends(shipped_file: Path) -> None:
    """It listens on this machine alone, says where, and ends at Ctrl-C without a complaint."""
    command = [sys.executable, "-m", "tracker", "browse", "--port", "0", "--kind", "readiness"]
    around = surroundings(shipped_file, {"HOME": os.environ.get("HOME", "/")})
    with subprocess.Popen(
        command, cwd=ROOT, env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as it:
        assert it.stdout and it.stderr
        address = it.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}site/index.html") as page:
            assert b"1,000 troops on standby" in page.read()
        it.send_signal(signal.SIGINT)
        assert (it.wait(timeout=30), it.stderr.read()) == (0, "Ctrl-C ends it.\n")


@pytest.mark.parametrize(("host", "told"), [("0.0.0.0", "--wider"), ("example.org", "--wider"), ("::", "--wider")])
def test_not_wider_without_saying_so(shipped_file: Path, host: str, told: str) -> None:
    """What others on the network could reach is refused, unless it is said."""
    done = run("browse", "--host", host, db=shipped_file)
    assert (done.returncode, told in done.stderr) == (2, True)
