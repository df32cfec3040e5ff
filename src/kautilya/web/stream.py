"""Events as a stream that browsers follow."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse

from kautilya.web.service import Service


def event(name: str, data: Any) -> str:
    r"""One event as text; ``alive`` is a remark that browsers pass over.

    Examples
    --------
    >>> event("case", {"revision": "3f2a"})
    'event: case\ndata: {"revision": "3f2a"}\n\n'
    """
    if name == "alive":
        return ": alive\n\n"
    return f"event: {name}\ndata: {json.dumps(data, allow_nan=False)}\n\n"


def streamed(service: Service, events: AsyncIterator[tuple[str, Any]]) -> StreamingResponse:
    """Events as an answer that goes on.

    Raises
    ------
    Refusal
        Where too many streams are open.
    """
    service.open_stream()

    async def lines() -> AsyncIterator[str]:
        try:
            yield "retry: 1500\n\n"
            async for name, data in events:
                yield event(name, data)
        finally:
            service.close_stream()

    return StreamingResponse(
        lines(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )
