"""The headline of a result: each of its facts, read back from its words, is what plain arithmetic says of the unit,
whichever way is up, and whether it is rated or not."""

from __future__ import annotations

import math
import random
import re
from fractions import Fraction

import kenrules
import polars as pl
import pytest
from kenrules.engine.explain.headline import headline
from kenrules.engine.explain.least import ways
from kenrules.engine.words.language import catalogue

NUMBER = r"(-?[0-9]+(?:\.[0-9]+)?)"
PARTS = ("a", "b", "c", "d")


def book(chance, *, lower, bands):
    """Random rules in which a total is the weighted mean of parts, with a target, judgements and bands."""
    weights = chance.choice([(40, 30, 20, 10), (25, 25, 25, 25), (70, 10, 10, 10)])
    cut, low = chance.randrange(40, 80), chance.randrange(5, 35)
    sign = chance.choice(["<", "<="]) if lower else chance.choice([">", ">="])
    parts = "\n".join(
        f"  {name}: {{title: Part {name}, weight: {weight}%}}"
        for name, weight in zip(PARTS, weights, strict=True)
    )
    upward = f"{{rating: top, from: {cut}}}, {{rating: middle, from: {low}}}, {{rating: bottom}}"
    downward = f"{{rating: top, to: {low}}}, {{rating: middle, to: {cut}}}, {{rating: bottom}}"
    text = f"""
ruleset: test/heads
title: Heads
source: x
unit: agency
scale: {{min: 0, max: 100, decimals: 1, rounding: half_up{", better: lower" if lower else ""}}}
inputs: {{kind: {{one_of: [own, other]}}}}
applies: kind == own
thresholds: {{pass: {cut}}}
parts:
{parts}
judgements:
  part: [{{result: sound, when: score {sign} pass}}, {{result: weak, when: not score {sign} pass}}]
targets: [{{id: t, share_of_units: total {sign} pass, at_least: 50%}}]
"""
    return text + (f"bands: [{downward if lower else upward}]\n" if bands else ""), weights, cut, low, sign


def rounded(value):
    return Fraction(math.floor(value * 10 + Fraction(1, 2)), 10)


def holds(sign, left, right):
    return {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}[sign]


def rating_of(total, cut, low, *, lower):
    if lower:
        return "top" if total <= low else "middle" if total <= cut else "bottom"
    return "top" if total >= cut else "middle" if total >= low else "bottom"


def agrees_with_target(words, total, cut, sign):
    """Whether the words of a distance are true of a total."""
    gap, is_met = abs(total - cut), holds(sign, total, cut)
    forms = {
        rf"just at the target of {NUMBER}": (is_met and gap == 0, [cut]),
        rf"at {NUMBER}, which the target leaves out": (not is_met and gap == 0, [cut]),
        rf"within the target of {NUMBER}, by {NUMBER}": (is_met and total < cut, [cut, gap]),
        rf"above the target of {NUMBER} by {NUMBER}": (is_met and total > cut, [cut, gap]),
        rf"{NUMBER} below the target of {NUMBER}": (not is_met and total < cut, [gap, cut]),
        rf"{NUMBER} more than the target of {NUMBER}": (not is_met and total > cut, [gap, cut]),
    }
    for form, (is_so, numbers) in forms.items():
        if found := re.fullmatch(form, words):
            return is_so and list(map(Fraction, found.groups())) == numbers
    return False


