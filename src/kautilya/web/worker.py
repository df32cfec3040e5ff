"""The process that answers one question: it reads it as a line of JSON and writes lines of JSON.

`{"progress": [done, total]}` while it goes on, then `{"result": ..}` or `{"error": ..}`. It ends
when whoever asked is gone.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO, Any

PAUSE = 0.1
"""Seconds between two words on how far it is."""


def main() -> int:
    """Answer the question on the standard input."""
    if hasattr(os, "nice"):
        os.nice(5)  # a slider that is moved meanwhile comes first
    importlib.import_module("kautilya.web.questions")
    importlib.import_module("kautilya.findings.examine")
    line = sys.stdin.buffer.readline()
    if not line:
        return 0
    # What is printed by accident must not end up between the lines of the answer.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    threading.Thread(target=_leave_with_asker, daemon=True).start()
    question = json.loads(line)
    _write(out, _answered(question, _progress(out)))
    out.flush()
    return 0


def _leave_with_asker() -> None:
    """End when the standard input is closed: nobody waits for the answer then."""
    while os.read(0, 4096):  # not by the buffered stream, whose lock would hold up the end
        pass
    os._exit(1)


def _progress(out: IO[str]) -> Callable[[int, int], None]:
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= PAUSE or done >= total:
            last = now
            _write(out, {"progress": [done, total]})

    return tell


def _answered(
    question: dict[str, Any], progress: Callable[[int, int], None]
) -> dict[str, dict[str, Any]]:
    """The result, or what was in the way."""
    from kautilya.web.questions import answer
    from kautilya.web.refusal import Refusal
    from kautilya.web.troubles import refusal_of

    try:
        return {"result": answer(question, progress)}
    except Refusal as refusal:
        return refusal.body()
    except Exception as error:
        known = refusal_of(error)
        if known is None:
            traceback.print_exc()
            known = Refusal(
                500,
                f"a fault of this program: {type(error).__name__}: {error}",
                "the traceback stands in the terminal of `kautilya open`; please report it",
            )
        return known.body()


def _write(out: IO[str], said: dict[str, Any]) -> None:
    out.write(json.dumps(said, allow_nan=False, default=_plain) + "\n")
    out.flush()


def _plain(value: Any) -> Any:
    """A number of an array library as a plain one."""
    return value.item()


if __name__ == "__main__":
    raise SystemExit(main())
