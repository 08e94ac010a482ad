"""Rule sets whose questions respondents answer, and answers to them."""

from __future__ import annotations

YES_NO = "answers: {yes_no: {yes: 100, no: 0}, had: {options: {yes: 100, no: 0}, answered_by: unit}}\n"
SURVEYS = f"""{YES_NO}
parts: null
instruments:
  STAFF: {{answers: yes_no, min_respondents: 3, questions: {{i1: First}}}}
  PUBLIC: {{answers: yes_no, min_respondents: 3, questions: {{e1: First}}}}
"""
BOTH = "agency,i1,e1\nA,yes,\nA,,yes\nA,,no\nA,,no\n"
TOP = SURVEYS.replace("min_respondents: 3, ", "")


ONCE = f"{YES_NO}parts: {{a: null, b: null, x: {{answers: had, questions: [q1, q2]}}}}"


FIVE = "answers: {five: {a: 100, b: 75, c: 50, d: 25, e: 0}}\n"
PARTS = f"""{FIVE}
parts: null
instruments:
  E1: {{answers: five, min_respondents: 3, questions: [q1, q2]}}
  E2: {{answers: five, questions: [q1, q2]}}
"""
TOLD = (
    "dataset: x\nfiles: "
    "[{path: q.csv, layout: responses, instrument: {column: part, values: {1: E1, 9: E1, 2: E2}}}]\n"
)
