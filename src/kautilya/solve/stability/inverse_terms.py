"""What a wanted state needs: which comparisons of one actor would make it stable.

The stability of a state s for a focal actor says: for each move that might improve, either it does
not, or some sequence of the others answers it. Where one actor's ranking is open, each part of this
is a comparison of two states, so the whole is: for each move, one of several *alternatives*, each a
set of comparisons that hold together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule
from kautilya.solve.stability.records import Concept
from kautilya.terms import FloatArray

__all__ = ["Above", "Alternatives", "Term", "least_terms", "needs", "states_of"]


@dataclass(frozen=True, slots=True, order=True)
class Above:
    """A comparison: one state stands above another in the varied actor's ranking.

    Parameters
    ----------
    high, low : int
        The two states.
    strict : bool
        Whether they must not be tied: so where the actor is to move from `low` to `high`; not so
        where it is to be kept from leaving `high`. In strict rankings there is no difference.
    """

    high: int
    low: int
    strict: bool = False


Term = frozenset[Above]
"""Comparisons that hold together."""

Alternatives = tuple[Term, ...]
"""At least one of these must hold; none can if it is empty."""

_MOST_TERMS = 20_000

_Step = Callable[[str, int, int], Term | None]


def needs(
    conflict: Conflict,
    actor: str,
    state: int,
    concept: Concept,
    world: int = 0,
    rule: Rule = "any",
    focal: Sequence[str] | None = None,
) -> dict[str, tuple[Alternatives, ...]]:
    """Return what must hold for a state to be stable, one actor's ranking being open.

    Parameters
    ----------
    conflict : Conflict
        Moves and values; those of the varied actor are not looked at.
    actor : str
        The varied actor.
    state : int
        The wanted state.
    concept : {"nash", "gmr", "smr", "seq"}
        The concept.
    world : int, default 0
        In which world the others' values are taken.
    rule : {"any", "once", "single"}
        Which sequences of answers count.
    focal : sequence of str, optional
        For whom it is to be stable; by default for all.

    Returns
    -------
    dict of str to tuple of Alternatives
        For each of them one entry for each move from the state that must be deterred, or must be
        no improvement.

    Raises
    ------
    TooLarge
        If there are too many ways to answer a move.
    """
    search = _Search(conflict, actor, state, concept, world, rule)
    return {
        name: tuple(search.alternatives(name, end) for end in search.moves(name))
        for name in (conflict.actors if focal is None else focal)
    }


def least_terms(terms: Sequence[Term]) -> Alternatives:
    """Return terms without those that another one makes superfluous, small ones first.

    Examples
    --------
    >>> one, two = Above(0, 1), Above(0, 2)
    >>> [len(term) for term in least_terms([frozenset({one, two}), frozenset({one})])]
    [1]
    """
    single: set[Above] = set()
    kept: list[Term] = []
    larger: list[Term] = []
    for term in sorted(set(terms), key=lambda each: (len(each), sorted(each))):
        if not term:
            return (term,)
        if len(term) == 1:
            single |= term
            kept.append(term)
        elif single.isdisjoint(term) and not any(other <= term for other in larger):
            larger.append(term)
    return (*kept, *larger)


def states_of(parts: Sequence[Alternatives]) -> set[int]:
    """Return all states that are compared."""
    return {
        state
        for part in parts
        for term in part
        for above in term
        for state in (above.high, above.low)
    }


@dataclass(frozen=True)
class _Search:
    """One question: which comparisons keep a state."""

    conflict: Conflict
    varied: str
    state: int
    concept: Concept
    world: int
    rule: Rule

    def moves(self, focal: str) -> list[int]:
        """Moves from the state that have to be deterred, or to be no improvement."""
        ends: list[int] = self.conflict.moves.reach(focal, self.state).tolist()
        if focal == self.varied:
            return ends
        return [end for end in ends if self._prefers(focal, end, self.state)]

    def alternatives(self, focal: str, end: int) -> Alternatives:
        """What keeps a focal actor from one move."""
        terms: list[Term] = []
        if focal == self.varied:
            terms.append(self._kept(end))
        if self.concept != "nash":
            for sanction, ways in self._answers(focal, end).items():
                own = self._sanction(focal, sanction)
                if own is not None:
                    terms += [own | way for way in ways if not _contradicts(own | way)]
        return least_terms(terms)

    def _sanction(self, focal: str, sanction: int) -> Term | None:
        """What makes a state a sanction against a focal actor; None if nothing does."""
        against = [sanction]
        if self.concept == "smr":
            against += self.conflict.moves.reach(focal, sanction).tolist()
        if focal == self.varied:
            return frozenset().union(*(self._kept(each) for each in against))
        if any(self._prefers(focal, each, self.state) for each in against):
            return None
        return frozenset()

    def _kept(self, end: int) -> Term:
        """That the varied actor does not prefer a state to the wanted one."""
        return frozenset() if end == self.state else frozenset({Above(self.state, end)})

    def _prefers(self, name: str, one: int, other: int) -> bool:
        """Whether an actor whose ranking is known prefers one state to another."""
        values: FloatArray = self.conflict.values_in(name, self.world)
        return bool(values[one] - values[other] > self.conflict.epsilon)

    def _step(self, mover: str, start: int, end: int) -> Term | None:
        """What makes an opponent ready to move; None if nothing does."""
        if self.concept != "seq":
            return frozenset()
        if mover == self.varied:
            return frozenset({Above(end, start, strict=True)})
        return frozenset() if self._prefers(mover, end, start) else None

    def _answers(self, focal: str, start: int) -> dict[int, Alternatives]:
        """Where the opponents can bring a focal actor from a state, and what each way needs.

        Sequences are followed breadth first; one that arrives at a state by the same mover as
        another, and needs all that it needs, is dropped.
        """
        movers = self.conflict.opponents(focal)
        arrived: dict[tuple[int, frozenset[str]], list[Term]] = {}
        front: list[tuple[int, frozenset[str], Term]] = [(start, frozenset(), frozenset())]
        steps = count = 0
        while front and not (self.rule == "single" and steps == 1):
            steps += 1
            following = []
            for here, barred, needed in front:
                for mover, there, needs_now in self._onward(movers, here, barred):
                    term = needed | needs_now
                    if _contradicts(term):
                        continue
                    next_barred = (barred if self.rule == "once" else frozenset()) | {mover}
                    known = arrived.setdefault((there, next_barred), [])
                    if any(other <= term for other in known):
                        continue
                    known[:] = [other for other in known if not term <= other]
                    known.append(term)
                    following.append((there, next_barred, term))
                    count += 1
            if count > _MOST_TERMS:
                raise TooLarge(
                    f"more than {_MOST_TERMS} ways to answer a move of {focal} from state "
                    f"{start} depend on the ranking of {self.varied}; ask under Nash, GMR or SMR, "
                    f"or only whether the state is stable for {self.varied}"
                )
            front = following
        ends: dict[int, list[Term]] = {}
        for (there, _), terms in arrived.items():
            ends.setdefault(there, []).extend(terms)
        return {there: least_terms(terms) for there, terms in ends.items()}

    def _onward(
        self, movers: Sequence[str], here: int, barred: frozenset[str]
    ) -> Iterator[tuple[str, int, Term]]:
        """Each move that some opponent could make now, and what it needs."""
        for mover in movers:
            if mover not in barred:
                for there in self.conflict.moves.reach(mover, here).tolist():
                    needed = self._step(mover, here, there)
                    if needed is not None:
                        yield mover, there, needed


def _contradicts(term: Term) -> bool:
    """Whether no ranking fulfils a term: its comparisons run in a circle."""
    lower: dict[int, set[int]] = {}
    for above in term:
        lower.setdefault(above.high, set()).add(above.low)
    done: set[int] = set()
    return any(_returns(root, lower, done, set()) for root in lower)


def _returns(state: int, lower: dict[int, set[int]], done: set[int], path: set[int]) -> bool:
    """Whether going down from a state comes back to one on the path."""
    if state in path:
        return True
    if state in done:
        return False
    path.add(state)
    found = any(_returns(each, lower, done, path) for each in lower.get(state, ()))
    path.remove(state)
    done.add(state)
    return found
