"""What the project is made of: pinned by digest, under licences that allow it, and built the same every time."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Container
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

LOCK = ROOT / "requirements.lock"
# Licences that let anybody use, change and pass on; the LGPL does for a library that stays one by itself.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|Lesser General Public|Unlicense|Public Domain"
    r"|0BSD|Zlib|CC0|HPND|BlueOak|CNRI",
    re.IGNORECASE,
)


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


def test_everything_is_pinned_by_digest() -> None:
    """Every library that the project asks for is in the lock, in a version that will do, and each has its digests."""
    pinned = locked()
    for requirement in wanted():
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name} is not in requirements.lock"
        assert requirement.specifier.contains(pinned[name], prereleases=True), f"{requirement}: {pinned[name]}"
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(blocks) >= len(pinned)
    assert all("--hash=sha256:" in block for block in blocks)


def test_ci_installs_from_the_lock() -> None:
    """What must hold before a change goes in is tried with the very bytes that the lock names."""
    assert "--require-hashes -r requirements.lock" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def comes_along(names: set[str]) -> set[str]:
    """Some libraries with all that each of them needs, as far as they are installed here."""
    found, ahead = set[str](), set(names)
    while ahead:
        name = canonicalize_name(ahead.pop())
        try:
            needed = [Requirement(one) for one in metadata.requires(name) or ()]
        except metadata.PackageNotFoundError:
            continue  # of another system or another Python
        found.add(name)
        ahead |= {one.name for one in needed if not one.marker or one.marker.evaluate({"extra": ""})} - found
    return found


def test_the_licences() -> None:
    """Every library that comes along with the program is under a licence that lets this one be passed on."""
    seen, wrong = 0, []
    for name in comes_along({one.name for one in wanted({"test", "bench"})}):
        about = metadata.metadata(name)
        told = [about.get("License-Expression") or "", (about.get("License") or "")[:200]]
        told += [one for one in about.get_all("Classifier") or () if one.startswith("License")]
        seen += 1
        if not ALLOWED.search(" ".join(told)):
            wrong.append((name, told))
    assert wrong == []
    assert seen > 20


def test_built_twice_it_is_the_same(tmp_path: Path) -> None:
    """Two wheels built from one state of the project are one and the same, byte for byte."""
    for name in ("first", "second"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / name)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    (first,), (second,) = ((tmp_path / name).glob("*.whl") for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
