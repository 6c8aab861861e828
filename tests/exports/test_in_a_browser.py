"""The site in a real browser: headless Chromium, as Debian packages it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases as every
from tests.running import run

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
if not CHROMIUM and not os.environ.get("CI"):
    pytest.skip("Chromium is not installed: on Debian, apt-get install chromium", allow_module_level=True)

# What a record may hold and a page has to show as it stands.
TITLE = "<script>document.title='run'</script>](javascript:alert(1))"
SPEAKER = "'\"><img src=https://example.org/x onerror=alert(1)> & co"
PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
PAGES = (
    *("index.html", "disagreements.html", "codebook.html", "downloads.html"),
    *("measures/royal-marines-poland.html", "measures/hms-trent.html", "sources/step-back.html"),
)


class Seen:
    """A browser with the site of a record that holds hostile texts, and all that it asked for and complained of."""

    def __init__(self, browser: Any, site: Path, db: Path) -> None:
        self.browser, self.site, self.db = browser, site, db
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def page(self, **options: Any) -> Any:
        """A new page in a context of its own."""
        context = self.browser.new_context(**{"viewport": DESK, **options})
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", lambda message: self.complaints.append(message.text))
        context.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        return context.new_page()

    def address(self, name: str) -> str:
        """Where a page of the site lies."""
        return (self.site / name).as_uri()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The browser and the site."""
    folder = tmp_path_factory.mktemp("browser")
    db = Path(shutil.copy(every.of("sqlite").template("record"), folder / "record.db"))
    speaks = ("mention", "edit", deciding("hms-trent", db), "--speaker", SPEAKER, "--attribution", "named_person")
    for words in (("measure", "edit", "hms-trent", "--title", TITLE), speaks):
        done = run(*words, "--why", "to test", db=db)
        assert done.returncode == 0, done.stderr
    done = run("export", "--format", "html", "-o", str(folder / "site"), db=db)
    assert done.returncode == 0, done.stderr
    with playwright.sync_playwright() as library:
        browser = library.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Seen(browser, folder / "site", db)
        browser.close()


def deciding(measure: str, db: Path) -> str:
    """The mention that decides a measure."""
    shown = run("report", "--format", "csv", "--columns", "measure,status_mention", db=db).stdout
    return dict(line.split(",") for line in shown.splitlines())[measure]


def test_open_filter_sort_follow(seen: Seen, tmp_path: Path) -> None:
    """A reader filters by words, kind and status, sorts, goes back, follows a measure and a source, and downloads."""
    page = seen.page(accept_downloads=True)
    page.goto(seen.address("index.html"))
    shown = page.locator("#measures tr[data-kind]:visible")
    assert page.locator("#count").inner_text() == "32 of 32 measures"
    page.get_by_label("Words").fill("poland marines")
    assert page.locator("#count").inner_text() == f"{shown.count()} of 32 measures"
    assert shown.locator("th a").all_inner_texts() == ["350 Royal Marines to Poland"]
    page.get_by_role("button", name="All, by kind").click()
    page.get_by_label("Kind").select_option("sanctions")
    page.get_by_label("Status").select_option("announced")
    asked = ("report", "--kind", "sanctions", "--status", "announced", "--format", "csv", "--columns", "title")
    assert sorted(shown.locator("th a").all_inner_texts()) == sorted(run(*asked, db=seen.db).stdout.splitlines()[1:])
    page.get_by_role("button", name="All, by kind").click()
    before = shown.locator("th a").all_inner_texts()
    page.get_by_role("button", name="measure", exact=True).click()
    titles = shown.locator("th a").all_inner_texts()
    assert (set(titles), page.locator("tr.kind:visible").count()) == (set(before), 0)
    assert titles.index("1,000 troops on standby") < titles.index("Help to the ICC's investigation")
    page.get_by_role("button", name="All, by kind").click()
    assert shown.locator("th a").all_inner_texts() == before
    page.get_by_role("link", name="350 Royal Marines to Poland").click()
    assert page.locator("h1").inner_text() == "350 Royal Marines to Poland"
    page.get_by_role("link", name="trip-to-moscow ¶9").first.click()
    assert page.url.endswith("sources/trip-to-moscow.html#p9")
    page.get_by_role("link", name="Downloads").click()
    with page.expect_download() as held:
        page.get_by_role("link", name="measures.csv", exact=True).click()
    held.value.save_as(tmp_path / "measures.csv")
    assert (tmp_path / "measures.csv").read_bytes() == (seen.site / "data" / "measures.csv").read_bytes()
    loaded = run("load", str(tmp_path / "measures.csv"), "--yes", "--why", "to test", db=seen.db)
    assert loaded.returncode == 0, loaded.stderr


def test_hostile_texts_are_text(seen: Seen) -> None:
    """Markup, addresses that run and quotation marks in titles and names are shown as they stand, and run nowhere."""
    page = seen.page()
    page.goto(seen.address("measures/hms-trent.html"))
    assert page.locator("h1").inner_text() == TITLE
    assert page.title().startswith(TITLE)
    assert SPEAKER in page.locator("#main").inner_text()
    page.goto(seen.address("index.html"))
    assert page.get_by_role("link", name=TITLE).count() == 1
    assert page.locator("img[src*='example']").count() == 0


def test_without_javascript(seen: Seen) -> None:
    """With JavaScript off every measure is there, by kind, and no control that would do nothing."""
    page = seen.page(java_script_enabled=False)
    page.goto(seen.address("index.html"))
    assert page.locator("#measures tr[data-kind]:visible").count() == 32
    assert page.locator("form:visible, th button").count() == 0
    page.get_by_role("link", name="[4] ¶9").click()
    assert page.locator("#p9").is_visible()


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_everybody_can_use_it(seen: Seen, look: str) -> None:
    """No fault of accessibility on any kind of page, in light and dark; on a phone nothing is wider than the screen."""
    page = seen.page(color_scheme="dark" if look == "dark" else "light", viewport=PHONE if look == "phone" else DESK)
    for name in PAGES[:1] if look == "dark" else PAGES:
        page.goto(seen.address(name))
        if look == "phone":
            wide = "document.documentElement.scrollWidth"
            assert page.evaluate(wide) <= PHONE["width"], name
            assert page.locator("picture img").evaluate_all("all => all.every(one => one.naturalWidth > 0)")
        else:
            found = axe.Axe().run(page).response["violations"]
            assert not found, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


def test_nothing_else_is_asked_for(seen: Seen) -> None:
    """All that the pages asked for lies in the site; what is not theirs does not run, and asks for nothing."""
    page = seen.page()
    seen.complaints.clear()  # who looks for faults of accessibility asks for more than a page does
    page.goto(seen.address("index.html"))
    own = [*seen.asked]
    assert own
    assert all(address.startswith(seen.site.as_uri()) for address in own)
    assert seen.complaints == []
    page.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'document.title = \"run\"';"
        " document.body.append(one); const two = new Image(); two.src = 'https://example.org/x';"
        " document.body.append(two); }"
    )
    page.wait_for_timeout(200)
    assert page.title() != "run"
    assert len([text for text in seen.complaints if "Content Security Policy" in text]) == 2
