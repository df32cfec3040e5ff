"""Documents that are run: their commands, their changes to files, their tables."""

from __future__ import annotations

import io
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from kautilya.cli.app import run

ROOT = Path(__file__).resolve().parents[2]
WRITE = os.environ.get("KAUTILYA_GOLDEN") == "write"

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_FILE = re.compile(r"`([\w./-]+)`[^`]*:\n\n\Z")


@dataclass(frozen=True)
class Block:
    """A fenced block, what it is written in, and the file named at the end of the line before."""

    kind: str
    body: str
    file: str


@dataclass(frozen=True)
class Command:
    """A command of a console block and what the document says that it prints."""

    line: str
    output: str


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a document, in order."""
    for match in _FENCE.finditer(text):
        before = _FILE.search(text[: match.start()])
        yield Block(match.group(1), match.group(2), before.group(1) if before else "")


def commands(body: str) -> Iterator[Command]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        line, _, output = part.partition("\n")
        yield Command(line, output)


def printed(line: str) -> str:
    """What a command prints, on either stream, each line without blanks at its end."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(stream), redirect_stderr(stream):
        run(shlex.split(line)[1:])
    assert isinstance(stream.buffer, io.BytesIO)
    text = stream.buffer.getvalue().decode("utf-8")
    return "".join(f"{row.rstrip()}\n" for row in text.splitlines())


def agrees(expected: str, got: str) -> bool:
    """Whether an output is the expected one; a line ``...`` stands for any lines."""
    pattern = "".join(
        r"(?:.*\n)*" if row.strip() == "..." else re.escape(row) + r"\n"
        for row in expected.rstrip("\n").splitlines()
    )
    return re.fullmatch(pattern, got) is not None


def walk(text: str, folder: Path) -> str:
    """Run a document in a folder: its commands, and the changes to files between them.

    Gives the document with the outputs as they are now; an output with ``...`` stays.
    """
    fresh = text
    for block in blocks(text):
        if block.kind == "console":
            body = _walk_console(block.body)
            fresh = fresh.replace(block.body, body, 1) if body != block.body else fresh
        elif block.kind == "diff":
            change(folder / block.file, block.body)
    return fresh


def _walk_console(body: str) -> str:
    told = []
    for command in commands(body):
        told.append(f"$ {command.line}\n")
        if command.line.startswith("kautilya "):
            got = printed(command.line)
            same = agrees(command.output, got)
            told.append(command.output if same or ("..." in command.output and WRITE) else got)
        else:
            told.append(command.output)
    return "".join(told)


def change(file: Path, diff: str) -> None:
    """Carry out a change that is shown as lines with ``+``, ``-`` or a blank before them.

    Pieces are set apart by a line of ``...``; each must fit the file at exactly one place.
    """
    text = file.read_text(encoding="utf-8")
    for piece in re.split(r"^\.\.\.\n", diff, flags=re.M):
        rows = piece.splitlines()
        assert all(row[:1] in "+- " for row in rows), f"no line of a change: {rows}"
        old = "".join(f"{row[1:]}\n" for row in rows if row[:1] != "+")
        new = "".join(f"{row[1:]}\n" for row in rows if row[:1] != "-")
        assert text.count(old) == 1, f"{file.name} has this {text.count(old)} times:\n{old}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def tables(text: str) -> Iterator[tuple[str, str]]:
    """The tables that are kept by a test: the name of each, and what stands there."""
    for match in re.finditer(r"<!-- table: ([\w. ]+) -->\n(.*?)<!-- end of table -->", text, re.S):
        yield match.group(1), match.group(2)


def with_tables(text: str, made: dict[str, str]) -> str:
    """A document with its tables made anew."""
    for name, there in list(tables(text)):
        mark = f"<!-- table: {name} -->\n"
        text = text.replace(f"{mark}{there}", f"{mark}{made[name]}", 1)
    return text
