"""Numbers of other libraries are taken as they are."""

from __future__ import annotations

import numpy as np
import pandas as pd


def test_numpy_scalars_and_pandas_words_for_missing():
    from kenrules.engine.meaning.arithmetic.exact import exact_value

    assert exact_value(np.float64(0.1)) == exact_value(0.1)
    assert [exact_value(each) for each in (pd.NA, pd.NaT, None, float("nan"), float("inf"), True)] == [
        None
    ] * 6
