"""`tracker`, and `python -m tracker`."""

import atexit
import gc
import sys


def main() -> None:
    """Run the command line.

    Collecting garbage while modules load, and again when the interpreter leaves, is a fifth of a cold start and frees
    nothing: what the imports made is set aside, at both ends.
    """
    try:
        gc.disable()
        from tracker.cli.app import main as command

        gc.freeze()
        gc.enable()
        atexit.register(gc.freeze)
        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
