"""The fixed words of a report: labels and sentences with no data in them, by the names that templates use. A
house style may have others in their place, and more."""

from __future__ import annotations

from collections.abc import Mapping

from ..words.diagnostics import Text, say

WORDS: Mapping[str, Text] = {
    # the cover, and the parts
    "report": say("Analysis report"),
    "year": say("year"),
    "principles": say("Principles of the assessment"),
    "instruments": say("Parts of the assessment"),
    "weight": say("Weight"),
    "its_indicators": say("Indicators"),
    "scoring": say("How scores are made"),
    "ratings": say("Scores and ratings"),
    "earlier_bands": say("Ratings by the rules before:"),
    "bands": say("Ratings by the present rules:"),
    "range": say("Score"),
    "condition": say("Condition"),
    "no_condition": say("none"),
    "rating": say("Rating"),
    "pass_mark": say("How indicators are judged:"),
    "targets": say("Targets"),
    # the result
    "result_of": say("Result of the assessment"),
    "total": say("Total score"),
    "previous_total": say("Total of the year before"),
    "change": say("Change"),
    "by_instrument": say("Result by part"),
    "instrument": say("Part"),
    "score": say("Score"),
    "previous": say("Year before"),
    "chart": say("Scores of the indicators against the pass mark"),
    "chart_alone": say("Scores of the indicators"),
    "indicators": say("Results of all indicators"),
    "number": say("No."),
    "indicator": say("Indicator"),
    "indicator_number": say("Indicator no."),
    "result": say("Result"),
    # by rules of the second edition
    "further": say("What else holds"),
    "known": say("What is known of the unit"),
    "all_scores": say("All scores"),
    "decided": say("What decided"),
    # what is to be done
    "failing": say("What is to be mended"),
    "failing_are": say(
        "These are the indicators that do not pass, each with the questions that score low and what "
        "is to be done."
    ),
    "passing": say("What is to be kept up and developed"),
    "passing_are": say(
        "These are the indicators that pass, each with the questions whose standard is to be kept."
    ),
    "question": say("Question"),
    "guidance": say("What to do"),
    "keep": say("What to keep up"),
    "ways": say("What a better rating takes"),
    "ways_are": say("This is the least change of scores by which each better rating is reached."),
    "goal": say("Rating aimed at"),
    "takes": say("What it takes"),
    "measures": say("Measures proposed"),
    "measures_are": say(
        "The analysis leads to these measures. Each names who is responsible, the steps, how they are "
        "reported on, and by when."
    ),
    "issue": say("Issue to be mended or developed"),
    "units": say("Responsible"),
    "steps": say("Steps"),
    "follow_up": say("Reporting and follow-up"),
    "by": say("To be done"),
    # the annex
    "findings": say("Annex: findings of the audit of the results"),
    "finding": say("Finding"),
    "arithmetic": say("Arithmetic"),
    "place": say("Place"),
    "hint": say("What mends it"),
    # sentences that {year} is put in
    "within_next_year": say("within the next year"),
    "within_year": say("within {year}"),
}

OF_PARTS: Mapping[str, Text] = {
    "its_indicators": say("Made up of"),
    "pass_mark": say("How parts are judged:"),
    "chart": say("Scores of the parts against the pass mark"),
    "chart_alone": say("Scores of the parts"),
    "indicators": say("Results of all parts that are judged"),
    "indicator": say("Part judged"),
    "indicator_number": say("Part no."),
    "failing_are": say("These are the parts that do not pass, each with what is to be done."),
    "passing_are": say("These are the parts that pass, each with what is to be kept up."),
}
"""Words in the place of these where rules of the second edition have no indicators."""

__all__ = ["OF_PARTS", "WORDS"]
