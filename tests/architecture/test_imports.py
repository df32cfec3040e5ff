"""The shape of the code: imports point one way, and no module grows without a word."""

from __future__ import annotations

import re
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "kautilya"
PYPROJECT = ROOT / "pyproject.toml"

MOST_LINES = 400
LONG_MODULES: dict[str, str] = {}
"""Modules that may be longer (path below src/kautilya), each with the reason."""


def contracts() -> list[dict[str, Any]]:
    """The import contracts, as pyproject.toml has them."""
    settings = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    return list(settings["tool"]["importlinter"]["contracts"])


def layers() -> set[str]:
    """Names of the packages that the layers list."""
    (contract,) = (entry for entry in contracts() if entry["type"] == "layers")
    return {name for layer in contract["layers"] for name in re.findall(r"\w+", layer)}


def length(module: Path) -> int:
    """Number of lines of a module."""
    return len(module.read_text(encoding="utf-8").splitlines())


def test_every_import_keeps_to_the_contracts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))  # import-linter puts the folder on it
    code = lint_imports(config_filename=str(PYPROJECT), no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Finer than the contract: a module and the package that holds it make a cycle, too."""
    graph = grimp.build_graph("kautilya", cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_contracts_name_only_packages_that_are_layers() -> None:
    """A name with a slip in it would match nothing and forbid nothing."""
    named = {
        expression.removeprefix("*.")
        for contract in contracts()
        for key in ("source_modules", "forbidden_modules")
        for expression in contract.get(key, ())
        if expression.startswith("*.")
    }
    assert named <= layers()


def test_every_package_but_report_is_kept_from_drawing() -> None:
    (contract,) = (entry for entry in contracts() if entry["id"] == "plots")
    kept = {expression.removeprefix("*.") for expression in contract["source_modules"]}
    assert kept == layers() - {"report"}


def test_long_modules_are_named_and_no_others() -> None:
    long = {
        module.relative_to(PACKAGE).as_posix()
        for module in PACKAGE.rglob("*.py")
        if length(module) > MOST_LINES
    }
    assert long == set(LONG_MODULES), f"split what is over {MOST_LINES} lines, or say why not"
