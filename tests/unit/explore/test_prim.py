"""PRIM against the EMA Workbench: stored answers always, its own examples where it is installed."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kautilya.explore.boxes import Box, Column, Restriction, box_of
from kautilya.explore.prim import Peeling, trajectory_of
from kautilya.explore.regions import quasi_p
from kautilya.terms import BoolArray

DATA = Path(__file__).parent / "data"
REFERENCE = json.loads((DATA / "prim-reference.json").read_text(encoding="utf-8"))

Table = tuple[list[Column], BoolArray]


def bryant() -> Table:
    """The data of Bryant and Lempert (2010)."""
    with (DATA / "bryant-lempert-2010.csv").open(encoding="utf-8", newline="") as stream:
        names, *rows = csv.reader(stream)
    table = np.array(rows, dtype=np.float64)
    columns = [Column(name, table[:, n]) for n, name in enumerate(names[:-1])]
    return columns, table[:, -1] > 0


def mixed() -> Table:
    """Numbers and categories from a formula, as `make_prim_reference.py` has them."""
    rng = np.random.default_rng(20100834)
    number = rng.random((4, 600))
    port, flag = rng.integers(0, 4, 600), rng.integers(0, 2, 600)
    score = 1.5 * number[0] - number[1] + 0.6 * (port == 2) + 0.4 * (flag == 1) * number[2]
    columns = [Column(name, row) for name, row in zip("abcd", number, strict=True)]
    columns.append(Column("port", port.astype(float), ("north", "south", "east", "west")))
    columns.append(Column("flag", flag.astype(float), ("down", "up")))
    return columns, score > 0.9


TABLES = {"bryant": bryant, "mixed": mixed}
CASES = [(name, run) for name in TABLES for run in REFERENCE[name]]


@pytest.mark.parametrize(
    ("name", "run"), CASES, ids=[f"{name}-{run['objective']}" for name, run in CASES]
)
def test_the_boxes_are_those_of_the_ema_workbench(name: str, run: dict[str, Any]) -> None:
    columns, hits = TABLES[name]()
    boxes = trajectory_of(columns, hits, Peeling(peel=run["peel"], objective=run["objective"]))
    assert len(boxes) == len(run["boxes"])
    for ours, theirs in zip(boxes, run["boxes"], strict=True):
        assert (ours.cases, ours.hits) == (theirs["cases"], theirs["hits"])
        assert {each.name for each in ours.restrictions} == set(theirs["restricted"])
        for restriction in ours.restrictions:
            limits = theirs["restricted"][restriction.name]
            assert sorted(restriction.kept) == limits.get("kept", [])
            ends = [restriction.low, restriction.high]
            there = [limits.get("low"), limits.get("high")]
            assert [end is None for end in ends] == [end is None for end in there]
            assert list(filter(None, ends)) == pytest.approx(list(filter(None, there)), rel=1e-12)
            values = [value for value in limits["quasi_p"] if value is not None]
            found = [quasi_p(columns, hits, ours, side) for side in restriction.sides()]
            assert found == pytest.approx(values, rel=1e-9, abs=1e-300)


def test_restrictions_alone_give_the_box_again() -> None:
    columns, hits = mixed()
    for box in trajectory_of(columns, hits):
        assert box_of(columns, hits, box.restrictions) == box


# -- where a difference is meant ------------------------------------------------------------------


def test_a_box_of_categories_alone_is_pasted_too() -> None:
    # Without `c` the rest is denser, without `b` denser still; then `c` may come back, as it is
    # denser than `a` is now. There is no number that a paste could begin with.
    codes = np.repeat([0.0, 1.0, 2.0, 3.0], [40, 200, 40, 40])
    hits = np.zeros(320, dtype=bool)
    hits[:28] = hits[40:60] = hits[240:270] = True
    column = Column("port", codes, ("a", "b", "c", "d"))
    peeled = trajectory_of([column], hits, Peeling(least=0.2, objective="original"))[-1]
    assert set(peeled.restrictions[0].kept) == {"a", "c"}


def test_equally_good_categories_go_in_the_order_given() -> None:
    codes = np.tile([0.0, 1.0, 2.0], 40)
    hits = codes == 2
    boxes = trajectory_of([Column("port", codes, ("a", "b", "c"))], hits)
    assert [box.restrictions for box in boxes[1:]] == [
        (Restriction("port", kept=("b", "c")),),
        (Restriction("port", kept=("c",)),),
    ]


def test_whole_numbers_are_cut_between_two_values() -> None:
    values = np.repeat(np.arange(10.0), 20)
    (restriction,) = trajectory_of([Column("year", values)], values >= 7)[-1].restrictions
    assert restriction.low == 6.5


# -- what cannot be searched ----------------------------------------------------------------------


def test_without_a_case_of_interest_there_is_the_whole_table() -> None:
    column = Column("x", np.linspace(0.0, 1.0, 50))
    assert trajectory_of([column], np.zeros(50, dtype=bool)) == (Box((), 50, 0, 50, 0),)


def test_a_column_that_does_not_differ_is_left_alone() -> None:
    x = np.linspace(0.0, 1.0, 100)
    columns = [Column("same", np.ones(100)), Column("one", np.zeros(100), ("only",))]
    boxes = trajectory_of([*columns, Column("x", x)], x > 0.5)
    assert {each.name for box in boxes for each in box.restrictions} == {"x"}


@pytest.mark.parametrize(
    "columns",
    [
        [Column("x", np.zeros(3)), Column("x", np.ones(3))],
        [Column("x", np.zeros(4))],
    ],
    ids=["two of a name", "too long"],
)
def test_columns_fit_the_table(columns: list[Column]) -> None:
    with pytest.raises(ValueError, match="column"):
        trajectory_of(columns, np.ones(3, dtype=bool))


# -- the examples that come with the EMA Workbench ------------------------------------------------


def ema_examples() -> Iterator[tuple[str, Any, Any, float, str]]:
    """Name, inputs, outcome, peel and objective of each example of PRIM that it ships."""
    import ema_workbench
    import pandas as pd

    folder = Path(ema_workbench.__file__).parent / "examples" / "data"
    data = pd.read_csv(folder / "bryant et al 2010 data.csv", index_col=False)
    yield "bryant", data.iloc[:, 2:11], data.iloc[:, 15].to_numpy(), 0.1, "lenient1"
    for file in ("1000 flu cases no policy.tar.gz", "1000 flu cases with policies.tar.gz"):
        x, out = ema_workbench.load_results(str(folder / file))
        y = out["deceased_population_region_1"][:, -1] > 1_000_000
        for objective in ("lenient1", "lenient2", "original"):
            yield file, x.drop(columns=["scenario", "model"]), y, 0.05, objective
    x, out = ema_workbench.load_results(str(folder / "5000 runs WCM.tar.gz"))
    y = out["throughput Rotterdam"] / 2.178849944502783e7 < 1
    yield "container model", x.drop(columns=["scenario", "model", "policy"]), y, 0.05, "lenient1"


def as_columns(x: Any) -> list[Column]:
    """A data frame as columns; what has one category is left out, as it is there."""
    columns = []
    for name in x.columns:
        if x[name].dtype.kind in "fi":
            columns.append(Column(name, x[name].to_numpy(dtype=float)))
            continue
        labels = x[name].astype(str)
        names = tuple(sorted(set(labels)))
        if len(names) > 1:
            codes = np.array([names.index(label) for label in labels], dtype=float)
            columns.append(Column(name, codes, names))
    return columns


@pytest.mark.filterwarnings("ignore")
def test_on_its_own_examples_where_it_is_installed() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        prim = pytest.importorskip("ema_workbench.analysis.prim")
    for name, x, y, peel, objective in ema_examples():
        search = prim.Prim(
            x,
            y,
            threshold=0.01,
            peel_alpha=peel,
            obj_function=prim.PRIMObjectiveFunctions(objective),
        )
        theirs = search.find_box().peeling_trajectory
        settings = Peeling(peel=peel, objective=objective)
        ours = trajectory_of(as_columns(x), np.asarray(y, dtype=bool), settings)
        assert [(b.cases, b.hits, len(b.restrictions)) for b in ours] == [
            (int(row.n), int(row.k), int(row.res_dim)) for row in theirs.itertuples()
        ], name
