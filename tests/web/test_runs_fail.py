"""Runs and the following of a file where no process can be started."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kautilya.web.refusal import Refusal
from kautilya.web.runs import Question, Runs
from kautilya.web.service import Service


class NoProcess:
    """Workers of a machine that starts no further process."""

    tried = 0

    async def warm(self) -> None:
        """Fail."""
        self.tried += 1
        raise OSError(12, "Cannot allocate memory")

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        """Fail."""
        raise OSError(12, "Cannot allocate memory")
        yield {}

    async def close(self) -> None:
        """Nothing is ended."""


def test_a_run_without_a_process_has_failed_and_takes_nobody_s_place() -> None:
    async def main() -> None:
        runs = Runs(1, 0)
        runs.workers = NoProcess()  # type: ignore[assignment]
        for number in range(3):
            run = runs.begin(Question("test", {"seed": number}, "case.yaml", "", "r"))
            said = [each async for each in runs.follow(run)]
            assert [name for name, _ in said] == ["error"]
            assert "Cannot allocate memory" in said[0][1]["error"]["message"]

    asyncio.run(asyncio.wait_for(main(), 20))


def test_the_file_is_followed_on_where_no_process_can_be_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kautilya.web.service.FIRST_VIEW", -1.0)
    monkeypatch.setattr("kautilya.web.service.LOOK", 0.01)

    async def main() -> None:
        service = Service(folder)
        workers = NoProcess()
        service.runs.workers = workers  # type: ignore[assignment]
        tending = asyncio.create_task(service.tend())
        while workers.tried < 2 and not tending.done():
            await asyncio.sleep(0.01)
        assert not tending.done()
        await service.close()
        await tending

    asyncio.run(asyncio.wait_for(main(), 20))


def test_a_stress_test_of_nothing_there_is_refused(folder: Path) -> None:
    from kautilya.study import UnknownName, load
    from kautilya.web.questions import options_of

    with pytest.raises(UnknownName):
        options_of("stress", {"only": ["nope"], "worlds": 20}).answer(load(folder), _nobody)
    with pytest.raises(Refusal):
        options_of("stress", {"only": 5})


def _nobody(done: int, total: int) -> None:
    """Nobody waits."""
