"""How a verb is made, and how the group finds it."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ... import commands as folder
from ...engine.words.diagnostics import KenError, say
from ...engine.words.language import LANGUAGES, Language, from_environment, paragraphs
from ...engine.words.speech import Speech
from .help_pages import GROUPS, About, HelpContext
from .session import FINE, READER_LEFT, Session

if TYPE_CHECKING:
    from collections.abc import Iterator


def spoken(context: click.Context | None) -> Speech:
    """The language of this run: that of --lang, else of the environment."""
    speech = context.find_object(Speech) if context is not None else None
    return speech if speech is not None else Speech(from_environment())


def _speak(context: click.Context, _: click.Parameter, value: Language | None) -> None:
    if value or context.obj is None:
        context.obj = Speech(value or from_environment())


lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    is_eager=True,
    callback=_speak,
    help="Language of all messages (default: from the environment).",
)


class Verb(click.Command):
    """A command with all that its help says of it."""

    context_class = HelpContext
    about: About

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it; but no value of an option is passed over for one that stands after it."""
        given = self.make_parser(ctx).parse_args(list(args))[2]
        rest = super().parse_args(ctx, args)
        for option, times in Counter(given).items():
            if times > 1 and _has_one_value(option) and not ctx.resilient_parsing:
                message = say(
                    "{option} is given {times} times; give it once", option=option.opts[0], times=times
                )
                raise click.UsageError(spoken(ctx).words(message), ctx)
        return rest

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, below the options: they stay in sight on a terminal."""
        translate = spoken(ctx).translate
        with formatter.section(translate("Examples")):
            for command, words in self.about.examples:
                formatter.write(f"{'':{formatter.current_indent}}{command}\n")
                with formatter.indentation():
                    formatter.write_text(translate(words))


def _has_one_value(option: click.Parameter) -> bool:
    """Whether what is said of an option a second time takes the place of what was said first."""
    return isinstance(option, click.Option) and not (option.multiple or option.count or option.is_flag)


def verb(
    name: str, *options: Callable[..., Any], about: About
) -> Callable[[Callable[..., int | None]], click.Command]:
    """A command of a function that takes a session and the values of its options, and gives its exit status
    (None: 0). What it raises as KenError is shown, and the run ends with 2."""

    def made(function: Callable[..., int | None]) -> click.Command:
        def run(**values: Any) -> None:
            session = Session(spoken(click.get_current_context()))
            try:
                status = function(session, **values)
            except KenError as problem:
                session.cannot_run(problem.diagnostics)
            raise SystemExit(FINE if status is None else status)

        run.__doc__ = function.__doc__
        command: Callable[..., Any] = lang(run)
        for option in reversed(options):
            command = option(command)
        made_of = click.command(name, cls=Verb)(command)
        made_of.about = about
        return made_of

    return made


class Verbs(click.Group):
    """The group of all verbs. It ends with a status of its own where nobody reads the output any more: click
    and rich make an ordinary failure of that, which nobody can tell from one that has something to say."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all verbs."""
        return sorted(module.name for module in pkgutil.iter_modules(folder.__path__) if not module.ispkg)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A verb by its name, with its help in the language of the run."""
        if cmd_name not in self.commands and cmd_name in self.list_commands(ctx):
            self.commands[cmd_name] = importlib.import_module(f"{folder.__name__}.{cmd_name}").command
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            translated(command, spoken(ctx))
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As click does it; of a name that is no verb it says which are like it."""
        if args and args[0] not in self.list_commands(ctx):
            self.commands |= {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs in their groups, each with what it does in a few words."""
        translate = spoken(ctx).translate
        verbs = [self.get_command(ctx, name) for name in self.list_commands(ctx)]
        for group in GROUPS:
            rows = [
                (each.name or "", translate(each.about.brief))
                for each in verbs
                if isinstance(each, Verb) and each.about.group == group
            ]
            with formatter.section(translate(group)):
                formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text(translate("ken COMMAND --help has examples and all options of a command."))

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        """As click does it; a reader may leave."""
        with _reader_may_leave():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does it; a reader may leave."""
        with _reader_may_leave():
            return super().invoke(ctx)


_TEMPLATES: dict[click.Command, tuple[str, list[str | None]]] = {}
"""The help of commands and of their parameters as it stands in the source."""


def templates_of(command: click.Command) -> tuple[str, list[str | None]]:
    """The help of a command, and of each of its parameters, in English."""
    helps = [getattr(parameter, "help", None) for parameter in command.params]
    return _TEMPLATES.setdefault(command, (paragraphs(command.help or ""), helps))


def all_templates_of(command: click.Command) -> Iterator[str]:
    """Everything that help says of a command, in English."""
    own, further = templates_of(command)
    yield from (own, *filter(None, further))
    if isinstance(command, Verb):
        yield from command.about.templates()


def translated(command: click.Command, speech: Speech) -> None:
    """Has a command speak a language: its help and that of its options."""
    own, further = templates_of(command)
    command.help = speech.translate(own)
    for parameter, template in zip(command.params, further, strict=True):
        if isinstance(parameter, click.Option) and template:
            parameter.help = speech.translate(template)


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise SystemExit(READER_LEFT) from None
    except SystemExit as end:
        raise SystemExit(READER_LEFT if isinstance(end.__context__, BrokenPipeError) else end.code) from None


__all__ = ["Verbs", "all_templates_of", "lang", "spoken", "translated", "verb"]
