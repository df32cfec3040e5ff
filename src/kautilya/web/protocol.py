"""A case offered to programs over the Model Context Protocol, on the standard streams.

Needs `mcp`; nothing imports this module unless `kautilya mcp` is run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from kautilya.study import VERSION
from kautilya.web.tools import SHARES, Tools, told


def server_of(tools: Tools) -> MCPServer:
    """A server that offers one case.

    Parameters
    ----------
    tools
        What may be asked of it.
    """
    server = MCPServer(
        "kautilya",
        version=VERSION,
        instructions=f"One strategic assessment as a case file, {tools.followed.file.name}, and "
        f"what follows from it. {SHARES}",
        log_level="ERROR",
    )
    _offer_questions(server, tools)
    if tools.writes:
        _offer_writing(server, tools)
    return server


def _offer_questions(server: MCPServer, tools: Tools) -> None:
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)

    @server.tool(
        description="Every fault of the case with its line and how to mend it, and advice on how "
        "it is written. Give `text` to check a draft instead; it is written nowhere.",
        annotations=reads,
        structured_output=False,
    )
    async def lint(text: str | None = None) -> str:
        return await _answered(tools.lint, {"text": text})

    @server.tool(
        description="Hold the case's propositions against its worlds: the board of verdicts. "
        f"{SHARES}",
        annotations=reads,
        structured_output=False,
    )
    async def test(
        only: list[str] | None = None, worlds: int = 500, scenario: str | None = None
    ) -> str:
        asked = {"only": only, "worlds": worlds, "scenario": scenario}
        return await _answered(tools.test, asked)

    @server.tool(
        description="Why one proposition stands as it does: what its word claims, what carries "
        "it, where it fails, what it runs through.",
        annotations=reads,
        structured_output=False,
    )
    async def why(proposition: str, worlds: int = 500, scenario: str | None = None) -> str:
        asked = {"proposition": proposition, "worlds": worlds, "scenario": scenario}
        return await _answered(tools.why, asked)

    @server.tool(
        description="Which assumptions carry the argument: each is changed alone, in pairs and "
        "together. A minute or more for a large case.",
        annotations=reads,
        structured_output=False,
    )
    async def stress(only: list[str] | None = None, worlds: int = 200) -> str:
        return await _answered(tools.stress, {"only": only, "worlds": worlds})


def _offer_writing(server: MCPServer, tools: Tools) -> None:
    @server.tool(
        description="Write premises at other values, and mechanisms switched off, into the case "
        "file as a scenario; comments and layout stay.",
        annotations=ToolAnnotations(
            read_only_hint=False,
            destructive_hint=False,
            idempotent_hint=False,
            open_world_hint=False,
        ),
        structured_output=False,
    )
    async def save_scenario(
        name: str,
        says: str,
        premises: dict[str, float] | None = None,
        off: list[str] | None = None,
    ) -> str:
        asked = {"name": name, "says": says, "premises": premises, "off": off}
        return await _answered(tools.save_scenario, asked)


async def _answered(ask: Callable[..., str], asked: Mapping[str, Any]) -> str:
    """Have a thread answer; what is in the way is the tool's error."""
    answered, text = await asyncio.to_thread(told(ask), **asked)
    if not answered:
        raise ToolError(text)
    return text
