"""Laws of regions: the fast search walks as its definition reads, and its counts are counts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kautilya.explore.boxes import Column, box_of
from kautilya.explore.prim import Peeling, trajectory_of
from kautilya.explore.regions import Choosing, region_of, without_chance
from kautilya.explore.tree import Growing, Node, tree_of
from kautilya.terms import BoolArray
from support.effort import examples

from .prim_oracle import Oracle

Table = tuple[list[Column], BoolArray]


@st.composite
def tables(draw: st.DrawFn, most: int = 60) -> Table:
    """A small table of numbers, with and without ties, and categories."""
    cases = draw(st.integers(12, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    columns = []
    for n in range(draw(st.integers(0, 3))):
        values = rng.random(cases)
        if draw(st.booleans()):
            values = np.round(values * draw(st.integers(1, 6)))
        columns.append(Column(f"x{n}", values))
    for n in range(draw(st.integers(0 if columns else 1, 2))):
        names = tuple("abcd"[: draw(st.integers(1, 4))])
        columns.append(Column(f"c{n}", rng.integers(0, len(names), cases).astype(float), names))
    score = sum(column.values * draw(st.sampled_from([-1.0, 0.0, 1.0, 2.0])) for column in columns)
    hits = score + rng.random(cases) > np.quantile(score, draw(st.sampled_from([0.2, 0.5, 0.8])))
    return columns, np.asarray(hits)


@given(tables(), st.sampled_from([0.05, 0.1, 0.3]), st.sampled_from([0.05, 0.2]))
@settings(max_examples=examples(60))
def test_the_search_walks_as_its_definition_reads(table: Table, peel: float, least: float) -> None:
    columns, hits = table
    assume(hits.any())
    boxes = trajectory_of(columns, hits, Peeling(peel, peel, least))
    walked = Oracle(columns, hits, peel, least).walk()
    assert [(box.cases, box.hits, box.restrictions) for box in boxes] == walked


@given(tables(), st.sampled_from(["lenient1", "lenient2", "original"]))
@settings(max_examples=examples(60))
def test_every_box_is_what_its_restrictions_say(table: Table, objective: str) -> None:
    columns, hits = table
    boxes = trajectory_of(columns, hits, Peeling(objective=objective))
    assert all(box_of(columns, hits, box.restrictions) == box for box in boxes)
    assert all(-1.0 <= box.phi <= 1.0 for box in boxes)
    assert all(box.mass >= 0.05 for box in boxes)


@given(tables())
@settings(max_examples=examples(60))
def test_no_step_makes_a_box_less_dense(table: Table) -> None:
    columns, hits = table
    boxes = trajectory_of(columns, hits)
    assert all(b.density > a.density for a, b in pairwise(boxes))


@given(tables())
@settings(max_examples=examples(40))
def test_nothing_that_chance_explains_is_left(table: Table) -> None:
    columns, hits = table
    for box in trajectory_of(columns, hits):
        freed = without_chance(columns, hits, box, Choosing(most=2))
        assert len(freed.restrictions) <= 2
        assert without_chance(columns, hits, freed, Choosing(most=2)) == freed


@given(tables(), st.integers(0, 9))
@settings(max_examples=examples(30))
def test_the_same_seed_gives_the_same_region(table: Table, seed: int) -> None:
    columns, hits = table
    assert region_of(columns, hits, seed=seed) == region_of(columns, hits, seed=seed)


# -- trees ----------------------------------------------------------------------------------------


def parts(node: Node, columns: list[Column], met: BoolArray) -> list[tuple[Node, BoolArray]]:
    """The leaves of a tree, each with the cases that answer its questions so."""
    if node.asked is None or node.yes is None or node.no is None:
        return [(node, met)]
    column = next(column for column in columns if column.name == node.asked.name)
    yes = node.asked.holds(column)
    return [*parts(node.yes, columns, met & yes), *parts(node.no, columns, met & ~yes)]


def impurity(hits: BoolArray) -> float:
    """Gini impurity times the cases."""
    share = float(hits.mean()) if hits.size else 0.0
    return 2.0 * share * (1.0 - share) * hits.size


@given(tables())
@settings(max_examples=examples(60))
def test_the_leaves_of_a_tree_share_out_the_table(table: Table) -> None:
    columns, hits = table
    leaves = parts(tree_of(columns, hits), columns, np.ones(hits.size, dtype=bool))
    assert len(leaves) <= 8
    assert np.array_equal(sum(met.astype(int) for _, met in leaves), np.ones(hits.size))
    for node, met in leaves:
        assert (node.cases, node.hits) == (met.sum(), (met & hits).sum())


@given(tables(most=40))
@settings(max_examples=examples(60))
def test_no_question_leaves_less_impurity_than_the_one_asked(table: Table) -> None:
    columns, hits = table
    root = tree_of(columns, hits, Growing(depth=1, gain=0.0))
    assume(root.asked is not None)
    column = next(column for column in columns if column.name == root.asked.name)
    met = root.asked.holds(column)
    asked = impurity(hits[met]) + impurity(hits[~met])
    least = int(np.ceil(0.05 * hits.size))
    for other in columns:
        if other.is_number:
            sides = [other.values >= value for value in np.unique(other.values)]
        else:
            groups = range(2 ** len(other.categories))
            codes = other.values.astype(int)
            sides = [(np.array(group) >> codes) % 2 == 1 for group in groups]
        for side in sides:
            if least <= side.sum() <= hits.size - least:
                assert asked <= impurity(hits[side]) + impurity(hits[~side]) + 1e-9
