"""References: how to cite the data set at its version, and the articles behind a measure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker import __version__
from tracker.domain.dates import show_date
from tracker.output.escapes import harmless
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.deciding import Ranked
    from tracker.domain.rows import SourceRow

CITATION_STYLES = ("text", "bibtex", "csl-json")
TITLE = "UK measures over Russia's war on Ukraine, as reported"
MAINTAINERS = "The tracker maintainers"


class Reference(NamedTuple):
    """Something to cite: an empty field is not known."""

    key: str
    kind: str  # dataset · article
    title: str
    author: str
    publisher: str
    day: str
    url: str = ""
    version: str = ""
    accessed: str = ""
    note: str = ""


def of_data_set(snapshot: Snapshot) -> Reference:
    """The data set at its edition, as of its day."""
    version = f"edition {snapshot.version}, as of {snapshot.as_of}"
    return Reference("tracker", "dataset", TITLE, MAINTAINERS, "", snapshot.as_of, version=version, note="CC BY 4.0")


def of_measure(snapshot: Snapshot, key: str) -> list[Reference]:
    """The articles that speak of a measure, oldest first, with the paragraphs they do it in. Raises UnknownKey."""
    return of_mentions(snapshot.articles(), snapshot.measure(key).decision.ranked)


def of_mentions(articles: Iterable[SourceRow], ranked: Iterable[Ranked]) -> list[Reference]:
    """Those of some articles that mentions stand in, oldest first, with the paragraphs."""
    paragraphs: dict[str, set[int]] = {}
    for mention in ranked:
        paragraphs.setdefault(mention.row["source"], set()).update(filter(None, [mention.row["paragraph"]]))
    found = [_article(source, paragraphs[source["source"]]) for source in articles if source["source"] in paragraphs]
    return sorted(found, key=lambda reference: (reference.day, reference.key))


def _article(source: SourceRow, paragraphs: set[int]) -> Reference:
    listed = ", ".join(str(number) for number in sorted(paragraphs))
    basis = "; its date is inferred" if source["published_basis"] == "inferred" and not source["updated"] else ""
    return Reference(
        source["source"],
        "article",
        source["title"],
        source["author"] or "",
        source["publisher"] or "",
        source["updated"] or source["published"],
        source["url"] or "",
        accessed=source["retrieved"] or "",
        note=f"paragraph{'s' if len(paragraphs) > 1 else ''} {listed}{basis}",
    )


def cited(references: Sequence[Reference], form: str) -> str:
    """References in one of CITATION_STYLES."""
    if form == "csl-json":
        return json.dumps([_csl(reference) for reference in references], ensure_ascii=False, indent=2) + "\n"
    made = _bibtex if form == "bibtex" else _text
    return "\n".join(made(reference) for reference in references) + "\n"


def _text(reference: Reference) -> str:
    title = harmless(reference.title)
    if reference.kind == "dataset":
        program = f"tracker {__version__}"
        return f"{reference.author}. {title} ({reference.version}) [data set]. Made with {program}. {reference.note}."
    who = f"{harmless(reference.author)}. " if reference.author else ""
    where = f" {harmless(reference.publisher)}," if reference.publisher else ""
    address = f" {harmless(reference.url)}" if reference.url else ""
    return f"{who}{title}.{where} {show_date(reference.day)}, {reference.note}.{address}"


# What TeX would act on. Braces and backslashes first become words of their own, so nothing is escaped twice.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        **{letter: f"\\{letter}" for letter in "&%$#_"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def _bibtex(reference: Reference) -> str:
    year, month, number = reference.day.split("-")
    held = {
        "title": "{" + harmless(reference.title).translate(_TEX) + "}",
        "author": " and ".join(_tex_name(name) for name in _names(reference)),
        "publisher" if reference.kind == "dataset" else "journal": harmless(reference.publisher).translate(_TEX),
        "date": f"{year}-{month}-{number}",
        "year": year,
        "url": re.sub(r"[{}\\\s]", "", harmless(reference.url)),
        "urldate": reference.accessed,
        "version": reference.version,
        "note": reference.note.translate(_TEX),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in held.items() if value]
    kind = "dataset" if reference.kind == "dataset" else "article"
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}"])


# Words in what has written an article and is no person.
_BODIES = frozenset(
    "agency bbc council desk editors ministry news newsroom office press reporters staff team the".split()
)


def _names(reference: Reference) -> list[dict[str, str]]:
    """Who wrote something, as CSL has names: family and given of a person, a body as it is called."""
    names = re.split(r"\s*;\s*|\s+and\s+|\s*&\s*", harmless(reference.author)) if reference.author else []
    return [_name(name) for name in names if name]


def _name(name: str) -> dict[str, str]:
    words = name.lower().split()
    if len(words) < 2 or _BODIES & {*words} or any(letter.isdigit() for letter in name):
        return {"literal": name}
    from nameparser import HumanName  # only what somebody wrote pays for it

    parsed = HumanName(name)
    found = {"family": parsed.last, "given": f"{parsed.first} {parsed.middle}".strip(), "suffix": parsed.suffix}
    return {part: text for part, text in found.items() if text} if parsed.last and parsed.first else {"literal": name}


def _tex_name(name: dict[str, str]) -> str:
    if "literal" in name:
        return "{" + name["literal"].translate(_TEX) + "}"
    return ", ".join(name[part].translate(_TEX) for part in ("family", "suffix", "given") if part in name)


def _csl(reference: Reference) -> dict[str, object]:
    held = {
        "id": reference.key,
        "type": "dataset" if reference.kind == "dataset" else "article-newspaper",
        "title": harmless(reference.title),
        "author": _names(reference),
        "container-title": harmless(reference.publisher),
        "issued": {"date-parts": [[int(part) for part in reference.day.split("-")]]},
        "accessed": _parts(reference.accessed),
        "URL": harmless(reference.url),
        "version": reference.version,
        "note": reference.note,
    }
    return {name: value for name, value in held.items() if value}


def _parts(day: str) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None
