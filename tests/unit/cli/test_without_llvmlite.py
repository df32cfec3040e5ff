"""Where llvmlite is missing, NumPy serves and one line says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
CASE = ROOT / "cases" / "first-steps"

PROGRAM = """
import sys
sys.modules["llvmlite"] = None
from kautilya.cli import main
sys.argv = ["kautilya", "test", sys.argv[1], "--worlds", "40", "--no-removals"]
main()
"""


def test_numpy_serves_and_says_so(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(CASE)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode in (0, 1)
    lines = [line for line in found.stderr.splitlines() if "NumPy" in line]
    assert lines == ["evaluated by NumPy (llvmlite is not installed): it takes longer"]
    assert "first-steps@" in found.stdout
