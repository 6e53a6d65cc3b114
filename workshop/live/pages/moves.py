"""Moves and settings as they come over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from flask import current_app, request

from quizzes.bank.catalogue import BankPack
from quizzes.gate.strictjson import take
from quizzes.items.problems import refuse
from workshop.live import lan, seats
from workshop.live import sessions as lives
from workshop.live.pages.wording import move_refused, seat_refused
from workshop.live.rules.joinaddress import JoinAddress
from workshop.live.rules.moves import MoveRefused
from workshop.live.rules.phase import Move
from workshop.live.rules.state import Settings
from workshop.live.seats import SeatRefused
from workshop.live.sessions import Live

_BOUNDS = {"seconds": (0, 3600), "cap": (1, 5000), "keep_days": (1, 365)}
_SEAT_MOVES = {Move.REMOVE, Move.RENAME}


def read_settings(given: object, keep_days: int) -> Settings:
    """Settings from a JSON object, every one optional. Raises Problems."""
    if given is None:
        return Settings(keep_days=keep_days)
    if not isinstance(given, dict):
        raise refuse("Settings are an object.", field="settings")
    names = [one.name for one in fields(Settings)]
    found = take(given, optional=names)
    for name, value in found.items():
        if name in _BOUNDS:
            low, high = _BOUNDS[name]
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                raise refuse(f"{name} lies between {low} and {high}.", field=name)
        elif not isinstance(value, bool):
            raise refuse(f"{name} is true or false.", field=name)
    return Settings(**{"keep_days": keep_days, **found})


def read_items(given: object, pack: BankPack) -> frozenset[int]:
    """The rows of the items with these codes; empty stands for all. Raises Problems."""
    if given is None:
        return frozenset()
    rows = {one.item.id: one.row_id for one in pack.items}
    if not isinstance(given, list) or not given:
        raise refuse("A list of codes of items is expected.", field="items")
    if any(not isinstance(one, str) or one not in rows for one in given):
        raise refuse("The pack has no such item.", f"Known: {', '.join(rows)}.", field="items")
    if len(set(given)) != len(given):
        raise refuse("An item is named twice.", field="items")
    return frozenset(rows[one] for one in given)


def read_move(found: Mapping[str, Any]) -> tuple[Move, int]:
    """The move and the version that it was decided on. Raises Problems."""
    version = found["version"]
    if isinstance(version, bool) or not isinstance(version, int):
        raise refuse("The version is a whole number.", field="version")
    try:
        return Move(found["move"]), version
    except ValueError as error:
        names = ", ".join(one.value for one in Move)
        raise refuse("This move is unknown.", f"Known: {names}.", field="move") from error


def make(live: Live, move: Move, version: int, argument: Mapping[str, Any], now: datetime) -> Live:
    """Make a move, with what it does to seats. Raises live.Stale or Refused."""
    seat = argument.get("seat")
    if seat is not None and not isinstance(seat, str):
        raise refuse("The seat is a text.", field="seat")
    if move in _SEAT_MOVES and seat is None:
        raise refuse("Say which seat.", field="seat")

    def also(locked: Live) -> None:
        if seat is not None:
            _on_seat(locked, move, seat, argument, now)

    try:
        return lives.make_move(live.code, move, version, argument, now, also)
    except MoveRefused as error:
        raise move_refused(error.reason) from error
    except SeatRefused as error:
        raise seat_refused(error.reason) from error


def _on_seat(live: Live, move: Move, seat: str, argument: Mapping[str, Any], now: datetime) -> None:
    if move is Move.REMOVE:
        seats.remove(live, seat, now)
    elif move is Move.RENAME:
        nickname = argument.get("nickname")
        if nickname is not None and not isinstance(nickname, str):
            raise refuse("The name is a text.", field="nickname")
        seats.rename(live, seat, nickname)
    elif move is Move.EXTEND:
        seconds = argument.get("seconds", 30)
        if isinstance(seconds, bool) or not isinstance(seconds, int) or not 1 <= seconds <= 3600:
            raise refuse("seconds lies between 1 and 3600.", field="seconds")
        seats.give_extra_time(live, seat, seconds)


def own_url() -> str:
    """The address of the kit that does not depend on the request: as set, or on the network."""
    chosen: str = current_app.config["BASE_URL"]
    address = lan.address() if current_app.config.get("LAN") else None
    return chosen or f"http://{address or '127.0.0.1'}:{current_app.config['PORT']}"


def join_address(code: str) -> JoinAddress:
    """The address behind the QR code: as set, else that of the caller, else on the network.

    It means this machine only where nothing else is known.
    """
    as_called = JoinAddress(request.host_url)
    use_call = not current_app.config["BASE_URL"] and as_called.is_reachable
    base = as_called.url.rstrip("/") if use_call else own_url()
    return JoinAddress(f"{base}/j/{code}")
