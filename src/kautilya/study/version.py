"""Version of the program, as every result carries it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("kautilya")
    except PackageNotFoundError:
        return "0+unknown"


VERSION = _installed()
