"""How the extreme equilibria of a game of two hang together.

Extreme equilibria are edges between the extreme strategies of the two actors. A maximal clique of
this graph, with every one of some first strategies joined to every one of some second ones, is a
maximal Nash subset: all mixtures on either side are equilibria together. A connected part of the
graph is a connected component of the equilibria (Winkels 1979, Jansen 1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kautilya.solve.polyhedra import TooManyVertices

__all__ = ["bits", "connected", "maximal_cliques"]

MOST_CLIQUES = 50_000


def connected(edges: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Parts of a graph of two sides that no edge joins, in the order of their first edges.

    Parameters
    ----------
    edges : iterable of (int, int)
        Each joins a first strategy to a second one.

    Examples
    --------
    >>> connected([(0, 0), (1, 1), (2, 0)])
    [[(0, 0), (2, 0)], [(1, 1)]]
    """
    known = list(edges)
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def top(node: tuple[str, int]) -> tuple[str, int]:
        leader.setdefault(node, node)
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for first, second in known:
        leader[top(("second", second))] = top(("first", first))
    parts: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for edge in known:
        parts.setdefault(top(("first", edge[0])), []).append(edge)
    return list(parts.values())


def maximal_cliques(
    edges: Iterable[tuple[int, int]], most: int = MOST_CLIQUES
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every maximal set of first and second strategies that are all joined, in order.

    Parameters
    ----------
    edges : iterable of (int, int)
        Each joins a first strategy to a second one.
    most : int
        Cliques that may be listed.

    Raises
    ------
    TooManyVertices
        If there are more.

    Notes
    -----
    The second sides of the cliques are the intersections, not empty, of what the first strategies
    are joined to.

    Examples
    --------
    >>> maximal_cliques([(0, 0), (0, 1), (1, 1)])
    [((0,), (0, 1)), ((0, 1), (1,))]
    """
    joined: dict[int, int] = {}
    for first, second in edges:
        joined[first] = joined.get(first, 0) | 1 << second
    sides: dict[int, None] = {}
    for mask in joined.values():
        for side in [mask, *(mask & other for other in sides)]:
            if side:
                sides[side] = None
        if len(sides) > most:
            raise TooManyVertices(
                f"over {most:,} sets of equilibria overlap",
                "leave out strategies that come to the same as others",
            )
    cliques = (
        (tuple(first for first, mask in joined.items() if mask & side == side), tuple(bits(side)))
        for side in sides
    )
    return sorted((tuple(sorted(first)), second) for first, second in cliques)


def bits(mask: int) -> Iterator[int]:
    """Places of the bits that are set, ascending.

    Examples
    --------
    >>> list(bits(0b10110))
    [1, 2, 4]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
