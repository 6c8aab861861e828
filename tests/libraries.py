"""The libraries that the program is made of: `python -m tests.libraries` lists those that come along, with licences."""

import re
import sys
import tomllib
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from importlib import metadata
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.running import ROOT

LOCK = ROOT / "requirements.lock"
FOR_WORK = frozenset({"test", "bench"})  # extras that nobody who uses the program installs


class Library(NamedTuple):
    """One library: its name, its version, and under which licence it says it is."""

    name: str
    version: str
    licence: str


def locked() -> dict[str, str]:
    """The libraries of the lock, with the version of each."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def wanted(without: Container[str] = ()) -> list[Requirement]:
    """What the project asks for, in every extra but some, and what builds it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    listed += [
        one
        for name, extra in project["project"]["optional-dependencies"].items()
        if name not in without
        for one in extra
    ]
    return [Requirement(one) for one in listed]


def coming_along() -> Iterator[Library]:
    """What is installed with the program and its extras, with all that each of them needs, as far as it is here."""
    found, ahead = set[tuple[str, str]](), _with_extras(wanted(FOR_WORK))
    while ahead:
        name, extra = one = ahead.pop()
        found.add(one)
        with suppress(metadata.PackageNotFoundError):  # of another system or another Python
            needed = [Requirement(line) for line in metadata.requires(name) or ()]
            applies = (need for need in needed if not need.marker or need.marker.evaluate({"extra": extra}))
            ahead |= _with_extras(applies) - found
    for name in sorted({name for name, _ in found}):
        with suppress(metadata.PackageNotFoundError):
            yield Library(name, metadata.version(name), _licence(metadata.metadata(name)))


def _with_extras(requirements: Iterable[Requirement]) -> set[tuple[str, str]]:
    return {(canonicalize_name(one.name), extra) for one in requirements for extra in ("", *one.extras)}


def _licence(about: metadata.PackageMetadata) -> str:
    classifiers = [one.split(" :: ")[-1] for one in about.get_all("Classifier") or () if one.startswith("License")]
    written = about.get("License-Expression") or "; ".join(classifiers) or about.get("License") or ""
    return next(iter(written.splitlines()), "")


if __name__ == "__main__":
    for library in coming_along():
        sys.stdout.write(f"{library.name:24} {library.version:12} {library.licence}\n")
