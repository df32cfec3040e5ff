"""The service at an address of this machine, from its first request to its last."""

from __future__ import annotations

import errno
import socket
from collections.abc import Awaitable, Callable
from contextlib import closing

import uvicorn
from starlette.types import ASGIApp

from kautilya.web.security import Guard, is_loopback

PORT = 8765
"""The port where none is asked for, if it is free."""

FURTHER = 50
"""Ports that are tried behind a port that is taken."""


class PortTaken(OSError):
    """Another program listens at the port.

    Parameters
    ----------
    host, port
        The address.
    free
        The next port that is free; None where none was found.
    """

    def __init__(self, host: str, port: int, free: int | None) -> None:
        self.port, self.free = port, free
        mend = f"port {free} is free: --port {free}" if free else "name another one by --port"
        super().__init__(errno.EADDRINUSE, f"port {port} of {host} is in use; {mend}")


def listen(host: str, port: int | None) -> socket.socket:
    """A socket at an address.

    Parameters
    ----------
    host
        An address of this machine.
    port
        The port; the first one that is free from the usual one on where None.

    Raises
    ------
    PortTaken
        Where another program has the port.
    OSError
        Where this machine has no such address, or the port may not be used.
    """
    if port is not None:
        try:
            return _bound(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
        raise PortTaken(host, port, _next_free(host, port))
    free = _next_free(host, PORT - 1)
    return _bound(host, 0 if free is None else free)


def link(guard: Guard, host: str, port: int) -> str:
    """The address to open; with the token where one is wanted.

    Examples
    --------
    >>> link(Guard(), "127.0.0.1", 8765)
    'http://127.0.0.1:8765/'
    """
    shown = "localhost" if host in ("0.0.0.0", "::") else host
    shown = f"[{shown}]" if ":" in shown else shown
    token = "" if guard.token is None else f"?token={guard.token}"
    return f"http://{shown}:{port}/{token}"


def serve(
    app: ASGIApp,
    at: socket.socket,
    ready: Callable[[], None],
    leaving: Callable[[], Awaitable[None]],
) -> None:
    """Answer until interrupted.

    Parameters
    ----------
    app
        The application.
    at
        Where it listens.
    ready
        Called once it answers.
    leaving
        Awaited before it ends, to bring streams that go on to their end.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=30,
        limit_concurrency=200,
        h11_max_incomplete_event_size=64 * 1024,
        ws="none",
        lifespan="on",
        proxy_headers=False,
    )
    server = _Server(config, ready, leaving)
    with closing(at):
        server.run(sockets=[at])


class _Server(uvicorn.Server):
    """A server that says when it answers, and when it no longer will."""

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], None],
        leaving: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(config)
        self._ready, self._leaving = ready, leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what goes on, then the rest."""
        await self._leaving()
        await super().shutdown(sockets)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)
    except BaseException:
        found.close()
        raise
    return found


def _next_free(host: str, after: int) -> int | None:
    """The next port behind one that nobody has."""
    for port in range(after + 1, min(65535, after + FURTHER) + 1):
        try:
            _bound(host, port).close()
        except OSError:
            continue
        return port
    return None


__all__ = ["PORT", "PortTaken", "is_loopback", "link", "listen", "serve"]
