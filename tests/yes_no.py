"""Questions that a unit answers once, with yes or no."""

from __future__ import annotations

YES_NO = 'answers: {yn: {options: {"yes": 100, "no": 0}, answered_by: unit}}\n'
TWO = YES_NO + "parts: {a: {answers: yn}, b: {answers: yn}}\n"
