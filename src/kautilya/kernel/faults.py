"""What can go wrong while a model runs, told with its place."""

from __future__ import annotations

from collections.abc import Sequence

from kautilya.model.graph import Path


class NotFinite(ArithmeticError):
    """A value that is no finite number: which equation, month, profile and world.

    Parameters
    ----------
    path
        The part of the case whose formula gave it.
    why
        What happened: a division by zero, an overflow, a root or logarithm of a negative number.
    month
        The month, counted from 0.
    profile
        The profile, as option indices.
    world
        Number of the world.
    """

    def __init__(
        self, path: Path, why: str, month: int, profile: Sequence[int], world: int
    ) -> None:
        super().__init__(f"{why} in {'.'.join(map(str, path))}, month {month}, world {world}")
        self.path, self.why, self.month = path, why, month
        self.profile, self.world = tuple(profile), world

    def __reduce__(self) -> tuple[object, ...]:
        """Travels between processes whole, with its notes."""
        made_of = (self.path, self.why, self.month, self.profile, self.world)
        return type(self), made_of, self.__dict__


CAUSES = {
    "div": "a division by zero",
    "log": "a logarithm of a number that is not positive",
    "sqrt": "a root of a negative number",
    "exp": "an overflow of exp",
    "pow": "a power that has no finite value",
}
"""What an operation that gives no finite number usually did."""


def cause(op: str) -> str:
    """What an operation that gave no finite number did."""
    return CAUSES.get(op, "an overflow")
