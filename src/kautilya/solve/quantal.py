"""Logit quantal response: actors who choose the better more often, but not always.

Each actor mixes over its joint choices, all its free decisions together. The chance of each is in
proportion to exp(precision times what it is paid against the others' mixtures), so that everybody
answers everybody's answers. At precision 0 all mix evenly; the higher it is, the rarer the worse
choices.

There may be several such equilibria. The one that is meant lies on the *principal branch*: the
connected set of equilibria, over all precisions, that starts at even mixing. Where it turns back,
it is followed round the bend; the point that is told is where it has the wanted precision for the
first time. Where another branch crosses it, which way it goes on is not determined, and that is
said instead of an answer.

Not to be confused with a mixed Nash equilibrium, in which nobody gains by choosing otherwise: here
everybody has a regret, of at most the logarithm of the number of its choices divided by the
precision. Nor with best response dynamics, or with trembles in settling: nothing moves.

References
----------
R. D. McKelvey and T. R. Palfrey, "Quantal response equilibria for normal form games", Games and
Economic Behavior 10 (1995). T. L. Turocy, "A dynamic homotopy interpretation of the logistic
quantal response equilibrium correspondence", Games and Economic Behavior 51 (2005). B. Zhang and
J. Hofbauer, "Quantal response methods for equilibrium selection in 2 × 2 coordination games", Games
and Economic Behavior 97 (2016).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite

import numpy as np

from kautilya.codegen import Machine, host
from kautilya.payoffs import ProfileSpace
from kautilya.solve.inputs import check_pinned
from kautilya.solve.logit.follow import MOST_STEPS, Met, reach, settle_down
from kautilya.solve.logit.form import Form, form_of, marginals
from kautilya.solve.logit.game import LogitGame, game_of
from kautilya.solve.logit.lanes import Answer, by_arrays
from kautilya.solve.logit.native import by_machine_code
from kautilya.solve.logit.records import Branch, Quantal, Status
from kautilya.terms import FloatArray

__all__ = [
    "DEFAULT_PRECISION",
    "Branch",
    "Quantal",
    "Status",
    "principal_branch",
    "principal_limit",
    "quantal",
]

DEFAULT_PRECISION = 10.0
"""For payoffs from 0 to 1: what is worth a tenth of the scale more is chosen e, or 2.7, times as
often; a quarter more, 12 times; half, 148 times. So what hardly matters is close to a toss, what
matters much is all but certain, and a difference of 1e-4, which elsewhere counts as a tie, moves
odds by a thousandth."""
DEFAULT_TOLERANCE = 1e-6
"""Regret below which a branch has come to its limit."""


def quantal(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    precision: float = DEFAULT_PRECISION,
    pinned: Mapping[int, int] | None = None,
) -> Quantal:
    """Return how often each choice is taken by actors who choose the better more often.

    It is the logit equilibrium on the principal branch, at the first point that has the wanted
    precision, world by world.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs; an axis may have size 1 where the payoff does not
        depend on it or the decision is pinned.
    precision : float, default 10
        How sharply actors choose, per unit of payoff: choices whose expected payoffs differ by x
        are taken in the ratio exp(precision x). See `DEFAULT_PRECISION` for payoffs from 0 to 1.
    pinned : mapping of int to int, optional
        Decisions that stay fixed.

    Returns
    -------
    Quantal

    Raises
    ------
    ValueError
        If shapes do not fit the space, the precision is negative or not finite, or a decision is
        free whose owner has no payoffs.

    See Also
    --------
    principal_branch : one world, with what happens on the way.
    principal_limit : where the branch of one world leads as precision grows.

    Notes
    -----
    The branch is followed in many worlds at once by steps in the precision. Of each step it is
    checked that the equations stay regular with a margin that covers how far chances and precision
    move, so that no bend or crossing lies within, and that the point at its end is the only one
    near (`kautilya.solve.logit.lanes`). These are margins, not proofs in interval arithmetic. A
    world that fails any of them is followed by itself, by arclength, with stricter checks and round
    its bends (`kautilya.solve.logit.branch`).

    The cost is some ten passes over the payoffs for each world, and about a thousand times that for
    a world that is followed by itself: a few milliseconds.

    Examples
    --------
    Ann wants to meet, most of all on the left; Bob wants to avoid her. By Nash's concept Ann would
    toss a coin, whatever she gains on the left; here she leans to it, and Bob to the right.

    >>> import numpy as np
    >>> space = ProfileSpace(
    ...     decisions=("ann.side", "bob.side"),
    ...     options=(("left", "right"), ("left", "right")),
    ...     owners=("ann", "bob"),
    ...     now=(0, 0),
    ... )
    >>> ann = np.array([[1.0, 0.0], [0.0, 0.25]])[..., None]
    >>> bob = np.array([[0.0, 0.25], [0.25, 0.0]])[..., None]
    >>> found = quantal(space, {"ann": ann, "bob": bob})
    >>> found.shares[0].round(3).tolist()
    [[0.701], [0.299]]
    >>> found.shares[1].round(3).tolist()
    [[0.268], [0.732]]
    >>> bool(found.residual[0] < 1e-10), found.followed
    (True, 0)
    """
    _check_precision(precision)
    form = form_of(space, payoffs, pinned)
    answer = _fast(form, precision)
    mixed, residual, regret = answer.mixed, answer.residual, answer.regret
    status = np.zeros(form.worlds, dtype=np.int64)
    branches: dict[int, Branch] = {}
    for world in np.flatnonzero(~answer.solved).tolist():
        game = game_of(form, world)
        met = reach(game, precision, None, MOST_STEPS)
        branches[world] = branch = _branch(form, game, met)
        status[world] = met.status
        reached = met.status == Status.REACHED
        mixed[:, world] = met.mixed if reached else np.nan
        residual[world] = branch.residual if reached else np.nan
        regret[world] = branch.regret if reached else np.nan
    strategies = _by_actor(form, mixed)
    return Quantal(
        precision=precision,
        strategies=strategies,
        shares=marginals(space, form, strategies, check_pinned(space, pinned)),
        residual=residual,
        regret=regret,
        status=status,
        careful=~answer.solved,
        branches=branches,
    )


def principal_branch(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    precision: float = DEFAULT_PRECISION,
    pinned: Mapping[int, int] | None = None,
    world: int = 0,
    beyond: float | None = None,
) -> Branch:
    """Follow the principal branch of one world to where it first has a wanted precision.

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs.
    precision : float, default 10
        The precision that is wanted, per unit of payoff.
    pinned : mapping of int to int, optional
        Decisions that stay fixed.
    world : int, default 0
        Which world.
    beyond : float, optional
        A higher precision to go on to, so that `crossings` counts how often the branch has the
        wanted one until then. The answer stays the first.

    Returns
    -------
    Branch

    Raises
    ------
    ValueError
        If shapes do not fit the space, a precision is negative or not finite, a decision is free
        whose owner has no payoffs, or there is no such world.

    Examples
    --------
    Two who only want to do the same have nothing to go by: at precision 2 the branch divides.

    >>> import numpy as np
    >>> space = ProfileSpace(
    ...     ("ann.side", "bob.side"), (("l", "r"), ("l", "r")), ("ann", "bob"), (0, 0)
    ... )
    >>> same = np.eye(2)[..., None]
    >>> found = principal_branch(space, {"ann": same, "bob": same}, precision=1.5)
    >>> found.status.name, found.strategies["ann"].tolist()
    ('REACHED', [0.5, 0.5])
    >>> found = principal_branch(space, {"ann": same, "bob": same}, precision=10)
    >>> found.status.name, round(found.precision, 3)
    ('BIFURCATION', 2.0)
    """
    _check_precision(precision)
    if beyond is not None:
        _check_precision(beyond)
    form = form_of(space, payoffs, pinned)
    game = _game(form, world)
    met = reach(game, precision, beyond, MOST_STEPS)
    return _branch(form, game, met)


def principal_limit(
    space: ProfileSpace,
    payoffs: Mapping[str, FloatArray],
    pinned: Mapping[int, int] | None = None,
    world: int = 0,
    tolerance: float = DEFAULT_TOLERANCE,
) -> Branch:
    """Follow the principal branch of one world to its limit as precision grows.

    The limit is a Nash equilibrium, save in rare games the only one that is: the *limiting logit
    equilibrium* (McKelvey and Palfrey 1995). It is taken as reached where regret is below the
    tolerance and the precision is at least a thousand over the largest payoff difference.

    Of two equilibria in which two actors do the same, it is the risk-dominant one in symmetric
    games and wherever both lose more by leaving it alone; in others it need not be (Zhang and
    Hofbauer 2016).

    Parameters
    ----------
    space : ProfileSpace
        The decisions, their options and owners.
    payoffs : mapping of str to FloatArray, shape (n_1, .., n_D, W)
        Actor to payoffs by its own beliefs.
    pinned : mapping of int to int, optional
        Decisions that stay fixed.
    world : int, default 0
        Which world.
    tolerance : float, default 1e-6
        Regret, in units of payoff, below which the limit is taken as reached.

    Returns
    -------
    Branch
        With the last point before the limit, and its precision.

    Raises
    ------
    ValueError
        If shapes do not fit the space, the tolerance is not positive, a decision is free whose
        owner has no payoffs, or there is no such world.

    Examples
    --------
    In a stag hunt, where hunting alone is bad enough, the limit is the safe equilibrium.

    >>> import numpy as np
    >>> space = ProfileSpace(
    ...     ("ann.game", "bob.game"), (("stag", "hare"), ("stag", "hare")), ("ann", "bob"), (0, 0)
    ... )
    >>> ann = np.array([[1.0, 0.0], [0.7, 0.7]])[..., None]
    >>> limit = principal_limit(space, {"ann": ann, "bob": ann.transpose(1, 0, 2)})
    >>> limit.strategies["ann"].round(6).tolist()
    [0.0, 1.0]
    """
    if not tolerance > 0:
        raise ValueError(f"a tolerance of {tolerance} can never be met: give a positive one")
    form = form_of(space, payoffs, pinned)
    game = _game(form, world)
    met = settle_down(game, tolerance, MOST_STEPS)
    return _branch(form, game, met)


def _check_precision(precision: float) -> None:
    """Refuse what is no precision."""
    if not (isfinite(precision) and precision >= 0):
        hint = "; `principal_limit` follows the branch to its limit" if precision == inf else ""
        raise ValueError(f"a precision is a number from 0 upwards, not {precision}{hint}")


def _game(form: Form, world: int) -> LogitGame:
    """One world, if there is such a world."""
    if not 0 <= world < form.worlds:
        raise ValueError(f"there is no world {world}; there are {form.worlds}")
    return game_of(form, world)


def _fast(form: Form, precision: float) -> Answer:
    """Every world, by machine code where there is any."""
    if not form.players:
        none = np.zeros((0, form.worlds))
        nothing = np.zeros(form.worlds)
        return Answer(none, nothing, nothing.copy(), np.ones(form.worlds, dtype=np.bool_))
    machine = host()
    if isinstance(machine, Machine):
        return by_machine_code(form, precision, machine)
    return by_arrays(form, precision)


def _branch(form: Form, game: LogitGame, met: Met) -> Branch:
    """What was met along the branch, by actor."""
    sound = game.sound
    return Branch(
        status=met.status,
        why=_why(met),
        precision=met.precision,
        strategies=_by_actor(form, met.mixed),
        residual=game.residual(met.mixed, met.precision) if sound else np.nan,
        regret=game.regret(met.mixed) if sound else np.nan,
        turns=met.turns,
        crossings=met.crossings,
        highest=met.highest,
        steps=met.steps,
    )


def _by_actor(form: Form, mixed: FloatArray) -> dict[str, FloatArray]:
    """Each actor's chances out of those of all players, one below the other."""
    strategies = {actor: np.ones((1, *mixed.shape[1:])) for actor in form.actors}
    first = 0
    for player in form.players:
        strategies[player.actor] = mixed[first : first + player.size]
        first += player.size
    return strategies


def _why(met: Met) -> str:
    """Why a branch ends before what was wanted, in words."""
    at = f"at precision {met.precision:.6g}"
    return {
        Status.REACHED: "",
        Status.BIFURCATION: f"{at} another branch crosses, or comes too near to be told apart; "
        "which way the principal branch goes on is not determined",
        Status.LOST: f"{at} it bends so sharply, or rounding matters so much, that no further step "
        "could be verified",
        Status.STEPS: f"{at} it had taken {met.steps} steps, which is the most that are taken",
        Status.NUMBERS: "payoffs are not all finite numbers",
    }[met.status]
