"""The whole program at a port: several clients, streams, runs that are stopped."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.opened import Program, copied, opened
from support.program import ended, started

pytestmark = pytest.mark.slow


def events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    """Events of a stream."""
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def followed(client: httpx.Client, id: str) -> list[tuple[str, Any]]:
    """All that is told of a run."""
    with client.stream("GET", f"runs/{id}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        return list(events(stream.iter_lines()))


def begun(client: httpx.Client, kind: str, **options: Any) -> str:
    """A run that has begun."""
    answer = client.post("runs", json={"kind": kind, "options": options})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.05)


def ran(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    """Exit code and what the program wrote."""
    return ended(started(*arguments, cwd=cwd))


def test_a_run_tells_how_far_it_is_and_gives_what_the_command_gives(program: Program) -> None:
    with program.client() as client:
        id = begun(client, "test", worlds=100)
        told = followed(client, id)
        assert {name for name, _ in told[:-1]} <= {"progress"}
        done = [said["done"] for name, said in told if name == "progress"]
        assert done == sorted(done)
        name, result = told[-1]
        assert name == "result"
        file = str((program.folder / "case.yaml").resolve())
        _, printed, _ = ran("test", file, "--worlds", "100", "--json", "-", cwd=program.folder)
        assert result == json.loads(printed)
        stands = client.get(f"runs/{id}").json()
        assert stands["state"] == "done"
        assert stands["result"] == result
        assert followed(client, begun(client, "test", worlds=100)) == [("result", result)]


def test_what_a_run_cannot_answer_is_told_as_data(program: Program) -> None:
    with program.client() as client:
        for kind, options, piece in (
            ("why", {"id": "stay"}, "did you mean 'stays'?"),
            ("evidence", {}, "no hypotheses"),
            ("diff", {"other": "../../etc/passwd"}, "outside of the case's folder"),
        ):
            name, said = followed(client, begun(client, kind, **options))[-1]
            assert name == "error"
            assert piece in said["error"]["message"]


def test_a_run_can_be_stopped_and_its_process_goes(program: Program) -> None:
    with program.client() as client:
        id = begun(client, "stress", worlds=500, seed=7)
        until(lambda: client.get(f"runs/{id}").json()["state"] == "running")
        with ExitStack() as stack, ThreadPoolExecutor() as pool:
            other = stack.enter_context(program.client())
            told = pool.submit(lambda: followed(other, id))
            assert client.delete(f"runs/{id}").status_code == 204
            assert told.result(30)[-1][0] == "stopped"
        assert client.get(f"runs/{id}").json()["state"] == "stopped"
        assert client.delete(f"runs/{id}").status_code == 204
        assert client.delete("runs/none").status_code == 404


def test_too_many_runs_are_refused_until_one_is_stopped(program: Program) -> None:
    with program.client() as client:
        ids, refused = [], None
        for seed in range(20):
            answer = client.post(
                "runs", json={"kind": "stress", "options": {"worlds": 500, "seed": seed}}
            )
            if answer.status_code == 429:
                refused = answer
                break
            ids.append(answer.json()["id"])
        assert refused is not None
        assert int(refused.headers["retry-after"]) > 0
        assert "stop one" in refused.json()["error"]["help"]
        for id in ids:
            client.delete(f"runs/{id}")
        until(lambda: client.post("runs", json={"kind": "weights"}).status_code == 202)


def test_many_clients_get_the_same_verdicts_at_once(program: Program) -> None:
    body = {"changes": {"premises": {"delay": 0.45}}, "worlds": 120}

    def ask(_: int) -> Any:
        with program.client() as client:
            return client.post("verdicts", json=body).json()["verdicts"]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))
    assert all(answer == answers[0] for answer in answers)


def test_two_pages_are_told_when_the_file_changes(program: Program) -> None:
    file = program.folder / "case.yaml"
    good = file.read_text("utf-8")
    seen: dict[int, list[str]] = {0: [], 1: []}

    def follow(number: int) -> None:
        with program.client() as client, client.stream("GET", "events") as stream:
            for name, said in events(stream.iter_lines()):
                assert name == "case"
                seen[number].append(said["revision"])
                if len(seen[number]) == 3:
                    return

    threads = [threading.Thread(target=follow, args=(number,)) for number in seen]
    for thread in threads:
        thread.start()
    try:
        until(lambda: all(len(told) == 1 for told in seen.values()))
        file.write_text(good + "# a remark\n", "utf-8")
        until(lambda: all(len(told) == 2 for told in seen.values()))
        file.write_text(good, "utf-8")
        for thread in threads:
            thread.join(60)
    finally:
        file.write_text(good, "utf-8")
    assert seen[0] == seen[1]
    assert seen[0][0] == seen[0][2] != seen[0][1]


def test_a_client_that_goes_away_leaves_the_service_well(program: Program) -> None:
    body = {"changes": {"premises": {"delay": 0.59}}, "worlds": 2000}
    with program.client() as client, pytest.raises(httpx.ReadTimeout):
        client.post("verdicts", json=body, timeout=0.3)
    with program.client() as client:
        id = begun(client, "test", worlds=300, seed=3)
        with client.stream("GET", f"runs/{id}/events"):
            pass
        assert followed(client, id)[-1][0] == "result"
        assert client.post("verdicts", json={"worlds": 50}).status_code == 200


def test_code_that_lies_beside_a_case_is_never_run(program: Program) -> None:
    trap = program.folder / "numpy.py"
    mark = program.folder / "sprung"
    trap.write_text(f"open({str(mark)!r}, 'w').close()\nraise SystemExit(9)\n", "utf-8")
    try:
        with program.client() as client:
            for seed in (11, 12):  # one of them by a process that was not yet started
                _, said = followed(client, begun(client, "evidence", seed=seed))[-1]
                assert "no hypotheses" in said["error"]["message"]
    finally:
        trap.unlink()
    assert not mark.exists()


def test_interrupted_it_ends_well_and_leaves_no_process(tmp_path: Path) -> None:
    found = opened(copied(tmp_path))
    try:
        with found.client() as client:
            id = begun(client, "stress", worlds=500)
            until(lambda: client.get(f"runs/{id}").json()["state"] == "running")
            workers = _children(found.process.pid)
            assert workers
            with client.stream("GET", "events") as stream:
                assert next(events(stream.iter_lines()))[0] == "case"
                code, err = found.interrupt()
    finally:
        found.process.kill()
    assert code in (0, 130)
    assert err in ("", "interrupted\n") or "make page" in err
    assert "Traceback" not in err and "Cancel" not in err
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def _children(parent: int) -> list[int]:
    """Processes that a process has started."""
    if not Path("/proc").is_dir():
        pytest.skip("no /proc")
    tasks = Path(f"/proc/{parent}/task").iterdir()
    return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]


def test_beyond_this_machine_the_link_carries_a_token(folder: Path) -> None:
    found = opened(folder, "--host", "0.0.0.0")
    try:
        with found.client() as client:
            assert client.get("case").status_code == 401
    finally:
        found.kill()
