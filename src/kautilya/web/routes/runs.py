"""Longer questions: begun, followed, stopped."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from starlette.responses import StreamingResponse

from kautilya.web.questions import options_of
from kautilya.web.routes import refusals, service_of
from kautilya.web.runs import Run
from kautilya.web.schemas import RunAsked, RunData, RunStarted
from kautilya.web.service import Service
from kautilya.web.stream import streamed

router = APIRouter(prefix="/runs", tags=["runs"], responses=refusals(401, 403, 422))


def run_of(
    service: Annotated[Service, Depends(service_of)], id: Annotated[str, Path(max_length=64)]
) -> Run:
    """The run of a request."""
    return service.runs.get(id)


@router.post(
    "",
    response_model=RunStarted,
    status_code=202,
    responses=refusals(400, 409, 413, 415, 429),
)
async def begin(
    asked: RunAsked, service: Annotated[Service, Depends(service_of)]
) -> dict[str, Any]:
    """Begin a longer question; its answer is that of the command of the same name."""
    options_of(asked.kind, asked.options)
    return {"id": service.runs.begin(service.question(asked.kind, asked.options)).id}


@router.get("/{id}", response_model=RunData, responses=refusals(404))
async def look(run: Annotated[Run, Depends(run_of)]) -> dict[str, Any]:
    """How a run stands, and its result when it is done."""
    return {
        "id": run.id,
        "kind": run.question.kind,
        "options": dict(run.question.options),
        "revision": run.question.revision,
        "state": run.state,
        "progress": run.progress,
        "result": run.result,
        "error": run.error,
    }


@router.get(
    "/{id}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "A stream: `progress` {done, total}, then `result`, `error` or "
            "`stopped`.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **refusals(404, 429),
    },
)
async def events(
    run: Annotated[Run, Depends(run_of)], service: Annotated[Service, Depends(service_of)]
) -> StreamingResponse:
    """Follow a run to its end."""
    return streamed(service, service.runs.follow(run))


@router.delete("/{id}", status_code=204, responses=refusals(404))
async def stop(
    run: Annotated[Run, Depends(run_of)], service: Annotated[Service, Depends(service_of)]
) -> Response:
    """Stop a run; one that has ended stays as it is."""
    await service.runs.stop(run)
    return Response(status_code=204)
