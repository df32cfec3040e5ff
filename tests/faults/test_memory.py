"""Memory of a run as the system counts it: it does not grow with the number of worlds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.program import SOURCE

CASE = Path(__file__).resolve().parents[2] / "cases" / "first-steps"

MEASURED = """
import resource, sys
from kautilya.study import load
found = load(sys.argv[1]).test(["silts_up", "dredges"], worlds=int(sys.argv[2]), removals=False)
assert found.heading.worlds == int(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(worlds: int) -> int:
    """Kilobytes (on Linux) that a run of so many worlds takes at most."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(CASE), str(worlds)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        check=True,
        text=True,
    )
    return int(done.stdout)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems count otherwise")
def test_memory_does_not_grow_with_the_worlds() -> None:
    few, many = peak(10_000), peak(300_000)
    # The draws of one premise in 300,000 worlds alone would be 2.4 MB in each of four shapes.
    assert many - few < 10_000
