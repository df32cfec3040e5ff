"""Who may ask, and what a browser may do with the answer."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kautilya.web.refusal import Refusal

MOST_BYTES = 256 * 1024
"""Bytes that the body of a request may have."""

MOST_SECONDS = 20.0
"""Seconds in which it has to arrive."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""What the page may load and run: files of this service, and nothing that is written into it."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def is_loopback(host: str) -> bool:
    """Whether an address is this machine alone.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Guard:
    """Whom the service answers.

    Parameters
    ----------
    hosts
        Names by which it may be asked for.
    token
        What a request must know; None where only this machine can ask.
    any_address
        Whether it may be asked for by any address, where it listens at all of them. A name could
        be made to point here by a page from elsewhere, an address cannot.
    """

    hosts: tuple[str, ...] = LOOPBACK
    token: str | None = None
    any_address: bool = False

    @classmethod
    def of(cls, host: str, token: str | None = None) -> Guard:
        """The guard of a service at an address; beyond this machine it has a token."""
        if is_loopback(host):
            return cls((*LOOPBACK, host), token)
        token = token or secrets.token_urlsafe(24)
        if not is_address(host):
            return cls((*LOOPBACK, host), token)
        address = ipaddress.ip_address(host)  # as browsers write it, who shorten and use low case
        return cls((*LOOPBACK, str(address)), token, address.is_unspecified)

    def check_host(self, given: str) -> None:
        """Refuse a request that was meant for somebody else: a name made to point here.

        Raises
        ------
        Refusal
            For a name that is not ours.
        """
        host = _name_of(given)
        if host in self.hosts or (self.any_address and is_address(host)):
            return
        raise Refusal(
            403,
            "this service does not answer to that name",
            "open the link that `kautilya open` printed",
        )

    def check_origin(self, headers: Headers, scheme: str) -> None:
        """Refuse what a page from elsewhere asks.

        Raises
        ------
        Refusal
            For another origin.
        """
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is not None and origin.lower() != f"{scheme}://{host}".lower():
            raise Refusal(403, "a page from elsewhere asked", "open the service's own page")
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            raise Refusal(403, "a page from elsewhere asked", "open the service's own page")

    def check_token(self, headers: Headers, query: str) -> None:
        """Refuse who does not know the token.

        Raises
        ------
        Refusal
            Where it is lacking or another one.
        """
        if self.token is None:
            return
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            given = parse_qs(query).get("token", [""])[0]
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            raise Refusal(
                401,
                "this service wants its token",
                "open the link that `kautilya open` printed; it carries the token",
                headers={"WWW-Authenticate": "Bearer"},
            )


def _name_of(given: str) -> str:
    """The host without its port, in lower case."""
    given = given.strip().lower()
    if given.startswith("["):
        return given[1:].partition("]")[0]
    return given.rpartition(":")[0] if given.count(":") == 1 else given


def is_address(host: str) -> bool:
    """Whether a host is an address and no name, so that nobody is asked what it means.

    Examples
    --------
    >>> is_address("192.0.2.7"), is_address("::1"), is_address("my-machine")
    (True, True, False)
    """
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Guarded:
    """An application behind a guard.

    Parameters
    ----------
    app
        The application.
    guard
        Whom it answers.
    secret
        Beginning of the paths that need the token.
    """

    def __init__(self, app: ASGIApp, guard: Guard, secret: str = "/api") -> None:
        self.app, self.guard, self.secret = app, guard, secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, answer it, and say what a browser may do with the answer."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_data = scope["path"].startswith(self.secret)

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if is_data:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        try:
            self._check(scope, is_data)
            body = await _whole(receive)
        except Refusal as refusal:
            answer = JSONResponse(refusal.body(), refusal.status, refusal.headers)
            await answer(scope, receive, headed)
            return
        await self.app(scope, _after(body, receive), headed)

    def _check(self, scope: Scope, is_data: bool) -> None:
        headers = Headers(scope=scope)
        self.guard.check_host(headers.get("host", ""))
        if not is_data:
            return
        self.guard.check_origin(headers, scope["scheme"])
        self.guard.check_token(headers, scope["query_string"].decode("latin-1"))
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            raise _too_large()
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["method"] == "POST" and kind != "application/json":
            raise Refusal(415, "a question is JSON", "send it as application/json")


async def _whole(receive: Receive) -> bytes:
    """The body of a request.

    Raises
    ------
    Refusal
        Where it grows too large, whatever length it claimed, or does not come to its end.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(MOST_SECONDS):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > MOST_BYTES:
                    raise _too_large()
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise Refusal(408, "the question did not come to its end", "send it again") from None


def _after(body: bytes, receive: Receive) -> Receive:
    """The body at once, then whatever comes after it."""
    told = False

    async def after() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return after


def _too_large() -> Refusal:
    return Refusal(
        413, f"a question has at most {MOST_BYTES // 1024} kB", "ask for less in one question"
    )
