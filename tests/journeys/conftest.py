"""A real server process for each file, and real browsers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import PATIENCE, Screens
from kit import Kit
from phones import Leader
from playwright.sync_api import Browser, Page, expect

expect.set_options(timeout=PATIENCE)


def running(kit: Kit) -> Iterator[Kit]:
    """Start a kit, end it, and see that nothing went wrong in it."""
    kit.start()
    yield kit
    kit.stop()
    assert "Traceback" not in kit.log(), kit.log()


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """One server for all tests of a file; each opens a session of its own."""
    yield from running(Kit(tmp_path_factory.mktemp("kit"), RECOUPE_WIFI="Classe 12"))


@pytest.fixture
def own_kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """A server that a test may stop, kill and spoil."""
    yield from running(Kit(tmp_path_factory.mktemp("own")))


@pytest.fixture(scope="module")
def lead(kit: Kit) -> Iterator[Leader]:
    """Fatima, who signed up by the link of the banner."""
    made = Leader(kit)
    yield made
    made.close()


@pytest.fixture
def screens(chromium: Browser, kit: Kit) -> Iterator[Screens]:
    """Everybody’s browsers."""
    made = Screens(chromium, kit.base)
    yield made
    made.close()
    assert made.trouble == []


@pytest.fixture
def fatima(screens: Screens, lead: Leader) -> Page:
    """Her laptop, signed in."""
    page = lead.browser(screens)
    page.goto(f"{lead.kit.base}/facilitate/")
    return page
