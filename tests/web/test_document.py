"""The service does what its OpenAPI document says, whatever is asked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncGenerator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import schemathesis

# It would be read when it is first needed, deep in a test; CPython 3.11 may fail to parse it there.
import schemathesis.specs.openapi.schemas
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from kautilya.web.app import create_app
from kautilya.web.service import Service
from support.documents import ROOT

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


class AtOnce:
    """Workers that answer at once, so that no process is started."""

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[dict[str, Any], None]:
        """Every answer is the question."""
        yield {"result": {"asked": dict(question["options"])}}

    async def warm(self) -> None:
        """Nothing is started."""

    async def close(self) -> None:
        """Nothing is ended."""


class _ByItsName:
    """The application, asked by a name that it answers to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""
        if scope["type"] == "http":
            headers = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope = {**scope, "headers": [*headers, (b"host", b"localhost")]}
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def document() -> Iterator[Any]:
    """The document, with the service behind it."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(ROOT / "cases" / "first-steps", folder, dirs_exist_ok=True)
    service = Service(folder)
    service.runs.workers = AtOnce()  # type: ignore[assignment]
    app = _ByItsName(create_app(service, page=folder / "none"))
    yield schemathesis.openapi.from_asgi("/api/openapi.json", app)
    shutil.rmtree(folder)


OPERATIONS = (
    ("GET", "/api/case"),
    ("GET", "/api/text"),
    ("GET", "/api/source/{id}"),
    ("POST", "/api/verdicts"),
    ("POST", "/api/scenarios"),
    ("POST", "/api/runs"),
    ("GET", "/api/runs/{id}"),
    ("DELETE", "/api/runs/{id}"),
)
STREAMS = (("GET", "/api/events"), ("GET", "/api/runs/{id}/events"))
"""They go on as long as somebody listens: test_program follows them."""


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_asked_is_answered_as_described(document: Any, method: str, path: str) -> None:
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(document[path][method].as_strategy())
    def law(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    law()


def test_every_way_to_ask_is_described(document: Any) -> None:
    described = document.raw_schema["paths"]
    asked = {(method.upper(), path) for path, ways in described.items() for method in ways}
    assert asked == {*OPERATIONS, *STREAMS}
    for ways in described.values():
        for operation in ways.values():
            assert operation["description"]
