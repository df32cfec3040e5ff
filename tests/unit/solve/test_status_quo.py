"""Ways from today: by hand, published, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.solve.records import Agreement
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.listed_moves import ListedMoves
from kautilya.solve.stability.option_moves import OptionMoves
from kautilya.solve.stability.picture import stabilities
from kautilya.solve.stability.status_quo import Joint, evolution, joint_of
from support.conflicts import load, recorded


def edges(*pairs: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def chain() -> Conflict:
    """0 -ann-> 1 -ann-> 2 -bob-> 3, and 1 -bob-> 0; ann gains at each of her moves, bob at none."""
    moves = ListedMoves(4, {"ann": edges((0, 1), (1, 2)), "bob": edges((2, 3), (1, 0))})
    values = {"ann": np.array([0.0, 1.0, 2.0, 0.0]), "bob": np.array([0.0, 2.0, 1.0, 0.0])}
    return Conflict(moves, values, today=0)


def test_nobody_moves_twice_in_succession() -> None:
    found = evolution(chain())
    assert found.layers() == ((0,), (1,))
    assert found.arrival[:, :, 0].tolist() == [[-1, 1, -1, -1], [2, -1, -1, -1]]
    assert found.path(2) is None
    assert found.last_movers(2) == ()
    assert evolution(chain(), start=1).layers() == ((1,), (0, 2), (3,))


def test_one_may_move_again_after_another() -> None:
    moves = ListedMoves(4, {"ann": edges((0, 1), (2, 3)), "bob": edges((1, 2))})
    conflict = Conflict(moves, {"ann": np.zeros(4), "bob": np.zeros(4)}, today=0)
    path = evolution(conflict).path(3)
    assert path is not None
    assert [(step.mover, step.state) for step in path] == [("ann", 1), ("bob", 2), ("ann", 3)]


def test_elmira_goes_from_state_1_to_5_by_improvements_and_not_to_8() -> None:
    each = recorded(load("elmira_9_states"), OptionMoves)
    start = each.record["status_quo"] - 1
    found = evolution(each.conflict, start, improving=True)
    stable = stabilities(each.conflict, ("nash",)).equilibria("nash")
    assert each.numbers((found.reached & stable)[:, 0]) == [5]
    assert found.last_movers(4) == ("L",)
    together = Joint("M and U", ("M", "U"), edges((4, 7)))
    joined = evolution(each.conflict, start, improving=True, joints=[together])
    assert each.numbers((joined.reached & stable)[:, 0]) == [5, 8]
    path = joined.path(7)
    assert path is not None
    assert [(step.mover, step.state) for step in path] == [("L", 4), ("M and U", 7)]
    assert each.numbers((evolution(each.conflict, start).reached & stable)[:, 0]) == [5, 8, 9]


def test_movers_can_be_chosen() -> None:
    found = evolution(chain(), start=1, movers=["bob"])
    assert found.movers == ("bob",)
    assert found.layers() == ((1,), (0,))


def test_all_moves_need_no_worlds_and_improvements_do() -> None:
    conflict = chain()
    values = {**conflict.values, "ann": np.array([[0.0, 0], [1, 0], [2, 0], [0, 0]])}
    conflict = Conflict(conflict.moves, values, today=0)
    anyhow = evolution(conflict)
    assert anyhow.worlds == 1
    assert anyhow.path(1, world=1) == anyhow.path(1)
    gaining = evolution(conflict, improving=True)
    assert gaining.steps.tolist() == [[0, 0], [1, -1], [-1, -1], [-1, -1]]
    assert gaining.path(1, world=1) is None
    assert gaining.layers(world=1) == ((0,),)


def test_an_agreement_needs_all_to_gain_and_is_not_taken_twice_in_succession() -> None:
    moves = ListedMoves(3, {"ann": edges(), "bob": edges()})
    values = {"ann": np.array([0.0, 1.0, 2.0]), "bob": np.array([0.0, 1.0, 2.0])}
    pact = Joint("pact", ("ann", "bob"), edges((0, 1), (1, 2)))
    assert evolution(Conflict(moves, values, today=0), joints=[pact]).layers() == ((0,), (1,))
    cool = {**values, "bob": np.array([0.0, 0.0, 2.0])}
    assert evolution(Conflict(moves, cool, today=0), joints=[pact]).layers() == ((0,),)
    tied = Conflict(moves, values, epsilon=1.0, today=0)
    assert evolution(tied, joints=[pact]).layers() == ((0,),)


def test_an_agreement_about_options_goes_where_they_can() -> None:
    moves = OptionMoves(
        (2, 2, 2),
        ("ann", "bob", "cyd"),
        ladders={1: (0, 1)},
        feasible=np.array([True] * 7 + [False]).reshape(2, 2, 2),
        unperceived={"ann": np.array([False, False, True, False, False, False, False])},
        held=frozenset([2]),
    )
    both = joint_of(moves, Agreement("pact", ("ann", "bob"), {0: 1, 1: 0}))
    # From 000 and 001; not where bob would have to come back, nor where ann sees nothing.
    assert [pair.tolist() for pair in both.edges] == [[0, 1], [4, 5]]
    up = joint_of(moves, Agreement("up", ("bob",), {0: 1, 1: 1}))
    # 001 and 101 would lead to 111, which is not feasible; cyd stays held.
    assert [pair.tolist() for pair in up.edges] == [[0, 2, 4], [6, 6, 6]]
    assert joint_of(moves, Agreement("held", ("cyd",), {2: 1})).edges[0].size == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: evolution(Conflict(chain().moves, chain().values)), "names no state of today"),
        (lambda: evolution(chain(), start=4), "no state 4"),
        (lambda: evolution(chain(), movers=["eve"]), "no actor 'eve'"),
        (lambda: Joint("pact", (), edges((0, 1))), "agreement 'pact' has no parties"),
        (lambda: Joint("pact", ("ann", "ann"), edges((0, 1))), "names a party twice"),
        (lambda: Joint("pact", ("ann",), edges((1, 1))), "leads from state 1 to itself"),
        (lambda: Joint("p", ("ann",), (np.arange(2), np.arange(1))), r"shapes \(2,\) and \(1,\)"),
        (
            lambda: evolution(chain(), joints=[Joint("pact", ("eve",), edges((0, 1)))]),
            "no actor 'eve'",
        ),
        (
            lambda: evolution(chain(), joints=[Joint("pact", ("ann",), edges((0, 9)))]),
            "no state 9",
        ),
        (
            lambda: evolution(chain(), joints=[Joint("ann", ("bob",), edges((0, 1)))]),
            "two movers have the same name",
        ),
        (lambda: evolution(chain()).path(4), "no state 4"),
        (lambda: evolution(chain()).path(1, world=-1), "no world -1"),
        (
            lambda: joint_of(OptionMoves((2,), ("ann",)), Agreement("pact", ("ann",), {0: 2})),
            "agreement 'pact' sets option 2 of decision 0",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(make: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()  # type: ignore[operator]
