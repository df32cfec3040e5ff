"""The brief on a small case, to the letter."""

from __future__ import annotations

import os
import re

from kautilya.report.brief.markdown import brief_to_markdown
from kautilya.study import load
from kautilya.study.brief import brief_of, gather
from support.reports import FERRY, SEED

HERE = FERRY.parent


def test_brief(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(HERE)
    study = load("case.yaml")
    text = brief_to_markdown(brief_of(gather(study, study.test(worlds=200, seed=SEED))))
    text = re.sub(r"kautilya \d[\w.+]*", "kautilya VERSION", text)
    file = HERE / "brief.md"
    if os.environ.get("KAUTILYA_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
