"""When a verdict may turn within an error: against every share within it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kautilya.credence import hedge_of, yardstick
from kautilya.study.stress.verdicts import Verdict

TABLE = yardstick("ICD 203")
SHARE = st.integers(0, 100).map(lambda n: n / 100)


@given(
    st.sampled_from([None, "likely", "unlikely", "roughly even", "could", "flat"]),
    SHARE,
    SHARE,
    st.integers(1, 30).map(lambda n: n / 100),
)
@settings(max_examples=200)
def test_no_verdict_that_turns_within_an_error_is_let_go(
    word: str | None, before: float, after: float, spread: float
) -> None:
    verdict = Verdict(None if word is None else hedge_of(word, TABLE), None if word else "tide")
    low, high = max(-1.0 if word is None else 0.0, after - spread), min(1.0, after + spread)
    within = np.linspace(low, high, 201)
    now = verdict.passes(before)
    turns = any(verdict.passes(float(share)) != now for share in within)
    assert verdict.turns_within(before, after, spread) or not turns


@pytest.mark.parametrize(
    ("before", "after", "spread", "turns"),
    [
        (0.0, 0.0, 0.03, False),
        (0.0, 0.03, 0.03, True),
        (-0.7, 0.0, 0.1, True),
        (0.9, 0.95, 0.2, False),
    ],
)
def test_a_test_of_irrelevance(before: float, after: float, spread: float, turns: bool) -> None:
    assert Verdict(None, "tide", (0.0, 1.0)).turns_within(before, after, spread) is turns
