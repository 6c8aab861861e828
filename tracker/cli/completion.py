"""`tracker completion`: the script by which a shell completes what is typed, and the answers that the script asks for.

What may stand in a place is told by the names of options and arguments, which mean one thing throughout. Asking never
makes a record, and costs what a short command does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any, NamedTuple

import typer

from tracker.cli.context import Request
from tracker.domain.fields import FIELDS
from tracker.domain.vocabulary import LISTS
from tracker.errors.base import TrackerError
from tracker.errors.usage import UnknownCode

Choice = tuple[str, str]
# What a script puts the names of files in the place of.
FILES = (":files", "")
# So many keys are offered; who has more types another letter.
MOST_KEYS = 1_000

SHELLS = {
    "bash": r"""_tracker_completion() {
    local current=${COMP_WORDS[COMP_CWORD]} value meaning file
    [[ $current == "=" ]] && current=
    COMPREPLY=()
    while IFS=$'\t' read -r value meaning; do
        if [[ $value == :files ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$current")
        else
            COMPREPLY+=("$value")
        fi
    done < <("$1" completion bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _tracker_completion tracker""",
    "zsh": r"""#compdef tracker
_tracker() {
    local value meaning files=
    local -a choices
    while IFS=$'\t' read -r value meaning; do
        if [[ $value == :files ]]; then
            files=yes
        else
            choices+=("${value//:/\\:}${meaning:+:$meaning}")
        fi
    done < <("${(Q)words[1]}" completion zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    [[ -n $files ]] && _files
    (( $#choices )) && _describe 'tracker' choices
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then _tracker "$@"; else compdef _tracker tracker; fi""",
    "fish": r"""function __tracker_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    for line in ($before[1] completion fish -- $before[2..-1] "$current" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete --command tracker --no-files --arguments '(__tracker_complete)'""",
}

_CODES = {field.name: field.vocabulary for noun in FIELDS.values() for field in noun if field.vocabulary}
# The nouns whose keys an option or an argument takes; `key` is of the noun that the command is of.
_KEYS = dict.fromkeys(("measure", "measures", "into", "other", "after"), "measure")
_KEYS |= {"source": "source", "document": "source", "origin": "source", "event": "event", "mention": "mention"}
_KEYS_OF = {"agreement": "source", "log": "measure"}
_FILES = {"db", "output", "texts", "file", "folder", "paths", "text", "begin", "end"}


class Place(NamedTuple):
    """Where on the command line a word stands: the command, the option or argument it belongs to, what is typed."""

    command: Any
    noun: str
    parameter: Any
    typed: str
    db: str


def completion(
    ctx: typer.Context,
    request: Request,
    shell: Annotated[str, typer.Argument(metavar="SHELL", help=f"{', '.join(SHELLS)}.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]…", help="Words typed so far: what may stand as the last.")
    ] = None,
) -> None:
    """Print what lets your shell complete commands, options, codes, keys of the record and names of files.

    Put it where your shell looks for it, in a folder that you make where it is missing, and open another terminal.

    \b
    Examples:
      tracker completion bash > ~/.local/share/bash-completion/completions/tracker
      tracker completion zsh > ~/.zfunc/_tracker
      tracker completion fish > ~/.config/fish/completions/tracker.fish

    Zsh looks in the folders of its fpath: put `fpath+=~/.zfunc` above `compinit` in ~/.zshrc. Bash looks there if the
    package bash-completion is installed; if not, put `source <(tracker completion bash)` in ~/.bashrc.
    """
    if shell not in SHELLS:
        raise UnknownCode("shell", shell, SHELLS)
    if words is None:
        typer.echo(SHELLS[shell])
        return
    for value, meaning in choices(ctx.find_root().command, words, request):
        # A shell that splits words at = wants what follows it, the others the whole word.
        typer.echo(f"{value}\t{meaning}" if meaning and shell != "bash" else value)


def choices(root: Any, words: Sequence[str], request: Request) -> Iterator[Choice]:
    """What may stand as the last of some words, each with what it means."""
    place = _place(root, words)
    if place is None:
        return
    prefix, typed = "", place.typed
    if place.parameter is not None and typed.startswith("--") and "=" in typed:
        option, _, typed = typed.partition("=")
        prefix = f"{option}="
    found: Iterable[Choice] = _names(place)
    if place.parameter is not None:
        asked = request._replace(db=place.db or request.db)
        found = values(place, typed, asked)
        before, comma, _ = typed.rpartition(",")
        if comma and place.parameter.name == "columns":
            prefix, typed = f"{prefix}{before},", typed[len(before) + 1 :]
    for value, meaning in found:
        if (value, meaning) == FILES or value.startswith(typed):
            yield (value, "") if value == FILES[0] else (f"{prefix}{value}", meaning)


def _place(root: Any, words: Sequence[str]) -> Place | None:
    """Where the last word stands; nothing where the words before it lead to no command."""
    command, noun, db = root, "", ""
    waiting, arguments, ended = None, 0, False
    *before, typed = words or [""]
    for word in before:
        if word == "=" and waiting is not None:
            continue
        if waiting is not None:
            db = word if waiting.name == "db" else db
            waiting = None
        elif word == "--":
            ended = True
        elif word.startswith("-") and not ended:
            name, equals, value = word.partition("=")
            option = _options(command).get(name)
            waiting = option if option is not None and not option.is_flag and not equals else None
            db = value if equals and name == "--db" else db
        elif hasattr(command, "summaries"):
            noun = noun or word
            command = command.commands.get(word)
            if command is None:
                return None
        else:
            arguments += 1
    parameter = waiting
    if waiting is not None:
        typed = "" if typed == "=" else typed
    elif typed.startswith("--") and "=" in typed and not ended:
        parameter = _options(command).get(typed.partition("=")[0])
    elif not hasattr(command, "summaries") and not (typed.startswith("-") and not ended):
        parameter = _argument(command, arguments)
        if parameter is None:
            return None
    return Place(command, noun, parameter, typed, db)


def _options(command: Any) -> Mapping[str, Any]:
    """The options of a command by their names."""
    return {name: one for one in command.params if one.param_type_name == "option" for name in one.opts}


def _argument(command: Any, place: int) -> Any:
    """The argument in a place; the last one of many takes all that follow."""
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    if place >= len(arguments) and arguments and arguments[-1].nargs == -1:
        return arguments[-1]
    return arguments[place] if place < len(arguments) else None


def _names(place: Place) -> Iterator[Choice]:
    """The names of options, or of the commands below one."""
    if place.typed.startswith("-") or not hasattr(place.command, "summaries"):
        yield from ((name, one.help or "") for name, one in _options(place.command).items() if name.startswith("--"))
        yield "--help", "Show this message and exit."
        return
    yield from place.command.summaries.items()


def values(place: Place, typed: str, request: Request) -> Iterable[Choice]:
    """What an option or an argument takes."""
    name, is_option = place.parameter.name, place.parameter.param_type_name == "option"
    if name in _LISTED and not (name == "name" and is_option):
        return _LISTED[name](place.noun)
    if name in _CODES:
        return [(code, term.label) for code, term in _CODES[name].items() if code != "records"]
    if name in _FILES and not (name in ("begin", "end") and is_option):
        return [FILES]
    noun = _KEYS.get(name, "")
    if name == "key" and not is_option:
        noun = _KEYS_OF.get(place.noun, place.noun)
    if place.noun == "agreement" and name == "other":
        noun = "source"
    return _keys(noun, typed, request) if noun else ()


def _keys(noun: str, typed: str, request: Request) -> list[Choice]:
    """The keys that begin like this; none where there is no record yet, or none that is quick to ask."""
    from tracker.db import reader
    from tracker.reports.key_search import keys_of
    from tracker.reports.snapshot import LAST_DAY, Snapshot

    with suppress(TrackerError):
        address, _ = request.address
        if address.path is not None:
            with reader.reading(address) as opened:
                return keys_of(Snapshot(opened.rows, LAST_DAY).rows, noun, typed, MOST_KEYS)
    return []


def _forms(noun: str) -> list[Choice]:
    if noun == "export":
        from tracker.exports.formats import EXPORT_FORMATS

        return [(name, form.meaning) for name, form in EXPORT_FORMATS.items()]
    if noun == "cite":
        from tracker.reports.citation import CITATION_STYLES

        return [(name, "") for name in CITATION_STYLES]
    from tracker.cli.context import FEED
    from tracker.cli.options import SHEET_FORMS

    others = {"chart": ("svg", "png"), "changes": (*SHEET_FORMS, FEED)}
    return [(name, "") for name in others.get(noun, SHEET_FORMS)]


def _columns(noun: str) -> list[Choice]:
    """The columns of a table of the data package that a command shows."""
    table = f"{noun}s" if f"{noun}s" in FIELDS else "measures"
    return [(field.name, field.meaning) for field in FIELDS[table]]


def _names_of(noun: str) -> list[Choice]:
    if noun == "sql":
        from tracker.db.queries import query_names, query_purpose

        return [(name, query_purpose(name)) for name in query_names()]
    if noun == "codes":
        return [(vocabulary.name, "") for vocabulary in LISTS]
    return [(name, "") for name in ("timeline", "status", "kinds")]


def _topics(_: str) -> list[Choice]:
    from tracker.cli.help import topics

    return list(topics().items())


def _tables(_: str) -> list[Choice]:
    from tracker.package.descriptor import EVERY_TABLE

    return [(table.name, table.title) for table in EVERY_TABLE]


def _reasons(_: str) -> list[Choice]:
    from tracker.reports.review import ABOUT

    return [(code, term.definition) for code, term in ABOUT.items()]


# What else is drawn from a list, by the name of an option or an argument.
_LISTED: Mapping[str, Callable[[str], Iterable[Choice]]] = {
    "format": _forms,
    "sort": _columns,
    "columns": _columns,
    "name": _names_of,
    "topic": _topics,
    "table": _tables,
    "about": _reasons,
    "shell": lambda _: [(name, "") for name in SHELLS],
}
