"""A case from the net, with markup in every string: nothing of it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.opened import opened
from support.page import PANELS, Reader, need_page

pytestmark = pytest.mark.slow

BAD = "<img src=x onerror='window.ran=1'><script>window.ran=2</script>{{ran}}${ran}"
LINK = "javascript:window.ran=3"
CASE = f"""\
language: 1
case: hostile
title: "{BAD}"
question: "{BAD}"
focal: mayor.gate
as_of: 2021-05-01
horizon: 6
sources:
  s: {{title: "{BAD}", publisher: "{BAD}", year: 2021, url: "{LINK}", text: text.txt}}
systems:
  yard: {{title: "{BAD}", says: "{BAD}", source: s#1}}
actors:
  mayor: {{name: "{BAD}", says: "{BAD}"}}
premises:
  load: {{says: "{BAD}", range: [0, 1], status: judged, source: s#1, system: yard, note: "{BAD}"}}
stocks:
  mud: {{says: "{BAD}", start: 0.5, toward: load, over: 3 months, system: yard}}
mechanisms:
  rain: {{says: "{BAD}", to: mud, adds: 0.2 * load, status: stated, system: yard, chance: likely}}
decisions:
  mayor.gate:
    says: "{BAD}"
    now: open
    options:
      open: {{says: "{BAD}"}}
      shut: {{says: "{BAD}", does: {{mud: -0.2}}}}
interests:
  mayor:
    - {{id: clean, name: "{BAD}", value: mud, anchors: [1, 0]}}
beliefs:
  mayor: {{load: {{is: [0.2, 0.4], says: "{BAD}"}}}}
scenarios:
  flood: {{says: "{BAD}", set: {{load: 1}}}}
propositions:
  muddy: {{says: "{BAD}", stated: likely, source: s#1, system: yard, row: "{BAD}",
    claim: final(mud) > 0.5, because: [rain], reply: "{BAD}"}}
  shuts: {{says: "{BAD}", stated: flat, source: s#1, claim: best(mayor.gate) is shut}}
  silent: {{says: "{BAD}", stated: likely, source: s#1, untested: "{BAD}"}}
"""


def test_nothing_of_a_hostile_case_runs(reads: Callable[..., Reader], tmp_path: Path) -> None:
    need_page()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "text.txt").write_text(f"{BAD}\n\n{BAD}\n", encoding="utf-8")
    program = opened(tmp_path)
    try:
        reader = reads(program)
        outside: list[str] = []
        reader.page.on("request", lambda asked: outside.append(asked.url))
        for panel in (*PANELS, "why/muddy", "map/muddy", "tipping/load", "compare?with=flood"):
            page = reader.go(panel)
            reader.ask()
            assert page.evaluate("window.ran") is None
            assert page.locator("main img, main script, main iframe").count() == 0
            assert page.locator("a[href^='javascript']").count() == 0
        reader.go("argument")
        assert BAD in reader.text()
        assert [url for url in outside if not url.startswith((reader.address, "blob:"))] == []

        file = tmp_path / "case.yaml"
        file.write_text(CASE.replace("to: mud", f'to: "{BAD}"'), encoding="utf-8")
        reader.page.get_by_role("alert").wait_for(timeout=60_000)
        assert reader.page.evaluate("window.ran") is None
    finally:
        program.kill()
