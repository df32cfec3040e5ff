"""Claims by the words: slow, obvious, one world at a time, with payoffs by the interpreter.

None stands for `cycles`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from kautilya.case.expression import Apply, Expression, Is, Name, Number, Query
from kautilya.kernel import interpret
from kautilya.kernel.interpret import Months
from kautilya.payoffs import Block, Profile, Setting
from kautilya.solve import Agreement
from kautilya.terms import FACTS
from support.cases import Compiled, one_world

from . import choice_oracle as words

Value = float | bool | str | None

ARITHMETIC: Mapping[str, Callable[..., float | bool]] = {
    "add": operator.add,
    "neg": operator.neg,
    "lt": operator.lt,
    "gt": operator.gt,
}


def pins(found: Compiled, texts: tuple[str, ...]) -> dict[int, int]:
    """What conditions such as `a.x is y` pin: decision axis to option."""
    space = found.evaluator.space
    pairs = [text.split(" is ") for text in texts]
    return {space.axis[decision]: space.option(decision, option) for decision, option in pairs}


@dataclass
class Oracle:
    """One world of a case, and how a claim is asked in it.

    Parameters
    ----------
    found, setting, number
        The case, what differs from it, and which world.
    hold
        What a proposition holds beside its scenario.
    voice
        Whose voice a proposition has, or None.
    """

    found: Compiled
    setting: Setting
    number: int
    hold: tuple[str, ...] = ()
    voice: str | None = None
    known: dict[object, Months] = field(default_factory=dict)

    # -- what the model gives ---------------------------------------------------------------------

    def months(self, viewer: str, profile: Profile, horizon: int) -> Months:
        """A run of the model under what somebody takes to be so."""
        key = (viewer, profile, horizon)
        if key not in self.known:
            world = one_world(self.found, viewer, self.setting, self.number, profile)
            self.known[key] = interpret(self.found.graph, profile, world, horizon)
        return self.known[key]

    def payoff(self, subject: str, profile: Profile, horizon: int, seen_by: str | None) -> float:
        """Payoff of an actor, or of one interest without its weight."""
        actor, _, interest = subject.partition(".")
        run = self.months(seen_by or actor, profile, horizon)
        delta = self.found.graph.monthly_discount
        if interest:
            return run.payoff(subject, delta)
        weights = self.found.evaluator.weights(actor, self.setting, Block(self.number, 1))[:, 0]
        names = self.found.evaluator.interests[actor]
        return sum(w * run.payoff(i, delta) for w, i in zip(weights.tolist(), names, strict=True))

    # -- where a query is asked -------------------------------------------------------------------

    @property
    def scenario_hold(self) -> tuple[str, ...]:
        """What the scenario holds."""
        name = self.setting.scenario
        return self.found.case.scenarios[name].hold if name else ()

    @property
    def held(self) -> dict[int, int]:
        """What is held, by the scenario and by the proposition."""
        return pins(self.found, (*self.scenario_hold, *self.hold))

    def profile(self, conditions: Mapping[int, int]) -> Profile:
        """`now`, overridden by the scenario's start, then by conditions, then by what is held."""
        space, name = self.found.evaluator.space, self.setting.scenario
        profile = list(space.now)
        for decision, option in (self.found.case.scenarios[name].start if name else {}).items():
            profile[space.axis[decision]] = space.option(decision, option)
        for axis, option in [*conditions.items(), *self.held.items()]:
            profile[axis] = option
        return tuple(profile)

    def world(
        self, conditions: Mapping[int, int], horizon: int, seen_by: str | None
    ) -> words.World:
        """The game, with conditions and what is held fixed."""
        found, case = self.found, self.found.case
        return words.World(
            found.evaluator.space,
            tuple(actor for actor in case.actors if case.interests.get(actor)),
            lambda actor, profile: self.payoff(actor, profile, horizon, seen_by),
            {**conditions, **self.held},
            [
                Agreement(name, entry.parties, pins(found, entry.when))
                for name, entry in case.agreements.items()
            ],
            case.epsilon,
        )

    # -- queries ----------------------------------------------------------------------------------

    def query(self, query: Query) -> Value:
        """The answer of a query."""
        case, space = self.found.case, self.found.evaluator.space
        horizon = query.within or case.horizon
        seen_by = query.seen_by.name if query.seen_by else self.voice
        given = self._pins(query.conditions)
        subject = query.subject.name
        here = self.profile(given)

        def pay(profile: Profile) -> float:
            return self.payoff(subject, profile, horizon, seen_by)

        match query.kind:
            case "payoff":
                return pay(here)
            case "gain":
                to = self.profile({**given, **self._pins(query.to)})
                return pay(to) - pay(self.profile({**given, **self._pins(query.instead_of)}))
            case "likes":
                (axis, option), *others = given.items()
                instead = self._pins(query.instead_of)
                rivals = [{axis: o} for o in range(space.shape[axis]) if o != option]
                return all(
                    pay(here) - pay(self.profile({**dict(others), **rival})) > case.epsilon
                    for rival in ([instead] if instead else rivals)
                )
            case "final" | "average" | "peak":
                run = self.months(seen_by or FACTS, here, horizon)
                return float(getattr(run, query.kind)(subject))
        axis, world = space.axis[subject], self.world(given, horizon, seen_by)
        match query.kind:
            case "best":
                others = {a: o for a, o in enumerate(here) if a != axis}
                held = words.World(
                    space, world.actors, world.payoff, others, world.agreements, world.epsilon
                )
                return space.options[axis][words.best(held, axis, here)[0]]
            case "settled":
                profile = words.settle(world, here).profile
                return None if profile is None else space.options[axis][profile[axis]]
            case "cycles":
                return words.settle(world, here).profile is None
            case "foresees":
                option = words.foresees(world, axis, here)
                return None if option is None else space.options[axis][option]
            case "acts":
                return words.acts(world, axis, here)
        raise AssertionError(query.kind)

    def _pins(self, conditions: tuple[Is, ...]) -> dict[int, int]:
        space = self.found.evaluator.space
        return {
            space.axis[str(c.subject.name)]: space.option(c.subject.name, c.options[0].name)
            for c in conditions
            if isinstance(c.subject, Name)
        }

    # -- claims -----------------------------------------------------------------------------------

    def claim(self, tree: Expression) -> Value:
        """The answer of a claim, by the logic of three values."""
        match tree:
            case Number():
                return tree.value
            case Name():
                view = self.found.evaluator.worlds.view(
                    self.voice or FACTS, self.setting, Block(self.number, 1)
                )
                return float(np.asarray(view.premises[tree.name]).reshape(-1)[0])
            case Query():
                return self.query(tree)
            case Is():
                assert isinstance(tree.subject, Query)
                option = self.query(tree.subject)
                if option is None:
                    return None
                return (option in [o.name for o in tree.options]) != tree.negated
        return self._applied(tree)

    def _applied(self, tree: Apply) -> Value:
        if tree.op == "if":
            asked = self.claim(tree.args[0])
            return None if asked is None else self.claim(tree.args[1 if asked else 2])
        values = [self.claim(argument) for argument in tree.args]
        match tree.op:
            case "not":
                return None if values[0] is None else not values[0]
            case "and":
                if any(value is not None and not value for value in values):
                    return False
                return None if None in values else True
            case "or":
                if any(values):
                    return True
                return None if None in values else False
        if None in values:
            return None
        return ARITHMETIC[tree.op](*values)
