"""A long text through the pager, as git shows one: $PAGER, else less."""

import os
import shutil
import signal
import subprocess

# What less is told unless the user tells it otherwise: leave a short text standing, keep colours, leave the screen be.
DEFAULTS = {"LESS": "FRX", "LV": "-c"}
# What a shell answers where there is no such program, or none that can be run.
_NOT_FOUND, _NOT_RUN = 127, 126


def page(text: str) -> bool:
    """Show a text in the pager until the reader leaves it; false where there is none, and nothing was shown."""
    command = os.environ.get("PAGER", "less" if shutil.which("less") else "").strip()
    if command in ("", "cat"):
        return False
    # Ctrl-C is the pager's while it runs; a handler of our own, unlike one that ignores, is not handed down to it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        # By the shell, as git does: $PAGER is the reader's own command, with its options.
        running = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env={**DEFAULTS, **os.environ})  # noqa: S602
        running.communicate(text.encode())  # who has read enough leaves, and the rest is not wanted
        return running.returncode not in (_NOT_FOUND, _NOT_RUN)
    finally:
        signal.signal(signal.SIGINT, before)
