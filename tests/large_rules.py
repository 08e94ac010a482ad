"""How a rule set begins that is then made large."""

from __future__ import annotations

HEAD = (
    "ruleset: test/growth\ntitle: Growth\nsource: made up\nunit: agency\nscale: "
    "{min: 0, max: 100, decimals: 2, rounding: half_up}\n"
)
BANDS = "bands:\n  - {rating: good, from: 50, to: 100}\n  - {rating: poor, from: 0, to: 49.99}\n"
