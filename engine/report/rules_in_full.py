"""What a report says of rules of the second edition, node by node: how each score is made, and what else
holds for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..book.rule_lines import RuleLine, lines_at, with_above, word_rows
from ..explain.conditions import PLURALS
from ..meaning.expressions import Expression
from ..meaning.facts_in_words import NUMBERLESS, scale_in_words, weight_text
from ..meaning.model import TOTAL, AnswerScale, Node, RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..meaning.scoring import Case, PointsTable, Row
from ..meaning.steps_in_order import combines, is_numberless
from ..meaning.ways import way_of
from ..words.diagnostics import Text, counted, say
from ..words.numerals import Numeral, decimal_text, read_number, shown_text
from .content import Grid
from .setting import Setting

OTHERWISE = say("otherwise")
DEEPER = "\u00a0\u00a0"
"""What a name is set in by for each level."""

LINES = {
    "applies": say("counts only"),
    "refuse": say("is refused"),
    "plus": say("is added: {what}"),
    "at_least": say("at least {what}"),
    "at_most": say("at most {what}"),
    "round": say("rounded: {what}"),
    "notches": say("the rating moves by {what}"),
    "no_better_than": say("rated no better than {what}"),
    "min_coverage": say("at least {what} of what stands below has to be there"),
    "thresholds": say("here and below {what}"),
}
"""By keys of rules: what they say. What other keys say stands elsewhere in a report."""

MISSING = {
    "error": say("a score that is missing leaves it without one"),
    "skip": say("scores that are missing do not count"),
    "zero": say("scores that are missing count as 0"),
    "not_applicable": say("does not count where its score is missing"),
}


@dataclass(frozen=True)
class RulesInFull:
    """The rules of a setting, or of a variant of them, in the setting's language."""

    setting: Setting
    rules: RuleSet

    def words(self, text: Text | str) -> str:
        """A text in the language."""
        if isinstance(text, Text):
            return self.setting.words(text)
        return self.setting.figure(text) if isinstance(text, Numeral) else text

    def name(self, node: Node, depth: int = 0) -> str:
        """What a node is called, set in by its depth."""
        if node.path == TOTAL:
            return self.words(say("total"))
        title, name = self.setting.title(node.title), self.rules.short_name(node.path)
        return DEEPER * depth + (f"{title} ({name})" if title else name)

    def scoring(self) -> Grid:
        """How every score is made, with its weight where some have one."""
        is_weighted = any(node.weight is not None for node in self.rules.nodes.values())
        headings = [say("node"), *([say("weight")] if is_weighted else []), say("how the score is made")]
        rows = [
            (
                self.name(node, depth_of(node)),
                *([self.setting.figure(weight_text(node) or "")] if is_weighted else []),
                self.how(node),
            )
            for node in self.rules.nodes.values()
        ]
        return Grid(tuple(map(self.words, headings)), tuple(rows))

    def how(self, node: Node) -> str:
        """How the score of a node is made, in words."""
        if node.cases:
            return "\n".join(map(self._case, node.cases))
        if node.points is not None:
            return self._looked_up(node.of, self._table(node.points, node))
        if node.score is not None:
            return self._formula(node.score)
        if combines(node):
            return self._combined(node)
        scale = self.rules.answers.get(node.answers or "")
        if scale is not None and (scale.is_own or scale.answered_by == "unit"):
            return self._looked_up(node.of, self._answers(scale))
        if scale is not None:
            return self.words(say("mean of all respondents' answers"))
        return self.words(say("as reported"))

    def _combined(self, node: Node) -> str:
        if is_numberless(node):
            return self.words(say("no number is made of it"))
        children = PLURALS[f"{node.children[0].level}s"]
        told = self.words(Text(way_of(node).words.template, {"children": children}))
        if node.best is None:
            return told
        best = counted(node.best, "only the best {count} counts", "only the best {count} count")
        return f"{told}; {self.words(best)}"

    def _case(self, case: Case) -> str:
        if case.points is not None:
            told = self._looked_up(case.of, self._table(case.points))
        elif case.score is not None:
            told = self._formula(case.score)
        else:
            told = self._looked_up(case.of, self._answers(self.rules.answers[case.answers or ""]))
        if case.when is None:
            return f"{self.words(OTHERWISE)}: {told}"
        return f"{self.words(say('where'))} {case.when.text}: {told}"

    def _formula(self, formula: Expression) -> str:
        """A formula; a number as it is."""
        is_number = read_number(formula.text) is not None
        return self.setting.figure(formula.text) if is_number else f"= {formula.text}"

    def _looked_up(self, of: Expression | None, rows: Iterable[str]) -> str:
        told = "; ".join(rows)
        return told if of is None else f"{of.text}: {told}"

    def _answers(self, scale: AnswerScale) -> Iterator[str]:
        stands = {"not_applicable": say("does not count"), "missing": say("missing")}
        for word, score in word_rows(scale):
            told = self.words(stands.get(score, score))
            yield f"{word}: {told}" if told else word

    def _table(self, table: PointsTable, node: Node | None = None) -> Iterator[str]:
        """The rows of a table, lowest first; their bounds with the decimals of the values."""
        value = None if node is None or node.of is not None else node.value
        places = 0 if value is None else value.decimals or 0
        for row in table.rows:
            ends = [row.score] if row.end is None or row.end == row.score else [row.score, row.end]
            yield f"{self._span(row, places, is_ladder=table.is_ladder)}: {self._figures(ends)}"
        if table.is_ladder:
            yield f"{self.words(OTHERWISE)}: {self._figures([table.otherwise or Fraction(0)])}"

    def _figures(self, ends: Iterable[Fraction]) -> str:
        return self.setting.figure("–".join(map(decimal_text, ends)))

    def _span(self, row: Row, places: int, *, is_ladder: bool) -> str:
        high = None if is_ladder else row.high
        return self.span(row.low, high, places, above=row.above)

    def span(
        self,
        low: Fraction | None,
        high: Fraction | None,
        places: int,
        *,
        above: bool = False,
        below: bool = False,
    ) -> str:
        """Values between two ends (None: without end); `above` and `below` leave out the end itself."""
        ends = [None if end is None else shown_text(end, places) for end in (low, high)]
        if ends[0] is not None and ends[1] is not None and not above and not below:
            return self.setting.figure(ends[0] if low == high else f"{ends[0]}–{ends[1]}")
        more = say("more than {number}", number=ends[0]) if above else say("{number} or more", number=ends[0])
        less = say("below {number}", number=ends[1]) if below else say("up to {number}", number=ends[1])
        return ", ".join(
            self.words(text) for end, text in zip(ends, (more, less), strict=True) if end is not None
        )

    def further(self) -> Grid:
        """What else holds for nodes: where, and for what reason."""
        rows: list[tuple[str, ...]] = []
        for node, above in with_above(self.rules):
            rows += [(self.name(node), *rated) for rated in self._ratings(node)]
            for line in lines_at(self.rules, node, above, self.setting.language):
                told = self._line(line)
                if told is not None:
                    name = self.name(node)
                    where = line.when if isinstance(line.when, str) else self.words(line.when)
                    rows.append((name, told, where, line.why))
        headings = (say("node"), say("what"), say("where"), say("reason or source"))
        return filled(Grid(tuple(map(self.words, headings)), tuple(rows)))

    def _ratings(self, node: Node) -> Iterator[tuple[str, str, str]]:
        """The ratings of a node of its own, best first."""
        for band in node.bands:
            ends = (band.minimum, band.maximum)
            span = self.span(*ends, printed_places(self.rules, node), above=band.above, below=band.below)
            name = self.setting.title(band.title) or band.rating
            when = "" if band.when is None else band.when.text
            yield self.words(say("rated {rating}", rating=name)), "; ".join(filter(None, (span, when))), ""

    def _line(self, line: RuleLine) -> str | None:
        what = self.words(line.what)
        if line.key == "missing":
            return self.words(
                MISSING.get(what) or say("where its score is missing {what} stands for it", what=what)
            )
        text = LINES.get(line.key)
        return None if text is None else self.words(Text(text.template, {"what": what}))

    def remarks(self) -> tuple[str, ...]:
        """What is to be known to read scores and ratings."""
        numberless = [NUMBERLESS] if is_numberless(self.rules.total) else []
        named = ((self._named(name), self.setting.title(note)) for name, note in self.rules.notes)
        notes = (f"{name}: {note}" if name else note for name, note in named if note)
        return (*map(self.words, [*numberless, *scale_in_words(self.rules)]), *notes)

    def _named(self, name: str) -> str:
        """What the owner of a note is called."""
        entry = self.rules.entries.get(name)
        return name if entry is None else self.name(entry) if name else ""

    def is_word(self, path: str) -> bool:
        """Whether a node has a word and no score."""
        return is_pure(self.rules, path)


def depth_of(node: Node) -> int:
    """How many levels below the total a node stands, those right below it at 0."""
    return node.path.count(".")


def filled(grid: Grid) -> Grid:
    """The table without columns in which nothing stands."""
    columns = [at for at in range(len(grid.headings)) if at == 0 or any(row[at] for row in grid.rows)]
    return Grid(
        tuple(grid.headings[at] for at in columns),
        tuple(tuple(row[at] for at in columns) for row in grid.rows),
    )


__all__ = ["RulesInFull", "depth_of", "filled"]
