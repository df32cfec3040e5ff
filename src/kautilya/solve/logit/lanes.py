"""Many worlds at once: the principal branch, as far as the precision rises along it.

A lane is a world. From even mixing the branch is followed by steps in the precision alone: the
tangent and the one before predict, Newton's method corrects. A step counts only if

- every pivot of the Jacobian (with everybody's first strategy left out, eliminated in order) is
  well above 0. At precision 0 all are 1. Where the branch turns or is crossed by another the last
  of them is 0, and where two directions give way at once, the last but one passes 0 as well;
- chances and precision move so little that no dip of a pivot can hide in between;
- the first correction is short, and each is at most a quarter of the one before, so that no other
  solution is as near as the one that is found.

A lane that takes too many steps, or too short ones, is left to `branch`. Machine code does
the same in `steps`; the numbers below hold for both.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kautilya.solve.logit.equations import Equations, gains_of, solve
from kautilya.solve.logit.form import Form
from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["Answer", "by_arrays"]

FIRST = 2.0
"""The first precision that is tried, times the largest payoff difference."""
PIVOT = 0.02
"""Least pivot that a step may have."""
LONGEST = 0.6
"""The first correction is at most this long, in logits; that of the very first step may be more."""
SHRINK = 0.25
"""A correction is at most this part of the one before."""
HIDDEN = 0.2, 0.7
"""Between two regular Jacobians a singular one can hide if the least pivot dips. A dip is about as
deep as how much is coupled (1 less the least pivot; the first number is added) times how far all
chances move together times how far they and the precision, in proportion, do. It may be at most the
second number times the least pivot."""
AIM = 0.1, 0.15, 0.5
"""What the length of steps is to bring about: shrinking, length of the first correction, and the
depth of a dip as a part of what it may be."""
GROWTH = 3.0
"""Most by which one step is longer than the one before."""
CUT = 0.4
"""How much of its length a step keeps that did not count."""
PASSED, EXACT, NOISE = 1e-2, 1e-6, 1e-8
"""A correction is the step's last below `PASSED`, below `EXACT` even where it is the first; below
`NOISE` it need not shrink any more."""
CLOSE = 1e-10, 1e-15
"""Logits that are so close to precision times payoffs solve the equations; the second for each
unit of precision times the largest payoff difference."""
GIVE_UP = 0.0005
"""Shortest step, as a part of the wanted precision."""
MOST = 96
"""Most evaluations in a lane."""
TOGETHER = 256
"""Worlds that are worked on together, so that they stay in the cache."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the worlds came to.

    Parameters
    ----------
    mixed : FloatArray, shape (n_1 + .. + n_P, W)
        Probability of each strategy, player by player.
    residual : FloatArray, shape (W,)
        How far a probability is at most from the logit answer to the others' mixtures.
    regret : FloatArray, shape (W,)
        The most that a player gains by its best reply.
    solved : BoolArray, shape (W,)
        Where the rest means something.
    """

    mixed: FloatArray
    residual: FloatArray
    regret: FloatArray
    solved: BoolArray


def by_arrays(form: Form, precision: float) -> Answer:
    """Follow the branch in every world, over arrays.

    Parameters
    ----------
    form : Form
        Who plays, and for what.
    precision : float
        The precision that is wanted.

    Returns
    -------
    Answer
    """
    total = sum(form.sizes)
    answer = Answer(
        np.empty((total, form.worlds)),
        np.empty(form.worlds),
        np.empty(form.worlds),
        np.empty(form.worlds, dtype=np.bool_),
    )
    for first in range(0, form.worlds, TOGETHER):
        worlds = np.arange(first, min(first + TOGETHER, form.worlds))
        with np.errstate(all="ignore"):
            block = _Block(form, worlds, precision).answer()
        answer.mixed[:, worlds] = block.mixed
        answer.residual[worlds], answer.regret[worlds] = block.residual, block.regret
        answer.solved[worlds] = block.solved
    return answer


@dataclass
class _Way:
    """Where each lane is on its way; the last axis of every array is the lane.

    A step begins at `base` and is looked at, or corrected, at `trial`.
    """

    lane: IntArray
    gains: list[FloatArray]
    close: FloatArray
    step: FloatArray
    trial: FloatArray
    base: FloatArray
    before: FloatArray
    """Length of the step before."""
    logits: FloatArray
    begun: FloatArray
    """Logits at the base; next the tangent there, that at the base before, the least pivot and the
    chances."""
    tangent: FloatArray
    earlier: FloatArray
    sure: FloatArray
    was: list[FloatArray]
    fresh: BoolArray
    """Whether this is a prediction, not corrected yet."""
    last: FloatArray
    first: FloatArray
    """Length of the last correction, and of the first one of the step."""
    shrink: FloatArray

    def only(self, stays: BoolArray) -> None:
        """Leave the other lanes out."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, list):
                setattr(self, field.name, [each[..., stays] for each in value])
            else:
                setattr(self, field.name, value[..., stays])


