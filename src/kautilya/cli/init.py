"""``kautilya init``: start a case."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kautilya.cli.exits import Refused

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")


def init(
    name: Annotated[str, typer.Argument(help="Name of the case, and of its new folder.")],
) -> None:
    """Start a case: a new folder with a commented case that can be tested at once."""
    folder = Path(name)
    if not _NAME.match(folder.name):
        raise Refused(
            f"'{folder.name}' cannot name a case: letters, digits, dots, hyphens and underscores, "
            "beginning with a letter or a digit"
        )
    file = folder / "case.yaml"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is there already and is not empty; nothing was written")
    folder.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as stream:
        stream.write(starter(folder.name))
    print(f"{file} written")
    print(f"next: kautilya test {folder} | kautilya show {folder} | kautilya lint {folder}")


def starter(name: str) -> str:
    """The starter case under a name."""
    from importlib.resources import files

    text = files("kautilya.cli").joinpath("starter.yaml").read_text("utf-8")
    return text.replace("CASE_NAME", name)
