"""The documents' transcripts and commands: what they show is what the program prints.

    python -m tests.transcripts

writes every transcript anew, in the README and in the guides, as the program prints it now. A transcript is a fence
marked `console` that begins with `$` and a command; a fence marked `sh` holds commands to be typed, and one marked
`text NAME` a file that they use.
"""

import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

from tests.running import ROOT
from tests.terminal import at_terminal
from tracker.cli.help import GUIDES
from tracker.db.address import Address
from tracker.readings import new_record

README = ROOT / "README.md"
DOCUMENTS = [README, *sorted(GUIDES.glob("*.md"))]
# As wide as what GitHub shows of a README; as narrow as a guide in a terminal of 80 columns leaves it.
WIDTHS = {README: 100}
NARROW = 78
_TRANSCRIPT = re.compile(r"^```console\n\$ tracker (.+)\n((?:(?!```).*\n)*)```$", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def transcripts(document: Path) -> list[tuple[str, str]]:
    """The commands that a document shows with what they print."""
    return _TRANSCRIPT.findall(document.read_text(encoding="utf-8"))


def shown(command: str, document: Path, record: Path) -> str:
    """What a command prints at a terminal as wide as the document shows one."""
    width = WIDTHS.get(document, NARROW)
    printed = _COLOURS.sub("", at_terminal(*shlex.split(command), db=record, width=width))
    return "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())


def fences(document: Path, kind: str) -> list[tuple[str, str]]:
    """The fences of a kind: what stands after the kind, and what they hold."""
    text = document.read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}(?: (.+))?\n((?:(?!```).*\n)*)```$", text, flags=re.MULTILINE)


def commands(document: Path) -> list[str]:
    """The commands that a document tells its reader to type, each whole; and those that a table is about."""
    lines = "".join(text for _, text in fences(document, "sh")).replace("\\\n", "")
    return [
        *lines.splitlines(),
        *re.findall(r"^\| `(tracker [^`]+)` \|", document.read_text(encoding="utf-8"), re.MULTILINE),
    ]


def rewrite(document: Path, record: Path) -> bool:
    """Write the transcripts of a document anew; whether any was another."""
    before = document.read_text(encoding="utf-8")
    after = _TRANSCRIPT.sub(
        lambda found: f"```console\n$ tracker {found[1]}\n{shown(found[1], document, record)}```", before
    )
    document.write_text(after, encoding="utf-8")
    return after != before


def main() -> None:
    """Write every transcript anew, on a record with the shipped readings and nothing else."""
    os.environ["TRACKER_BY"] = "the tests"
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        new_record.create(Address.of(record), "the tests")
        for document in DOCUMENTS:
            if rewrite(document, record):
                sys.stdout.write(f"{document.relative_to(ROOT)} was written anew\n")


if __name__ == "__main__":
    main()
