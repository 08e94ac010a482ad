"""Texts of conditions and scores as expressions, and what is wrong with their form."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..words.diagnostics import Diagnostic, Position, Text, say
from ..words.numerals import western
from .expressions import Expression, dotted, within

MAX_LENGTH = 1_000
MAX_DEPTH = 30
_STATEMENT_WORDS = re.compile(
    r"\b(?:as|assert|async|break|class|continue|def|del|except|finally|from|global|import|nonlocal|pass|raise|return|try|while|with"
    r"|if|elif|else|is|for|lambda|yield|await|None|True|False)\b"
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PART = r"[^\s()<>=!+*/,'\"]+"
_SEVERAL_WORDS = re.compile(
    rf"(==|!=) *([^\W\d]{_PART[:-1]}*(?: +(?!(?:and|or|not|in|if|else|implies)\b){_PART})+)"
)
_SLIPS = (
    (
        re.compile(r"[<>!=]\s+="),
        say("the signs of a comparison stand apart"),
        say("write >=, <=, == or != without a space in it"),
    ),
    (
        re.compile(r"(?<![<>=!])(?<![<>=!] )=(?![=<>]| =)"),
        say("a single = compares nothing"),
        say("write == for “equal”"),
    ),
    (re.compile(r"=>|=<"), say("=> and =< are no comparisons"), say("write >= or <=")),
    (re.compile(r"[≥≤≠]"), say("the signs ≥ ≤ ≠ cannot be used"), say("write >=, <= or !=")),
    (re.compile(r"&&|\|\||!(?!=)"), say("&&, || and ! cannot be used"), say("write and, or, not")),
    (
        re.compile(r"\b(?:AND|OR|NOT|And|Or|Not)\b"),
        say("and, or, not are written in small letters"),
        say("write and, or, not"),
    ),
    (re.compile(r";"), say("; cannot be used"), say("separate the numbers of a function by commas")),
    (
        re.compile(r"%"),
        say("% cannot be used in a condition"),
        say("write the number on the rule set's scale, for example 85"),
    ),
)


def parse(text: str, position: Position) -> tuple[Expression | None, list[Diagnostic]]:
    """The expression in a text, or what is wrong with its form. What it means is for `check` to judge."""
    plain = western(text)
    faults = list(_faults_of_form(plain, position))
    if faults:
        return None, faults
    code = _as_python(plain)
    tree = _tree(code)
    if not isinstance(tree, ast.expr):
        # what is Python, and no expression of this language, is refused where it is judged
        own = plain.replace("\n", " ").lstrip(" ")
        if not isinstance(python := _tree(own), ast.expr):
            offset = max(0, (getattr(tree, "offset", None) or 1) - 1)
            message = say("“{text}” is no complete expression", text=text)
            hint = _hint_at_words(plain) or say(
                "check brackets and signs from here on, for example total >= 85 and min(instruments) >= pass"
            )
            place = within(position, min(offset, len(plain) - 1), 1, plain)
            return None, [Diagnostic("expression-syntax", message, place, hint)]
        code, tree = own, python
    if _depth(tree) > MAX_DEPTH:
        message = say("the expression is nested deeper than {most} levels", most=MAX_DEPTH)
        return None, [_too_long(message, position)]
    indent = len(plain) - len(plain.lstrip(" "))
    position = within(position, indent, position.length - indent, plain) if indent else position
    return Expression(plain.strip(), code, tree, position, tuple(_names(tree))), []


def _hint_at_words(plain: str) -> Text | None:
    """Of a text in which a word of several parts is compared without quotation marks: how to write it."""
    found = _SEVERAL_WORDS.search(_QUOTED.sub("''", plain))
    return found and say(
        "a word of several parts stands between quotation marks: {sign} '{word}'",
        sign=found[1],
        word=found[2],
    )


def _tree(code: str) -> ast.expr | Exception:
    """What Python's parser makes of a text, or what it says is wrong with it."""
    try:
        return ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
        return problem


def _faults_of_form(plain: str, position: Position) -> Iterator[Diagnostic]:
    """What is wrong with a text before it is read: that it is empty, too long, or has signs of another
    language."""
    if not plain.strip():
        hint = say("write for example total >= 85, or delete the line")
        yield Diagnostic("expression-syntax", say("the expression is empty"), position, hint)
    elif len(plain) > MAX_LENGTH:
        message = say(
            "the expression has {length} characters; at most {most} are read",
            length=len(plain),
            most=MAX_LENGTH,
        )
        yield _too_long(message, position)
    else:
        unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), plain)
        for pattern, message, hint in _SLIPS:
            for slip in pattern.finditer(unquoted):
                place = within(position, slip.start(), len(slip[0]), plain)
                yield Diagnostic("expression-syntax", message, place, hint)


def _too_long(message: Text, position: Position) -> Diagnostic:
    hint = say("split it, or use a threshold or a node of its own")
    return Diagnostic("expression-too-long", message, position, hint)


def _as_python(plain: str) -> str:
    """The text as Python's parser is to read it, in one line.

    A word of Python's statements, such as pass, is a good name for a threshold: its first letter in the
    full-width form of Unicode makes it an identifier, which the parser then reads in its normal form
    (NFKC)."""
    code = _STATEMENT_WORDS.sub(
        lambda word: chr(ord(word[0][0]) + 0xFEE0) + word[0][1:], plain.replace("\n", " ")
    )
    return code.lstrip(" ")


def _depth(tree: ast.AST) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = (
            depth + 1,
            [child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)],
        )
    return depth


def _names(tree: ast.expr) -> Iterator[str]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        name = dotted(node)
        if name is not None:
            yield name
            continue
        if isinstance(node, ast.Call):
            waiting.extend(node.args)
        else:
            waiting.extend(ast.iter_child_nodes(node))


__all__ = ["MAX_DEPTH", "MAX_LENGTH", "parse"]
