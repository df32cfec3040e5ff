"""A case open in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.opened import Program, copied, opened
from support.page import Reader, chromium, need_page


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser, for all tests of a file."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The first steps, open; nobody changes them."""
    need_page()
    found = opened(copied(tmp_path_factory.mktemp("open")))
    yield found
    found.kill()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Program]:
    """The first steps, open for one test, which may change them."""
    need_page()
    found = opened(copied(tmp_path))
    yield found
    found.kill()


@pytest.fixture
def reads(browser: Any) -> Iterator[Callable[..., Reader]]:
    """Readers of what a program has open; none of them may have met an error in the end."""
    readers: list[Reader] = []

    def begin(program: Program, **options: Any) -> Reader:
        readers.append(Reader(browser, program.port, **options))
        return readers[-1]

    yield begin
    complaints = [complaint for reader in readers for complaint in reader.complaints]
    for reader in readers:
        reader.close()
    assert complaints == []
