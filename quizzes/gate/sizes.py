"""How much a request may bring: little, unless its view says that a file comes with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "takes_bytes"


def takes(most: int) -> Callable[[View], View]:
    """Say that a view takes more than others: a file of so many bytes at most."""

    def mark(view: View) -> View:
        view.__dict__[_MARK] = most
        return view

    return mark


def allow_more() -> None:
    """Let this request bring what its view takes. Comes before its body is read."""
    most = getattr(current_app.view_functions.get(request.endpoint or ""), _MARK, None)
    if most is not None:
        request.max_content_length = most
