"""Commands run by another account of this machine, in folders that both can enter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT

NOBODY = 65_534
only_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)
# The interpreter may lie where another account may not look: what a command imports is imported before.
_PROGRAM = """
import io, os, sys, platformdirs
from tracker.cli.app import main
def call(arguments):
    sys.argv = ["tracker", *arguments]
    try:
        main()
    except SystemExit as left:
        return left.code
user, warm, *arguments = sys.argv[1:]
kept = sys.stdout, sys.stderr
sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO()) for _ in range(2))
for words in (["report"], ["measure", "edit", "hms-trent", "--summary", "x", "--why", "warm"]):
    call([*words, "--db", warm])
try:
    platformdirs.user_data_dir("tracker")
finally:
    sys.stdout, sys.stderr = kept
os.setgroups([])
os.setgid(int(user))
os.setuid(int(user))
sys.exit(call(arguments))
"""


def run_as(user: int, *arguments: str, warm: Path, **around: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a user; `warm` is a record of its own, on which the imports are tried out."""
    environment = {"PATH": os.environ["PATH"], "TRACKER_BY": f"user {user}", **around}
    words = [sys.executable, "-c", _PROGRAM, str(user), str(warm), *arguments]
    return subprocess.run(words, capture_output=True, text=True, cwd=ROOT, env=environment, check=False, timeout=120)
