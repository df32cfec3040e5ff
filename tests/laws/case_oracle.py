"""Claims by the words: slow, obvious, one world at a time, with payoffs by the interpreter.

None stands for `cycles`.
"""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kautilya.case.expression import Apply, Expression, Is, Name, Number, Query
from kautilya.kernel import interpret
from kautilya.kernel.interpret import Months
from kautilya.payoffs import Block, Profile, Setting
from kautilya.solve import Agreement
from kautilya.terms import FACTS
from support.cases import Compiled, compiled, one_world

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


def every_belief(data: dict[str, Any]) -> list[dict[str, Any]]:
    """What each actor holds, by itself or persuaded."""
    options = [o for entry in data["decisions"].values() for o in entry["options"].values()]
    return [
        *data["beliefs"].values(),
        *(held for option in options for held in option.get("persuades", {}).values()),
    ]


def at_rest(world: words.World, axis: int, profile: Profile) -> words.World:
    """The same world with all decisions but one held at a profile."""
    others = {a: o for a, o in enumerate(profile) if a != axis}
    return replace(world, pinned=others)


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
    worlds
        How many worlds there are, for a choice that does not know which one it is in.
    data
        The case as plain data, where a query asks what it would be with other words in it.
    """

    found: Compiled
    setting: Setting
    number: int
    hold: tuple[str, ...] = ()
    voice: str | None = None
    worlds: int = 1
    data: dict[str, Any] | None = None
    known: dict[object, Months] = field(default_factory=dict)
    others: dict[object, Oracle] = field(default_factory=dict)

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

    # -- other words, other worlds ----------------------------------------------------------------

    def rewritten(self, change: Callable[[dict[str, Any]], None]) -> Oracle:
        """The same world of a case with other words in it; what is drawn has the same name."""
        assert self.data is not None
        data = copy.deepcopy(self.data)
        change(data)
        return Oracle(compiled(data), self.setting, self.number, self.hold, self.voice, 1, data)

    def fact(self, name: str) -> float:
        """What a premise is in this world."""
        view = self.found.evaluator.worlds.view(FACTS, self.setting, Block(self.number, 1))
        return float(np.asarray(view.premises[name]).reshape(-1)[0])

    def at(self, number: int, pinned: tuple[tuple[str, float], ...]) -> Oracle:
        """Another world of the same case, with some premises held."""
        key = (number, pinned)
        if key not in self.others:
            setting = replace(self.setting, pinned=pinned)
            self.others[key] = Oracle(self.found, setting, number, self.hold, self.voice)
        return self.others[key]

    def tells(self, premise: str, subject: str, seen_by: str | None) -> bool:
        """Whether a premise is drawn and somebody's payoff may depend on what it is in fact."""
        case, actor = self.found.case, subject.partition(".")[0]
        viewer = seen_by or actor
        scenario = case.scenarios[self.setting.scenario] if self.setting.scenario else None
        exposed = any(
            option.exposed is not None and premise in option.persuades.get(viewer, {})
            for decision in case.decisions.values()
            for option in decision.options.values()
        )
        rows = [subject] if "." in subject else self.found.evaluator.interests[actor]
        return (
            (case.premises[premise].range or case.premises[premise].chance) is not None
            and not (scenario and premise in scenario.set)
            and any(premise in self.found.graph.reach(row) for row in rows)
            and (exposed or premise not in case.beliefs.get(viewer, {}))
        )

    def mean_payoff(
        self,
        subject: str,
        profile: Profile,
        horizon: int,
        seen_by: str | None,
        knowing: tuple[str, ...],
    ) -> float:
        """Payoff by the mean over the worlds that somebody who knows this much cannot tell apart.

        What is 0 or 1 tells worlds apart; what has a range is put into the others as it is here.
        """
        telling = [name for name in knowing if self.tells(name, subject, seen_by)]
        ranges = [name for name in telling if self.found.case.premises[name].chance is None]
        chances = [name for name in telling if name not in ranges]
        alike = [
            number
            for number in range(self.worlds)
            if all(self.at(number, ()).fact(name) == self.fact(name) for name in chances)
        ]
        pinned = tuple((name, self.fact(name)) for name in ranges)
        worlds = [self.at(number, pinned) for number in (alike[:100] if ranges else alike)]
        return sum(w.payoff(subject, profile, horizon, seen_by) for w in worlds) / len(worlds)

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
        self, conditions: Mapping[int, int], pay: Callable[[str, Profile], float]
    ) -> words.World:
        """The game, with conditions and what is held fixed."""
        found, case = self.found, self.found.case
        return words.World(
            found.evaluator.space,
            tuple(actor for actor in case.actors if case.interests.get(actor)),
            pay,
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
        if query.kind == "share_of":
            return self._share(query)

        def worth(whose: str, profile: Profile) -> float:
            if query.knowing is None:
                return self.payoff(whose, profile, horizon, seen_by)
            names = tuple(name.name for name in query.knowing)
            return self.mean_payoff(whose, profile, horizon, seen_by, names)

        def pay(profile: Profile) -> float:
            return worth(subject, profile)

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
        world = self.world(given, worth)
        match query.kind:
            case "self_enforcing":
                names = [agreement.name for agreement in world.agreements]
                return words.self_enforcing(world, here, names.index(subject))
            case "empty":
                return self._empty(query, world, given)
            case "flips":
                return self._flips(query)
        axis = space.axis[subject]
        match query.kind:
            case "best":
                return space.options[axis][words.best(at_rest(world, axis, here), axis, here)[0]]
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

    def _share(self, query: Query) -> Value:
        """(With - without) / with; None where there is nothing to take a share of."""
        of, cause = query.of, query.subject.name
        assert of is not None
        without, asked = self.without(cause), of
        if cause in self.found.case.decisions:

            def others(conditions: tuple[Is, ...]) -> tuple[Is, ...]:
                return tuple(c for c in conditions if c.subject.name != cause)  # type: ignore[union-attr]

            asked = replace(
                of,
                conditions=others(of.conditions),
                to=others(of.to),
                instead_of=others(of.instead_of),
            )
        whole, rest = self.query(of), without.query(asked)
        if whole is None or rest is None or not whole:
            return None
        return (float(whole) - float(rest)) / float(whole)

    def without(self, cause: str) -> Oracle:
        """The same world where the case was written without a cause."""
        case, space = self.found.case, self.found.evaluator.space
        if cause in case.decisions:
            # It stays at `now`, and nobody chooses, whatever is held or starts otherwise.
            hold = tuple(text for text in self.hold if not text.startswith(f"{cause} is "))
            now = f"{cause} is {space.options[space.axis[cause]][space.now[space.axis[cause]]]}"

            def change(data: dict[str, Any]) -> None:
                for scenario in data["scenarios"].values():
                    held = scenario.get("hold", [])
                    scenario["hold"] = [t for t in held if not t.startswith(f"{cause} is ")]

            return replace(self.rewritten(change), hold=(*hold, now))

        def change(data: dict[str, Any]) -> None:
            decision, _, option = cause.rpartition(".")
            if cause in data["premises"]:
                data["premises"][cause] = {"value": data["premises"][cause]["off"]}
            elif cause in data["mechanisms"]:
                entry = data["mechanisms"][cause]
                entry.pop("chance", None)
                key = "adds" if "adds" in entry else "scales"
                entry[key] = 0 if key == "adds" else 1
            else:
                does = data["decisions"][decision]["options"][option]["does"]
                data["decisions"][decision]["options"][option]["does"] = dict.fromkeys(does, 0)
            for held in every_belief(data):
                held.pop(cause, None)
            for scenario in data["scenarios"].values():
                scenario.get("set", {}).pop(cause, None)

        return self.rewritten(change)

    def _empty(self, query: Query, world: words.World, given: Mapping[int, int]) -> bool | None:
        """A threat that costs more than `now`, or a promise that is better not kept."""
        name, space, case = query.subject.name, self.found.evaluator.space, self.found.case
        decision, _, option = name.rpartition(".")
        axis, owner = space.axis[decision], decision.partition(".")[0]
        entry = case.decisions[decision].options[option]
        chosen = words.replaced(self.profile(given), {axis: space.option(decision, option)})
        if entry.keeps is None:

            def change(data: dict[str, Any]) -> None:
                data["decisions"][decision]["options"][option]["if"] = 1

            now = words.replaced(chosen, {axis: space.now[axis]})
            payoffs = []
            for oracle, profile in ((self, now), (self.rewritten(change), chosen)):
                horizon = query.within or case.horizon
                seen_by = query.seen_by.name if query.seen_by else self.voice
                payoffs.append(oracle.payoff(owner, profile, horizon, seen_by))
            return payoffs[0] - payoffs[1] > case.epsilon
        ((kept, how),) = pins(self.found, (entry.keeps,)).items()
        profile = words.replaced(chosen, {kept: how})
        movers = [a for a in world.actors if a in entry.persuades and a != owner]
        still = world.pinning(axis, profile[axis]).pinning(kept, how)
        seen = {profile}
        while True:
            before = profile
            for actor in movers:
                profile = words.target(still, actor, profile)
            if profile == before:
                break
            if profile in seen:
                return None
            seen.add(profile)
        keeping = world.payoff(owner, profile)
        broken = [
            world.payoff(owner, words.replaced(profile, {kept: other}))
            for other in range(space.shape[kept])
            if other != how
        ]
        return max(broken) - keeping > case.epsilon

    def _flips(self, query: Query) -> bool:
        """Whether the best option is another one somewhere on the way through the range."""
        premise, decision = self.found.case.premises[query.subject.name], query.decision
        assert decision is not None
        asked = replace(query, kind="best", subject=decision, decision=None)
        low, high = premise.range or (0.0, 1.0)
        steps = 1 if premise.chance is not None else 16
        values = [low + (high - low) * step / steps for step in range(steps + 1)]
        own = self.query(asked)
        name = query.subject.name
        return any(self.at(self.number, ((name, v),)).query(asked) != own for v in values)

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
