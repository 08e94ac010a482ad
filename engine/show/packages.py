"""Packages that only some commands need: those of the extra kenrules[report]."""

from __future__ import annotations

import importlib
from types import ModuleType

from ..words.diagnostics import Diagnostic, KenError, Position, say


def needed(module: str, package: str) -> ModuleType:
    """A module of the optional extra. Raises KenError where it is not installed, or the libraries that it
    needs are not."""
    try:
        return importlib.import_module(module)
    except (ImportError, OSError) as error:
        hint = say("install kenrules with its extra: pip install 'kenrules[report]'")
        message = say("reports need {package}, which is not installed", package=package)
        if isinstance(error, OSError):
            message = say(
                "{package} lacks a library of the system: {reason}",
                package=package,
                reason=str(error).splitlines()[0],
            )
            hint = say(
                "install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), or write "
                ".html and print it from a browser"
            )
        raise KenError([Diagnostic("no-report", message, Position("-o"), hint)]) from error


__all__ = ["needed"]
