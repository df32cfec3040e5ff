"""How far one game's principal branch was followed, and what it met on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kautilya.solve.logit.branch import Leg, Place, Stop, crossing, walk
from kautilya.solve.logit.game import LogitGame
from kautilya.solve.logit.records import Status
from kautilya.terms import FloatArray

__all__ = ["MOST_STEPS", "Met", "reach", "settle_down"]

MOST_STEPS = 3000
"""Most steps along a branch; a usual one takes 10 to 100."""
SHARP = 1000.0
"""A limit is not looked for below this precision, times the scale of the game: at even mixing, too,
regret may be nothing."""
STOPS = {"bifurcation": Status.BIFURCATION, "lost": Status.LOST, "steps": Status.STEPS}


@dataclass(frozen=True, slots=True)
class Met:
    """What was found along a branch.

    Parameters
    ----------
    status : Status
        How it ended.
    precision : float
        Where `mixed` stands: the wanted precision, or that of the last point that was verified.
    mixed : FloatArray, shape (n,)
        Everybody's mixture there, in one long vector.
    turns : tuple of float
        Precision of each turning point that was passed.
    crossings : int
        How often the wanted precision was met.
    highest : float
        The highest precision that was come to.
    steps : int
        How many steps were taken.
    """

    status: Status
    precision: float
    mixed: FloatArray
    turns: tuple[float, ...]
    crossings: int
    highest: float
    steps: int


class _Notes:
    """What is noted along a walk."""

    def __init__(self, game: LogitGame) -> None:
        self.game = game
        self.turns: list[float] = []
        self.crossings = 0
        self.highest = 0.0
        self.steps = 0

    def pass_by(self, leg: Leg) -> None:
        """Note a step."""
        self.steps += 1
        self.highest = max(self.highest, leg.end.precision)
        if leg.turns:
            self.turns.append(leg.end.precision / self.game.scale)

    def met(self, status: Status, place: Place) -> Met:
        """What was found, where it ends at a place."""
        scale = self.game.scale
        mixed = self.game.mixture(place.point[:-1])
        return Met(
            status,
            place.precision / scale,
            mixed,
            tuple(self.turns),
            self.crossings,
            max(self.highest, place.precision) / scale,
            self.steps,
        )


def reach(game: LogitGame, precision: float, beyond: float | None, most: int) -> Met:
    """Follow the branch to where it first has a wanted precision.

    Parameters
    ----------
    game : LogitGame
        The game.
    precision : float
        The precision that is wanted.
    beyond : float or None
        Go on to this precision, to count how often the wanted one is met.
    most : int
        Most steps.

    Returns
    -------
    Met
    """
    known = _at_once(game, precision)
    if known is not None:
        return known
    notes, wanted = _Notes(game), precision * game.scale
    goal = wanted if beyond is None else max(wanted, beyond * game.scale)
    found: Place | None = None
    for leg in walk(game, most):
        if isinstance(leg, Stop):
            status = STOPS[leg.reason] if found is None else Status.REACHED
            return notes.met(status, found or leg.place)
        notes.pass_by(leg)
        if _between(leg, wanted):
            notes.crossings += 1
            if found is None:
                found = crossing(game, leg, wanted)
                if found is None:
                    return notes.met(Status.LOST, leg.start)
        if found is not None and notes.highest >= goal:
            return notes.met(Status.REACHED, found)
    raise AssertionError("a walk ends with a stop")


def settle_down(game: LogitGame, tolerance: float, most: int) -> Met:
    """Follow the branch until precision is high and regret is low.

    Parameters
    ----------
    game : LogitGame
        The game.
    tolerance : float
        Regret, in units of payoff, below which it ends.
    most : int
        Most steps.

    Returns
    -------
    Met
    """
    known = _at_once(game, np.inf)
    if known is not None:
        return known
    notes = _Notes(game)
    for leg in walk(game, most):
        if isinstance(leg, Stop):
            return notes.met(STOPS[leg.reason], leg.place)
        notes.pass_by(leg)
        end = leg.end
        sharp = end.sense > 0 and end.precision >= SHARP
        if sharp and game.regret(game.mixture(end.point[:-1])) < tolerance:
            return notes.met(Status.REACHED, end)
    raise AssertionError("a walk ends with a stop")


def _at_once(game: LogitGame, precision: float) -> Met | None:
    """What is known without a step: payoffs are no numbers, nobody chooses, or all mix evenly."""
    if not game.sound:
        return Met(Status.NUMBERS, 0.0, game.mixture(np.zeros(game.length)), (), 0, 0.0, 0)
    if precision == 0 or not game.length:
        even = game.mixture(np.zeros(game.length))
        return Met(Status.REACHED, precision, even, (), 1, precision, 0)
    return None


def _between(leg: Leg, precision: float) -> bool:
    """Whether a leg meets a precision; its start belongs to the leg before."""
    start, end = leg.start.precision, leg.end.precision
    return start < precision <= end or end <= precision < start
