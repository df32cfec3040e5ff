"""What `kautilya open` and `kautilya mcp` say, without a port that is asked."""

from __future__ import annotations

import re
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kautilya.cli.app import run
from kautilya.web import app, serve


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Links that a browser was sent to; the service is ready and ends at once."""
    links: list[str] = []

    def at_once(_: object, at: Any, ready: Callable[[], None], __: object) -> None:
        at.close()
        ready()

    monkeypatch.setattr(serve, "serve", at_once)
    monkeypatch.setattr(app, "PAGE", tmp_path / "page")
    monkeypatch.setattr(webbrowser, "open", links.append)
    return links


def test_it_prints_the_link_and_sends_a_browser_there(
    folder: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["open", str(folder)]) == 0
    out = capsys.readouterr().out
    (link,) = opened
    assert link.startswith("http://127.0.0.1:")
    assert f"{folder.resolve() / 'case.yaml'} is open at {link}\n" in out
    assert "others can reach it" not in out


def test_without_the_page_it_says_how_to_build_it(
    folder: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["open", str(folder), "--no-browser"]) == 0
    assert "run `make page`" in capsys.readouterr().err
    assert opened == []


def test_with_the_page_it_says_nothing_of_it(
    folder: Path, opened: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("<!doctype html>", "utf-8")
    assert run(["open", str(folder)]) == 0
    assert capsys.readouterr().err == ""


def test_beyond_this_machine_it_says_so_and_the_link_has_a_token(
    folder: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["open", str(folder), "--host", "0.0.0.0"]) == 0
    assert "others can reach it" in capsys.readouterr().out
    link, _, token = opened[0].partition("?token=")
    assert link.startswith("http://localhost:")
    assert len(token) >= 32


def test_a_case_that_is_broken_is_opened_and_one_that_is_not_there_is_not(
    folder: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "case.yaml").write_text("case: [", "utf-8")
    assert run(["open", str(folder)]) == 0
    (folder / "case.yaml").unlink()
    for verb in ("open", "mcp"):
        assert run([verb, str(folder)]) == 2
        assert "there is no case file" in capsys.readouterr().err


def test_without_its_package_the_protocol_is_refused_in_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kautilya.cli.mcp.find_spec", lambda _: None)
    assert run(["mcp", str(folder)]) == 2
    assert "pip install 'kautilya[mcp]'" in capsys.readouterr().err


def test_a_port_in_use_names_the_next_that_is_free(
    folder: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run(["open", str(folder), "--port", str(port)]) == 4
    assert re.search(
        rf"port {port} of 127\.0\.0\.1 is in use; port (\d+) is free: --port \1\n",
        capsys.readouterr().err,
    )
    assert opened == []


def test_where_no_port_is_named_one_in_use_is_passed_over(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setattr(serve, "PORT", port)
        assert run(["open", str(folder)]) == 0
    assert opened and f":{port}/" not in opened[0]


@pytest.mark.parametrize(
    ("options", "code", "piece"),
    [
        (["--port", "0"], 2, "--port"),
        (["--port", "70000"], 2, "--port"),
        (["--host", "203.0.113.1"], 4, "cannot listen at 203.0.113.1"),
        (["--host", "my-machine"], 2, "give an address such as 127.0.0.1"),
    ],
)
def test_where_it_cannot_listen_is_told(
    folder: Path,
    opened: list[str],
    options: list[str],
    code: int,
    piece: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["open", str(folder), *options]) == code
    assert piece in capsys.readouterr().err
    assert opened == []
