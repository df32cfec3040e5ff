"""Which input moves an output: variance shares, elementary effects, distances of distributions.

The designs and estimators are SALib's. An input is a place in [0, 1] for the estimators and a
number or a category for the model, so categories and chances need no treatment of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from kautilya.terms import FloatArray

__all__ = ["METHODS", "Analysis", "Effect", "Input", "NothingMoves", "analyse", "runs_of"]

Model = Callable[[FloatArray], FloatArray]
"""Takes a table of values, shape (run, input), and gives one number for each run."""

LEVELS: Final = 4
"""Places that Morris tries for each input: 0, 1/3, 2/3 and 1."""

SLICES: Final = 10
"""Parts of each input between which PAWN compares the output."""

DUMMIES: Final = 50
"""Inputs without effect that PAWN is given beside the others, to tell an effect from chance."""

CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Input:
    """One input of a model.

    Parameters
    ----------
    name
        Its name.
    low, high
        Between which the model gets a number.
    categories
        How many categories there are, each as likely, where it is none; the model gets the number
        of one, from 0.

    Examples
    --------
    >>> Input("berth", categories=3).values(np.array([0.0, 0.5, 1.0])).tolist()
    [0.0, 1.0, 2.0]
    """

    name: str
    low: float = 0.0
    high: float = 1.0
    categories: int = 0

    def values(self, places: FloatArray) -> FloatArray:
        """What the model gets at places in [0, 1]."""
        if self.categories:
            return np.minimum(np.floor(places * self.categories), self.categories - 1.0)
        return self.low + places * (self.high - self.low)


@dataclass(frozen=True)
class Effect:
    """What one input does.

    Parameters
    ----------
    name
        The input.
    size, error
        What inputs are ranked by, and the half-width of its 95% interval. Sobol: the total index,
        the share of the variance that would be left if all but this input were known. Morris: the
        mean size of a step's effect, per range. PAWN: the median distance between the output's
        distribution over all runs and in a slice of the input; its error is the most that any of
        `DUMMIES` inputs without effect gets.
    alone, alone_error
        Sobol: the first-order index, the share of the variance that goes if this input alone is
        known. Morris: the mean effect of a step, with its sign (no error). PAWN: None.
    spread
        Morris: standard deviation of the steps' effects, large where it matters what the others
        are. PAWN: the greatest distance of a slice. Sobol: None.
    """

    name: str
    size: float
    error: float
    alone: float | None = None
    alone_error: float | None = None
    spread: float | None = None

    @property
    def is_told(self) -> bool:
        """Whether it is told from an input without effect."""
        return self.size > 0.0 and self.size > self.error


@dataclass(frozen=True)
class Analysis:
    """What every input does.

    Parameters
    ----------
    method
        ``sobol``, ``morris`` or ``pawn``.
    size, runs
        Size of the design, and how many runs it made.
    mean, deviation
        Of the output, over a random sample of the inputs: all runs of PAWN, the two random tables
        of Sobol's; for Morris over its grid.
    effects
        The largest first.
    """

    method: str
    size: int
    runs: int
    mean: float
    deviation: float
    effects: tuple[Effect, ...]


class NothingMoves(ValueError):
    """The output is the same in every run."""


METHODS: Final = ("sobol", "morris", "pawn")


def runs_of(method: str, size: int, inputs: int) -> int:
    """How many runs a design makes.

    Parameters
    ----------
    method
        One of `METHODS`.
    size
        Base points of Sobol's design, a power of 2; walks of Morris's; runs of PAWN's.
    inputs
        How many inputs there are.

    Raises
    ------
    ValueError
        For a method or a size that there is not.

    Examples
    --------
    >>> runs_of("sobol", 512, 3), runs_of("morris", 50, 3), runs_of("pawn", 2000, 3)
    (2560, 200, 2000)
    """
    if method == "sobol":
        if size < 2 or size & (size - 1):
            raise ValueError(f"the size of Sobol's design is a power of 2, from 2 on: not {size}")
        return size * (inputs + 2)
    if method == "morris":
        if size < 2:
            raise ValueError(f"Morris's design has at least 2 walks: not {size}")
        return size * (inputs + 1)
    if method == "pawn":
        if size < 10 * SLICES:
            raise ValueError(f"PAWN's design has at least {10 * SLICES} runs: not {size}")
        return size
    raise ValueError(f"no method {method}: there are {', '.join(METHODS)}")


def analyse(
    inputs: Sequence[Input], model: Model, method: str = "sobol", size: int = 512, seed: int = 0
) -> Analysis:
    """Find what each input of a model does to its output.

    Parameters
    ----------
    inputs
        The inputs, independent of each other.
    model
        Takes a table of their values and gives the output of each run.
    method
        ``sobol``: shares of variance, first order and total, by Saltelli's design and estimators
        (2010). ``morris``: elementary effects on a grid, a screening of many inputs by few runs;
        categories move between their numbers, so of them only the size tells, not the sign.
        ``pawn``: Kolmogorov-Smirnov distances between distributions, which need no variance.
    size
        Size of the design; see `runs_of`.
    seed
        Of the design and of the resampling behind its errors.

    Returns
    -------
    Analysis

    Raises
    ------
    NothingMoves
        Where the output is the same in every run.
    ValueError
        Where there is no input, the size does not fit the method, or an output is not finite.

    References
    ----------
    Herman, J. and Usher, W. (2017). SALib: an open-source Python library for sensitivity analysis.
    Journal of Open Source Software 2(9), 97.
    Saltelli, A. and others (2010). Variance based sensitivity analysis of model output. Computer
    Physics Communications 181, 259-270.
    Morris, M. D. (1991). Factorial sampling plans for preliminary computational experiments.
    Technometrics 33, 161-174.
    Pianosi, F. and Wagener, T. (2018). Distribution-based sensitivity analysis from a generic
    input-output sample. Environmental Modelling and Software 108, 197-207.

    Examples
    --------
    >>> found = analyse([Input("x"), Input("y")], lambda table: 3 * table[:, 0] + table[:, 1])
    >>> [(effect.name, round(effect.size, 1)) for effect in found.effects]
    [('x', 0.9), ('y', 0.1)]
    """
    if not inputs:
        raise ValueError("there is no input to move")
    expected = runs_of(method, size, len(inputs))
    problem = _problem([each.name for each in inputs])
    whole = seed % (2**31 - 1) + 1  # zero would mean a seed of SALib's own
    places = _sampled(problem, method, size, whole)
    assert len(places) == expected
    table = np.column_stack([each.values(places[:, n]) for n, each in enumerate(inputs)])
    output = np.asarray(model(table), dtype=np.float64)
    if not np.isfinite(output).all():
        raise ValueError("the output is not finite in every run")
    if np.ptp(output) <= np.finfo(np.float64).eps * max(1.0, float(np.abs(output).max())):
        raise NothingMoves("the output is the same in every run")
    effects = _ESTIMATES[method](problem, places, output, whole)
    effects.sort(key=lambda effect: (-effect.size, effect.name))
    sample = _random_part(method, output, len(inputs))
    return Analysis(
        method, size, len(output), float(sample.mean()), float(sample.std()), tuple(effects)
    )


def _problem(names: Sequence[str]) -> dict[str, Any]:
    """What SALib calls a problem: every input a place in [0, 1]."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _sampled(problem: dict[str, Any], method: str, size: int, seed: int) -> FloatArray:
    """Places of every input in every run."""
    if method == "sobol":
        from SALib.sample import sobol

        found = sobol.sample(problem, size, calc_second_order=False, seed=seed)
    elif method == "morris":
        from SALib.sample import morris

        found = morris.sample(problem, size, num_levels=LEVELS, seed=seed)
    else:
        from SALib.sample import latin

        found = latin.sample(problem, size, seed=seed)
    return np.asarray(found, dtype=np.float64)


