"""One game's principal branch, followed carefully, step by step.

The branch is the connected set of logit equilibria that starts where everybody mixes evenly, at
precision 0 (McKelvey and Palfrey 1995). It is followed in logits and precision together, by
arclength, so that it may turn back: a step along the tangent, then Newton's method at right angles
to it (Turocy 2005). A step counts only if

- Newton's corrections shrink fourfold at least from one to the next, and the first is short;
- the tangent turns little, and the precision has no hidden wiggle in between;
- the equations stay regular in between: no matrix on the straight line from the Jacobian at one
  end to that half-way, or to that at the other end, is singular, by a wide margin.

Otherwise it is halved. Where branches cross, the Jacobian is singular; steps shrink towards the
crossing and never pass it: the walk ends there and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kautilya.solve.logit.game import LogitGame
from kautilya.terms import FloatArray

__all__ = ["Leg", "Place", "Reason", "Stop", "crossing", "walk"]

Reason = Literal["bifurcation", "lost", "steps"]
"""Why a walk ends: branches cross, no step works, or there were too many."""

SHRINK = 0.25
"""A Newton correction is at most this part of the one before."""
LONGEST = 0.3
"""The first Newton correction is at most this long, in logits."""
STRAIGHT = 0.9
"""Cosine of the angle between the tangents at the ends of a step, at least."""
CHANGE = 0.75
"""How far the eigenvalues of one Jacobian, as measured by the one before, may be from 1."""
SINGULAR = 1e-5
"""Branches cross where an eigenvalue of the bordered Jacobian is smaller than this."""
CORRECTIONS = 6
CLOSE, BLURRED = 1e-9, 1e-5
"""A correction so short is the last; the second where the equations hold but for rounding."""
ROUNDING = 1e-14, 1e-16
"""What rounding leaves of the equations: times the size of the point, and times its square (the
error of a long logit moves payoffs, and a high precision magnifies that)."""
FIRST_STEP = 0.5
SHORTEST = 1e-8
"""Shortest step, as a part of the size of the point."""
EVEN, FLAT = 1e-12, 1e-9
"""A turning point is where the tangent's last entry, the slope, is below the first of these; below
the second no other one is looked for."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the branch.

    Parameters
    ----------
    point : FloatArray, shape (n + 1,)
        Logits; last the precision, times the scale of the game.
    tangent : FloatArray, shape (n + 1,)
        Direction of the branch, of length 1.
    matrix : FloatArray, shape (n, n + 1)
        Derivatives of the equations.
    sense : int
        1 where the precision rises from here on, -1 where it falls.
    """

    point: FloatArray
    tangent: FloatArray
    matrix: FloatArray
    sense: int = 1

    @property
    def precision(self) -> float:
        """The precision, times the scale of the game."""
        return float(self.point[-1])


@dataclass(frozen=True, slots=True)
class Leg:
    """A step from one place to the next, along which the precision only rises or only falls.

    Parameters
    ----------
    before : Place or None
        The place before the start.
    start, end : Place
        Its ends.
    length : float
        Length of the step along the tangent.
    turns : bool
        Whether the end is a turning point.
    """

    before: Place | None
    start: Place
    end: Place
    length: float
    turns: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of a walk.

    Parameters
    ----------
    reason : {"bifurcation", "lost", "steps"}
        Why it ends.
    place : Place
        The last place.
    """

    reason: Reason
    place: Place


@dataclass(frozen=True, slots=True)
class _Trial:
    """Where a step leads, its first correction's length, and how much corrections shrank."""

    place: Place
    first: float
    shrink: float


def walk(game: LogitGame, most: int) -> Iterator[Leg | Stop]:
    """Follow the branch from precision 0 on.

    Parameters
    ----------
    game : LogitGame
        The game.
    most : int
        Most steps.

    Yields
    ------
    Leg or Stop
        The steps; a stop comes last.
    """
    before: Place | None = None
    place = _beginning(game)
    length = FIRST_STEP
    for _ in range(most):
        leg = None
        while leg is None and length > SHORTEST * _extent(place.point):
            trial = _attempt(game, before, place, length)
            growth = 0.0 if trial is None else _growth(game, place, trial)
            if trial is not None and growth > 0:
                leg = _leg(game, Leg(before, place, trial.place, length))
            if leg is None:
                length *= 0.5
        if leg is None:
            yield Stop(_why(place), place)
            return
        yield leg
        # A leg up to a turning point may be so short that it tells nothing about the bend.
        length, before, place = length * growth, None if leg.turns else place, leg.end
    yield Stop("steps", place)


def crossing(game: LogitGame, leg: Leg, precision: float) -> Place | None:
    """Find the place on a leg where the precision is the wanted one.

    Parameters
    ----------
    game : LogitGame
        The game.
    leg : Leg
        A step, between whose ends the wanted precision lies.
    precision : float
        What is wanted, times the scale of the game.

    Returns
    -------
    Place or None
        None where it was not found.
    """
    found = _root(game, leg, lambda place: place.precision - precision, 1e-15 * (1 + precision))
    return None if found is None else found[1]


def _beginning(game: LogitGame) -> Place:
    """The place where everybody mixes evenly."""
    point = np.zeros(game.length + 1)
    _, matrix = _equations(game, point)
    tangent = np.append(-matrix[:, -1], 1.0)  # at precision 0 the derivative by logits is 1
    return Place(point, tangent / np.linalg.norm(tangent), matrix)


