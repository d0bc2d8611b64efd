"""Robust z-scores: how far a value is from the middle of others, in a measure that outliers hardly move. Pure.

Source: B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (ASQC 1993), the modified z-score: 0.6745 times
the distance from the median, over the median absolute deviation (MAD); where more than half of the values are equal,
and so the MAD is 0, the distance over 1.253314 times the mean absolute deviation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

_NORMAL_MAD = 0.6745
_NORMAL_MEAN = 1.253314


def robust_score(value: float, others: Sequence[float]) -> float:
    """The modified z-score of `value` against `others`, of which there is at least one.

    It has the sign of the distance from their median: 0 for the median itself, infinite where they are all equal.
    """
    middle = median(others)
    distance = value - middle
    if distance == 0:
        return 0.0
    if not math.isfinite(distance):
        return distance
    deviations = [abs(other - middle) for other in others]
    spread = median(deviations)
    if spread > 0:
        return _NORMAL_MAD * (distance / spread)
    # Each its part: their sum could get beyond a double's range.
    spread = math.fsum(deviation / len(deviations) for deviation in deviations)
    if spread > 0:
        return distance / (_NORMAL_MEAN * spread)
    return math.copysign(math.inf, distance)
