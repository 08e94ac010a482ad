"""Sentences packed for a page say what they say elsewhere, in each language."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from string import Formatter

from hypothesis import example, given
from hypothesis import strategies as st
from kenrules.engine.meaning.titles import Title, TitleInMessage
from kenrules.engine.show.packed_texts import PackedTexts, steps
from kenrules.engine.words.diagnostics import Text, counted
from kenrules.engine.words.language import LANGUAGES, catalogue

from ..tools.programs import ROOT

CATALOGUE = ROOT / "engine/words/locale/th/LC_MESSAGES/kenrules.po"
TEMPLATES = [
    json.loads(line.removeprefix("msgid "))
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines()
    if line.startswith('msgid "') and len(line) > len('msgid ""')
]
NAMES = {each: [name for _, name, _, _ in Formatter().parse(each) if name] for each in TEMPLATES}
VALUES = st.one_of(
    st.text(max_size=200),
    st.integers(),
    st.fractions(max_denominator=1000),
    st.lists(st.one_of(st.text(max_size=20), st.just(Text("error"))), max_size=40),
    st.builds(lambda one: TitleInMessage.of(Title({"en": one, "th": "ก"})), st.text(max_size=5)),
    st.builds(lambda count: counted(count, "{count} error", "{count} errors"), st.integers(0, 10**6)),
)


@st.composite
def texts(draw):
    template = draw(st.sampled_from(TEMPLATES))
    values = st.one_of(VALUES, st.deferred(texts))
    return Text(template, {name: draw(values) for name in NAMES[template]})


def unpacked(packed, number, language):
    """As the script of the page does it."""
    entry = packed["words"][number]
    if isinstance(entry, str):
        return entry
    template, *filling = entry
    return re.sub(
        r"\{(\d+)\}",
        lambda found: (
            unpacked(packed, own, language) if isinstance(own := filling[int(found[1])], int) else own
        ),
        packed["templates"][template][language],
    )


@example([Text("{name} is there", {"name": TitleInMessage.of(Title({"en": "{0}", "th": "{1} ก"}))})])
@example([Text("{name} {filename!r} does not exist.", {"name": "A", "filename": "b"})])
@given(st.lists(st.one_of(texts(), st.text(max_size=20)), max_size=6))
def test_every_sentence_comes_out_as_it_is(sentences):
    packed = PackedTexts([catalogue(language) for language in LANGUAGES])
    places = [packed.place(each) for each in sentences]
    data = json.loads(json.dumps({"words": packed.words, "templates": packed.templates}))
    for each, place in zip(sentences, places, strict=True):
        for at, language in enumerate(LANGUAGES):
            wanted = each if isinstance(each, str) else each.in_words(catalogue(language))
            assert unpacked(data, place, at) == wanted


def test_what_is_said_again_is_packed_once():
    packed = PackedTexts([catalogue(language) for language in LANGUAGES])
    said = [Text("{count} errors", {"count": Fraction(3)}) for _ in range(5)]
    assert len({packed.place(each) for each in said}) == 1
    assert len(packed.words) == len(packed.templates) == 1


@given(st.lists(st.integers()))
def test_numbers_are_the_sums_of_their_steps(numbers):
    made = steps(numbers)
    assert [sum(made[: at + 1]) for at in range(len(made))] == numbers
