"""The command line: one file for each verb.

Nothing heavy is imported before a verb needs it, so that ``kautilya --help`` answers at once.
"""

import sys


def main() -> None:
    """Run the program with the arguments of the process, and leave with its exit code."""
    from kautilya.cli.app import run

    sys.exit(run(sys.argv[1:]))
