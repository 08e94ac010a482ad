"""The digits of a report: those of numbers that Ken writes are of the kind that was asked for, those of
anybody's text stay as they were written."""

from __future__ import annotations

import random
import re

import pytest
from kenrules.engine.book import guidance, library
from kenrules.engine.data import prepare, read_table
from kenrules.engine.explain.least import ways
from kenrules.engine.explain.trace import explain
from kenrules.engine.report.making import content_of
from kenrules.engine.report.rules_text import RulesText
from kenrules.engine.report.setting import Setting
from kenrules.engine.words.diagnostics import Position, say
from kenrules.engine.words.language import DIGITS

from .readers import MAKERS, flat, read

WRITTEN = (
    lambda chance: f"https://example.org/v{chance.randrange(99)}/doc?id={chance.randrange(10**6)}",
    lambda chance: f"help{chance.randrange(999)}@mail{chance.randrange(9)}.example.org",
    lambda chance: f"โทร. 0-{chance.randrange(1000, 9999)}-{chance.randrange(1000, 9999)}",
    lambda chance: f"ISO {chance.randrange(1000, 99999)}:{chance.randrange(1990, 2030)}",
    lambda chance: f"มาตรา {chance.choice('๑๒๓๔๕๖๗๘๙')} วรรค {chance.randrange(9)}",
    lambda chance: f"แบบ {chance.choice('oiex')}{chance.randrange(99)} ฉบับที่ {chance.randrange(20)}",
    lambda chance: f"MOU/{chance.randrange(2500, 2600)}-{chance.choice('ABC')} SHA256",
    lambda chance: f"แผน{chance.randrange(99)}ปี.v{chance.randrange(9)}.pdf",
)


def rules_of(written, chance):
    """Rules in which every text is one of those that are written, with their guidance."""
    rules = f"""
ruleset: test/digits
title: {{th: "{next(written)}"}}
source: x
unit: agency
scale: {{min: 0, max: 100, decimals: 2, rounding: half_up}}
thresholds: {{pass: {chance.randrange(40, 90)}}}
instruments:
  W1:
    title: {{th: "{next(written)}"}}
    weight: 40%
    indicators: {{X1: {{title: {{th: "{next(written)}"}}, questions: {{q1: {{th: "{next(written)}"}}, q2: {{th: "{next(written)}"}}}}}}}}
  W2: {{title: {{th: "{next(written)}"}}, weight: 60%, indicators: {{X2: {{title: {{th: "{next(written)}"}}, questions: [q3]}}}}}}
judgements:
  indicator: [{{result: pass, title: {{th: "{next(written)}"}}, when: score >= pass}}, {{result: fail, title: {{th: "{next(written)}"}}, when: score < pass}}]
  question: [{{result: pass, when: score >= pass}}, {{result: fail, when: score < pass}}]
targets: [{{id: t1, title: {{th: "{next(written)}"}}, share_of_units: total >= pass, at_least: 77%}}]
bands: [{{rating: hi, from: 80, to: 100}}, {{rating: lo, title: {{th: "{next(written)}"}}, from: 0, to: 79.99}}]
"""
    item = '{th: "%s"}'
    texts = "\n".join(
        f"  {name}: {{improve: {item % next(written)}, keep: {item % next(written)}, measure: {{units: [u1], "
        f"steps: [{item % next(written)}, {item % next(written)}], report: {item % next(written)}, by: 3}}}}"
        for name in ("q1", "q2", "q3", "X1", "X2")
    )
    told = f"guidance: test/digits\nprinciples: [{item % next(written)}]\nunits: {{u1: {item % next(written)}}}\nitems:\n{texts}\n"
    return rules, told


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("numerals", DIGITS)
def test_only_numbers_that_ken_writes_have_other_digits(write, seed, numerals):
    chance = random.Random(seed)
    texts = []

    def written():
        while True:
            texts.append(chance.choice(WRITTEN)(chance))
            yield texts[-1]

    unit = chance.choice(WRITTEN)(chance)
    rules, told = rules_of(written(), chance)
    loaded = library.load(write("rules.yaml", rules))
    setting = Setting(guidance.load(loaded, [write("rules.guidance.yaml", told)]), "th", numerals)
    figures = ",".join(str(chance.randrange(0, 10000) / 100) for _ in range(3))
    data = prepare(loaded, read_table(write("d.csv", f"agency,q1,q2,q3\n{unit},{figures}\n")))
    trace = explain(loaded, data, unit)
    content = content_of(
        RulesText(setting), trace, ways(trace, by=["instrument", "items"], seconds=0.2), previous=trace
    )
    foreign = "0-9" if numerals != "arabic" else "".join(d for n, d in DIGITS.items() if n != "arabic")
    for kind, make in MAKERS.items():
        text = flat(*read(kind, make(content, setting.look)).texts)
        assert content.total in text
        assert content.title in text
        own = [content.provenance, unit, *texts, *loaded.nodes, *(node.id for node in loaded.nodes.values())]
        assert sum(each in text for each in texts) > 15  # of those that belong to what fails or passes
        for each in sorted(own, key=len, reverse=True):
            text = text.replace(each, " ")
        assert not re.findall(rf".{{0,20}}[{foreign}].{{0,20}}", text)


def test_digits_of_arguments_are_those_of_numbers_alone():
    place = Position("figures2.csv", 7, 33)
    told = say(
        "{number} {count} {name} {place}", number=say("{n}", n=5), count=[1, "o2"], name="IT2", place=place
    )
    assert told.in_words(str, "thai") == "๕ ๑, o2 IT2 figures2.csv:7:33"
    assert told.in_words() == "5 1, o2 IT2 figures2.csv:7:33"
