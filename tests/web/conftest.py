"""A case on the desk of a service, without a network; and the whole program at a port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kautilya.web.app import create_app
from kautilya.web.service import Service
from support.opened import Program, copied, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a case."""
    return copied(tmp_path)


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    """A client of a case that nobody else asks."""
    app = create_app(Service(folder), page=folder / "no-page")
    with TestClient(app, base_url="http://localhost") as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a case that all tests of a file ask and none of them changes."""
    folder = copied(tmp_path_factory.mktemp("shared"))
    with TestClient(
        create_app(Service(folder), page=folder / "none"), base_url="http://localhost"
    ) as found:
        yield found


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The whole program, for all tests of a file."""
    found = opened(copied(tmp_path_factory.mktemp("open")))
    yield found
    found.kill()
