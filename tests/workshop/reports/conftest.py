"""Forms are sent as a browser sends them: with the token of the page that they stand on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

Send = Callable[..., Any]


@pytest.fixture
def send() -> Send:
    """Send a form that stands on `page` to `target`."""

    def post(browser: Any, page: str, target: str, data: Mapping[str, Any]) -> Any:
        found = re.search(r'name="csrf_token" value="(.*?)"', browser.get(page).text)
        token = found[1] if found else ""
        return browser.post(target, data={**data, "csrf_token": token})

    return post
