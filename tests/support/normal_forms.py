"""Games in normal form for tests: from rows of numbers, from records, and at random."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from kautilya.payoffs import NormalForm, exact_array

DATA = Path(__file__).resolve().parents[1] / "textbook" / "data"


def of_tables(*tables: Any, title: str = "") -> NormalForm:
    """A game from each actor's payoffs, as nested lists or arrays; names are numbers."""
    payoffs = tuple(map(exact_array, tables))
    actors = tuple("abcdefgh"[: len(tables)])
    strategies = tuple(tuple(map(str, range(1, size + 1))) for size in payoffs[0].shape)
    return NormalForm(actors, strategies, payoffs, title)


def of_record(name: str) -> NormalForm:
    """A game from a record of the textbooks."""
    record = json.loads((DATA / f"nfg_{name}.json").read_text(encoding="utf-8"))
    tables = record["payoffs_C_order_per_player"]
    shaped = [exact_array(table).reshape(record["shape"]) for table in tables]
    return of_tables(*shaped, title=record["title"])


def draw_table(shape: Sequence[int], seed: int, most: int = 1000) -> np.ndarray[Any, Any]:
    """Whole numbers at random."""
    return np.random.default_rng(seed).integers(-most, most + 1, tuple(shape))


def two_actors(most: int, largest: int = 4) -> st.SearchStrategy[NormalForm]:
    """A game of two with whole payoffs up to some size, evenly drawn, and few strategies."""

    def game(rows: int, columns: int, seed: int) -> NormalForm:
        return of_tables(*draw_table((2, rows, columns), seed, most))

    size = st.integers(1, largest)
    return st.builds(game, size, size, st.integers(0, 2**32 - 1))
