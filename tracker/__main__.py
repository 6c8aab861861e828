"""`tracker`, and `python -m tracker`."""

import atexit
import gc
import os
import sys

# How many new objects wait for a collection: Python's own 700 come and stay whenever a command imports something.
_NEW_OBJECTS = 10_000


def main() -> None:
    """Run the command line.

    Collecting garbage while modules load, and again when the interpreter leaves, is a fifth of a cold start and frees
    nothing: what the imports made is set aside, at both ends, and what a command itself imports is gone through seldom.
    """
    if sys.getfilesystemencoding() != "utf-8" and sys.executable:
        # Arguments and names of files are UTF-8, whatever the locale says: begin again with that understood.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 (this program)
    try:
        gc.disable()
        from tracker.cli.app import main as command

        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        gc.enable()
        atexit.register(gc.freeze)
        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