@pytest.mark.parametrize("seed", range(60))
def test_a_headline_says_what_is_so(write, seed):
    chance = random.Random(seed)
    lower, bands = chance.random() < 0.5, chance.random() < 0.8
    text, weights, cut, low, sign = book(chance, lower=lower, bands=bands)
    rules = kenrules.load(write("rules.yaml", text))
    scores = {name: Fraction(chance.randrange(0, 1001), 10) for name in PARTS}
    if chance.random() < 0.2:
        scores = dict.fromkeys(PARTS, Fraction(chance.choice([cut, low, 0, 100])))
    lost = chance.choice(PARTS) if chance.random() < 0.2 else None
    kind = "other" if chance.random() < 0.1 else "own"
    row = {name: [None if name == lost else float(score)] for name, score in scores.items()}
    trace = kenrules.explain(rules, pl.DataFrame({"agency": ["it"], "kind": [kind], **row}), "it")
    found = ways(trace, by=["part"], seconds=1)
    told = headline(trace, found, "en")
    total = rounded(sum(score * weight for score, weight in zip(scores.values(), weights, strict=True)) / 100)
    result = str(told.result)
    if kind == "other":
        assert (result, told.targets, told.passing) == ("these rules are not for this unit", (), None)
        return
    if lost is not None:
        assert result.startswith("not rated" if bands else "not ")
        assert lost in result
        assert (told.targets, told.way) == ((), None)
    elif bands:
        rating = rating_of(total, cut, low, lower=lower)
        assert result == f"total score {float(total):.1f}, rating {rating}"
        assert (str(told.way) == "there is no better rating") == (rating == "top")
    else:
        assert (result, told.way) == (f"total score {float(total):.1f}", None)
    if lost is None:
        assert [agrees_with_target(str(words), total, cut, sign) for words in told.targets] == [True]
    sound = sum(holds(sign, score, cut) for name, score in scores.items() if name != lost)
    assert re.match(rf"sound: {sound} of (3|4) parts", str(told.passing))
    for sentence in (told.sentence.in_words(), told.sentence.in_words(catalogue("th"), "thai")):
        assert "{" not in sentence
    if (named := re.match(r"the shortest way to (\w+): (.*) points more", str(told.way or ""))) is not None:
        assert any(
            way.goal.rating == named[1] == way.result.rating and way.points == Fraction(named[2])
            for way in found
        )


ITEMS = """
ruleset: test/items
title: Items
source: x
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
thresholds: {pass: 80}
answered_by: unit
answers: {had: {yes: 100, no: 0}}
instruments:
  O: {indicators: {O1: {answers: had, questions: [q1..q10]}}}
judgements: {indicator: [{result: pass, title: {th: ผ่านเกณฑ์}, when: score >= pass}, {result: fail, when: score < pass}]}
targets: [{id: t, share_of_units: total >= pass, at_least: 50%}]
bands: [{rating: best, from: 95}, {rating: good, title: {th: ดี, en: good}, from: 80, to: 94.99}, {rating: worst, to: 79.99}]
"""


@pytest.mark.parametrize("had", range(11))
def test_the_shortest_way_by_items_leads_to_the_nearest_better_rating(write, had):
    rules = kenrules.load(write("rules.yaml", ITEMS))
    row = {f"q{number}": [100.0 if number <= had else 0.0] for number in range(1, 11)}
    trace = kenrules.explain(rules, pl.DataFrame({"agency": ["it"], **row}), "it")
    told = headline(trace, ways(trace, by=["instrument", "items"], seconds=5), "en")
    more = f"{8 - had} more items" if had < 7 else "1 more item"
    expected = f"the shortest way to good: {more}" if had < 8 else "the shortest way to best: 1 more item"
    if had == 8:
        expected = "the shortest way to best: 2 more items"
    assert str(told.way) == ("there is no better rating" if had == 10 else expected)


def test_a_headline_in_thai(write):
    rules = kenrules.load(write("rules.yaml", ITEMS))
    row = {f"q{number}": [100.0 if number <= 7 else 0.0] for number in range(1, 11)}
    trace = kenrules.explain(rules, pl.DataFrame({"agency": ["it"], **row}), "it")
    told = headline(trace, ways(trace, by=["items"], seconds=5), "th").sentence
    assert told.in_words(catalogue("th"), "thai") == (
        "คะแนนรวม ๗๐.๐๐ ระดับ worst; ต่ำกว่าเป้าหมาย ๘๐.๐๐ อยู่ ๑๐.๐๐; ผ่านเกณฑ์ ๐ จาก ๑ ตัวชี้วัด; "
        "ทางที่สั้นที่สุดสู่ระดับ ดี: ได้เพิ่มอีก ๑ ข้อ"
    )
