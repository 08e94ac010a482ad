"""The variables that tell a language, and what Thai looks like."""

from __future__ import annotations

import re

VARIABLES = ("KEN_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
THAI_LETTERS = re.compile("[ก-ฮ]")
