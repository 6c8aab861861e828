"""The pictures that the README shows: made by the program, from the shipped readings.

    python -m tests.pictures

makes them anew. The picture of the page is taken in Chromium, and carries the words it shows, so that it can be told
without a browser whether they are still those of the page.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from lxml import html

from tests.running import ROOT, run
from tracker.db.address import Address
from tracker.exports.charts import with_words
from tracker.readings import new_record

FOLDER = ROOT / ".github"
PAGE, CHART = FOLDER / "report.png", FOLDER / "deployment.svg"
CHART_COMMAND = ("chart", "timeline", "--kind", "deployment")
SIZE = {"width": 1240, "height": 1160}
# How many measures find room in the picture of the page.
ROWS = 3


def chart(record: Path) -> str:
    """The chart as it is drawn now."""
    done = run(*CHART_COMMAND, "--format", "svg", "-o", "-", db=record)
    assert done.returncode == 0, done.stderr
    return done.stdout


def words(site: Path) -> str:
    """What the upper part of the overview says, which the picture shows."""
    page = html.fromstring((site / "index.html").read_bytes())
    rows = page.xpath("//table[@id='measures']//tr[@data-kind]")[:ROWS]
    parts = [*page.xpath("//h1 | //main/p[position() <= 2]"), page.xpath("//img/@alt")[0], *rows]
    return " ".join(" ".join(one if isinstance(one, str) else one.text_content() for one in parts).split())


def kept_words(picture: Path) -> str:
    """The words that a picture carries."""
    [found] = re.findall(rb"iTXtDescription\0{5}(.*?).{8}(?:IDAT|iTXt|pHYs|sRGB)", picture.read_bytes(), re.DOTALL)
    return bytes(found).decode()


def exported(record: Path, folder: Path) -> Path:
    """The site of a record."""
    done = run("export", "--format", "html", "-o", str(folder), db=record)
    assert done.returncode == 0, done.stderr
    return folder


def photographed(site: Path) -> bytes:
    """The upper part of the overview, with its words."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as library:
        browser = library.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto((site / "index.html").as_uri())
        picture = page.screenshot()
        browser.close()
    return with_words(picture, {"Title": "The report as a page", "Description": words(site)})


def main() -> int:
    """Make both pictures."""
    with tempfile.TemporaryDirectory() as name:
        record = Path(name) / "record.db"
        new_record.create(Address.of(record), "the pictures")
        CHART.write_text(chart(record), encoding="utf-8", newline="\n")
        PAGE.write_bytes(photographed(exported(record, Path(name) / "site")))
    sys.stdout.write(f"{CHART.name} and {PAGE.name} are made\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
