"""The fixed words of a report: labels and sentences with no data in them, by the names that templates use."""

from __future__ import annotations

from ..words.diagnostics import Text, say


def words() -> dict[str, Text]:
    """Every label and fixed sentence, in English until it is translated."""
    return {
        # the covering memo
        "memorandum": say("Memorandum"),
        "office": say("Office"),
        "reference": say("Ref. no."),
        "date": say("Date"),
        "subject": say("Subject"),
        "to": say("To"),
        "report_on": say("Report on the results of"),
        "fiscal_year": say("fiscal year"),
        "background": say("Background"),
        "facts": say("Facts"),
        "facts_are": say(
            "The results of the assessment have been analysed indicator by indicator, as follows."
        ),
        "strengths": say("Strengths are the indicators that pass:"),
        "weaknesses": say("Weaknesses, to be mended, are the indicators that do not pass:"),
        "no_strengths": say("No indicator passes."),
        "no_weaknesses": say("No indicator fails."),
        "request": say("For consideration"),
        "request_measures": say(
            "The result is hereby reported, together with the measures proposed. "
            "It is requested that these be noted, and that the offices responsible be instructed to carry "
            "the measures out."
        ),
        "request_is": say(
            "The result is hereby reported, together with what is to be mended, what is to be kept up, "
            "and the measures proposed. "
            "It is requested that these be noted, and that the offices responsible be instructed to carry "
            "the measures out."
        ),
        "submitted": say("Submitted for information and consideration."),
        "signed": say("Signed"),
        "position": say("Position"),
        "officer": say("Reporting officer"),
        "office_head": say("Opinion of the head of the office of the chief administrator"),
        "clerk": say("Opinion of the chief administrator"),
        "head": say("Opinion or order of the head of the agency"),
        # the cover, and the parts
        "report": say("Analysis report"),
        "principles": say("Principles of the assessment"),
        "instruments": say("Instruments of the assessment"),
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
        "by_instrument": say("Result by instrument"),
        "instrument": say("Instrument"),
        "score": say("Score"),
        "previous": say("Year before"),
        "chart": say("Scores of the indicators against the pass mark"),
        "chart_alone": say("Scores of the indicators"),
        "indicators": say("Results of all indicators"),
        "number": say("No."),
        "indicator": say("Indicator"),
        "indicator_number": say("Indicator no."),
        "result": say("Result"),
        # what is to be done
        "failing": say("Weaknesses to be mended urgently"),
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
        "measures": say("Measures to promote integrity and transparency"),
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
    }


__all__ = ["words"]
