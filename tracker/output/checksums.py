"""`SHA256SUMS`: which files an export wrote into a folder, and their fingerprints, as `sha256sum -c` reads them.

By it the next export into the folder knows its own: what it does not write any more goes, unless somebody changed it.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

LIST = "SHA256SUMS"
DIGEST = re.compile("[0-9a-f]{64}")
_LINE = re.compile(f"({DIGEST.pattern})  ([^\n]+)\n")


def listing(digests: Mapping[str, str]) -> bytes:
    """The list of files, by name, with their digests."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def is_listing(text: str) -> bool:
    """Whether a text is such a list and nothing else."""
    return bool(text) and not _LINE.sub("", text)


def is_unchanged(path: Path, digest: str) -> bool:
    """Whether a file is there, is no link, and has a digest."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


def listed(folder: Path) -> dict[str, str]:
    """The files that an earlier export wrote into a folder, with the digests that they had."""
    path = folder / LIST
    if path.is_symlink() or not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8", errors="replace")
    return {name: digest for digest, name in _LINE.findall(text)} if is_listing(text) else {}
