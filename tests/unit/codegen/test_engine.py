"""Which machine serves, and what is kept of what was made."""

from __future__ import annotations

import pytest

from kautilya.codegen import Shelf, engine


def test_without_llvmlite_there_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_binding", lambda: None)
    assert engine.host.__wrapped__() == "llvmlite is not installed"


@pytest.mark.parametrize(
    ("architecture", "features", "width"),
    [
        ("x86_64", {"fma": True, "avx2": True, "avx512f": True, "avx512dq": True}, 8),
        ("x86_64", {"fma": True, "avx2": True, "avx512f": True}, 4),
        ("x86_64", {"fma": True, "avx2": True}, 4),
        ("x86_64", {"avx2": True}, None),
        ("x86_64", {}, None),
        ("aarch64", {}, 2),
        ("riscv64", {"v": True}, None),
    ],
)
def test_width_of_vectors(architecture: str, features: dict[str, bool], width: int | None) -> None:
    assert engine._width(architecture, features) == width


def test_the_least_recently_used_is_let_go() -> None:
    shelf, made = Shelf(2), []

    def get(key: str) -> None:
        shelf.get(key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]

    for key in "abacab":
        get(key)
    assert made == ["a", "b", "c", "b"]
    assert len(shelf) == 2


def test_what_cannot_be_made_is_not_kept() -> None:
    shelf = Shelf(2)

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        shelf.get("a", fail)
    assert shelf.get("a", lambda: 3) == 3
