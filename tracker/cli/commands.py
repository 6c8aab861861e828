"""Commands as Typer sees them: built from a function's signature, and only the command that is asked for.

A parameter of a shared type (`Clocks`, `Filters` …) stands for a group of options; the function beside the type in
GROUPS holds them in its own signature, and makes the one object from what was given.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import partial
from types import ModuleType
from typing import Annotated, Any, get_origin

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from tracker.cli import options
from tracker.cli.context import Clocks, Layout, Request
from tracker.db.retries import again
from tracker.domain.filters import Filters
from tracker.errors.usage import NoNumber, StrayWords

Function = Callable[..., object]
GROUPS: dict[object, Function] = {
    Request: options.request,
    Clocks: options.clocks,
    Filters: options.filters,
    Layout: options.layout,
}


def _group(parameter: inspect.Parameter) -> Function | None:
    """What makes the object that a parameter wants of several options; nothing where it is one option itself."""
    if get_origin(parameter.annotation) is Annotated:
        for one in parameter.annotation.__metadata__:
            if isinstance(one, options.MadeBy | options.Entered):
                return one.function if isinstance(one, options.MadeBy) else one
    return GROUPS.get(parameter.annotation)


def _options(function: Function) -> dict[str, inspect.Parameter]:
    """The arguments and options of a function: its own before those of its groups, and those of every command last."""
    parameters = [one for one in inspect.signature(function).parameters.values() if one.annotation is not typer.Context]
    found = {one.name: one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters if not _group(one)}
    groups = [group for one in parameters if (group := _group(one))]
    for group in sorted(groups, key=lambda group: group is options.request):
        for name, option in _options(group).items():
            found.setdefault(name, option)  # a command may have a --format of its own
    return found


def _call(function: Function, given: Mapping[str, object], made: dict[Function, object]) -> object:
    """Call a function with what was given, each group made once."""
    arguments: dict[str, object] = {}
    for parameter in inspect.signature(function).parameters.values():
        group = _group(parameter)
        if group is not None and group not in made:
            made[group] = _call(group, given, made)
        arguments[parameter.name] = given[parameter.name] if group is None else made[group]
    return function(**arguments)


def as_typer_sees(function: Function) -> Callable[..., None]:
    """The function with each group replaced by its options; what was given before a command's name counts as well."""
    own = inspect.signature(function).parameters

    def command(ctx: typer.Context, **given: object) -> None:
        above = ctx.parent.obj if ctx.parent else None
        given |= {name: given[name] or getattr(above, name, given[name]) for name in Request._fields}
        made: dict[Function, object] = {}
        ctx.obj = made[options.request] = _call(options.request, given, {})
        if "format" not in own:
            options.require_form(str(given["format"]))
        again(lambda: _call(function, {**given, "ctx": ctx}, made), ctx.obj.say)

    shared = {name: option for name, option in _options(options.request).items() if name not in own}
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    signature = inspect.Signature([context, *{**_options(function), **shared}.values()])
    command.__dict__["__signature__"] = signature
    command.__annotations__ = {}
    command.__doc__ = function.__doc__
    return command


class Command(TyperCommand):
    """A command that says of words it has no use for, and of what is no number, how to put it right."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the command line apart. Raises StrayWords, NoNumber, and what Typer refuses otherwise."""
        typed = list(args)
        try:
            stray = super().parse_args(ctx, args)
        except typer.BadParameter as error:
            kind = getattr(error.param, "type", None)
            if error.param is None or not getattr(kind, "name", "").startswith("int"):
                raise
            name = error.param.get_error_hint(ctx).strip("'[]")
            given = error.message.partition(" is not ")[0]
            raise NoNumber(ctx.command_path, name, given, getattr(kind, "min", None)) from None
        if stray and not ctx.resilient_parsing:
            place = typed.index(stray[0])
            before = typed[place - 1] if place else ""
            raise StrayWords(ctx.command_path, stray, "" if before.startswith("-") else before)
        return stray


def command_of(name: str, function: Function) -> object:
    """A command made from a function."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Command, context_settings={"allow_extra_args": True})(as_typer_sees(function))
    return get_command(app)


class Verbs(TyperGroup):
    """The commands of a noun, which its help lists without making them."""

    summaries: Mapping[str, str]

    def format_commands(self, _ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """List the commands, each with the whole of its first sentence or two."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))


def summary(function: Function) -> str:
    """The first paragraph of what a command's help says."""
    return " ".join((inspect.getdoc(function) or "").partition("\n\n")[0].split())


def noun_of(name: str, module: ModuleType) -> TyperGroup:
    """The commands of a noun: the module's HELP says what it is, and its VERBS are what can be done."""
    group = Verbs(name=name, help=module.HELP, no_args_is_help=True, rich_markup_mode=None)
    group.summaries = {verb: summary(function) for verb, function in module.VERBS.items()}
    group.commands = Built({verb: partial(command_of, verb, function) for verb, function in module.VERBS.items()})
    return group


class Built(MutableMapping[str, Any]):
    """Commands by name, each built when it is asked for (`Any`, as Typer keeps the type of a command to itself)."""

    def __init__(self, makers: Mapping[str, Callable[[], object]]) -> None:
        self.makers = dict(makers)

    def __getitem__(self, name: str) -> Any:
        return self.makers[name]()

    def __setitem__(self, name: str, command: Any) -> None:
        self.makers[name] = lambda: command

    def __delitem__(self, name: str) -> None:
        del self.makers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)