def _equations(game: LogitGame, point: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How far the logits are from precision times payoffs, and the derivatives of that."""
    logits, precision = point[:-1], point[-1]
    value, slope = game.slopes(game.mixture(logits))
    matrix = np.empty((game.length, game.length + 1))
    matrix[:, :-1] = np.eye(game.length) - precision * slope
    matrix[:, -1] = -value
    return logits - precision * value, matrix


def _attempt(game: LogitGame, before: Place | None, place: Place, length: float) -> _Trial | None:
    """Predict where a step leads and correct the prediction; None where that goes wrong."""
    tangent = place.tangent
    point = place.point + length * tangent
    if before is not None:
        done = float(np.linalg.norm(place.point - before.point))
        point += length**2 / (2 * done) * (tangent - before.tangent)
    sides = np.zeros((game.length + 1, 2))
    sides[-1, 1] = 1.0
    sizes: list[float] = []
    shrink = 0.0
    for _ in range(CORRECTIONS):
        short, matrix = _equations(game, point)
        sides[:-1, 0] = -short
        try:
            correction, ahead = np.linalg.solve(np.vstack((matrix, tangent)), sides).T
        except np.linalg.LinAlgError:
            return None
        sizes.append(float(np.abs(correction).max()))
        extent = _extent(point)
        solved = float(np.abs(short).max()) <= ROUNDING[0] * extent + ROUNDING[1] * extent**2
        close = sizes[-1] <= (BLURRED if solved else CLOSE)
        if len(sizes) > 1 and not close:
            shrink = max(shrink, sizes[-1] / sizes[-2])
        if not (sizes[0] <= LONGEST and shrink <= SHRINK):
            return None
        point = point + correction
        if close:
            ahead /= np.linalg.norm(ahead)
            return _Trial(Place(point, ahead, matrix, place.sense), sizes[0], shrink)
    return None


def _growth(game: LogitGame, place: Place, trial: _Trial) -> float:
    """By how much the next step may be longer than this one; 0 where this one does not count."""
    end = trial.place
    if end.tangent @ place.tangent < STRAIGHT:
        return 0.0
    change = _change(place, end.matrix)
    if change > CHANGE:
        return 0.0
    # What dips and rises again shows half-way.
    chord = end.point - place.point
    bend = float(np.linalg.norm(chord)) / 8 * (place.tangent - end.tangent)
    _, between = _equations(game, place.point + chord / 2 + bend)
    change = max(change, _change(place, between))
    if change > CHANGE:
        return 0.0
    load = max(
        (trial.shrink / (0.4 * SHRINK)) ** (1 / 3),
        (trial.first / (0.4 * LONGEST)) ** (1 / 3),
        change / (0.6 * CHANGE),
    )
    return float(np.clip(1 / max(load, 1e-9), 0.3, 2.0))


def _change(place: Place, matrix: FloatArray) -> float:
    """How far from 1 the eigenvalues of another Jacobian are, as measured by a place's own."""
    own = np.vstack((place.matrix, place.tangent))
    moved = np.vstack((matrix - place.matrix, np.zeros_like(place.tangent)))
    relative = np.linalg.solve(own, moved)
    size = float(np.linalg.norm(relative))  # no less than any eigenvalue
    return size if size <= 0.5 * CHANGE else float(np.abs(np.linalg.eigvals(relative)).max())


def _leg(game: LogitGame, leg: Leg) -> Leg | None:
    """Cut a step at a turning point; None where the precision may wiggle along it."""
    start, end = leg.start, leg.end
    sense = start.sense
    chord = float(np.linalg.norm(end.point - start.point))
    rise = sense * (end.precision - start.precision) / chord
    low, high = max(sense * start.tangent[-1], 0.0), sense * end.tangent[-1]
    if high > 0:
        # The slope of the cubic with these ends and slopes, low + b u + c u² for u from 0 to 1.
        b, c = 6 * rise - 4 * low - 2 * high, 3 * low + 3 * high - 6 * rise
        u = -b / (2 * c) if c > 0 else 0.0
        least = low + b * u + c * u * u if 0 < u < 1 else min(low, high)
        return leg if least > -EVEN and rise > -EVEN else None
    if low <= FLAT:
        return None  # the start is a turning point itself: come away from it first
    found = _root(game, leg, lambda place: float(place.tangent[-1]), EVEN)
    if found is None:
        return None
    length, place = found
    turned = Place(place.point, place.tangent, place.matrix, -sense)
    return Leg(leg.before, start, turned, length, turns=True)


def _root(
    game: LogitGame, leg: Leg, function: Callable[[Place], float], close: float
) -> tuple[float, Place] | None:
    """A step shorter than a leg whose end makes a function of places 0 (Illinois rule)."""
    left, right = 0.0, leg.length
    at_left, at_right = function(leg.start), function(leg.end)
    place, length = leg.end, leg.length
    if abs(at_right) <= close:
        return length, place
    for _ in range(60):
        length = right - at_right * (right - left) / (at_right - at_left)
        trial = _attempt(game, leg.before, leg.start, length)
        if trial is None:
            return None
        place = trial.place
        value = function(place)
        if abs(value) <= close or abs(right - left) <= 1e-15 * leg.length:
            return length, place
        if value * at_right < 0:
            left, at_left = right, at_right
        else:
            at_left *= 0.5
        right, at_right = length, value
    return length, place


def _why(place: Place) -> Reason:
    """Whether branches cross, where no step works."""
    values = np.linalg.eigvals(np.vstack((place.matrix, place.tangent)))
    return "bifurcation" if np.abs(values).min() <= SINGULAR else "lost"


def _extent(point: FloatArray) -> float:
    """Size of a point, at least 1."""
    return 1.0 + float(np.abs(point).max())
