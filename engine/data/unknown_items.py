"""Items of tables with a row a score that are no nodes: what was likely meant, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Text, counted, say
from ..words.hints import nearest_or
from ..words.numerals import read_number, western
from .header import again
from .sheet import Sheet
from .spelling import MAX_MISSPELT, Spelling

_RANGE = re.compile(r"([A-Za-z][\w.]{0,40}?)\s?(?:\.\.|-|–|—|:|ถึง|to)\s?([A-Za-z]?[\w.]{0,40})")
MOST_LOOKED_AT = 1_000  # scores that are asked whether they are nodes


@dataclass(frozen=True)
class UnknownItems:
    """The items of a sheet that no rule claims: in this layout every row is a score, so none of them is
    passed through. `item` and `score` are the columns."""

    rules: RuleSet
    sheet: Sheet
    item: str
    score: str

    @cached_property
    def spelling(self) -> Spelling:
        """The names that may have been meant."""
        return Spelling(self.rules)

    def is_known(self, name: str) -> bool:
        """Whether an item is a node, or several by an alias."""
        rules, plain = self.rules, western(name)
        first = plain.split(".")[0]
        return bool(plain in rules.names or rules.meant(plain) or first in rules.aliases)

    def not_swapped(self, items: pl.Series, scores: pl.Series) -> None:
        """Raises KenError where the items are numbers, and the scores nodes."""
        names = items.drop_nulls().unique(maintain_order=True).head(MOST_LOOKED_AT).to_list()
        if not names or any(self.is_known(name) or read_number(name) is None for name in names):
            return
        texts = scores.drop_nulls().unique(maintain_order=True).head(MOST_LOOKED_AT)
        nodes = [compared(text) for text in texts.to_list()] if texts.dtype == pl.String else []
        if not nodes or not all(self.is_known(node) for node in nodes):
            return
        item, score = self.sheet.names[self.item], self.sheet.names[self.score]
        message = say(
            "the columns “{item}” and “{score}” are in each other's place: “{item}” has {number}, and "
            "“{score}” {node}",
            item=item,
            score=score,
            number=names[0],
            node=nodes[0],
        )
        hint = say("swap the two headings in the first row")
        raise KenError([Diagnostic("unknown-item", message, self.sheet.locate(None, self.item), hint)])

    def told(self, found: Sequence[tuple[int, str]]) -> Iterator[Diagnostic]:
        """What is wrong with items, each with its first row."""
        strange = [(row, name) for row, name in found if name and not self.is_known(name)]
        for row, name in strange[:MAX_MISSPELT]:
            place = self.sheet.locate(row, self.item)
            if name == compared(self.sheet.names[self.item]):
                yield again(place)
                continue
            message, hint = self._in_words(name)
            yield Diagnostic("unknown-item", message, place, hint)
        if more := strange[MAX_MISSPELT:]:
            message = counted(
                len(more),
                "{count} more item is no node of {rules}",
                "{count} more items are no nodes of {rules}",
                rules=self.rules.id,
            )
            place = self.sheet.locate(more[0][0], self.item)
            yield Diagnostic("unknown-item", message, place, self._listing, more=len(more))

    @property
    def _listing(self) -> Text:
        return say("items are node ids; ken show {rules} lists them", rules=self.rules.typed)

    def _in_words(self, name: str) -> tuple[Text, Text]:
        """What is wrong with an item, and what mends it."""
        plain = western(name)
        if several := self._range(plain):
            return several
        message = say("the item “{name}” is no node of {rules}", name=name, rules=self.rules.id)
        if begun := self.spelling.begun(plain):
            message = say(
                "the item “{name}” is no node of {rules}: it begins with {node}, and goes on",
                name=name,
                rules=self.rules.id,
                node=begun,
            )
            hint = say("write {node} alone, in each row that has it so", node=begun)
            return message, hint
        if titled := self._titled(plain):
            return message, say("this is the title of {node}: write {node}", node=titled)
        if near := self.spelling.meant(plain):
            return message, say("did you mean “{near}”?", near=near)
        return message, nearest_or(plain, self.spelling.known, self._listing)

    def _range(self, name: str) -> tuple[Text, Text] | None:
        """What is said of a first and a last node in one item."""
        found = _RANGE.fullmatch(name)
        first, last = found.groups() if found else ("", "")
        if first and last.isdecimal():  # s1-4
            last = first.rstrip("0123456789") + last
        ends = [self.rules.meant(first), self.rules.meant(last)]
        if not all(ends):
            return None
        begin, end = ends[0][0], ends[1][0]
        for parent in self.rules.nodes.values():
            paths = [child.path for child in parent.children]
            if begin not in paths or end not in paths or paths.index(begin) >= paths.index(end):
                continue
            inner = paths[paths.index(begin) : paths.index(end) + 1]
            nodes = [self.rules.short_name(path) for path in inner]
            message = say("the item “{name}” is several nodes ({nodes})", name=name, nodes=nodes)
            if inner == paths:
                return message, say(
                    "a row has the score of one node: write {parent}, if it is that of all together, or a "
                    "row for each of them",
                    parent=self.rules.short_name(parent.path),
                )
            return message, say("a row has the score of one node: write a row for each of them")
        return None

    def _titled(self, name: str) -> str | None:
        """The one node with a title; None where there is none, or several are."""
        found = [
            node.path
            for node in self.rules.nodes.values()
            if name.casefold() in {compared(title).casefold() for title in node.title.values()}
        ]
        return self.rules.short_name(found[0]) if len(found) == 1 else None


__all__ = ["UnknownItems"]
