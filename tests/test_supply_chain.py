"""What the project is made of: pinned by digest, under licences that allow it, and built the same every time."""

import re
import subprocess
import sys
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tests.libraries import LOCK, coming_along, locked, wanted

# Licences that let anybody use, change and pass on; the LGPL does for a library that stays one by itself.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|Lesser General Public|Unlicense|Public Domain"
    r"|0BSD|Zlib|CC0|HPND|BlueOak|CNRI",
    re.IGNORECASE,
)


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


def test_what_cannot_be_looked_up_is_no_clean_answer() -> None:
    """The look for known weaknesses fails where it reaches no list of them; the tool by itself passes over that."""
    told = [ROOT / ".github" / name for name in ("workflows/tests.yml", "SECURITY.md")]
    for file in told:
        (command,) = re.findall(r"pip-audit (-.*)", file.read_text(encoding="utf-8"))
        assert command == "--strict --require-hashes --disable-pip -r requirements.lock"


def test_the_licences() -> None:
    """Every library that comes along with the program is under a licence that lets this one be passed on."""
    along = list(coming_along())
    assert [library for library in along if not ALLOWED.search(library.licence)] == []
    assert {"sqlalchemy", "psycopg", "psycopg-binary"} <= {library.name for library in along}  # needs, and extras
    assert len(along) > 20


def test_built_twice_it_is_the_same(tmp_path: Path) -> None:
    """Two wheels built from one state of the project are one and the same, byte for byte."""
    for name in ("first", "second"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / name)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    (first,), (second,) = ((tmp_path / name).glob("*.whl") for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