@dataclass(frozen=True)
class _Look:
    """What is seen where lanes are: chances, the Newton correction and tangent, and verdicts."""

    mixed: list[FloatArray]
    correction: FloatArray
    ahead: FloatArray
    pivot: FloatArray
    size: FloatArray
    ratio: FloatArray
    dip: FloatArray
    passes: BoolArray
    counts: BoolArray
    done: BoolArray


class _Block:
    """Some worlds that follow the branch together.

    Logits stand as in `Equations`.
    """

    def __init__(self, form: Form, worlds: IntArray, precision: float) -> None:
        self.equations = Equations(form)
        self.gains = [gains_of(player, worlds) for player in form.players]
        self.precision = precision
        self.solved = np.zeros(len(worlds), dtype=np.bool_)
        self.logits = np.zeros((self.equations.length, len(worlds)))

    def answer(self) -> Answer:
        """Go all the way, and tell."""
        self._follow()
        mixed = self.equations.mixed(self.logits)
        value = self.equations.slopes(mixed, self.gains)[0]
        reply = self.equations.mixed(self.precision * value)
        residual, regret = np.zeros(len(self.solved)), np.zeros(len(self.solved))
        for rows, own, best in zip(self.equations.rows, mixed, reply, strict=True):
            np.maximum(residual, np.abs(own - best).max(axis=0), out=residual)
            highest = np.maximum(value[rows].max(axis=0), 0.0)
            gain = highest - (value[rows] * own[1:]).sum(axis=0)
            np.maximum(regret, gain, out=regret)
        return Answer(np.concatenate(mixed), residual, regret, self.solved)

    def _follow(self) -> None:
        """Take steps until every lane has arrived or is given up."""
        way = self._beginning()
        for _ in range(MOST):
            look = self._look(way)
            self.solved[way.lane[look.done]] = True
            self.logits[:, way.lane[look.done]] = way.logits[:, look.done]
            self._move(way, look)
            stays = ~look.done & (look.passes | (way.step >= GIVE_UP * self.precision))
            if not stays.any():
                return
            if not stays.all():
                way.only(stays)

    def _beginning(self) -> _Way:
        """Even mixing, and a first precision to try."""
        n, count = self.logits.shape
        spread = np.zeros(count)
        for gains in self.gains:
            np.maximum(spread, np.abs(gains).max(axis=(0, 1)), out=spread)
        step = np.minimum(FIRST / spread, self.precision)
        return _Way(
            lane=np.arange(count),
            gains=self.gains,
            close=CLOSE[0] + CLOSE[1] * self.precision * spread,
            step=step,
            trial=step.copy(),
            base=np.zeros(count),
            before=np.ones(count),
            logits=np.zeros((n, count)),
            begun=np.zeros((n, count)),
            tangent=np.zeros((n, count)),
            earlier=np.zeros((n, count)),
            sure=np.ones(count),
            was=self.equations.mixed(self.logits),
            fresh=np.ones(count, dtype=np.bool_),
            last=np.zeros(count),
            first=np.zeros(count),
            shrink=np.zeros(count),
        )

    def _look(self, way: _Way) -> _Look:
        """Reckon the Newton correction, and judge the step."""
        mixed = self.equations.mixed(way.logits)
        value, slope = self.equations.slopes(mixed, way.gains)
        short = way.trial * value - way.logits
        matrix = np.eye(len(value))[..., None] - way.trial * slope
        correction, ahead, pivot = solve(matrix, short, value)
        size = np.abs(correction).max(axis=0)
        ratio = np.where(way.fresh | (size <= NOISE), 0.0, size / way.last)
        dip = _dip(way, mixed, pivot)
        near = (size <= LONGEST) | (way.base == 0)
        passes = np.where(way.fresh, near, ratio <= SHRINK)
        passes &= (pivot > PIVOT) & (dip <= 1) & (size < np.inf)
        final = way.trial >= self.precision
        return _Look(
            mixed=mixed,
            correction=correction,
            ahead=ahead,
            pivot=pivot,
            size=size,
            ratio=ratio,
            dip=dip,
            passes=passes,
            counts=passes & ~final & (size <= np.where(way.fresh, EXACT, PASSED)),
            done=passes & final & (np.abs(short).max(axis=0) <= way.close),
        )

    def _move(self, way: _Way, look: _Look) -> None:
        """Correct where a step is under way; where it counts, or failed, predict anew."""
        counts, passes, starting = look.counts, look.passes, way.base == 0
        way.shrink = np.where(way.fresh, 0.0, np.maximum(way.shrink, look.ratio))
        way.first = np.where(way.fresh, look.size, way.first)
        load = np.maximum(way.shrink / AIM[0], np.where(starting, 0.0, way.first / AIM[1]))
        load = np.maximum(load, (look.dip / AIM[2]) ** 1.5)
        growth = np.clip(np.cbrt(1 / load), 1 / GROWTH, GROWTH)
        logits = np.where(passes, way.logits + look.correction, way.logits)
        way.before = np.where(counts, way.trial - way.base, way.before)
        way.earlier = np.where(counts, np.where(starting, look.ahead, way.tangent), way.earlier)
        way.tangent = np.where(counts, look.ahead, way.tangent)
        way.begun = np.where(counts, logits, way.begun)
        way.sure = np.where(counts, look.pivot, way.sure)
        way.was = [np.where(counts, p, b) for p, b in zip(look.mixed, way.was, strict=True)]
        way.base = np.where(counts, way.trial, way.base)
        way.step = np.where(counts, way.before * growth, way.step)
        cut = CUT * np.minimum(way.step, way.trial - way.base)
        way.step = np.where(passes, way.step, cut)
        anew = counts | ~passes
        trial = np.minimum(way.base + way.step, self.precision)
        way.trial = np.where(anew, trial, way.trial)
        length = way.trial - way.base
        bent = length * length / (2 * way.before) * (way.tangent - way.earlier)
        way.logits = np.where(anew, way.begun + length * way.tangent + bent, logits)
        way.fresh, way.last = anew, look.size


def _dip(way: _Way, mixed: list[FloatArray], pivot: FloatArray) -> FloatArray:
    """How deep the least pivot can dip in a step, as a part of how deep it may: see `HIDDEN`."""
    apart = [np.abs(p - b).sum(axis=0) for p, b in zip(mixed, way.was, strict=True)]
    moved = np.sum(apart, axis=0) / 2
    rise = np.where(way.base == 0, 1.0, way.trial / way.base - 1)
    least = np.minimum(pivot, way.sure)
    coupled = np.clip(1 - least, 0, 1) + HIDDEN[0]
    depth: FloatArray = moved * (rise + moved) * coupled / (HIDDEN[1] * least)
    return depth
