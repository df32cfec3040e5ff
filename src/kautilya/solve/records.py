"""Records that the solution concepts hand to one another.

Every record speaks of many worlds at once: the last axis of each array is the world. A decision
is named by its axis in the `ProfileSpace`, an option by its index in the decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kautilya.terms import BoolArray, FloatArray, IntArray

__all__ = ["CYCLES", "Agreement", "Choice", "Foresight", "JointTarget", "Settlement", "Truth"]

CYCLES = -1
"""The option index that stands where a settling never comes to rest."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen in one decision, world by world.

    Parameters
    ----------
    option : IntArray, shape (W,)
        Index of the chosen option; -1 where the answer is `cycles`.
    tied : BoolArray, shape (W,)
        True where more than one option lies within epsilon of the highest payoff.
    """

    option: IntArray
    tied: BoolArray

    @property
    def cycles(self) -> BoolArray:
        """True in the worlds that have no answer, because the settling cycles."""
        cycles: BoolArray = self.option == CYCLES
        return cycles


@dataclass(frozen=True, slots=True)
class Truth:
    """A yes or no, world by world, that may also be `cycles`.

    Parameters
    ----------
    holds : BoolArray, shape (W,)
        True where the answer is yes; false where it is no or unknown.
    cycles : BoolArray, shape (W,)
        True where there is no answer, because a settling that it needs cycles.
    """

    holds: BoolArray
    cycles: BoolArray


@dataclass(frozen=True, slots=True)
class JointTarget:
    """Where an actor would go with all its free decisions together, others held.

    Parameters
    ----------
    profile : IntArray, shape (D, W)
        The profile with the actor's decisions at the target.
    gain : FloatArray, shape (W,)
        Payoff there less payoff at the present profile.
    moves : BoolArray, shape (W,)
        True where the gain exceeds epsilon.
    """

    profile: IntArray
    gain: FloatArray
    moves: BoolArray


@dataclass(frozen=True, slots=True)
class Agreement:
    """A joint move that no actor can make alone.

    Parameters
    ----------
    name : str
        How the case calls it.
    parties : tuple of str
        The actors that must all gain more than epsilon for it to be formed. A party without
        payoffs gains nothing, so an agreement that names one is never formed.
    when : mapping of int to int
        Decision axis to option index: what holds once it is formed.

    Raises
    ------
    ValueError
        If it has no party, or sets no decision.
    """

    name: str
    parties: tuple[str, ...]
    when: Mapping[int, int]

    def __post_init__(self) -> None:
        """Refuse an agreement of nobody or about nothing."""
        if not self.parties:
            raise ValueError(f"agreement '{self.name}' has no parties: name the actors that agree")
        if not self.when:
            raise ValueError(
                f"agreement '{self.name}' sets no decision: say what holds once formed"
            )


@dataclass(frozen=True, slots=True)
class Settlement:
    """Where the actors come to rest, moving in turns.

    Parameters
    ----------
    profile : IntArray, shape (D, W)
        The fixed point; -1 in every decision where the settling cycles.
    cycles : BoolArray, shape (W,)
        True where a profile came back at the end of a round.
    rounds : IntArray, shape (W,)
        Rounds played, the quiet ones that ended at a fixed point included.
    formed : BoolArray, shape (A, W)
        Which agreements were formed on the way, in file order.
    forming : IntArray, shape (A, D, W)
        The profile that forming each agreement made; -1 where it was not formed.
    """

    profile: IntArray
    cycles: BoolArray
    rounds: IntArray
    formed: BoolArray
    forming: IntArray


@dataclass(frozen=True, slots=True)
class Foresight:
    """What each option of a decision leads to, once the others have settled around it.

    Parameters
    ----------
    choice : Choice
        The option that is best so; -1 where the settling cycles under every option.
    payoffs : FloatArray, shape (n, W)
        The owner's payoff at the profile settled under each option; NaN where that cycles.
    settled_cycles : BoolArray, shape (n, W)
        True where the settling under an option cycles.
    profiles : IntArray, shape (n, D, W)
        The settled profile under each option; -1 where that cycles.
    """

    choice: Choice
    payoffs: FloatArray
    settled_cycles: BoolArray
    profiles: IntArray
