"""The service as an application: routes, refusals, and the page."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from kautilya.diagnostics import CaseInvalid
from kautilya.study import VERSION
from kautilya.study.memory import DoesNotFit
from kautilya.web.questions import first_fault
from kautilya.web.refusal import Refusal
from kautilya.web.routes import case, runs, verdicts
from kautilya.web.security import Guard, Guarded
from kautilya.web.service import Service
from kautilya.web.troubles import refusal_of

PAGE = Path(__file__).parent / "page"
"""The page, as `make page` builds it."""

TOLD = (
    Refusal,
    CaseInvalid,
    RequestValidationError,
    HTTPException,
    LookupError,
    ValueError,
    RuntimeError,
    OSError,
    MemoryError,
    DoesNotFit,
)
"""What is answered as data; all else is a fault of this program and also told on the terminal."""

ABOUT = """A case, its verdicts under changes, and longer questions.

Every refusal is `{"error": {"message", "help", "diagnostics"}}`. A share is one of worlds."""


def create_app(service: Service, guard: Guard | None = None, page: Path = PAGE) -> ASGIApp:
    """The service of a case.

    Parameters
    ----------
    service
        The case.
    guard
        Whom it answers; this machine alone where None.
    page
        The folder of the built page; the service has no page where there is none.
    """
    app = FastAPI(
        title="Kautilya",
        version=VERSION,
        description=ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_tended,
        separate_input_output_schemas=False,
    )
    app.state.service = service
    for module in (case, verdicts, runs):
        app.include_router(module.router, prefix="/api")
    app.add_exception_handler(Exception, _refuse)
    for kind in TOLD:
        app.add_exception_handler(kind, _refuse)
    # Made now: later it would be made at the first request, while another thread reads a case and
    # both set which warnings are told.
    app.openapi()
    if (page / "index.html").is_file():
        app.mount("/", Page(directory=page, html=True))
    return Guarded(GZipMiddleware(app, minimum_size=1024), guard or Guard())


class Page(StaticFiles):
    """The built page; a file whose name holds its hash may be kept."""

    def file_response(self, full_path: str, *args: object, **kwargs: object) -> Response:  # type: ignore[override]
        """A file, and how long a browser may keep it."""
        answer = super().file_response(full_path, *args, **kwargs)  # type: ignore[arg-type]
        kept = Path(full_path).parent.name == "assets"
        answer.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if kept else "no-cache"
        )
        return answer

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file of the page."""
        return await super().get_response(path, scope)


@asynccontextmanager
async def _tended(app: FastAPI) -> AsyncIterator[None]:
    """Follow the file while the service runs, and stop everything at its end."""
    service: Service = app.state.service
    tending = asyncio.create_task(service.tend())
    try:
        yield
    finally:
        tending.cancel()
        with suppress(asyncio.CancelledError):
            await tending
        await service.close()


async def _refuse(request: Request, error: Exception) -> Response:
    """Whatever was in the way, as data that the page shows."""
    refusal = _refusal(error)
    return JSONResponse(refusal.body(), refusal.status, refusal.headers)


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, RequestValidationError):
        return Refusal(422, first_fault(error.errors()), "see api/openapi.json")
    if isinstance(error, HTTPException):
        words = {404: "there is nothing at this address", 405: "this cannot be asked in this way"}
        told = words.get(error.status_code, str(error.detail))
        return Refusal(error.status_code, told, "see api/openapi.json", headers=error.headers)
    known = refusal_of(error)
    if known is not None:
        return known
    traceback.print_exception(error, file=sys.stderr)
    return Refusal(
        500,
        f"a fault of this program: {type(error).__name__}",
        "the traceback stands in the terminal of `kautilya open`; please report it",
    )
