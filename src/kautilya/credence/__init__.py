"""Hedge words and the numbers behind them: yardsticks, fit, and the draws that make worlds."""

from kautilya.credence.copula import Copula, NotTogether, copulas_of
from kautilya.credence.draws import chance, uniforms
from kautilya.credence.fit import (
    Fit,
    edges,
    fit_irrelevant,
    fit_of,
    fit_over,
    near_edge,
    passes,
    wilson,
)
from kautilya.credence.hedge import Hedge, HedgeKind, UnknownHedge, common_words, hedge_of
from kautilya.credence.shapes import Shape, quantile
from kautilya.credence.weights import InterestRank, WeightsRejected, weights
from kautilya.credence.yardstick import (
    Band,
    UnknownYardstick,
    Yardstick,
    YardstickInvalid,
    plain_word,
    yardstick,
    yardstick_from_table,
    yardstick_names,
)

__all__ = [
    "Band",
    "Copula",
    "Fit",
    "Hedge",
    "HedgeKind",
    "InterestRank",
    "NotTogether",
    "Shape",
    "UnknownHedge",
    "UnknownYardstick",
    "WeightsRejected",
    "Yardstick",
    "YardstickInvalid",
    "chance",
    "common_words",
    "copulas_of",
    "edges",
    "fit_irrelevant",
    "fit_of",
    "fit_over",
    "hedge_of",
    "near_edge",
    "passes",
    "plain_word",
    "quantile",
    "uniforms",
    "weights",
    "wilson",
    "yardstick",
    "yardstick_from_table",
    "yardstick_names",
]
