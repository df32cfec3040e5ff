"""``kautilya version``: which program this is."""

from __future__ import annotations


def version() -> None:
    """Print the version of the program, of Python, and of the formats it writes."""
    import platform

    from kautilya.study import VERSION
    from kautilya.study.dossier import SCHEMA

    print(f"kautilya {VERSION}   Python {platform.python_version()}   dossier schema {SCHEMA}")
