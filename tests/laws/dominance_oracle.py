"""Dominance and responses by the words: one world at a time, in plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from kautilya.payoffs import Profile

from . import choice_oracle as words
from .choice_oracle import World

Strategies = dict[str, list[int]]


@dataclass(frozen=True)
class Table:
    """One world as a game of strategies: the joint choices of each actor that has any."""

    world: World
    choices: Mapping[str, Sequence[Mapping[int, int]]]

    @classmethod
    def of(cls, world: World) -> Table:
        owners = dict.fromkeys(world.space.owners)
        choices = {actor: words.joint_choices(world, actor) for actor in owners}
        return cls(world, {actor: each for actor, each in choices.items() if world.free(actor)})

    def payoff(self, actor: str, strategies: Mapping[str, int]) -> float:
        profile: Profile = self.world.hold(self.world.space.now)
        for mover, strategy in strategies.items():
            profile = words.replaced(profile, self.choices[mover][strategy])
        return self.world.payoff(actor, profile)

    def everything(self) -> Strategies:
        return {actor: list(range(len(each))) for actor, each in self.choices.items()}

    def others(self, actor: str, left: Strategies) -> Iterator[dict[str, int]]:
        """Every joint choice that is left to the others."""
        rest = [other for other in self.choices if other != actor]
        for chosen in product(*(left[other] for other in rest)):
            yield dict(zip(rest, chosen, strict=True))

    def gains(self, actor: str, one: int, other: int, left: Strategies) -> list[float]:
        return [
            self.payoff(actor, {**rest, actor: one}) - self.payoff(actor, {**rest, actor: other})
            for rest in self.others(actor, left)
        ]

    def dominates(self, actor: str, one: int, other: int, left: Strategies, weak: bool) -> bool:
        epsilon = self.world.epsilon
        gains = self.gains(actor, one, other, left)
        if weak:
            return min(gains) >= -epsilon and max(gains) > epsilon
        return min(gains) > epsilon

    def dominators(self, actor: str, strategy: int, left: Strategies, weak: bool) -> list[int]:
        return [
            each
            for each in left[actor]
            if each != strategy and self.dominates(actor, each, strategy, left, weak)
        ]

    def rounds(self, weak: bool) -> list[dict[tuple[str, int], int]]:
        """What goes in each round, and the first that dominates it and stays."""
        left, found = self.everything(), []
        while True:
            gone: dict[tuple[str, int], int] = {}
            for actor in self.choices:
                if actor not in self.world.actors:
                    continue
                beaten = {each: self.dominators(actor, each, left, weak) for each in left[actor]}
                for each, by in beaten.items():
                    staying = [one for one in by if not beaten[one]]
                    if staying:
                        gone[actor, each] = staying[0]
            if not gone:
                return found
            found.append(gone)
            for actor, each in gone:
                left[actor].remove(each)


# -------------------------------------------------------------------------------------- mixtures


def corners(
    rows: Sequence[tuple[Sequence[Fraction], Fraction]], sums: Sequence[Fraction]
) -> Iterator[list[Fraction]]:
    """Corners of {x: row x >= bound for each row, sums x = 1}, one system after another."""
    for tight in combinations(rows, len(sums) - 1):
        system = [([*row], bound) for row, bound in tight] + [([*sums], Fraction(1))]
        point = solution(system)
        if point is not None and all(dot(row, point) >= bound for row, bound in rows):
            yield point


def solution(system: Sequence[tuple[list[Fraction], Fraction]]) -> list[Fraction] | None:
    """The solution of a square system, if there is just one."""
    rows = [[*left, right] for left, right in system]
    for place in range(len(rows)):
        pivot = next((number for number in range(place, len(rows)) if rows[number][place]), None)
        if pivot is None:
            return None
        rows[place], rows[pivot] = rows[pivot], rows[place]
        for number in range(len(rows)):
            if number != place:
                factor = rows[number][place] / rows[place][place]
                pairs = zip(rows[number], rows[place], strict=True)
                rows[number] = [a - factor * b for a, b in pairs]
    return [row[-1] / row[place] for place, row in enumerate(rows)]


def dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def mixture_dominates(gains: Sequence[Sequence[Fraction]], epsilon: Fraction, weak: bool) -> bool:
    """Whether a mixture of rows, each what a strategy gains, dominates: by all corners."""
    count, columns = len(gains), list(zip(*gains, strict=True))
    unit = [[Fraction(int(a == b)) for b in range(count)] for a in range(count)]
    if weak:
        rows = [(each, Fraction(0)) for each in unit]
        rows += [(list(column), -epsilon) for column in columns]
        found = corners(rows, [Fraction(1)] * count)
        return any(dot(column, point) > epsilon for point in found for column in columns)
    # The last unknown is the least gain; the rest is as before.
    rows = [([*each, Fraction(0)], Fraction(0)) for each in unit]
    rows += [([*column, Fraction(-1)], Fraction(0)) for column in columns]
    found = corners(rows, [Fraction(1)] * count + [Fraction(0)])
    return any(point[-1] > epsilon for point in found)


# ------------------------------------------------------------------------------------- responses


def better_moves(world: World, profile: Profile) -> list[tuple[str, Profile]]:
    """Each move of one actor that gains it more than epsilon."""
    return [
        (actor, words.replaced(profile, choice))
        for actor in world.actors
        for choice in words.joint_choices(world, actor)
        if words.gains(world, actor, words.replaced(profile, choice), profile)
    ]


def profiles(world: World) -> list[Profile]:
    """The profiles that respect what is held."""
    return [each for each in world.space.profiles() if world.hold(each) == each]


def reached(world: World, start: Profile) -> set[Profile]:
    """Where better responses can lead, the start included."""
    found, pending = {start}, [start]
    while pending:
        for _, profile in better_moves(world, pending.pop()):
            if profile not in found:
                found.add(profile)
                pending.append(profile)
    return found


def path(world: World, start: Profile, kind: str) -> tuple[list[tuple[str, Profile]], int | None]:
    """The moves of a response path, and where its cycle begins; None if it ends."""
    profile, turn, quiet = world.hold(start), 0, 0
    moves: list[tuple[str, Profile]] = []
    seen = {(profile, turn): 0}
    movers = [actor for actor in world.actors if world.free(actor)]
    while quiet < len(movers):
        actor = movers[turn]
        turn = (turn + 1) % len(movers)
        quiet += 1
        if kind == "best":
            better = [words.target(world, actor, profile)]
        else:
            choices = words.joint_choices(world, actor)
            better = [words.replaced(profile, choice) for choice in choices]
        better = [each for each in better if words.gains(world, actor, each, profile)]
        if better:
            profile, quiet = better[0], 0
            moves.append((actor, profile))
            if (profile, turn) in seen:
                return moves, seen[profile, turn]
        seen.setdefault((profile, turn), len(moves))
    return moves, None
