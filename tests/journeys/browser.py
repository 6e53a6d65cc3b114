"""Browsers of several people, and what every page in them is held to."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 30_000
"""Milliseconds that anything may take on a busy machine before it counts as not happening."""

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
AXE_IS_THERE = "() => 'axe' in window"
RUN_AXE = "() => axe.run(document, {resultTypes: ['violations'], preload: false})"
AT_REST = """() => Promise.race([
  Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
    .map((one) => one.finished)),
  new Promise((over) => setTimeout(over, 5000)),
]).then(() => null)"""
"""Nothing moves or fades any more: axe would measure colours that are half there."""


class Screens:
    """Opens pages, and remembers what went wrong in any of them."""

    def __init__(self, chromium: Browser, base: str) -> None:
        self.chromium, self.base = chromium, base
        self.contexts: list[BrowserContext] = []
        self.trouble: list[str] = []

    def open(self, width: int, height: int, language: str, **more: Any) -> Page:
        """A new person’s browser: own cookies, own language."""
        size: Any = {"width": width, "height": height}
        context = self.chromium.new_context(viewport=size, locale=language, **more)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        return self.watch(context.new_page())

    def watch(self, page: Page) -> Page:
        """Note errors of scripts, refused content and requests to other hosts."""
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._said(page, said.type, said.text))
        page.on("request", lambda request: self._asked(request.url))
        return page

    def _said(self, page: Page, kind: str, text: str) -> None:
        expected = "Failed to load resource" in text or "ERR_" in text
        if kind == "error" and not expected:
            self.trouble.append(f"{page.url}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.trouble.append(f"request to another host: {url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def until_seen(page: Page, check: Callable[[], bool]) -> None:
    """Wait until something is true of what a page’s events have told."""
    end = time.monotonic() + PATIENCE / 1000
    while not check():
        assert time.monotonic() < end, "it did not become true"
        page.wait_for_timeout(50)


def axe(page: Page) -> list[str]:
    """What axe-core finds on a page, as rule and places; WCAG 2.2 AA and best practice."""
    if not page.evaluate(AXE_IS_THERE):
        page.evaluate(AXE)
    page.evaluate(AT_REST)
    found = page.evaluate(RUN_AXE)
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def check(*pages: Page, what: str = "") -> None:
    """Nothing for axe to find, and nothing wider than the screen."""
    for page in pages:
        name = what or page.url
        found = axe(page)
        assert found == [], f"{name}: {found}"
        wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"
