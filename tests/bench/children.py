"""What a program costs that runs in a process of its own: processor time, and the most memory it took."""

import multiprocessing
import os
import subprocess
from collections.abc import Callable, Sequence


def apart(function: Callable[..., object], *arguments: object) -> None:
    """Do something in a process of its own: the memory it takes would count as every later child's."""
    child = multiprocessing.get_context("spawn").Process(target=function, args=arguments)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{function.__name__} ended with {child.exitcode}")


def spent(command: Sequence[str]) -> tuple[float, float]:
    """Processor seconds and mebibytes of a program; ends this one where that fails."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)[:200]} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
