"""The changes that CONTRIBUTING shows are carried out in a copy, and their tests pass there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.documents import ROOT, blocks, change

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RUN = [
    "tests/unit/model/test_abs.py",
    "tests/unit/case/test_lint.py",
    "tests/unit/credence/test_yardstick.py",
    "tests/unit/diagnostics/test_pages.py",
    "src/kautilya/credence/yardstick.py",
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program and its tests with the three changes carried out."""
    folder = tmp_path_factory.mktemp("copy")
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for block in blocks(TEXT):
        assert block.file, block.body
        if block.kind == "diff":
            change(folder / block.file, block.body)
        else:
            (folder / block.file).write_text(block.body, encoding="utf-8")
    return folder


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_the_tests_of_the_changes_pass(copy: Path) -> None:
    done = python(copy, "pytest", "--quiet", "-p", "no:cacheprovider", *RUN)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_changes_are_in_style(copy: Path) -> None:
    files = [block.file for block in blocks(TEXT)]
    whole = [block.file for block in blocks(TEXT) if block.kind == "python"]
    for verb in (["check", *files], ["format", "--check", *whole]):
        done = python(copy, "ruff", verb[0], "--no-cache", *verb[1:])
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_change_fits_the_file_that_it_names(copy: Path) -> None:
    assert sum(block.kind == "diff" for block in blocks(TEXT)) >= 8
    assert (copy / "src/kautilya/case/lint/kc710_idle_scenario.py").exists()


def test_every_file_that_is_named_is_there(copy: Path) -> None:
    prose = re.sub(r"```.*?```", "", TEXT, flags=re.S)
    for name in re.findall(r"`((?:src|tests|docs)/[\w./-]+)`", prose):
        assert (copy / name).exists() or (ROOT / name).exists(), name
