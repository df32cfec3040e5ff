"""Uniform draws that depend on nothing but their own address: seed, role, name and world."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import numpy as np

from kautilya.credence.shapes import Shape, quantile
from kautilya.credence.yardstick import Band
from kautilya.terms import FloatArray

_WORDS: Final = 4  # numbers that one step of the counter yields


def uniforms(seed: int, role: str, name: str, first: int, count: int, sub: int = 0) -> FloatArray:
    """Uniform numbers of a run of worlds, one for each.

    Number k is a function of (seed, role, name, k, sub) alone. So more worlds keep the earlier
    ones, any split into blocks gives the same numbers, and an entry that is added, renamed or
    removed leaves every other entry's numbers as they were.

    Parameters
    ----------
    seed
        Seed of the run.
    role
        What the draw is for: ``fact``, ``in_force``, ``weight:ACTOR`` or ``belief:ACTOR``. A
        belief about a fact never shares the fact's numbers.
    name
        Name of the entry.
    first, count
        Number of the first world, from 0, and how many.
    sub
        A further stream of the same entry, for a second number in the same world.

    Returns
    -------
    FloatArray
        Shape (count,), in the open interval (0, 1): never 0 or 1, so that inverse distribution
        functions stay finite. They are the midpoints of 2^52 equal steps.

    Raises
    ------
    ValueError
        If `first`, `count` or `sub` is negative, or too large for the counter.

    Notes
    -----
    The generator is counter-based (Philox 4x64, 10 rounds): the key is a digest of seed, role and
    name, the counter holds `sub` and the world, four worlds to a step.

    References
    ----------
    Salmon, J. K., Moraes, M. A., Dror, R. O., Shaw, D. E. (2011). Parallel random numbers: as
    easy as 1, 2, 3. SC '11.

    Examples
    --------
    >>> long = uniforms(7, "fact", "toll", 0, 10)
    >>> bool((uniforms(7, "fact", "toll", 6, 4) == long[6:]).all())
    True
    """
    if min(first, count, sub) < 0 or max(first + count, sub) >= 2**64:
        raise ValueError(f"no such run of worlds: {count} from {first}, stream {sub}")
    step, skipped = divmod(first, _WORDS)
    generator = np.random.Philox(key=_key(seed, role, name), counter=step | sub << 192)
    bits = generator.random_raw(skipped + count)[skipped:]
    # 52 bits and a half: the middle of each step is a float64 without rounding.
    return np.asarray(((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52)


def chance(
    band: Band,
    shape: Shape,
    seed: int,
    role: str,
    name: str,
    first: int,
    count: int,
    happens: FloatArray | None = None,
) -> FloatArray:
    """Whether an entry with a chance word is in force, world by world.

    In each world a probability is drawn from the word's band, in the given shape, and then 1 with
    that probability, else 0. The second draw has no shape: only the band is uncertain.

    Parameters
    ----------
    band
        Band of the word.
    shape
        Shape of the draw from the band.
    seed, role, name, first, count
        As in `uniforms`.
    happens
        Uniform numbers that decide whether it is, where they are not its own: it is in force
        where they lie below the probability.

    Returns
    -------
    FloatArray
        Shape (count,), of 0.0 and 1.0.

    Examples
    --------
    >>> always = Band(1.0, 1.0, closed_high=True)
    >>> chance(always, Shape.AUTHORED, 7, "in_force", "ferry", 0, 3).tolist()
    [1.0, 1.0, 1.0]
    """
    probability = quantile(shape, uniforms(seed, role, name, first, count), band.low, band.high)
    if happens is None:
        happens = uniforms(seed, role, name, first, count, sub=1)
    return (happens < probability).astype(np.float64)


def _key(seed: int, role: str, name: str) -> int:
    """Digest of an address; lengths go in, so that no two addresses run into each other."""
    digest = blake2b(digest_size=16, person=b"kautilya draws")
    for part in (str(int(seed)), role, name):
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "little") + encoded)
    return int.from_bytes(digest.digest(), "little")
