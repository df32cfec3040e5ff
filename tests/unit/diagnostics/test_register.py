"""Every code has one page, and the page can be read."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kautilya.diagnostics import register, rules

CODE = re.compile(r"KC[0-9]{3}")


def test_rules_are_in_the_order_of_their_codes() -> None:
    found = rules()
    assert list(found) == sorted(found)
    assert {f"KC{number:03}" for number in range(1, 20)} <= set(found)


@pytest.mark.parametrize("code", sorted(rules()))
def test_a_page_says_what_is_bad_and_how_it_is_mended(code: str) -> None:
    rule = rules()[code]
    assert CODE.fullmatch(rule.code)
    first = rule.page.splitlines()[0]
    assert first.startswith(f"{code}: ")
    assert rule.title
    assert "\n" not in rule.title
    lowered = rule.page.casefold()
    assert "bad" in lowered and "mended" in lowered


def test_each_file_is_named_after_its_code() -> None:
    folder = Path(register.__file__).parent / "rules"
    for file in folder.glob("kc*.py"):
        code = re.search(r'^CODE = "(KC[0-9]{3})"$', file.read_text(encoding="utf-8"), re.M)
        assert code is not None, file.name
        assert file.name.startswith(f"{code[1].lower()}_")


def test_every_code_that_the_reader_uses_has_a_page() -> None:
    folder = Path(register.__file__).parents[1] / "source"
    used = {
        code
        for file in folder.glob("*.py")
        for code in re.findall(r'"(KC[0-9]{3})"', file.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= set(rules())


def test_the_function_keeps_its_name_beside_the_folder_of_pages() -> None:
    rules()
    importlib.import_module("kautilya.diagnostics.rules.kc001_cannot_read")
    assert importlib.import_module("kautilya.diagnostics").rules is rules


def test_importing_the_package_imports_no_pages_and_nothing_heavy() -> None:
    program = (
        "import sys, kautilya.diagnostics;"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('rich', 'pydantic', 'numpy', 'ruamel') or m.startswith('kautilya.diagnostics.rules.')])"
    )
    source = str(Path(register.__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r}); {program}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
