"""The command line: one file for each verb.

Nothing heavy is imported before a verb needs it, so that ``kautilya --help`` answers at once.
"""

import os
import sys


def main() -> None:
    """Run the program with the arguments of the process, and leave with its exit code."""
    try:
        from kautilya.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        code = 130
    if code == 130:
        # Leave at once: threads that are still at work would be waited for.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
