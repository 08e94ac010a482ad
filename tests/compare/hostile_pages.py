"""Pages of comparisons whose names and ratings want to be more than text."""

from __future__ import annotations

import kenrules
import polars as pl
from kenrules.engine.compare.comparison_sections import comparison_sections
from kenrules.engine.compare.difference_sections import difference_sections, rule_sections
from kenrules.engine.compare.rating_order import direction_words
from kenrules.engine.compare.reporting import drawn
from kenrules.engine.compare.sorting import sorting
from kenrules.engine.show.exhibit import Chapter, Exhibit
from kenrules.engine.show.formats import html
from kenrules.engine.words.diagnostics import say
from kenrules.engine.words.speech import Speech

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "=1+1",
    "<!--<script>",
    "a\u2028b\x07",
    "]]></text></svg><img src=x onerror=alert(2)>",
]
EVIL_RULES = """
ruleset: test/{name}
title: The evil
unit: agency
source: made up
scale: {{min: 0, max: 100, decimals: 2, rounding: half_up}}
parts: {{a: {{weight: {weight}}}, b: {{weight: 1}}}}
bands:
  - {{rating: '"><img src=x onerror=alert(3)>', from: 80, to: 100}}
  - {{rating: '</script><script>alert(4)</script>', from: 50, to: 79.99}}
  - {{rating: '</text></svg><script>alert(5)</script>', from: 0, to: 49.99}}
"""


def units(count=150):
    """Units whose totals go up and down on both sides of the bounds of ITA 2565 and 2566, some of them
    hostile."""
    names = [*HOSTILE, *(f"หน่วยงาน {number:03d}" for number in range(count - len(HOSTILE)))]
    scores = [40 + (number * 37 % 600) / 10 for number in range(count)]
    columns = {
        name: [min(100.0, each + shift) for each in scores]
        for name, shift in (("IIT", 0), ("EIT1", 9), ("EIT2", -9), ("OIT", 4))
    }
    return pl.DataFrame(
        {"agency": names, "province": [HOSTILE[number % 3] for number in range(count)], **columns}
    )


def page(title, chapters, language="en"):
    words = direction_words([kenrules.load("ita/2566")])
    exhibit = Exhibit(title, chapters=lambda: chapters, directions=words)
    return b"".join(html.written(exhibit, Speech(language))).decode()


def report(found, language="en"):
    sections = [
        *drawn(found, list(comparison_sections(found))),
        *difference_sections(found.differences, sorting(found.differences, seconds=2)),
        *rule_sections([found.old, found.new]),
    ]
    title = say("{name}", name=HOSTILE[0])
    return page(title, [Chapter(sections)], language)
