"""What may be asked of the service, one file for each subject."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from kautilya.web.schemas import Error
from kautilya.web.service import Service


def service_of(request: Request) -> Service:
    """The case that is served."""
    found: Service = request.app.state.service
    return found


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How an OpenAPI document describes what may be refused."""
    return {status: {"model": Error, "description": _WORDS[status]} for status in statuses}


_WORDS = {
    400: "The question cannot be read.",
    401: "The token is lacking or another one.",
    403: "Asked by a page from elsewhere, or for something outside of the case's folder.",
    404: "There is no such thing.",
    409: "The case cannot be run, or the file has changed since.",
    413: "The question is too large.",
    415: "The question is not JSON.",
    422: "The question asks for what the case does not have.",
    429: "Too much is asked at once; `Retry-After` says when to ask again.",
    500: "A fault of this program.",
    507: "The memory or the disk is too small.",
}
