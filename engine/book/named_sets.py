"""Rule sets as other files name them: by name or path, with drafts laid over them."""

from __future__ import annotations

from pathlib import Path

from ..meaning.model import RuleSet
from . import library, source


def load_beside(name: str, folder: Path, file: Path | None = None) -> RuleSet:
    """The rule set that a file in a folder names; where drafts alone are named (+draft.yaml), they are laid
    over that of another `file`. Raises KenError with every error in it."""
    path, drafts = places_beside(name, folder, file)
    return library.load_with(path, drafts)


def places_beside(name: str, folder: Path, file: Path | None = None) -> tuple[Path, list[Path]]:
    """The file of such a rule set, and those of the drafts: each as seen from the folder, or from where the
    command is given. Raises KenError where there is no such rule set."""
    base, *drafts = name.split("+")
    over = file if file is not None and not base else library.find(base, beside=folder)
    return over, [_seen_from(folder, draft) for draft in drafts]


def _seen_from(folder: Path, draft: str) -> Path:
    return own if source.stands(own := folder / draft) else Path(draft)


__all__ = ["load_beside", "places_beside"]
