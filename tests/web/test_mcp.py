"""A case offered to programs: asked by the protocol's own client, over the standard streams."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from support.program import SOURCE

pytest.importorskip("mcp")

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

pytestmark = pytest.mark.slow


def asked(folder: Path, *options: str, by: Callable[[Callable[..., Any]], Awaitable[None]]) -> None:
    """Ask the program that offers a case."""
    program = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kautilya", "mcp", str(folder), *options],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        cwd=folder,
    )

    async def main() -> None:
        async with Client(program) as client:

            async def ask(name: str, /, **given: Any) -> tuple[bool, str]:
                if name == "names":
                    found = await client.list_tools()
                    hints = [tool.annotations for tool in found.tools]
                    reads = all(hint and hint.read_only_hint for hint in hints)
                    return reads, " ".join(tool.name for tool in found.tools)
                answer = await client.call_tool(name, given)
                return not answer.is_error, answer.content[0].text

            await by(ask)

    asyncio.run(main())


def test_it_offers_what_changes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))

    async def by(ask: Callable[..., Any]) -> None:
        assert await ask("names") == (True, "lint test why stress")
        assert await ask("lint") == (True, "no errors, no warnings, no advice")
        well, draft = await ask("lint", text="language: 1\ncase: x\n")
        assert well and "error[" in draft
        well, board = await ask("test", worlds=40)
        assert well and "in this encoding of" in board and "silts_up" in board
        well, why = await ask("why", proposition="stays", worlds=40)
        assert well and "% of worlds" in why
        well, stress = await ask("stress", only=["stays"], worlds=20)
        assert well and "stays" in stress
        well, refused = await ask("why", proposition="stay")
        assert not well and "did you mean 'stays'?" in refused
        well, refused = await ask("test", worlds=10**9)
        assert not well and "worlds lie between 1 and 2000" in refused
        assert not (await ask("save_scenario", name="x", says="x", off=["storms_scour"]))[0]

    asked(folder, by=by)
    assert sorted(folder.rglob("*")) == before


def test_told_to_write_it_adds_a_scenario_and_a_case_that_breaks_is_told(folder: Path) -> None:
    file = folder / "case.yaml"
    good = file.read_text("utf-8")

    async def by(ask: Callable[..., Any]) -> None:
        file.write_text(good.replace("{to: visitors,", "{to: visitrs,", 1), "utf-8")
        for name in ("lint", "test"):
            _, told = await ask(name)
            assert "did you mean 'visitors'?" in told
        file.write_text(good, "utf-8")
        assert await ask("lint") == (True, "no errors, no warnings, no advice")
        reads, names = await ask("names")
        assert not reads and names == "lint test why stress save_scenario"
        given = {"says": "calm", "off": ["storms_scour"], "premises": {"delay": 0.3}}
        assert (await ask("save_scenario", name="calm", **given))[0]
        well, told = await ask("save_scenario", name="calm", **given)
        assert not well and "there is a scenario 'calm' already" in told

    asked(folder, "--write", by=by)
    line = "  calm: {says: calm, set: {delay: 0.3}, off: [storms_scour]}"
    assert line in file.read_text("utf-8").splitlines()
