"""Longer questions: a few at once, each in a process of its own, followed and stopped by id."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Any

from kautilya.web.process import Workers
from kautilya.web.refusal import Refusal

MOST_RUNNING = 2
"""Runs at once; further ones wait."""

MOST_WAITING = 8
"""Runs that may wait."""

MOST_KEPT = 100
"""Runs that are remembered when they have ended."""

MOST_SECONDS = 1800.0
"""How long a run may take."""

ALONE = 120.0
"""Seconds after which a run that nobody follows is stopped."""

ENDED = ("done", "failed", "stopped")


@dataclass(frozen=True)
class Question:
    """What a worker is asked.

    Parameters
    ----------
    kind, options
        The question.
    file, text, revision
        The case as it was when it was asked.
    """

    kind: str
    options: Mapping[str, Any]
    file: str
    text: str
    revision: str

    @property
    def key(self) -> str:
        """Alike for questions that have one answer."""
        return json.dumps([self.kind, self.options, self.revision], sort_keys=True)


@dataclass
class Run:
    """One question of one client.

    Parameters
    ----------
    id
        How it is asked for.
    question
        What is asked.
    state
        waiting, running, done, failed or stopped.
    progress, result, error
        What came of it so far.
    """

    id: str
    question: Question
    state: str = "waiting"
    progress: dict[str, int] | None = None
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    followers: int = 0
    seen: float = field(default_factory=time.monotonic)
    task: asyncio.Task[None] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ENDED

    def say(self) -> None:
        """Wake whoever follows."""
        self.changed.set()
        self.changed = asyncio.Event()


class Runs:
    """The runs of a service.

    Parameters
    ----------
    most_running, most_waiting
        How many run at once, and how many may wait.
    """

    def __init__(self, most_running: int = MOST_RUNNING, most_waiting: int = MOST_WAITING) -> None:
        self.most_running, self.most_waiting = most_running, most_waiting
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._free = asyncio.Semaphore(most_running)
        self.workers = Workers()

    def begin(self, question: Question) -> Run:
        """Take a question; what was answered before is answered at once.

        Raises
        ------
        Refusal
            Where too many wait already.
        """
        self._stop_lonely()
        known = self._answered(question)
        run = Run(secrets.token_hex(8), question)
        if known is not None:
            run.state, run.result = "done", known.result
        else:
            busy = sum(not each.has_ended for each in self._runs.values())
            if busy >= self.most_running + self.most_waiting:
                raise Refusal(
                    429,
                    f"{busy} questions are being answered or wait, and no more are taken",
                    "wait for one of them, or stop one",
                    headers={"Retry-After": "5"},
                )
            run.task = asyncio.get_running_loop().create_task(self._answer(run))
        self._runs[run.id] = run
        self._forget()
        return run

    def get(self, id: str) -> Run:
        """A run by its id.

        Raises
        ------
        Refusal
            Where there is none.
        """
        run = self._runs.get(id)
        if run is None:
            raise Refusal(404, "there is no such run", "it ended long ago, or never was: ask again")
        run.seen = time.monotonic()
        return run

    async def stop(self, run: Run) -> None:
        """Stop a run; one that has ended stays as it is."""
        if run.task is not None and not run.has_ended:
            run.state = "stopped"
            run.task.cancel()
            with suppress(asyncio.CancelledError):
                await run.task
            run.say()

    async def follow(self, run: Run) -> AsyncIterator[tuple[str, Any]]:
        """What happens to a run, from where it is to its end.

        Yields
        ------
        tuple
            What it is, as progress, result, error or stopped, and what is said.
        """
        run.followers += 1
        told: dict[str, int] | None = None
        try:
            while True:
                changed = run.changed
                if run.progress is not None and run.progress != told and not run.has_ended:
                    told = run.progress
                    yield "progress", told
                if run.state == "done":
                    yield "result", run.result
                    return
                if run.state == "failed":
                    yield "error", {"error": run.error}
                    return
                if run.state == "stopped":
                    yield "stopped", {}
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), 15.0)
                    continue
                yield "alive", None
        finally:
            run.followers -= 1
            run.seen = time.monotonic()

    async def close(self) -> None:
        """Stop everything."""
        for run in list(self._runs.values()):
            await self.stop(run)
        await self.workers.close()

    async def tend(self) -> None:
        """Stop what nobody waits for any more, and have a process ready for the next question."""
        self._stop_lonely()
        await self.workers.warm()

    # -- one run ----------------------------------------------------------------------------------

    async def _answer(self, run: Run) -> None:
        async with self._free:
            run.state = "running"
            run.say()
            try:
                async with asyncio.timeout(MOST_SECONDS):
                    await self._work(run)
            except TimeoutError:
                run.state = "failed"
                run.error = {
                    "message": f"the run took over {MOST_SECONDS / 60:.0f} minutes",
                    "help": "ask for fewer worlds, or ask on the command line",
                }
            except (OSError, ValueError) as error:  # no process, or words that are none
                run.state = "failed"
                run.error = {
                    "message": f"the run could not be answered: {error}",
                    "help": "most often the memory was too small: ask for fewer worlds",
                }
            run.say()

    async def _work(self, run: Run) -> None:
        """Have a process answer, and note what it says."""
        asked = run.question
        words = {
            "kind": asked.kind,
            "options": dict(asked.options),
            "file": asked.file,
            "text": asked.text,
        }
        async with aclosing(self.workers.ask(words)) as said:
            async for each in said:
                _note(run, each)

    def _answered(self, question: Question) -> Run | None:
        """A run that answered the same."""
        key = question.key
        for run in reversed(self._runs.values()):
            if run.state == "done" and run.question.key == key:
                return run
        return None

    def _forget(self) -> None:
        ended = [run.id for run in self._runs.values() if run.has_ended and not run.followers]
        for id in ended[: max(0, len(self._runs) - MOST_KEPT)]:
            del self._runs[id]

    def _stop_lonely(self) -> None:
        now = time.monotonic()
        for run in self._runs.values():
            if not run.has_ended and not run.followers and now - run.seen > ALONE and run.task:
                run.state = "stopped"
                run.task.cancel()
                run.say()


def _note(run: Run, said: Mapping[str, Any]) -> None:
    """Take in one line of a worker."""
    if "progress" in said:
        done, total = said["progress"]
        run.progress = {"done": int(done), "total": int(total)}
    elif "result" in said:
        run.state, run.result = "done", said["result"]
    elif "error" in said:
        run.state, run.error = "failed", said["error"]
    elif "ended" in said and not run.has_ended:
        run.state, run.error = "failed", _died(int(said["ended"]))
    run.say()


def _died(code: int) -> dict[str, Any]:
    """What is said of a worker that ended without an answer."""
    if code < 0:
        return {
            "message": f"the run was ended by the system (signal {-code})",
            "help": "most often the memory was too small: ask for fewer worlds",
        }
    return {
        "message": "a fault of this program: the run ended without an answer",
        "help": "what it said stands in the terminal of `kautilya open`; please report it",
    }
