"""``kautilya brief``: from a kept run or a new one, and what it says where it cannot write."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kautilya.cli.app import run
from support.reports import FERRY


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(FERRY, tmp_path / "case.yaml")
    return tmp_path


def test_it_tests_first_and_then_uses_the_run(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["brief", "-o", "one.md", "--worlds", "40"]) == 0
    assert "testing it first" in capsys.readouterr().err
    assert run(["brief", "-o", "two.md"]) == 0
    told = capsys.readouterr()
    assert not told.err and "two.md  from 40 worlds" in told.out
    assert (here / "one.md").read_text() == (here / "two.md").read_text()


def test_lines_are_those_of_the_file_as_it_is_now(here: Path) -> None:
    assert run(["brief", "-o", "one.md", "--worlds", "40"]) == 0
    text = (here / "case.yaml").read_text()
    (here / "case.yaml").write_text("# a remark\n" + text)
    assert run(["brief", "-o", "two.md"]) == 0
    assert "hi#11 · line 87" in (here / "one.md").read_text()
    assert "hi#11 · line 88" in (here / "two.md").read_text()


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("brief.txt", "'.txt' is no form of a brief"),
        ("brief", "it has no ending"),
        ("nowhere/brief.pdf", "there is no folder nowhere"),
    ],
)
def test_a_name_that_cannot_be_written_is_refused_before_anything_runs(
    here: Path, output: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["brief", "-o", output]) == 2
    assert says in capsys.readouterr().err
    assert not (here / ".kautilya").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.symlink("/dev/full", here / "full.md")
    assert run(["brief", "-o", "full.md", "--worlds", "40"]) == 4
    told = capsys.readouterr().err.splitlines()[-1]
    assert told == "kautilya: full.md: No space left on device"


def test_a_folder_that_may_not_be_written_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(path: Path, content: bytes) -> None:
        raise PermissionError(13, "Permission denied", f".{path.name}.x1")

    monkeypatch.setattr("kautilya.report.brief.write.write_whole", refused)
    assert run(["brief", "-o", "brief.md", "--worlds", "40"]) == 4
    assert capsys.readouterr().err.endswith("kautilya: brief.md: Permission denied\n")


def test_a_long_name_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", "-o", "n" * 300 + ".md", "--worlds", "40"]) == 4
    assert "File name too long" in capsys.readouterr().err


def test_a_missing_library_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import importlib.util

    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "typst" else there(name)
    )
    assert run(["brief", "-o", "brief.pdf"]) == 2
    assert "needs typst, which is not installed" in capsys.readouterr().err
