"""The programs of the folder tools, as modules."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from ..conftest import ROOT


def program(name: str) -> ModuleType:
    """A program of the folder tools, by its name without an ending."""
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look themselves up
    sys.path.insert(0, str(ROOT / "tools"))  # where programs find each other
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "tools"))
    return module
