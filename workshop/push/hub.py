"""Who watches which room, and the bytes they are sent.

Every event is a whole snapshot, so the newest one wins and a sink holds one event at most.
The same bytes go to everyone on a channel; they are framed once.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple, Protocol

from workshop.push.framing import Event

A_MOMENT = 0.0002
"""Seconds to sleep before each drawing, so that answers and other rooms get their turn.

More than 0: gevent looks at its sockets only when everybody waits or really sleeps.
"""


LONG = 0.001
"""Seconds of work after which others get their turn."""


class Channel(NamedTuple):
    """A room, as one role sees it, in one language."""

    room: str
    role: str
    language: str


class Sink(Protocol):
    """Something that takes bytes without ever waiting."""

    def send(self, event: Event) -> bool:
        """Take an event. False when it is gone."""

    def close(self) -> None:
        """Let it go."""


class Hub:
    """One process's list of who watches. Threads and greenlets may share it."""

    def __init__(self) -> None:
        self._sinks: dict[Channel, dict[Sink, str]] = defaultdict(dict)
        self._news: dict[str, threading.Condition] = {}
        self._versions: dict[str, int] = {}
        self._dirty: set[str] = set()
        self._moved: set[str] = set()
        self.flushes = 0
        """How often marked rooms were taken: whoever counts for long sees whether others did."""
        self._lock = threading.RLock()

    def subscribe(self, channel: Channel, sink: Sink, *, holder: str, most: int) -> None:
        """Send the channel's events to `sink`. A holder keeps its `most` newest sinks."""
        with self._lock:
            sinks = self._sinks[channel]
            sinks[sink] = holder
            held = [one for one, owner in sinks.items() if owner == holder]
            oldest = held[: max(0, len(held) - most)]
        for one in oldest:
            self.unsubscribe(channel, one)
            one.close()

    def unsubscribe(self, channel: Channel, sink: Sink) -> None:
        """Stop sending to `sink`."""
        with self._lock:
            self._sinks[channel].pop(sink, None)
            if not self._sinks[channel]:
                del self._sinks[channel]

    def channels(self, room: str) -> list[Channel]:
        """The channels of a room that somebody watches, the most watched first."""
        with self._lock:
            found = [channel for channel in self._sinks if channel.room == room]
            return sorted(found, key=lambda channel: -len(self._sinks[channel]))

    def watchers(self) -> int:
        """How many sinks there are."""
        with self._lock:
            return sum(len(sinks) for sinks in self._sinks.values())

    def publish(self, channel: Channel, event: bytes) -> None:
        """Send `event` to everyone on the channel; those that cannot take it are let go."""
        sent = Event(event)
        with self._lock:
            sinks = list(self._sinks.get(channel, ()))
        for sink in sinks:
            if not sink.send(sent):
                self.unsubscribe(channel, sink)
                sink.close()

    def beat(self, event: bytes) -> None:
        """Send `event` to everyone in every room, so that those who are gone are noticed."""
        with self._lock:
            channels = list(self._sinks)
        for channel in channels:
            time.sleep(A_MOMENT)  # answers go first
            self.publish(channel, event)

    def announce(self, room: str, version: int, render: Callable[[Channel], bytes]) -> None:
        """A room has a new version: wake those who poll, send it to those who stream.

        Others get their turn after what took long; what a newer version overtakes is not sent.
        """
        with self._lock:
            self._versions[room] = max(version, self._versions.get(room, 0))
            news = self._news.pop(room, None)
        for channel in self.channels(room):
            began = time.perf_counter()
            event = render(channel)
            if self._versions.get(room, version) > version:
                break
            if event:
                self.publish(channel, event)
            if time.perf_counter() - began > LONG:
                time.sleep(A_MOMENT)
        if news:
            with news:
                news.notify_all()

    def wait(self, room: str, version: int, timeout: float) -> bool:
        """Wait until the room is newer than `version`; False after `timeout` seconds."""
        with self._lock:
            if self._versions.get(room, 0) > version:
                return True
            news = self._news.setdefault(room, threading.Condition())
        with news:
            if self._versions.get(room, 0) <= version:
                news.wait(timeout)
        return self._versions.get(room, 0) > version

    def mark(self, room: str) -> None:
        """Counts of this room changed; they are sent at the next `take_marked`."""
        with self._lock:
            self._dirty.add(room)

    def take_marked(self) -> set[str]:
        """The rooms whose counts changed since the last call."""
        with self._lock:
            found, self._dirty = self._dirty, set()
            self.flushes += bool(found)
        return found

    def mark_all(self) -> None:
        """Something changed that every room is told."""
        with self._lock:
            self._dirty |= {channel.room for channel in self._sinks}

    def moved(self, room: str) -> None:
        """The room made a move; what it will want next may be made ready."""
        with self._lock:
            self._moved.add(room)

    def take_moved(self) -> set[str]:
        """The rooms that moved since the last call."""
        with self._lock:
            found, self._moved = self._moved, set()
        return found

    def drop(self, room: str, holder: str) -> None:
        """Let a holder's streams go, such as those of a device that lost its seat."""
        with self._lock:
            gone = [
                (channel, sink)
                for channel in self.channels(room)
                for sink, owner in self._sinks[channel].items()
                if owner == holder
            ]
        for channel, sink in gone:
            self.unsubscribe(channel, sink)
            sink.close()

    def forget(self, room: str) -> None:
        """A room is gone: let everyone go."""
        with self._lock:
            self._versions.pop(room, None)
            news = self._news.pop(room, None)
            gone = [(channel, list(self._sinks[channel])) for channel in self.channels(room)]
        for channel, sinks in gone:
            for sink in sinks:
                self.unsubscribe(channel, sink)
                sink.close()
        if news:
            with news:
                news.notify_all()
