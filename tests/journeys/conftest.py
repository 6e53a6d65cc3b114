"""A real server process and a real Chromium."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time as real_time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run", "--disable-background-timer-throttling",
         "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"]  # fmt: skip
START_WITHIN = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Kit:
    """`recoupe run` as a process of its own, on loopback, with a fresh data folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.settings = {"RECOUPE_BASE_URL": f"http://192.168.1.20:{self.port}", **settings}
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if "RECOUPE" not in key}
        own = {"RECOUPE_DATA_DIR": str(self.folder), "RECOUPE_PORT": str(self.port), "LANG": "C"}
        return {**kept, **own, **self.settings}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another `recoupe` command on the same data."""
        line = [sys.executable, "-c", "from app import main; main()", *words]
        return subprocess.run(
            line, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )

    def start(self) -> str:
        """Start the server; what it printed."""
        log = self.folder / "server.log"
        line = [sys.executable, "-c", "from app import main; main()", "run"]
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                line, cwd=ROOT, env=self.environment(), stdout=out, stderr=subprocess.STDOUT
            )
        until = real_time.monotonic() + START_WITHIN
        while real_time.monotonic() < until and self.process.poll() is None:
            said = log.read_text(errors="replace")
            if "Ctrl+C" in said:
                return said
            real_time.sleep(0.1)
        raise AssertionError(f"the kit did not start: {log.read_text(errors='replace')}")

    def stop(self, *, kill: bool = False) -> None:
        if self.process is not None:
            self.process.kill() if kill else self.process.terminate()
            self.process.wait(20)
            self.process = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    made = Kit(tmp_path)
    made.banner = made.start()  # type: ignore[attr-defined]
    yield made
    made.stop()
    assert "Traceback" not in made.log(), made.log()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: run `make test`, which installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Screens:
    """Opens pages, and remembers what went wrong in any of them."""

    def __init__(self, chromium: Browser, kit: Kit) -> None:
        self.chromium, self.kit = chromium, kit
        self.contexts: list[BrowserContext] = []
        self.trouble: list[str] = []

    def open(self, width: int, height: int, language: str, **more: Any) -> Page:
        """A new person’s browser: own cookies, own language."""
        size: Any = {"width": width, "height": height}
        context = self.chromium.new_context(viewport=size, locale=language, **more)
        context.set_default_timeout(15_000)
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
        if not url.startswith((self.kit.base, "data:", "blob:")):
            self.trouble.append(f"request to another host: {url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def screens(chromium: Browser, kit: Kit) -> Iterator[Screens]:
    made = Screens(chromium, kit)
    yield made
    made.close()
    assert made.trouble == []


@pytest.fixture
def fatima(screens: Screens, kit: Kit) -> Page:
    """Her laptop, after the one-time link."""
    page = screens.open(1366, 768, "fr-BE")
    found = re.search(r"http://127\S+/first/\S+", kit.banner)  # type: ignore[attr-defined]
    assert found, "the banner has no one-time link"
    page.goto(found[0])
    page.fill("#name", "Fatima")
    page.fill("#password", "une phrase assez longue")
    page.click("main button[type=submit]")
    page.wait_for_url("**/facilitate/")
    return page


def axe(page: Page) -> list[str]:
    """What axe-core finds on a page, as rule and places; WCAG 2.2 AA and best practice."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def until(check: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something is true."""
    end = real_time.monotonic() + seconds
    while not check():
        assert real_time.monotonic() < end, "it did not become true"
        real_time.sleep(0.05)
