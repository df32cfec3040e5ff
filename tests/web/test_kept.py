"""A test that was kept is told again, and only to who asks the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kautilya.report.data import dossier_to_data
from kautilya.study import Dossier, Order, load
from kautilya.web.kept import is_kept, kept_test, run_and_keep

ORDER = Order(40)


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the case, where runs are kept."""
    monkeypatch.chdir(folder)
    return folder


def run(folder: Path) -> dict[str, object]:
    """Test the case, and keep it."""
    study = load(folder)

    def test(workers: object) -> Dossier:
        return study.test(worlds=ORDER.worlds, workers=workers)  # type: ignore[arg-type]

    return run_and_keep(study.checked, ORDER, test, ("test", "."))


def test_what_was_kept_is_what_a_test_gives(here: Path) -> None:
    study = load(here)
    assert not is_kept(study.checked, ORDER)
    assert kept_test(study.checked, ORDER) is None
    found = run(here)
    assert found == dossier_to_data(study.test(worlds=ORDER.worlds))
    assert is_kept(study.checked, ORDER)
    assert kept_test(study.checked, ORDER) == found


def test_another_question_is_not_answered_by_it(here: Path) -> None:
    run(here)
    study = load(here)
    for other in (
        replace(ORDER, worlds=41),
        replace(ORDER, seed=1),
        replace(ORDER, scenario="wet_years"),
        replace(ORDER, only=("stays",)),
        replace(ORDER, removals=False),
        replace(ORDER, yardstick="PHIA"),
    ):
        assert not is_kept(study.checked, other)
        assert kept_test(study.checked, other) is None


def test_a_case_that_was_edited_is_another(here: Path) -> None:
    run(here)
    file = here / "case.yaml"
    text = file.read_text("utf-8")
    file.write_text(text + "# a remark\n", "utf-8")
    assert is_kept(load(here).checked, ORDER)
    file.write_text(text.replace("range: [0.6, 0.9]", "range: [0.6, 0.8]"), "utf-8")
    assert not is_kept(load(here).checked, ORDER)


def test_a_registry_that_cannot_be_read_is_passed_over(here: Path) -> None:
    found = run(here)
    (here / ".kautilya" / "runs.db").write_bytes(b"spoilt")
    study = load(here)
    assert not is_kept(study.checked, ORDER)
    assert kept_test(study.checked, ORDER) is None
    assert run(here) == found
