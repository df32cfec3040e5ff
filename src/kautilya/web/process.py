"""Processes that answer longer questions, one kept ready."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from typing import Any

_LINE = 256 * 1024 * 1024  # bytes of one line that a worker may write


class Workers:
    """Processes that answer a question each; the next one is started ahead of time."""

    def __init__(self) -> None:
        self._spare: asyncio.subprocess.Process | None = None

    async def warm(self) -> None:
        """Start a process ahead of the next question."""
        if self._spare is None or self._spare.returncode is not None:
            self._spare = await _started()

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        """Have a process answer.

        Parameters
        ----------
        question
            As `kautilya.web.worker` reads it.

        Yields
        ------
        dict
            Each thing that it says; ``ended`` with its exit code at last.
        """
        spare, self._spare = self._spare, None
        process = spare if spare is not None and spare.returncode is None else await _started()
        assert process.stdin is not None and process.stdout is not None
        try:
            with suppress(ConnectionError):
                process.stdin.write(json.dumps(question).encode() + b"\n")
                await process.stdin.drain()
            while line := await process.stdout.readline():
                yield json.loads(line)
            yield {"ended": await process.wait()}
        finally:
            await _end(process)

    async def close(self) -> None:
        """End the process that is kept ready."""
        if self._spare is not None:
            await _end(self._spare)
            self._spare = None


async def _started() -> asyncio.subprocess.Process:
    # -P: what lies in the current folder, which may be that of a case, is never imported.
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "kautilya.web.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
        limit=_LINE,
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
