"""The table of controls: `python -m tests.reliability.controls [WORD…]`, with words only those that have one of them.

Each control stands with the test that proves it. The test is run on a copy of the project, once as it is and once with
the guard taken away: it has to pass, and then to fail.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.running import ROOT

PATIENCE = 300.0  # seconds for a test


class Control(NamedTuple):
    """What is guarded against, the test, and the guard: in which file, and what takes it away."""

    name: str
    test: str
    file: str
    guard: str
    without: str


CONTROLS = (
    Control(
        "A record that was made is on the disk before it is told of",
        "reliability/test_any_call.py::test_a_disk_that_fails_after_the_last_commit",
        "readings/new_record.py",
        "            integrity.settle(folder / path.name)\n",
        "",
    ),
    Control(
        "Every commit is synced: a power cut loses nothing that was told",
        "reliability/test_power_cut.py::test_nothing_told_is_lost",
        "db/engine.py",
        'SYNCHRONOUS = "FULL"',
        'SYNCHRONOUS = "NORMAL"',
    ),
    Control(
        "A load is one transaction",
        "reliability/test_any_call.py::test_killed_at_any_call[load]",
        "db/change.py",
        "        self._write_editions()\n        for noun, (_, version) in NOUNS.items():\n",
        "        self._write_editions()\n        for noun, (_, version) in NOUNS.items():\n"
        "            self.connection.exec_driver_sql('COMMIT')\n"
        "            self.connection.exec_driver_sql('BEGIN IMMEDIATE')\n",
    ),
    Control(
        "No name out of somebody's data is a path",
        "readings/test_toml_file.py::test_a_file_is_never_named_by_somebodys_data",
        "output/unfinished.py",
        "    return plain and len(",
        "    return True or len(",
    ),
    Control(
        "Damage that SQLite can see is looked for",
        "db/test_integrity.py::test_an_emptied_index_is_found",
        "reports/checks.py",
        "if address.path is not None and (damaged := integrity.damage(address.path)):",
        "if damaged := []:",
    ),
    Control(
        "The search index is looked through too",
        "db/test_integrity.py::test_a_damaged_search_index_is_found",
        "db/integrity.py",
        "return found or _in_search(connection)",
        "return found",
    ),
    Control(
        "Rows are held to the change log",
        "db/test_hash_chain.py",
        "db/hash_chain.py",
        'if content_digest(ask, number) != revision["content"]:',
        'if not revision["content"]:',
    ),
    Control(
        "The schema is held to the migrations",
        "reliability/test_damage.py::test_tampering[change the schema]",
        "reports/checks.py",
        "    if address.path is not None and integrity.is_as_made(address.path):\n",
        "    if True:\n",
    ),
    Control(
        "Attached texts and unfinished readings are held to their fingerprints",
        "reports/test_checks.py::test_what_stands_beside_the_record_is_checked",
        "reports/checks.py",
        "        faults += _private(name, ask)\n",
        "",
    ),
    Control(
        "A head that was kept tells of a tail that was cut off",
        "reliability/test_damage.py::test_what_only_a_kept_head_tells",
        "reports/checks.py",
        "if expected and expected not in heads:",
        "if False:",
    ),
    Control(
        "A backup is taken through SQLite, not file by file",
        "reliability/test_copies_while_writing.py::test_backups_while_four_write",
        "db/copies.py",
        '            integrity.copy_into(source, copy)\n            copy.execute("PRAGMA journal_mode=WAL")\n',
        "            draft.write_bytes(path.read_bytes())\n",
    ),
    Control(
        "Nothing is restored while somebody has the record open",
        "db/test_copies.py::test_a_restore_waits_for_nobody_it_could_harm",
        "db/copies.py",
        '        target.execute("BEGIN EXCLUSIVE")\n        target.execute("COMMIT")  # the lock stays\n',
        "",
    ),
    Control(
        "What a restore replaces is kept",
        "reliability/test_copies_while_writing.py::test_restores_while_four_write",
        "db/copies.py",
        "                integrity.copy_into(target, copy)\n",
        "                pass\n",
    ),
    Control(
        "A log that was left over changes no new record",
        "db/test_copies.py::test_a_log_that_was_left_over_is_not_buried",
        "db/address.py",
        "            raise LeftOver(self.companions()[0])\n",
        "            return\n",
    ),
    Control(
        "A migration is preceded by a copy",
        "db/test_copies.py::test_a_migration_is_preceded_by_a_copy",
        "db/schema.py",
        "copy = back_up(address)[0] if address.path else None",
        "copy = None",
    ),
    Control(
        "A draft is never opened through a link",
        "output/test_drafts.py::test_no_draft_goes_through_a_link",
        "output/drafts.py",
        'os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)',
        "os.O_CREAT",
    ),
    Control(
        "Drafts of killed runs are swept",
        "output/test_drafts.py::test_what_a_killed_run_left_is_swept",
        "output/drafts.py",
        "        for path in [folder / entry.name",
        "        for path in [] and [folder / entry.name",
    ),
    Control(
        "An export that was killed between two files is told of, and finished",
        "output/test_unfinished.py::test_killed_between_two_files",
        "output/unfinished.py",
        "    if len(here) < 2:\n",
        "    if here:\n",
    ),
    Control(
        "An export takes away what an earlier one wrote, and nothing else",
        "output/test_checksums.py::test_nothing_else_goes",
        "output/checksums.py",
        "hexdigest() == digest",
        "hexdigest() != digest or True",
    ),
    Control(
        "A list of files that somebody else wrote takes nothing away elsewhere",
        "output/test_checksums.py::test_a_list_names_no_file_elsewhere",
        "output/unfinished.py",
        "    if not (is_inside(name) and _is_here(folder, name) and ",
        "    if not (",
    ),
    Control(
        "Nothing steers the terminal it is shown at",
        "output/test_escapes.py::test_what_leaves_steers_nothing",
        "output/escapes.py",
        "self._stream.write(_STEERING.sub(self._steering, text))",
        "self._stream.write(text)",
    ),
    Control(
        "Tables in Markdown hold no HTML and no link of a stranger's",
        "reliability/test_hostile_input.py::test_nothing_comes_out_alive",
        "output/escapes.py",
        'return _MARKS.sub(_marked, " ".join(harmless(text).split("\\n")))',
        'return " ".join(harmless(text).split("\\n"))',
    ),
    Control(
        "A spreadsheet runs no text of ours",
        "output/test_csv_injection.py",
        "output/csv_injection.py",
        "else MARK + text\n",
        "else text\n",
    ),
    Control(
        "No password is shown",
        "output/test_escapes.py::test_no_password_is_shown",
        "output/escapes.py",
        "    found = _PLAIN.fullmatch(url)\n",
        "    return url\n    found = _PLAIN.fullmatch(url)\n",
    ),
    Control(
        "The user's own record is readable by nobody else",
        "readings/test_new_record.py::test_the_own_record_is_private",
        "readings/new_record.py",
        "            if _is_private(path):\n",
        "            if False:\n",
    ),
    Control(
        "What is read has a bound",
        "text/test_input_files.py::test_standard_input_has_a_bound",
        "text/input_files.py",
        "        if length > longest:\n",
        "        if False:\n",
    ),
    Control(
        "No number in the input makes it longer",
        "text/test_input_files.py::test_a_panel_has_an_end",
        "cli/export.py",
        "        if manner.panel and int(",
        "        if False and int(",
    ),
    Control(
        "An archive's entries stay in their place",
        "package/test_open_package.py::test_an_archive_that_leads_out",
        "package/open_package.py",
        "            raise FaultsFound(faults)\n        wanted",
        "            pass\n        wanted",
    ),
    Control(
        "Nobody else's trigger runs at our writes",
        "db/test_engine.py::test_nobody_elses_trigger_runs",
        "db/engine.py",
        '            if mode == "rw":\n                _require_no_triggers',
        '            if mode == "never":\n                _require_no_triggers',
    ),
    Control(
        "Two who change one row: the second is told",
        "record/test_editing.py",
        "db/change.py",
        '        if base is not None and live["made_in"] > base:\n',
        "        if False:\n",
    ),
    Control(
        "Nor a trigger or rule on PostgreSQL",
        "db/test_engine.py::test_nor_on_postgresql",
        "db/engine.py",
        "    if found := triggers(connection):\n",
        "    if (found := triggers(connection)) and connection.dialect.name == 'sqlite':\n",
    ),
    Control(
        "A role may do what it is for, and nothing else",
        "db/test_roles.py::test_a_role_may_do_what_it_is_for",
        "db/roles.py",
        "GRANT UPDATE (ended_in) ON",
        "GRANT UPDATE ON",
    ),
    Control(
        "Whoever has waited longest to write is served first",
        "db/test_change.py::test_whoever_has_waited_longest_asks_most_often",
        "db/engine.py",
        "time.sleep(max(_OFTENEST, _SELDOMEST / (1 + 10 * waited)))",
        "time.sleep(_SELDOMEST)",
    ),
    Control(
        "Of first runs at once on PostgreSQL one makes the record",
        "readings/test_new_record.py::test_first_runs_at_once",
        "readings/new_record.py",
        "            connection.exec_driver_sql(_ALONE)\n",
        "",
    ),
    Control(
        "What decides in the record decides in a plain model of it",
        "reliability/test_model.py",
        "domain/deciding.py",
        "if established else spoken)",
        'if established else "2022-01-01")',
    ),
    Control(
        "What is nested beyond reason is refused in words, by every reader",
        "reliability/test_every_reader.py::test_any_input[a reading]",
        "readings/toml_file.py",
        "    except RecursionError:\n",
        "    except ZeroDivisionError:\n",
    ),
    Control(
        "Kept answers that somebody else wrote are told of",
        "reliability/test_every_reader.py::test_any_input[a kept reading]",
        "guided/sessions.py",
        "    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):\n",
        "    except ZeroDivisionError:\n",
    ),
    Control(
        "No reader takes longer than its input is long",
        "text/test_amounts_in_text.py::test_no_further_off_than_it_bears",
        "text/amount_phrases.py",
        "letters[max(0, found.start() - _NEAR) : found.start()]",
        "letters[: found.start()]",
    ),
)


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the project, to be broken."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    with tempfile.TemporaryDirectory() as name:
        for file in filter(None, listed.stdout.split("\0")):
            (Path(name) / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, Path(name) / file)
        yield Path(name)


def run(folder: Path, *tests: str) -> bool:
    """Whether tests pass in a copy of the project."""
    named = [f"tests/{test}" for test in tests]
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-x", "-p", "no:cacheprovider", *named]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return False  # one that waits for ever without its guard
    assert done.returncode in (0, 1, 2, 4), done.stdout + done.stderr  # what cannot even be imported is noticed too
    return done.returncode == 0


def main(words: Sequence[str]) -> int:
    """Print every control with its test, and what came of it with the guard and without; 1 where one does not bite."""
    chosen = [one for one in CONTROLS if not words or any(word.lower() in one.name.lower() for word in words)]
    bad = 0
    with copied() as folder:
        for one in chosen:
            guarded = folder / "tracker" / one.file
            text = guarded.read_text(encoding="utf-8")
            with_it = run(folder, one.test)
            guarded.write_text(text.replace(one.guard, one.without), encoding="utf-8")
            without_it = run(folder, one.test)
            guarded.write_text(text, encoding="utf-8")
            holds = with_it and not without_it
            bad += not holds
            told = (
                f"{'holds' if with_it else 'FAILS'}; without it {'PASSES ALL THE SAME' if without_it else 'it fails'}"
            )
            print(f"{'ok' if holds else 'NO':3} {one.name}\n      tests/{one.test}\n      {told}", flush=True)
    print(f"{len(chosen) - bad} of {len(chosen)} controls hold, and their tests fail without them.")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
