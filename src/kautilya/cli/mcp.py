"""``kautilya mcp``: offer a case to programs over the Model Context Protocol."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from kautilya.cli.common import CaseArgument, case_path
from kautilya.cli.exits import ALL_PASS, Refused


def mcp(
    case: CaseArgument = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Offer to write scenarios into the case, too."),
    ] = False,
) -> int:
    """Offer lint, test, why and stress to programs, over the Model Context Protocol."""
    if find_spec("mcp") is None or find_spec("mcp.server.mcpserver") is None:
        raise Refused(
            "the Model Context Protocol needs the package `mcp`, 2 or later, which is not installed"
            "\npip install 'kautilya[mcp]' brings it"
        )
    from kautilya.cli.open import check_there
    from kautilya.study.desk import Followed
    from kautilya.web.protocol import server_of
    from kautilya.web.tools import Tools

    path = case_path(case)
    check_there(path)
    server_of(Tools(Followed(path), writes=write)).run("stdio")
    return ALL_PASS
