"""Choice by the words: slow, obvious, one world at a time, with nothing but Python.

A payoff is a function of an actor and a profile. `None` stands for `cycles`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from kautilya.payoffs import Profile, ProfileSpace
from kautilya.solve import Agreement

Payoff = Callable[[str, Profile], float]


@dataclass(frozen=True)
class World:
    """One world: who could do what, who wants what, what is held."""

    space: ProfileSpace
    actors: tuple[str, ...]  # those with payoffs, in the order of moves
    payoff: Payoff
    pinned: Mapping[int, int]
    agreements: Sequence[Agreement]
    epsilon: float

    def pinning(self, axis: int, option: int) -> World:
        """The same world with one more decision held."""
        held = {**self.pinned, axis: option}
        return World(self.space, self.actors, self.payoff, held, self.agreements, self.epsilon)

    def hold(self, profile: Profile) -> Profile:
        """The profile with the held decisions where they are held."""
        return replaced(profile, self.pinned)

    def free(self, actor: str) -> list[int]:
        """Decisions that the actor may move."""
        owners = enumerate(self.space.owners)
        return [axis for axis, owner in owners if owner == actor and axis not in self.pinned]


@dataclass(frozen=True)
class Outcome:
    """Where a settling ended; what was formed on the way, and the profile that it made."""

    profile: Profile | None
    rounds: int
    formed: dict[str, Profile]


def replaced(profile: Profile, changes: Mapping[int, int]) -> Profile:
    """A profile with some decisions changed."""
    return tuple(changes.get(axis, option) for axis, option in enumerate(profile))


def joint_choices(world: World, actor: str) -> list[dict[int, int]]:
    """All the actor's joint choices, in file order, the last decision varying fastest."""
    axes = world.free(actor)
    options = [range(len(world.space.options[axis])) for axis in axes]
    return [dict(zip(axes, combination, strict=True)) for combination in product(*options)]


def best(world: World, axis: int, profile: Profile) -> tuple[int, bool]:
    """The owner's best option, and whether it is a tie."""
    profile = world.hold(profile)
    owner = world.space.owners[axis]
    values = {
        option: world.payoff(owner, replaced(profile, {axis: option}))
        for option in range(len(world.space.options[axis]))
    }
    return pick(values, world.space.now[axis], world.epsilon)


def pick(values: Mapping[int, float], now: int, epsilon: float) -> tuple[int, bool]:
    """Among the options within epsilon of the highest `now`, else the first."""
    highest = max(values.values())
    ties = [option for option in sorted(values) if highest - values[option] <= epsilon]
    return (now if now in ties else ties[0]), len(ties) > 1


def target(world: World, actor: str, profile: Profile) -> Profile:
    """Where the actor would go with all its free decisions."""
    reachable = [replaced(profile, choice) for choice in joint_choices(world, actor)]
    highest = max(world.payoff(actor, there) for there in reachable)
    ties = [there for there in reachable if highest - world.payoff(actor, there) <= world.epsilon]
    present = replaced(profile, {axis: world.space.now[axis] for axis in world.free(actor)})
    return present if present in ties else ties[0]


def gains(world: World, actor: str, there: Profile, here: Profile) -> bool:
    """Whether the actor gains more than epsilon by being there and not here."""
    if actor not in world.actors:
        return False
    return world.payoff(actor, there) - world.payoff(actor, here) > world.epsilon


def settle(world: World, start: Profile) -> Outcome:
    """Rounds until one changes nothing and no agreement is formed, or a profile comes back."""
    profile = world.hold(start)
    seen, formed, rounds = {profile}, dict[str, Profile](), 0
    while True:
        before = profile
        for actor in world.actors:
            goal = target(world, actor, profile)
            if gains(world, actor, goal, profile):
                profile = goal
        rounds += 1
        if profile != before:
            if profile in seen:
                return Outcome(None, rounds, formed)
            seen.add(profile)
            continue
        agreement = first_agreement(world, profile, formed)
        if agreement is None:
            return Outcome(profile, rounds, formed)
        profile = replaced(profile, agreement.when)
        formed[agreement.name] = profile
        seen = {profile}


def first_agreement(
    world: World, profile: Profile, formed: Mapping[str, Profile]
) -> Agreement | None:
    """The first agreement in file order that can be formed and lifts each party."""
    for agreement in world.agreements:
        contradicts = any(
            world.pinned.get(axis, option) != option for axis, option in agreement.when.items()
        )
        there = replaced(profile, agreement.when)
        if (
            agreement.name not in formed
            and not contradicts
            and all(gains(world, party, there, profile) for party in agreement.parties)
        ):
            return agreement
    return None


def self_enforcing(world: World, start: Profile, which: int) -> bool | None:
    """Whether an agreement is formed and then no party would leave it alone."""
    outcome = settle(world, start)
    if outcome.profile is None:
        return None
    agreement = world.agreements[which]
    made = outcome.formed.get(agreement.name)
    return made is not None and not any(
        gains(world, party, replaced(made, choice), made)
        for party in agreement.parties
        for choice in joint_choices(world, party)
    )


def settled_under(world: World, axis: int, start: Profile) -> dict[int, Profile | None]:
    """Where things settle under each option of a decision."""
    options = range(len(world.space.options[axis]))
    return {
        option: settle(world.pinning(axis, option), replaced(start, {axis: option})).profile
        for option in options
    }


def foresees(world: World, axis: int, start: Profile) -> int | None:
    """The option that is best once the others have settled around it."""
    owner = world.space.owners[axis]
    values = {
        option: world.payoff(owner, profile)
        for option, profile in settled_under(world, axis, start).items()
        if profile is not None
    }
    return pick(values, world.space.now[axis], world.epsilon)[0] if values else None


def acts(world: World, axis: int, start: Profile) -> bool | None:
    """Whether the foreseen option is not `now` and beats it."""
    now, foreseen = world.space.now[axis], foresees(world, axis, start)
    settled = settled_under(world, axis, start)
    under_now = settled[now]
    if under_now is None or foreseen is None:
        return None
    there = settled[foreseen]
    assert there is not None
    return foreseen != now and gains(world, world.space.owners[axis], there, under_now)


def equilibria(world: World) -> list[Profile]:
    """Profiles that respect what is held and that nobody would leave alone."""
    return [
        profile
        for profile in world.space.profiles()
        if world.hold(profile) == profile
        and not any(
            gains(world, actor, replaced(profile, choice), profile)
            for actor in world.actors
            for choice in joint_choices(world, actor)
        )
    ]
