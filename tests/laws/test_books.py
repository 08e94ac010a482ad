"""The random rule sets of the second edition: they are valid by the text of the language, and the naive
evaluator reads them all."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from . import naive
from .books import book_of
from .budget import seeds
from .naive import assess
from .naive.expressions import Expression, read
from .naive.patches import with_variants
from .naive.reading import Book, Item, conditions
from .naive.telling import LISTS, Teller
from .naive.unit import Sheet


def test_the_same_seed_makes_the_same_book():
    assert [book_of(seed) for seed in range(20)] == [book_of(seed) for seed in range(20)]


def test_every_book_is_valid():
    for seed in seeds(2, at_least=40):
        book = book_of(seed)
        for rules in editions(book.rules):
            assert (seed, list(problems(rules))) == (seed, [])


def test_every_unit_can_be_read_and_all_states_occur():
    states, statuses = Counter[str](), Counter[str]()
    for seed in seeds(2, at_least=60):
        book = book_of(seed)
        for unit in book.units.values():
            found = assess(book.rules, unit)
            states.update(found.state.values())
            statuses[found.status] += 1
    assert set(states) == {naive.KNOWN, naive.MISSING, naive.REFUSED, naive.UNDECIDED, naive.NOT_APPLICABLE}
    assert set(statuses) == {naive.RATED, naive.SCORED, naive.INCOMPLETE, naive.NOT_APPLICABLE}
    assert all(count > states.total() / 50 for count in states.values()), states


def editions(rules: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rule set that holds for each choice of words."""
    inputs = {name: rules["inputs"][name]["one_of"] for name in rules.get("variants") or {}}
    for words in itertools.product(*inputs.values()):
        yield with_variants(rules, {name: str(word) for name, word in zip(inputs, words, strict=True)})


def problems(rules: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a rule set: names, words, lists, guards and circles."""
    book = Book.from_data(rules)
    sheet = Sheet(book, naive.Unit())
    made_of: dict[str, set[str]] = {}
    for path, item in book.items.items():
        teller = Teller(sheet, item)
        made_of[path] = {child.path for child in item.children}
        for expression in expressions(item):
            yield from _words(teller, expression)
            made_of[path] |= {each.path for each in teller.named(expression) if isinstance(each, Item)}
            yield from _unguarded(book, teller, expression, allowed=False)
        yield from _limits(item)
        ratings = [str(band["rating"]) for band in item.bands]
        if len(set(ratings)) < len(ratings):
            yield f"{path}: a rating twice"
        if not set(map(str, item.written.get("no_better_than") or {})) <= set(ratings):
            yield f"{path}: a limit of no rating"
    yield from _circles(made_of)


def expressions(item: Item) -> Iterator[Expression]:
    """All expressions of a node."""
    written = item.written
    for key in ("of", "score"):
        if written.get(key) is not None:
            yield read(written[key])
    yield from map(read, conditions(written.get("applies")))
    limits = (written.get("no_better_than") or {}).values()
    for entries in [
        written.get("cases") or [], item.bands, *(written.get(key) for key in ("plus", "at_least", "at_most", "notches", "refuse")),
        *([{"when": each} if isinstance(each, str) else each for each in (limit if isinstance(limit, list) else [limit])] for limit in limits),
    ]:  # fmt: skip
        for entry in entries if isinstance(entries, list) else [entries]:
            if isinstance(entry, dict):
                yield from map(read, conditions(entry.get("when")))
                yield from (read(entry[key]) for key in ("of", "score") if key in entry)
            elif entry is not None:
                yield read(entry)


def _parts(expression: Expression) -> Iterator[Expression]:
    for part in expression[1:]:
        yield from (each for each in (part if isinstance(part, list) else [part]) if isinstance(each, tuple))


def _words(teller: Teller, expression: Expression) -> Iterator[str]:
    """Words that are no options, and names of nothing."""
    try:
        teller.named(expression)
        if expression[0] == "compare":
            _, signs, operands = expression
            for sign, left, right in zip(signs, operands, operands[1:], strict=False):
                if teller._words_beside(sign, left, right):
                    things = teller.resolve(left[1])
                    words = {str(each[1]) for each in (right[1] if right[0] == "tuple" else [right])}
                    for thing in things if isinstance(things, list) else [things]:
                        if isinstance(thing, Item) and not thing.by_unit:
                            options = {word for choice in thing.choices for word in choice.options}
                            if options & words:
                                yield f"{expression}: a word of respondents"
                    teller._compared_with_words(sign, left, right)
    except ValueError as wrong:
        yield str(wrong)
    for part in _parts(expression):
        if expression[0] != "compare":
            yield from _words(teller, part)


def _may_leave(book: Book, item: Item) -> bool:
    if item.written.get("applies") is not None or item.own_missing == "not_applicable":
        return True
    if any("not_applicable" in choice.options.values() for choice in item.choices):
        return True
    by_children = item.ways[0].kind in ("combine", "none")
    return by_children and all(_may_leave(book, child) for child in item.children)


def _unguarded(book: Book, teller: Teller, expression: Expression, *, allowed: bool) -> Iterator[str]:
    """Nodes that may not apply and stand alone in arithmetic, and lists that may be left by all."""
    kind = expression[0]
    if kind == "name":
        thing = teller.resolve(expression[1])
        if isinstance(thing, Item) and not allowed and _may_leave(book, thing):
            yield f"{expression[1]} may not apply"
        if isinstance(thing, list) and all(_may_leave(book, each) for each in thing) and not allowed:
            yield f"{expression[1]} may be left by all"
        return
    if kind == "compare":
        _, signs, operands = expression
        yield from _unguarded(book, teller, operands[0], allowed=True)
        for sign, left, right in zip(signs, operands, operands[1:], strict=False):
            if not teller._words_beside(sign, left, right):
                yield from _unguarded(book, teller, right, allowed=True)
        return
    if kind == "call" and expression[1] == "if" and expression[2][0][:2] == ("call", "known"):
        guarded = expression[2][0][2][0]
        for branch in expression[2][1:]:
            if branch != guarded:
                yield from _unguarded(book, teller, branch, allowed=False)
        return
    within = kind == "call" and expression[1] in (*LISTS, "first", "known")
    for part in _parts(expression):
        yield from _unguarded(book, teller, part, allowed=within)


def _limits(item: Item) -> Iterator[str]:
    least, most = item.written.get("at_least"), item.written.get("at_most")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield f"{item.path}: a least above the most"


def _circles(made_of: dict[str, set[str]]) -> Iterator[str]:
    done: set[str] = set()
    while len(done) < len(made_of):
        ready = [path for path, names in made_of.items() if path not in done and names <= done]
        if not ready:
            yield f"made of themselves: {sorted(set(made_of) - done)}"
            return
        done.update(ready)
