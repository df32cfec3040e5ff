"""The page in a real browser: what is needed for it, and how a reader goes through it."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.documents import ROOT

BUILT = ROOT / "src" / "kautilya" / "web" / "page"
MODULES = ROOT / "page" / "node_modules"
PICTURES = ROOT / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable")
WAIT = 120_000  # milliseconds that a question may take on a busy machine

PANELS = {
    "overview": "Does the harbour board dredge, and does the ferry line stay?",
    "verdicts": "Verdicts",
    "argument": "Argument",
    "map": "Map",
    "choices": "Choices",
    "premises": "Premises",
    "why": "Why",
    "tipping": "Tipping points",
    "stress": "Stress",
    "weights": "Weights",
    "evidence": "Evidence",
    "watch": "Watch-list",
    "compare": "Compare",
    "run": "Run",
}
"""Each panel and its head."""


def lacking(what: str) -> None:
    """Skip for want of something; where everything must be there, that is a failure."""
    if os.environ.get("KAUTILYA_REQUIRE_BROWSER") == "1":
        pytest.fail(f"the page was not tested: {what}")
    pytest.skip(f"the page is not tested: {what}")


def need_page() -> None:
    """The built page."""
    if not (BUILT / "index.html").is_file():
        lacking("it is not built (`make page`, which needs Node 20 or later)")


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is skipped where there is none."""
    need_page()
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        lacking("there is no Chromium (on Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("there is no playwright (`make test` installs it)")
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class Reader:
    """Somebody before a browser.

    Parameters
    ----------
    browser
        The browser.
    port
        Where the program has a case open.
    options
        Of the browser's context: size, light or dark.
    """

    def __init__(self, browser: Any, port: int, **options: Any) -> None:
        options.setdefault("viewport", {"width": 1180, "height": 800})
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.address = f"http://127.0.0.1:{port}/"
        self.complaints: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._asked)

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _asked(self, dialog: Any) -> None:
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, panel: str) -> Any:
        """Open a panel by its link, and wait for its head."""
        self.page.goto(f"{self.address}#/{panel}")
        name = panel.partition("/")[0].partition("?")[0]
        self.page.wait_for_selector("#title")
        self.page.wait_for_function(
            "name => location.hash.slice(2).startsWith(name) && document.querySelector('nav "
            "[aria-current=page]')?.getAttribute('href').startsWith(`#/${name}`)",
            arg=name,
        )
        return self.page

    def ask(self) -> None:
        """Ask what is not asked of itself, and wait for every answer."""
        self.page.wait_for_timeout(150)
        self.page.evaluate(
            "() => document.querySelectorAll('.run button.main').forEach((each) => each.click())"
        )
        self.page.wait_for_function(
            "() => !document.querySelector('.run progress')", timeout=WAIT, polling=200
        )
        self.page.wait_for_timeout(150)

    def sees(self, text: str) -> None:
        """Wait for words on the page."""
        self.page.get_by_text(text).first.wait_for(timeout=WAIT)

    def text(self) -> str:
        """All that stands in the panel."""
        return str(self.page.locator("main").inner_text())

    def close(self) -> None:
        """Go away."""
        self.context.close()

    def picture(self, name: str) -> None:
        """Keep what is seen, where pictures are to be written."""
        if os.environ.get("KAUTILYA_PICTURES") != "write":
            return
        self.page.mouse.move(0, 0)
        shot = base64.b64encode(self.page.screenshot()).decode()
        blank = self.context.new_page()
        found = blank.evaluate(SMALLER, f"data:image/png;base64,{shot}")
        blank.close()
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(found.partition(",")[2]))


SMALLER = """async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', 0.8);
}"""


def barriers(page: Any) -> list[str]:
    """What axe finds that keeps somebody from reading the page."""
    axe = MODULES / "axe-core" / "axe.min.js"
    if not axe.is_file():
        lacking("there is no axe-core (`make page` fetches it)")
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{each['id']}: {node['html'][:200]}  {node.get('failureSummary', '')[:300]}"
        for each in found
        for node in each["nodes"]
    ]


def rewritten(file: Path, old: str, new: str) -> None:
    """Write a file anew as an editor does."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
