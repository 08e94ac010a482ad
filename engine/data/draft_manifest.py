"""What was found of files as a manifest for people to correct: each guess with its reason, as a comment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ..book import source
from ..meaning.model import RuleSet
from ..words.alike import is_unseen
from ..words.diagnostics import Diagnostic, KenError, Text, counted, say
from ..words.speech import Speech
from .dataset import Dataset
from .file_drafts import FileDraft, drafts_of
from .heading_guesses import UNIT
from .manifest import OPEN, parts_of_document
from .parts import read_parts
from .row_bounds import HEAD, SKIPPED, UNTIL

MOST_NAMED = 40  # columns and nodes in one comment


@dataclass(frozen=True)
class DraftManifest:
    """A manifest of some files, for a folder, in the words of a language."""

    drafts: Sequence[FileDraft]
    folder: Path
    name: str
    speech: Speech

    @property
    def open(self) -> int:
        """How many things somebody has to decide before the files can be rated."""
        return sum(
            len(draft.open)
            + bool(draft.rivals)
            + len(draft.strays)
            + (draft.key is None)
            + (draft.layout[0] is None)
            + (not (draft.paths or draft.is_long or draft.open))
            for draft in self.drafts
        )

    @property
    def is_doubtful(self) -> bool:
        """Whether a node has no column, while there are columns that are no node."""
        return any(draft.lacking and draft.others for draft in self.drafts)

    def dataset(self, units: int) -> Dataset:
        """The first units of the files, read by what the manifest says. Raises KenError where it does not fit
        them."""
        rules, file = self.drafts[0].rules, str(self.folder / f"{self.name}.yaml")
        found = read_parts(rules, parts_of_document(rules, source.parse(self.text, file), self.folder))
        return replace(found, frame=found.frame.head(units))

    @cached_property
    def text(self) -> str:
        """It as YAML."""
        head = say("what stands behind # says why; where a “?” stands, write a name of {rules}, or delete it")
        rules = self.drafts[0].rules.id
        told = self._comment(Text(head.template, {"rules": rules}))
        lines = [told, f"dataset: {_quoted(self.name)}", "files:"]
        for draft in self.drafts:
            lines += self._file(draft)
        return "\n".join(lines) + "\n"

    def _comment(self, *texts: Text) -> str:
        return "# " + " · ".join(" ".join(self.speech.words(text).split()) for text in texts)

    def _file(self, draft: FileDraft) -> Iterator[str]:
        layout, why = draft.layout
        yield f"  - path: {_quoted(self._path(draft.path).as_posix())}"
        if draft.rivals:
            told = say(
                "the sheets {sheets} have the same nodes: name the one that counts, or *, if all are parts "
                "of one table",
                sheets=draft.rivals,
            )
            if not draft.is_any_of_them:
                told = say(
                    "this is “{sheet}”, and the sheets {sheets} have the same nodes: write its name, or "
                    "delete the whole entry",
                    sheet=draft.sheet,
                    sheets=draft.rivals,
                )
            yield f"    sheet: {_quoted(OPEN)}  {self._comment(told)}"
        elif draft.sheet is not None:
            told = say("the file has other sheets too, and this one has nodes")
            yield f"    sheet: {_quoted(draft.sheet)}  {self._comment(told)}"
        if draft.encoding is not None:
            told = say("its bytes are words of that encoding")
            yield f"    encoding: {_quoted(draft.encoding)}  {self._comment(told)}"
        yield from self._rows(draft)
        yield f"    layout: {layout or _quoted(OPEN)}  {self._comment(why)}"
        if draft.within is not None:
            told = say("the file or the sheet is called so")
            yield f"    instrument: {_quoted(draft.within)}  {self._comment(told)}"
        yield from self._key(draft)
        yield from self._strays(draft)
        yield from self._columns(draft)
        yield from self._others(draft)

    def _path(self, path: Path) -> Path:
        """A file as it is seen from the folder; one far from it that was named in full stays so."""
        seen = Path(os.path.relpath(path, self.folder))
        return path if path.is_absolute() and seen.parts[:1] == ("..",) else seen

    def _rows(self, draft: FileDraft) -> Iterator[str]:
        rows = draft.rows
        said = {HEAD: rows.heads, SKIPPED: rows.skipped}
        for key in (key for key in said if key in rows.whys):
            own = said[key]
            value = str(own[0]) if key == HEAD and len(own) == 1 else str(own)
            yield f"    {key}: {value}  {self._comment(rows.whys[key])}"
        if UNTIL in rows.whys:
            yield f"    {UNTIL}: {_plainly(rows.until or '')}  {self._comment(rows.whys[UNTIL])}"

    def _key(self, draft: FileDraft) -> Iterator[str]:
        if draft.key is None:
            told = say("which column has the names of {unit}?", unit=draft.rules.unit)
            near = [say("perhaps {names}", names=list(draft.near_keys))] if draft.near_keys else []
            yield f"    key: {_quoted(OPEN)}  {self._comment(told, *near)}"

    def _columns(self, draft: FileDraft) -> Iterator[str]:
        known = [name for name, own in draft.known.items() if own.path != UNIT]
        if known:
            told = say("known by their ids: {names}", names=known[:MOST_NAMED])
            yield f"    {self._comment(told)}"
        if draft.called or draft.open:
            yield "    columns:"
        for name, own in draft.called.items():
            called = draft.rules.unit if own.path == UNIT else draft.rules.short_name(own.path)
            yield f"      {_plainly(name)}: {called}  {self._comment(own.why)}"
        for name, doubt in draft.open.items():
            near = [say("perhaps {names}", names=list(doubt.near))] if doubt.near else []
            told = say("not recognised")
            yield f"      {_plainly(name)}: {_quoted(OPEN)}  {self._comment(told, doubt.why, *near)}"

    def _strays(self, draft: FileDraft) -> Iterator[str]:
        """The columns by which rows may be no answers."""
        is_one = len(draft.strays) == 1
        if draft.strays and not is_one:
            yield "    without:"
        for own in draft.strays:
            told = counted(
                own.count,
                "{count} row says {texts}: write what is not to count, or delete the line",
                "{count} rows say {texts}: write what is not to count, or delete the line",
                texts=list(own.texts),
            )
            if not any(own.texts):
                told = counted(
                    own.count,
                    '{count} row is empty there: write "" if it is not to count, or delete the line',
                    '{count} rows are empty there: write "" if they are not to count, or delete the line',
                )
            entry = f"{_plainly(draft.table.names[own.column])}: {_quoted(OPEN)}"
            line = f"    without: {{{entry}}}" if is_one else f"      {entry}"
            yield f"{line}  {self._comment(told)}"

    def _others(self, draft: FileDraft) -> Iterator[str]:
        if draft.lacking:
            told = say("without a column: {names}", names=list(draft.lacking[:MOST_NAMED]))
            yield f"    {self._comment(told)}"
        if draft.others:
            told = say("not recognised: they are no scores, and count for nothing")
            yield f"    pass_through:  {self._comment(told)}"
            yield from (f"      - {_plainly(name)}" for name in draft.others)


def manifest_of(
    rules: RuleSet, files: Sequence[Path], output: Path | None, encoding: str | None, speech: Speech
) -> DraftManifest:
    """A manifest of files, which is to be written to `output` (None: it belongs into the folder of the run).
    Raises KenError, with the faults of all files, where some cannot be read."""
    drafts, faults = list[FileDraft](), list[Diagnostic]()
    for file in files:
        try:
            drafts += drafts_of(rules, file, encoding)
        except KenError as problem:
            faults += problem.diagnostics
    if faults:
        raise KenError(faults)
    folder = Path() if output is None else output.parent
    return DraftManifest(drafts, folder, "dataset" if output is None else output.stem, speech)


def _quoted(text: str) -> str:
    """A text as YAML has it."""
    return json.dumps(text, ensure_ascii=False)


def _plainly(text: str) -> str:
    """The text of a cell as YAML has it, with plain blanks, and without what nobody sees: a manifest has no
    other."""
    return _quoted(" ".join("".join(sign for sign in text if not is_unseen(sign)).split()))


__all__ = ["OPEN", "DraftManifest", "manifest_of"]