def _random_part(method: str, output: FloatArray, inputs: int) -> FloatArray:
    """Outputs of runs whose inputs are drawn independently."""
    if method != "sobol":
        return output
    step = inputs + 2
    return np.concatenate([output[::step], output[step - 1 :: step]])


def _sobol(
    problem: dict[str, Any], places: FloatArray, output: FloatArray, seed: int
) -> list[Effect]:
    from SALib.analyze import sobol

    sample = _random_part("sobol", output, problem["num_vars"])
    if np.ptp(sample) == 0.0:
        raise NothingMoves("the output is the same in every random run")
    found = sobol.analyze(
        problem, output, calc_second_order=False, conf_level=CONFIDENCE, seed=seed
    )
    keys = ("ST", "ST_conf", "S1", "S1_conf")
    rows = zip(problem["names"], *(found[key] for key in keys), strict=True)
    return [Effect(name, *(float(value) for value in values)) for name, *values in rows]


def _morris(
    problem: dict[str, Any], places: FloatArray, output: FloatArray, seed: int
) -> list[Effect]:
    from SALib.analyze import morris

    found = morris.analyze(
        problem, places, output, conf_level=CONFIDENCE, num_levels=LEVELS, seed=seed
    )
    rows = zip(
        problem["names"],
        *(found[key] for key in ("mu_star", "mu_star_conf", "mu", "sigma")),
        strict=True,
    )
    return [
        Effect(name, float(size), float(error), float(mean), None, float(spread))
        for name, size, error, mean, spread in rows
    ]


def _pawn(
    problem: dict[str, Any], places: FloatArray, output: FloatArray, seed: int
) -> list[Effect]:
    from SALib.analyze import pawn

    idle = np.random.default_rng(seed).random((len(output), DUMMIES))
    names = [*problem["names"], *(f" {n}" for n in range(DUMMIES))]
    found = pawn.analyze(_problem(names), np.hstack([places, idle]), output, S=SLICES)
    median = np.asarray(found["median"], dtype=np.float64)
    greatest = np.asarray(found["maximum"], dtype=np.float64)
    many = problem["num_vars"]
    floor = float(median[many:].max())
    return [
        Effect(name, float(median[n]), floor, spread=float(greatest[n]))
        for n, name in enumerate(problem["names"])
    ]


_ESTIMATES: dict[str, Callable[[dict[str, Any], FloatArray, FloatArray, int], list[Effect]]] = {
    "sobol": _sobol,
    "morris": _morris,
    "pawn": _pawn,
}
