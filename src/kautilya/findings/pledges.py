"""Threats and promises: whether their owner would carry them out.

Definition: semantics, "Queries", `empty`; what a promise is answered with: docs/adr/0015.
"""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np

from kautilya.findings.answer import Answer
from kautilya.findings.declared import Pledge
from kautilya.findings.posed import Posed
from kautilya.payoffs import Change, Profile
from kautilya.solve import reply
from kautilya.terms import FloatArray


def is_hollow(asked: Posed, threat: Pledge) -> Answer:
    """Whether `now` is worth more to the owner than a threat that is carried out."""
    space, axis = asked.space, threat.axis
    owner, name = space.owners[axis], asked.query.subject.name
    here = asked.profile({axis: space.now[axis]})
    there = asked.profile({axis: threat.option})
    carried = asked.under(Change(forced=frozenset({name})))
    instead = asked.bench.payoffs_at(owner, asked.seen_by, asked.horizon, [here])[0]
    done = carried.payoffs_at(owner, asked.seen_by, asked.horizon, [there])[0]
    holds = np.asarray(instead - done > asked.situation.epsilon)
    return Answer(holds, np.zeros(holds.shape, dtype=bool))


def is_broken(asked: Posed, promise: Pledge) -> Answer:
    """Whether not to keep a promise is worth more, where the persuaded have replied to it."""
    assert promise.kept is not None
    space, (kept, how) = asked.space, promise.kept
    owner = space.owners[promise.axis]
    given = asked.profile({promise.axis: promise.option, kept: how})
    fixed = {*asked.pinned(), promise.axis, kept}
    free = [
        axis
        for axis, name in enumerate(space.owners)
        if name in promise.persuaded and axis not in fixed
    ]
    order = asked.situation.order or tuple(dict.fromkeys(space.owners))
    movers = {space.owners[axis] for axis in free}
    tables = {
        actor: _around(asked, actor, given, free)
        for actor in (*order, *sorted(movers.difference(order)))
        if actor in movers
    }
    pins = {axis: option for axis, option in enumerate(given) if axis not in free}
    answered = reply(space, tables, given, pins, asked.situation.epsilon)
    values = _around(asked, owner, given, [*free, kept])
    place = [
        np.maximum(answered.profile[axis], 0) if axis in free else 0
        for axis in range(len(space.shape))
    ]
    world = np.arange(values.shape[-1]) if values.shape[-1] > 1 else 0
    by_deed = []
    for option in range(space.shape[kept]):
        place[kept] = option
        by_deed.append(np.asarray(values[(*place, world)]))
    others = [value for option, value in enumerate(by_deed) if option != how]
    better = np.maximum.reduce(others) - by_deed[how] > asked.situation.epsilon
    holds = np.atleast_1d(better) & ~answered.cycles
    return Answer(holds, np.broadcast_to(answered.cycles, holds.shape))


def _around(asked: Posed, actor: str, profile: Profile, axes: list[int]) -> FloatArray:
    """Payoffs of an actor over some decisions, all others held: an axis for each decision."""
    shape = [n if axis in axes else 1 for axis, n in enumerate(asked.space.shape)]
    sides = [range(n) if n > 1 else [0] for n in shape]
    variants = [
        tuple(o if axis in axes else profile[axis] for axis, o in enumerate(options))
        for options in product(*sides)
    ]
    assert len(variants) == prod(shape)
    payoffs = asked.bench.payoffs_at(actor, asked.seen_by, asked.horizon, variants)
    return payoffs.reshape(*shape, payoffs.shape[-1])
