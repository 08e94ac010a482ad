"""Commands that stand in hints can be typed as they stand there, whatever the rules and files are called."""

from __future__ import annotations

import re
import shlex

import pytest
from kenrules.engine.words.hints import as_typed

NAMES = ["rules.yaml", "my rules.yaml", "เกณฑ์ ใหม่.yaml", "it's $1.yaml"]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_hint_says_to_type_works(ken, smallest, write, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    smallest(name=name)
    write("my data.csv", "agency,foo\nx,1\n")
    told = ken("evaluate", name, "my data.csv").stderr
    commands = re.findall(r"(ken show .+?) lists all|(ken columns .+?) makes of it", told)
    typed = [shlex.split(one or other)[1:] for one, other in commands]
    assert [each[0] for each in typed] == ["show", "columns"]
    shown, guessed = (ken(*each) for each in typed)
    assert shown.exit_code == 0
    assert guessed.stdout.count("path: my data.csv") + guessed.stdout.count('path: "my data.csv"') == 1


@pytest.mark.parametrize(
    "text", ["a", "ita/2566+draft.yaml", "a b", "it's", 'say "x"', "$HOME", "a`b`", "ก้ำ", "*", ""]
)
def test_what_is_typed_is_read_as_it_was(text):
    assert shlex.split(as_typed(text)) == [text]
