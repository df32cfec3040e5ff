"""``kautilya open``: read a case, its verdicts and what they rest on, as a page in a browser."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kautilya.cli.common import CaseArgument, case_path
from kautilya.cli.exits import ALL_PASS, MACHINE, Refused

if TYPE_CHECKING:
    import socket
    from pathlib import Path


def open(
    case: CaseArgument = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=1,
            max=65535,
            help="Port to listen at; a free one from 8765 on where none is given.",
            show_default=False,
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="Address to listen at; another one than this machine's own wants a token.",
        ),
    ] = "127.0.0.1",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
) -> int:
    """Open a case as a page: verdicts, what they rest on, and premises to move."""
    path = case_path(case)
    check_there(path)
    from kautilya.web.app import PAGE, create_app
    from kautilya.web.security import Guard, is_address, is_loopback
    from kautilya.web.serve import link, serve
    from kautilya.web.service import Service

    if host != "localhost" and not is_address(host):
        raise Refused(f"--host {host}: give an address such as 127.0.0.1 or 0.0.0.0, not a name")
    guard = Guard.of(host)
    at = _socket(host, port)
    address = link(guard, host, at.getsockname()[1])
    service = Service(path, is_eager=True)

    def ready() -> None:
        print(f"{service.file} is open at {address}", flush=True)
        if not is_loopback(host):
            print("others can reach it: whoever has the link reads and changes the case")
        if not (PAGE / "index.html").is_file():
            print(
                "the page itself is not built: run `make page` (it needs Node 20 or later; an "
                "installed wheel carries it); the data are at api/case",
                file=sys.stderr,
            )
        print("Ctrl-C ends it", flush=True)
        if browser:
            import webbrowser

            webbrowser.open(address)

    serve(create_app(service, guard), at, ready, service.close)
    return ALL_PASS


def check_there(path: Path) -> None:
    """Refuse a case that is not there; one that is broken is shown as it is.

    Raises
    ------
    Refused
        Where there is no such file.
    """
    from kautilya.study.manifest import case_file

    file = case_file(path)
    if not file.is_file():
        raise Refused(f"there is no case file {file}\n`kautilya init NAME` starts a case")


def _socket(host: str, port: int | None) -> socket.socket:
    """Where the service listens."""
    from kautilya.web.serve import PortTaken, listen

    try:
        return listen(host, port)
    except PortTaken as error:
        raise Refused(str(error.strerror), MACHINE) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise Refused(
            f"cannot listen at {host}" + (f" port {port}" if port else "") + f": {why}", MACHINE
        ) from None
