"""Options that many commands share: a day is taken in every form in which it is shown."""

from pathlib import Path

import pytest

from tests.running import run

AS_OF = ["2022-02-10", "10 Feb 2022", "10 February 2022", "Thu 10 Feb 2022", "10/02/2022"]


@pytest.mark.parametrize("typed", AS_OF[1:])
def test_a_day_as_it_is_shown(shipped_file: Path, typed: str) -> None:
    """`--as-of`, `--since` and the ends of `changes` take a day as the program prints it, or in British order."""
    for arguments in (["report", "--as-of", "DAY"], ["report", "--since", "DAY"], ["changes", "2022-01-31", "DAY"]):
        plain, worded = (
            run(*(day if word == "DAY" else word for word in arguments), "--format", "csv", db=shipped_file)
            for day in (AS_OF[0], typed)
        )
        assert (worded.returncode, worded.stdout) == (0, plain.stdout), worded.stderr


@pytest.mark.parametrize("typed", ["02/24/2022", "Fri 24 Feb 2022", "Feb 2022", "24 Feb", "yesterday"])
def test_a_remedy_names_no_other_day(shipped_file: Path, typed: str) -> None:
    """What is no one day is refused; the remedy shows the form, or the day that was typed."""
    done = run("report", "--as-of", typed, db=shipped_file)
    assert done.returncode == 2
    assert "YYYY-MM-DD" in done.stderr or "24/02/2022" in done.stderr
    assert "2022-02-10" not in done.stderr
