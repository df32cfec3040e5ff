"""Where a value must be looked at, so that none that counts and is not finite goes unseen.

Most operations pass on what is not finite: a sum with it is not finite either. So it is enough
to look where it could be swallowed (by ``min``, by a comparison, below a fraction, ..) and at what
is kept: states, interests' values and levels. A branch that is not taken is passed over, since
``if`` passes on only the branch that it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kautilya.kernel.program import Program

MAKES = frozenset({"add", "sub", "mul", "div", "exp", "log", "sqrt", "pow"})
"""Operations whose result may not be finite though their arguments are."""

PASSES = frozenset({"neg", "add", "sub", "mul", "sqrt", "log"})
"""Operations whose result is not finite where any argument is not."""


def watched(program: Program, steps: Sequence[int], roots: Iterable[int]) -> frozenset[int]:
    """Nodes whose value is looked at.

    Parameters
    ----------
    program
        The program.
    steps
        Those of its steps that are run.
    roots
        Nodes that are kept: starts and next values of states, values and levels.
    """
    nodes, resolve = program.graph.nodes, program.resolve
    kept = {resolve(root) for root in roots}
    uncertain: set[int] = set()
    for number in steps:
        node = nodes[number]
        branches = node.args[1:] if node.op == "if" else node.args if node.op == "neg" else ()
        if node.op in MAKES or any(resolve(a) in uncertain for a in branches):
            uncertain.add(number)
    swallowed: set[int] = set(kept)
    passed: dict[int, list[int]] = {}
    for number in steps:
        node = nodes[number]
        for place, argument in enumerate(node.args):
            argument = resolve(argument)
            if node.op in PASSES or (node.op == "div" and place == 0):
                passed.setdefault(argument, []).append(number)
            elif not (node.op == "if" and place > 0):
                swallowed.add(argument)
    seen: set[int] = set()
    looked_at: set[int] = set()
    for number in reversed(steps):
        if any(reader in seen for reader in passed.get(number, ())):
            seen.add(number)
        elif number in swallowed:
            if number in uncertain:
                looked_at.add(number)
            seen.add(number)
    return frozenset(looked_at)
