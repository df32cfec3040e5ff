"""Who is answered, and what a browser may do with the answer."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from kautilya.web.app import create_app
from kautilya.web.security import HEADERS, MOST_BYTES, Guard
from kautilya.web.service import Service

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A built page."""
    found = tmp_path / "page"
    (found / "assets").mkdir(parents=True)
    (found / "index.html").write_text("<!doctype html><title>Kautilya</title>", "utf-8")
    (found / "assets" / "index-3f2a.js").write_text("1;" * 2000, "utf-8")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    return found


@pytest.fixture
def away(folder: Path, page: Path) -> Iterator[TestClient]:
    """A client of a service that others can reach."""
    app = create_app(Service(folder), Guard.of("192.0.2.7", "a-token"), page)
    with TestClient(app, base_url="http://192.0.2.7:8765") as found:
        yield found


@pytest.fixture
def paged(folder: Path, page: Path) -> Iterator[TestClient]:
    """A client of a service with a page."""
    with TestClient(create_app(Service(folder), page=page), base_url="http://localhost") as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/assets/index-3f2a.js", "/api/case", "/none", "/api/none"])
def test_every_answer_says_what_a_browser_may_do(paged: TestClient, path: str) -> None:
    answer = paged.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_page_is_kept_by_what_its_names_say(paged: TestClient) -> None:
    assert paged.get("/").headers["cache-control"] == "no-cache"
    asset = paged.get("/assets/index-3f2a.js")
    assert "immutable" in asset.headers["cache-control"]
    assert asset.headers["content-encoding"] == "gzip"
    assert paged.get("/api/case").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"]
)
def test_nothing_beside_the_page_is_served(paged: TestClient, path: str) -> None:
    assert "secret" not in paged.get(path).text


def test_a_link_out_of_the_page_is_not_followed(paged: TestClient, page: Path) -> None:
    (page / "out.txt").symlink_to(page.parent / "secret.txt")
    assert paged.get("/out.txt").status_code == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "10.0.0.1"]
)
def test_a_name_that_was_made_to_point_here_is_refused(shared: TestClient, host: str) -> None:
    for path in ("/api/case", "/"):
        answer = shared.get(path, headers={"Host": host})
        assert answer.status_code == 403
        assert "kautilya open" in answer.json()["error"]["help"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765"])
def test_this_machine_has_several_names(shared: TestClient, host: str) -> None:
    assert shared.get("/api/text", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_from_elsewhere_are_refused(shared: TestClient, headers: dict[str, str]) -> None:
    assert shared.get("/api/case", headers=headers).status_code == 403
    answer = shared.post("/api/verdicts", json={}, headers=headers)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_its_own_page_is_answered(shared: TestClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert shared.post("/api/verdicts", json={"worlds": 1}, headers=headers).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_any_page_may_send_unasked_is_refused(shared: TestClient, kind: str) -> None:
    answer = shared.post("/api/verdicts", content=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_bodies_are_bounded_whatever_they_claim(shared: TestClient) -> None:
    large = b" " * (MOST_BYTES + 1)
    assert shared.post("/api/verdicts", content=large, headers=JSON).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 1000 + 2):
            yield b" " * 1000

    assert shared.post("/api/verdicts", content=pieces(), headers=JSON).status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 10_000, b'{"worlds": 1e99999}'])
def test_bodies_that_are_no_json_are_refused(shared: TestClient, body: bytes) -> None:
    answer = shared.post("/api/verdicts", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]


def test_beyond_this_machine_the_token_is_wanted(away: TestClient) -> None:
    refused = away.get("/api/case")
    assert refused.status_code == 401
    assert "token" in refused.json()["error"]["message"]
    for wrong in ("another", "", "a-token "):
        header = {"Authorization": f"Bearer {wrong}x"}
        assert away.get("/api/case", headers=header).status_code == 401
        assert away.get("/api/case", params={"token": wrong}).status_code == 401
    assert away.get("/api/case", headers={"Authorization": "Bearer a-token"}).status_code == 200
    assert away.get("/api/case", params={"token": "a-token"}).status_code == 200
    assert away.get("/api/openapi.json").status_code == 401
    assert away.get("/").status_code == 200  # the page has no secret; it reads the token itself


def test_a_guard_beyond_this_machine_has_a_token_of_its_own() -> None:
    one, other = Guard.of("0.0.0.0"), Guard.of("0.0.0.0")
    assert one.token and other.token and one.token != other.token
    assert len(one.token) >= 32
    assert Guard.of("127.0.0.1").token is None
    assert Guard.of("localhost").token is None
    assert Guard.of("::1").token is None


def test_at_all_addresses_it_is_asked_for_by_address_and_by_no_other_name(folder: Path) -> None:
    app = create_app(Service(folder), Guard.of("0.0.0.0", "t"))
    with TestClient(app, base_url="http://192.0.2.9") as found:
        ask = {"Authorization": "Bearer t"}
        assert found.get("/api/text", headers=ask).status_code == 200
        assert found.get("/api/text", headers={**ask, "Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("host", ["2001:DB8:0::7", "FE80::1"])
def test_an_address_is_known_however_it_was_written(host: str) -> None:
    guard = Guard.of(host)
    guard.check_host(f"[{ipaddress.ip_address(host)}]:8765")
    assert Guard.of("0::0", "t").any_address


def test_there_are_no_web_sockets_and_no_pages_about_the_interface(shared: TestClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert shared.get(path).status_code == 404
    with pytest.raises(WebSocketDisconnect) as refused, shared.websocket_connect("/api/events"):
        pass
    assert refused.value.code == 1008
