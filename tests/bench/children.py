"""What a program costs that runs in a process of its own: processor time, and the most memory it took."""

import multiprocessing
import subprocess
import sys
from collections.abc import Callable, Sequence

# A child's memory counts from what its parent has: so that is a small program, and not this one.
_LAUNCH = """
import os, subprocess, sys
with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) as child:
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
print(child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def apart(function: Callable[..., object], *arguments: object) -> None:
    """Do something in a process of its own, and end this one where that fails."""
    child = multiprocessing.get_context("spawn").Process(target=function, args=arguments)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{function.__name__} ended with {child.exitcode}")


def spent(command: Sequence[str]) -> tuple[float, float]:
    """Processor seconds and mebibytes of a program, of what it starts too; ends this one where that fails."""
    launch = [sys.executable, "-I", "-S", "-c", _LAUNCH, *command]
    ended, seconds, kibibytes = subprocess.run(launch, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    if ended != "0":
        raise SystemExit(f"{' '.join(command)[:200]} ended with {ended}")
    return float(seconds), float(kibibytes) / 1024
