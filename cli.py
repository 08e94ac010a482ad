"""The command `ken`: signals are heard first, then everything else is imported. What it does stands in
commands/."""

from __future__ import annotations

from .commands.shared import signals


def main() -> None:
    """The command `ken`."""
    signals.listen()
    from .commands.shared.program import run

    run()


def __getattr__(name: str) -> object:
    """`commands`, the group of all verbs, imported when it is asked for."""
    if name == "commands":
        from .commands.shared.program import commands

        return commands
    raise AttributeError(name)


if __name__ == "__main__":
    main()
