"""The case, its file and its sources, and when they change."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.responses import StreamingResponse

from kautilya.web.routes import refusals, service_of
from kautilya.web.schemas import CaseData, SourceData, TextData
from kautilya.web.service import Service
from kautilya.web.stream import streamed

router = APIRouter(tags=["case"], responses=refusals(401, 403))


@router.get("/case", response_model=CaseData)
def case(service: Annotated[Service, Depends(service_of)]) -> dict[str, Any]:
    """What the author wrote; or, where the case has errors, what is wrong with it."""
    return service.case()


@router.get("/text", response_model=TextData)
def text(service: Annotated[Service, Depends(service_of)]) -> dict[str, Any]:
    """The case file, line by line."""
    version = service.look()
    return {"revision": version.revision, "lines": version.lines}


@router.get("/source/{id}", response_model=SourceData, responses=refusals(404, 409, 413, 422))
def source(
    service: Annotated[Service, Depends(service_of)],
    id: Annotated[str, Path(max_length=200)],
) -> dict[str, Any]:
    """The reader's own copy of a cited text, where ``sources.<id>.text`` names a local file."""
    found = service.source(id)
    return {"id": id, "paragraphs": [{"number": n, "text": words} for n, words in found]}


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "A stream of `case` events, each with the file's revision.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **refusals(429),
    },
)
async def events(service: Annotated[Service, Depends(service_of)]) -> StreamingResponse:
    """Tell each time that the file has changed."""
    return streamed(service, service.changes())
