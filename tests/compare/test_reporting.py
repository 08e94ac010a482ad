"""A comparison in Markdown."""

from __future__ import annotations

from .pairs import ONE


def test_markdown_takes_nothing_of_the_rules_for_markup(ken, write):
    old = write("one.yaml", ONE)
    new = write("two.yaml", ONE.replace("title: One", 'title: "| <b>x</b> *y* `z`"'))
    result = ken("diff", old, new, "--format", "markdown", "--no-proofs")
    assert "\\| \\<b\\>x\\</b\\> \\*y\\* \\`z\\`" in result.stdout
