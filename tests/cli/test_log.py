"""`tracker log` and `tracker undo`."""

from pathlib import Path

from tests.running import run


def test_correct_and_take_back(shipped_file: Path) -> None:
    """A correction shows in the log with before and after, and undo takes it back by another entry."""
    run("measure", "edit", "hms-trent", "--title", "Trent", "--why", "shorter", db=shipped_file)
    log = run("log", "hms-trent", db=shipped_file).stdout
    assert "title: HMS Trent to the Mediterranean → Trent" in log
    assert "shorter" in log
    assert run("undo", db=shipped_file).returncode == 0
    assert "HMS Trent to the Mediterranean" in run("measure", "show", "hms-trent", db=shipped_file).stdout


def test_a_head_kept_elsewhere(shipped_file: Path) -> None:
    """A head printed earlier finds even a tail that was cut off."""
    head = run("log", "--head", db=shipped_file).stdout.strip()
    assert run("check", "--expect", head, db=shipped_file).returncode == 0
    done = run("check", "--expect", f"7{head}", db=shipped_file)
    assert (done.returncode, "does not hold the head" in done.stderr) == (1, True)
