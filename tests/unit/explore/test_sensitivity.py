"""Sensitivity against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest

from kautilya.explore.sensitivity import Analysis, Effect, Input, NothingMoves, analyse, runs_of
from kautilya.terms import FloatArray

ANGLES = [Input(name, -np.pi, np.pi) for name in ("one", "two", "three")]


def ishigami(table: FloatArray, a: float = 7.0, b: float = 0.1) -> FloatArray:
    one, two, three = table.T
    return np.asarray(np.sin(one) + a * np.sin(two) ** 2 + b * three**4 * np.sin(one))


def ishigami_indices(a: float = 7.0, b: float = 0.1) -> dict[str, tuple[float, float]]:
    """First-order and total indices (Ishigami and Homma, 1990)."""
    first = 0.5 * (1.0 + b * np.pi**4 / 5.0) ** 2
    second = a**2 / 8.0
    both = b**2 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    whole = first + second + both
    return {
        "one": (first / whole, (first + both) / whole),
        "two": (second / whole, second / whole),
        "three": (0.0, both / whole),
    }


G = (0.0, 1.0, 4.5, 9.0, 99.0)


def g_function(table: FloatArray) -> FloatArray:
    a = np.array(G)
    return np.asarray(np.prod((np.abs(4.0 * table - 2.0) + a) / (1.0 + a), axis=1))


def g_indices() -> dict[str, tuple[float, float]]:
    """First-order and total indices of Sobol's g-function (Saltelli and Sobol', 1995)."""
    parts = 1.0 / (3.0 * (1.0 + np.array(G)) ** 2)
    whole = np.prod(1.0 + parts) - 1.0
    return {
        f"x{n}": (part / whole, part * np.prod(np.delete(1.0 + parts, n)) / whole)
        for n, part in enumerate(parts)
    }


def by_name(found: Analysis) -> dict[str, Effect]:
    return {effect.name: effect for effect in found.effects}


@pytest.mark.parametrize(
    ("inputs", "model", "expected"),
    [
        (ANGLES, ishigami, ishigami_indices()),
        ([Input(f"x{n}") for n in range(5)], g_function, g_indices()),
    ],
    ids=["ishigami", "g"],
)
def test_sobol_against_analytic_indices(inputs, model, expected) -> None:
    found = by_name(analyse(inputs, model, "sobol", 2048, seed=3))
    for name, (first, total) in expected.items():
        effect = found[name]
        assert effect.size == pytest.approx(total, abs=max(0.02, 1.5 * effect.error))
        assert effect.alone == pytest.approx(first, abs=max(0.02, 1.5 * effect.alone_error))


def test_mean_and_deviation_are_the_outputs() -> None:
    found = analyse(ANGLES, ishigami, "sobol", 2048)
    assert found.mean == pytest.approx(3.5, abs=0.05)
    assert found.deviation == pytest.approx(np.sqrt(13.84), abs=0.1)


@pytest.mark.parametrize(("method", "size"), [("sobol", 256), ("morris", 50), ("pawn", 2000)])
def test_every_method_ranks_the_g_function_alike(method: str, size: int) -> None:
    inputs = [Input(f"x{n}") for n in range(5)]
    found = analyse(inputs, g_function, method, size, seed=1)
    assert [effect.name for effect in found.effects[:3]] == ["x0", "x1", "x2"]
    assert found.runs == runs_of(method, size, 5)


@pytest.mark.parametrize(("method", "size"), [("sobol", 256), ("morris", 50), ("pawn", 2000)])
def test_an_input_without_effect_is_not_told(method: str, size: int) -> None:
    inputs = [Input("strong"), Input("weak"), Input("idle")]
    found = by_name(analyse(inputs, lambda x: 3.0 * x[:, 0] + x[:, 1], method, size))
    assert [found[name].is_told for name in ("strong", "weak", "idle")] == [True, True, False]


@pytest.mark.parametrize(("method", "size"), [("sobol", 512), ("morris", 100), ("pawn", 2000)])
def test_categories_reach_the_model_as_their_numbers(method: str, size: int) -> None:
    inputs = [Input("kind", categories=3), Input("flag", categories=2), Input("x")]
    seen: list[FloatArray] = []

    def model(table: FloatArray) -> FloatArray:
        seen.append(table)
        # Only the middle one differs, so the order of the categories means nothing.
        return np.asarray(4.0 * (table[:, 0] == 1.0) + table[:, 1] + 0.01 * table[:, 2])

    found = analyse(inputs, model, method, size, seed=2)
    assert set(np.unique(seen[0][:, 0])) == {0.0, 1.0, 2.0}
    assert set(np.unique(seen[0][:, 1])) == {0.0, 1.0}
    assert [effect.name for effect in found.effects] == ["kind", "flag", "x"]


def test_sobol_of_categories_is_exact_in_the_limit() -> None:
    # Variances: kind 4² · 2/9, flag 1/4.
    inputs = [Input("kind", categories=3), Input("flag", categories=2)]
    found = by_name(
        analyse(inputs, lambda x: 4.0 * (x[:, 0] == 1.0) + x[:, 1], "sobol", 2048, seed=2)
    )
    share = (32.0 / 9.0) / (32.0 / 9.0 + 0.25)
    assert found["kind"].size == pytest.approx(share, abs=0.02)
    assert found["flag"].alone == pytest.approx(1.0 - share, abs=0.02)


def test_morris_gives_the_slope_of_a_line_and_no_spread() -> None:
    inputs = [Input("x", 0.0, 10.0), Input("y", -1.0, 1.0)]
    found = by_name(analyse(inputs, lambda t: 0.2 * t[:, 0] - 3.0 * t[:, 1], "morris", 20))
    assert found["x"].alone == pytest.approx(2.0)
    assert found["y"].alone == pytest.approx(-6.0)
    assert found["y"].size == pytest.approx(6.0)
    assert found["y"].spread == pytest.approx(0.0, abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["sobol", "morris", "pawn"])
def test_the_same_seed_gives_the_same_figures(method: str) -> None:
    size = 128
    first, again, other = (analyse(ANGLES, ishigami, method, size, seed=s) for s in (0, 0, 1))
    assert first == again
    assert first != other


@pytest.mark.parametrize("method", ["sobol", "morris", "pawn"])
def test_what_never_differs_is_refused(method: str) -> None:
    with pytest.raises(NothingMoves):
        analyse(ANGLES, lambda table: np.full(len(table), 0.3), method, 128)


@pytest.mark.parametrize(
    ("inputs", "method", "size", "word"),
    [
        ([], "sobol", 64, "no input"),
        (ANGLES, "sobol", 100, "power of 2"),
        (ANGLES, "sobol", 1, "power of 2"),
        (ANGLES, "morris", 1, "walks"),
        (ANGLES, "pawn", 50, "runs"),
        (ANGLES, "fourier", 64, "no method"),
    ],
)
def test_a_design_that_there_is_not(inputs: list[Input], method: str, size: int, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        analyse(inputs, ishigami, method, size)


def test_an_output_that_is_not_finite() -> None:
    with pytest.raises(ValueError, match="finite"):
        analyse(ANGLES, lambda table: np.full(len(table), np.nan), "sobol", 64)
