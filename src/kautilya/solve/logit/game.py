"""The logit equations of one game in one world.

Written from the definition and for one game at a time: the lanes and the machine code, which go
about it otherwise, are checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from kautilya.solve.logit.form import Form, Player
from kautilya.terms import FloatArray, IntArray

__all__ = ["LogitGame", "game_of"]


@dataclass(frozen=True, slots=True)
class LogitGame:
    """Payoffs of one world, for P players with at most K strategies and R choices of others.

    All strategies, player by player, make up one long vector of length n. Payoffs are divided by
    `scale` and, for each choice of the others, shifted to mean 0: neither moves a logit
    equilibrium, but for its precision, which is multiplied by `scale`.

    Parameters
    ----------
    payoffs : FloatArray, shape (P, K, R)
        Own strategy by joint choice of the others; 0 where there is none.
    player, places : IntArray, shape (n,)
        Whose each strategy of the long vector is, and where it stands among P x K.
    met : IntArray, shape (P, others, R)
        Strategies of the others, in the long vector, that make up each of their joint choices; n
        for none.
    counts : FloatArray, shape (P, R, n)
        1 where a joint choice of the others contains a strategy.
    matters : FloatArray, shape (P, n)
        1 where a player's payoffs depend on whose strategy it is.
    scale : float
        Largest difference that a player's own choice makes; 1 where none makes any.
    """

    payoffs: FloatArray
    player: IntArray
    places: IntArray
    met: IntArray
    counts: FloatArray
    matters: FloatArray
    scale: float

    @property
    def length(self) -> int:
        """Length of the long vector."""
        return len(self.places)

    @property
    def sound(self) -> bool:
        """Whether all payoffs are finite numbers."""
        return bool(np.isfinite(self.payoffs).all())

    def mixture(self, logits: FloatArray) -> FloatArray:
        """Probabilities that belong to logits, player by player."""
        table = self._table(logits, -np.inf)
        weights = np.exp(table - table.max(axis=1, keepdims=True, initial=-1e300))
        chances: FloatArray = (weights / weights.sum(axis=1, keepdims=True)).take(self.places)
        return chances

    def expected(self, mixed: FloatArray) -> FloatArray:
        """Each strategy's payoff against the others' mixtures, less the mean of the player's."""
        value: FloatArray = self._weighed(mixed).sum(axis=2).take(self.places)
        return value

    def slopes(self, mixed: FloatArray) -> tuple[FloatArray, FloatArray]:
        """`expected`, and how it moves with the logits: an array of shape (n, n)."""
        weighed = self._weighed(mixed)
        value: FloatArray = weighed.sum(axis=2).take(self.places)
        given = (weighed @ self.counts).reshape(-1, self.length)[self.places]
        # What a strategy of another player brings, less the average over that player's.
        return value, given - value[:, None] * (mixed * self.matters)[self.player]

    def regret(self, mixed: FloatArray) -> float:
        """The most that a player gains by its best reply, in the payoffs' own units."""
        value = self.expected(mixed)
        best = self._table(value, -np.inf).max(axis=1, initial=-1e300)
        mean = np.bincount(self.player, value * mixed, len(self.payoffs))
        return self.scale * float((best - mean).max(initial=0.0))

    def residual(self, mixed: FloatArray, precision: float) -> float:
        """How far any probability is from the logit answer to the others' mixtures."""
        answer = self.mixture(precision * self.scale * self.expected(mixed))
        return float(np.abs(answer - mixed).max(initial=0.0))

    def _table(self, vector: FloatArray, filled: float) -> FloatArray:
        """A long vector with a row for each player."""
        table = np.full(self.payoffs.shape[:2], filled)
        table.put(self.places, vector)
        return table

    def _weighed(self, mixed: FloatArray) -> FloatArray:
        """Payoffs times the probability of what the others choose."""
        chances = np.append(mixed, 1.0).take(self.met).prod(axis=1)
        weighed: FloatArray = self.payoffs * chances[:, None]
        return weighed


def game_of(form: Form, world: int) -> LogitGame:
    """Take one world out of a form.

    Parameters
    ----------
    form : Form
        Who plays, and for what.
    world : int
        Which world.

    Returns
    -------
    LogitGame
    """
    sizes, players = form.sizes, form.players
    starts, length = np.cumsum((0, *sizes))[:-1], sum(sizes)
    most = max(sizes, default=0)
    rests = [prod(sizes[other] for other in player.others) for player in players]
    payoffs = np.zeros((len(sizes), most, max(rests, default=0)))
    met = np.full((len(sizes), max(len(sizes) - 1, 0), payoffs.shape[2]), length)
    counts = np.zeros((len(sizes), payoffs.shape[2], length))
    scale = 0.0
    for number, (player, rest) in enumerate(zip(players, rests, strict=True)):
        own, spread = _own(player, world)
        scale = max(scale, spread)
        payoffs[number, : player.size, :rest] = own
        choices = np.indices([sizes[other] for other in player.others]).reshape(-1, rest)
        for row, (other, choice) in enumerate(zip(player.others, choices, strict=True)):
            met[number, row, :rest] = starts[other] + choice
            counts[number, np.arange(rest), starts[other] + choice] = 1.0
    player_of = np.repeat(np.arange(len(sizes)), sizes)
    with np.errstate(invalid="ignore"):  # told by `LogitGame.sound`
        payoffs /= scale if scale > 0 else 1.0
    return LogitGame(
        payoffs=payoffs,
        player=player_of,
        places=np.arange(length) + (player_of * most - starts[player_of]),
        met=met,
        counts=counts,
        matters=counts.max(axis=1, initial=0.0),
        scale=scale if scale > 0 else 1.0,
    )


def _own(player: Player, world: int) -> tuple[FloatArray, float]:
    """A player's payoffs with mean 0 for each choice of the others, and how far they go apart."""
    payoffs = player.payoffs(np.array([world]))[..., 0]
    with np.errstate(invalid="ignore", over="ignore"):  # told by `LogitGame.sound`
        return payoffs - payoffs.mean(axis=0), float(np.ptp(payoffs, axis=0).max())
