"""Numbers as dataframe columns: narwhals expressions in double precision, certified to round and compare as
exact ones do.

Every quantity carries what is known of it before any row is looked at: an interval that holds its values, a
bound on its error in floats, and its denominator. A rational with denominator q is a multiple of 1/q, so a
value can lie on a tie (or a threshold) or a whole step away from it, never nearer. Where half that step is
larger than the error, moving the boundary by a quarter step decides every value as exact arithmetic would
(the certificate). Where it is not, the rows that come within the error of a boundary are marked doubtful, and
the caller has them settled by the exact arithmetic.

The bounds follow Higham, Accuracy and Stability of Numerical Algorithms (2002), chapters 2 to 4, with room to
spare: twice the unit roundoff, and operations counted generously, so that fused, reassociated or reciprocal
forms are covered."""

from .column_arithmetic import ColumnArithmetic
from .narrow import narrow_number, narrowest
from .quantity import EPS, MAX_WHOLE, Quantity, times
from .truth import Truth

__all__ = ["EPS", "MAX_WHOLE", "ColumnArithmetic", "Quantity", "Truth", "narrow_number", "narrowest", "times"]
