"""The page of patterns shows what stands in the rule sets that come with Ken."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import kenrules
import pytest
import yaml
from kenrules.engine.book import library

DOCS = Path(library.PACKAGED).parent / "docs"
PAGES = ("books.md", "books.th.md")
BLOCK = re.compile(r"```yaml\n# ([^\n]+)\n(.*?)```", re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    """The examples of a page, each with what it is from."""
    return BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))


def is_within(shown: Any, whole: Any) -> bool:
    """Whether a part of a rule set shows nothing that the whole does not have; of lists some entries, in their
    order."""
    if isinstance(shown, dict):
        return isinstance(whole, dict) and all(
            key in whole and is_within(value, whole[key]) for key, value in shown.items()
        )
    if isinstance(shown, list):
        left = iter(whole if isinstance(whole, list) else ())
        return all(any(is_within(entry, other) for other in left) for entry in shown)
    return bool(shown == whole)


def parts(whole: Any) -> Any:
    """Everything that stands in a document, from the top down."""
    yield whole
    for value in whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else ():
        yield from parts(value)


@pytest.mark.parametrize("number", range(len(blocks(PAGES[0]))))
def test_a_pattern_stands_in_the_book_that_it_names(number: int):
    name, text = blocks(PAGES[0])[number]
    if name == "an overlay":
        pytest.skip("it is a rule set of its own")
    book = yaml.safe_load((library.PACKAGED / f"{name}.yaml").read_text(encoding="utf-8"))
    shown = yaml.safe_load(text)
    assert any(is_within(shown, part) for part in parts(book)), name


def test_the_overlay_is_a_rule_set(tmp_path: Path):
    (text,) = (text for name, text in blocks(PAGES[0]) if name == "an overlay")
    (tmp_path / "overlay.yaml").write_text(text, encoding="utf-8")
    rules = kenrules.load(tmp_path / "overlay.yaml")
    assert rules.nodes["OIT"].thresholds["pass"].value == 80


def test_both_languages_show_the_same_patterns():
    assert blocks(PAGES[0]) == blocks(PAGES[1])
    heads = [re.findall(r"(?m)^## (.*)$", (DOCS / page).read_text(encoding="utf-8")) for page in PAGES]
    links = [re.findall(r"\]\(#([^)]*)\)", (DOCS / page).read_text(encoding="utf-8")) for page in PAGES]
    for own, linked in zip(heads, links, strict=True):
        assert [
            re.sub(r"[^\w\- \u0e00-\u0e7f]", "", head.lower()).replace(" ", "-") for head in own
        ] == linked
    assert len(heads[0]) == len(heads[1])


def test_every_book_is_told_of(ken):
    told = {name for name, _ in blocks(PAGES[0])}
    families = {entry.name.partition("/")[0] for entry in library.entries() if "/" in entry.name}
    shown = {name.partition("/")[0] for name in told}
    assert families - shown <= {"ita", "hdi", "gii"}  # these are shown by an overlay and by what takes them
