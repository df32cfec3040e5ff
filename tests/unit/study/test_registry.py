"""What is kept of runs, and what is made of a registry that cannot be read."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from kautilya.diagnostics import CaseInvalid
from kautilya.study import Order, UnknownName, registry
from kautilya.study.files import write_whole
from kautilya.study.keeping import begin
from kautilya.study.manifest import State, manifest_from
from kautilya.study.memory import demand_of
from kautilya.study.registry import (
    Registry,
    RegistryUnreadable,
    UnknownRun,
    last_case,
    last_failures,
    last_run,
)
from kautilya.study.results_file import ResultsUnreadable
from support.reports import FERRY, ferry
from support.runs import ORDER, ferry_data, kept_ferry


def test_the_last_run_is_found_by_content_and_its_case_by_file(tmp_path: Path) -> None:
    assert last_run(home=tmp_path) is None
    assert last_case(tmp_path) is None
    first = kept_ferry(tmp_path, file=str(FERRY))
    kept_ferry(tmp_path, case_hash="0" * 64, file=str(tmp_path / "gone.yaml"))
    assert last_run(home=tmp_path) == json.loads(json.dumps(ferry_data()))
    assert last_run(first.case_hash, tmp_path) is not None
    assert last_run("1" * 64, tmp_path) is None
    assert last_case(tmp_path) == FERRY
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*\n"


def test_a_manifest_says_what_was_run_and_goes_to_plain_data_and_back(tmp_path: Path) -> None:
    manifest = kept_ferry(tmp_path)
    assert manifest.result_hash == ferry_data()["result_hash"]
    assert (manifest.case, manifest.worlds, manifest.seed) == ("ferry-line", 200, ORDER.seed)
    assert (manifest.yardstick, manifest.yardstick_version) == ("ICD 203", "2015")
    assert set(manifest.libraries) == {"numpy", "scipy"}
    assert manifest.command == ("test", "ferry-line")
    assert manifest.started <= manifest.ended
    assert manifest.evaluator and manifest.python and manifest.version
    assert "beloved" not in manifest.verdicts
    assert manifest.verdicts["limit"] is False
    assert manifest_from(json.loads(json.dumps(manifest.plain()))) == manifest


def test_failures_are_of_each_proposition_when_it_was_last_tested(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("", "utf-8")
    home = tmp_path / "home"
    assert last_failures(case, home) is None
    kept_ferry(home, file=str(case), verdicts={"old": False}, selection=None)
    kept_ferry(home, file=str(case), verdicts={"a": False, "b": False, "c": True}, selection=None)
    kept_ferry(home, file=str(case), verdicts={"b": True}, selection=("b",))
    kept_ferry(home, file=str(tmp_path / "other.yaml"), verdicts={"c": False})
    assert last_failures(case, home) == {"a"}
    assert last_failures(tmp_path, home) == {"a"}
    assert last_failures(tmp_path / "none.yaml", home) is None


def test_runs_are_named_by_their_first_digits_and_from_the_newest(tmp_path: Path) -> None:
    store = Registry(tmp_path)
    with pytest.raises(UnknownRun, match="no run was kept"):
        store.find("last")
    old, new = kept_ferry(tmp_path), kept_ferry(tmp_path)
    unfinished = begin(ferry().checked, ORDER, home=tmp_path)
    assert [run.id for run in store.runs()] == [unfinished.manifest.id, new.id, old.id]
    assert store.find("last").id == store.find("last~0").id == new.id
    assert store.find("last~1").id == old.id
    assert store.find(new.id[:7].upper()).id == new.id
    for wrong in ("last~2", "last~x", "lastly", "", "zz"):
        with pytest.raises(UnknownRun):
            store.find(wrong)
    with pytest.raises(UnknownRun, match="still running"):
        store.results(store.find(unfinished.manifest.id))
    unfinished.interrupted()


def test_a_name_that_several_runs_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(["ab000001", "ab000001", "ab000002"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(ids))
    kept_ferry(tmp_path)
    kept_ferry(tmp_path)
    with pytest.raises(UnknownRun, match="ab000002, ab000001"):
        Registry(tmp_path).find("ab")


def test_results_of_old_runs_go_and_their_manifests_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "MOST_RESULTS", 2)
    runs = [kept_ferry(tmp_path) for _ in range(4)]
    store = Registry(tmp_path)
    assert len(store.runs()) == 4
    assert {path.stem for path in store.folder.iterdir()} == {run.id for run in runs[2:]}
    with pytest.raises(ResultsUnreadable, match="newest 2 runs"):
        store.results(runs[0])


def test_a_spoilt_file_of_results_is_passed_over(tmp_path: Path) -> None:
    old, new = kept_ferry(tmp_path), kept_ferry(tmp_path)
    store = Registry(tmp_path)
    path = store.results_path(new.id)
    path.write_bytes(store.results_path(old.id).read_bytes())  # whole, but another run's
    with pytest.raises(ResultsUnreadable, match="not the file that the run wrote"):
        store.results(new)
    assert last_run(home=tmp_path) == store.results(old)


# -- registries that cannot be read ---------------------------------------------------------------


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_registry_cut_short_is_named_and_stays(tmp_path: Path, cut: float) -> None:
    kept_ferry(tmp_path)
    path = tmp_path / "runs.db"
    spoilt = path.read_bytes()[: int(path.stat().st_size * cut)]
    path.write_bytes(spoilt)
    with pytest.raises(RegistryUnreadable, match=r"runs\.db.*nothing was deleted"):
        Registry(tmp_path).runs()
    assert path.read_bytes() == spoilt


@pytest.mark.parametrize("content", [b"no database at all" * 99, b"\0" * 8192])
def test_a_file_that_is_no_registry_is_named_and_stays(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "runs.db"
    path.write_bytes(content)
    with pytest.raises(RegistryUnreadable, match=r"mv .*runs\.db"):
        last_run(home=tmp_path)
    kept = begin(ferry().checked, ORDER, home=tmp_path)
    assert kept.warning.startswith("the run was not kept: the registry of runs")
    assert "\n" not in kept.warning
    assert not kept.finish(ferry_data())
    assert path.read_bytes() == content


def test_an_empty_registry_is_begun(tmp_path: Path) -> None:
    (tmp_path / "runs.db").write_bytes(b"")
    assert Registry(tmp_path).runs() == []
    kept_ferry(tmp_path)
    assert len(Registry(tmp_path).runs()) == 1


@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        ("user_version = 2", "its schema is 2, and this program knows 1 at most"),
        ("application_id = 7", "another program's database"),
    ],
)
def test_a_newer_or_foreign_registry_is_refused(tmp_path: Path, pragma: str, words: str) -> None:
    kept_ferry(tmp_path)
    database = sqlite3.connect(tmp_path / "runs.db")
    database.execute(f"PRAGMA {pragma}")
    database.close()
    with pytest.raises(RegistryUnreadable, match=words):
        Registry(tmp_path).runs()
    assert words in begin(ferry().checked, ORDER, home=tmp_path).warning


@pytest.mark.parametrize("entry", ["", "[]", "{}", '{"id": 1}'])
def test_a_spoilt_entry_is_told(tmp_path: Path, entry: str) -> None:
    kept_ferry(tmp_path)
    database = sqlite3.connect(tmp_path / "runs.db")
    with database:
        database.execute("UPDATE runs SET manifest = ?", (entry,))
    database.close()
    with pytest.raises(RegistryUnreadable, match="spoilt entry"):
        Registry(tmp_path).runs()


def test_a_registry_that_another_process_holds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "PATIENCE", 0.05)
    kept_ferry(tmp_path)
    other = sqlite3.connect(tmp_path / "runs.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(RegistryUnreadable, match="another program holds it"):
        Registry(tmp_path).runs()
    other.close()
    assert len(Registry(tmp_path).runs()) == 1


# -- a run from its beginning to its end ----------------------------------------------------------


def test_what_the_case_does_not_have_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(UnknownName):
        begin(ferry().checked, Order(scenario="deal"), home=home)
    with pytest.raises(CaseInvalid):
        begin(ferry().checked, Order(yardstick="PHIA"), home=home)
    assert not home.exists()


def test_a_run_that_fails_is_entered(tmp_path: Path) -> None:
    kept = begin(ferry().checked, ORDER, home=tmp_path)
    kept.failed(RuntimeError("boom"))
    (run,) = Registry(tmp_path).runs()
    assert run.state == State.FAILED
    assert list((tmp_path / "runs").iterdir()) == []


def test_an_interruption_before_the_first_job_keeps_nothing(tmp_path: Path) -> None:
    kept = begin(ferry().checked, ORDER, home=tmp_path)
    assert "nothing" in kept.interrupted()
    assert list((tmp_path / "runs").iterdir()) == []
    again = begin(ferry().checked, ORDER, home=tmp_path, resume=True)
    assert again.manifest.resumed == 0
    again.interrupted()


def test_a_run_whose_results_cannot_be_written_can_be_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = ferry()
    kept = begin(study.checked, ORDER, home=tmp_path)
    dossier = study.test(worlds=200, seed=ORDER.seed, workers=kept.over())

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", refuse)
        assert not kept.finish(ferry_data())
    assert "No space left on device" in kept.warning
    (run,) = Registry(tmp_path).runs()
    assert run.state == State.INTERRUPTED
    assert [path.suffix for path in (tmp_path / "runs").iterdir()] == [".journal"]
    again = begin(study.checked, ORDER, home=tmp_path, resume=True)
    assert (again.manifest.id, again.manifest.resumed) == (run.id, 1)

    def never(*_: object) -> None:
        raise AssertionError("a job was run again")

    monkeypatch.setattr("kautilya.findings.examine.Laboratory.perform", never)
    same = study.test(worlds=200, seed=ORDER.seed, workers=again.over())
    assert same.findings == dossier.findings
    assert again.finish(ferry_data())


def test_another_reading_of_the_same_run_can_be_taken_up(tmp_path: Path) -> None:
    study = ferry()
    kept = begin(study.checked, ORDER, home=tmp_path)
    study.test(worlds=200, seed=ORDER.seed, workers=kept.over())
    kept.interrupted()
    other = Order(worlds=200, seed=ORDER.seed, threads=2, yardstick="icd 203")
    again = begin(study.checked, other, home=tmp_path, resume=True)
    assert again.manifest.id == kept.manifest.id
    again.interrupted()
    graph = study.checked.graph
    assert graph is not None
    tight = demand_of(study.case, graph, 2, 200).bytes(20)
    for apart in (
        Order(worlds=201, seed=ORDER.seed),
        Order(worlds=200, seed=1),
        Order(worlds=200, seed=ORDER.seed, removals=False),
        Order(worlds=200, seed=ORDER.seed, only=("keeps",)),
        Order(worlds=200, seed=ORDER.seed, memory=tight),
    ):
        fresh = begin(study.checked, apart, home=tmp_path, resume=True)
        assert fresh.manifest.resumed == 0
        fresh.interrupted()


# -- files ----------------------------------------------------------------------------------------


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    write_whole(file, "old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert file.read_text("utf-8") == "old"
