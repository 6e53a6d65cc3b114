"""Who watches which room: the newest snapshot wins and nobody holds up the others."""

from __future__ import annotations

import threading
import time as real_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.push.framing import Event, chunked
from workshop.push.hub import Channel, Hub

PHONES = Channel("ABC234", "participant", "fr")
ENGLISH = Channel("ABC234", "participant", "en")
SCREEN = Channel("ABC234", "projector", "fr")
ELSEWHERE = Channel("XYZ789", "participant", "fr")


class FakeSink:
    """Remembers what it was sent; `full` refuses."""

    def __init__(self, *, full: bool = False) -> None:
        self.full, self.closed = full, False
        self.sent: list[bytes] = []
        self.chunks: list[bytes] = []

    def send(self, event: Event) -> bool:
        if self.full:
            return False
        self.sent.append(event.plain)
        self.chunks.append(event.chunk)
        return True

    def close(self) -> None:
        self.closed = True


def watch(hub: Hub, channel: Channel, holder: str = "a", most: int = 2, **more: bool) -> FakeSink:
    sink = FakeSink(**more)
    hub.subscribe(channel, sink, holder=holder, most=most)
    return sink


@pytest.mark.parametrize(
    ("event", "chunk"),
    [
        (b"x", b"1\r\nx\r\n"),
        (b"y" * 16, b"10\r\n" + b"y" * 16 + b"\r\n"),
        ("é".encode(), b"2\r\n\xc3\xa9\r\n"),
    ],
)
def test_an_event_becomes_one_chunk(event: bytes, chunk: bytes) -> None:
    assert chunked(event) == chunk


@given(st.binary(min_size=1, max_size=300))
def test_a_chunk_says_its_length_in_bytes(event: bytes) -> None:
    head, rest = chunked(event).split(b"\r\n", 1)
    assert int(head, 16) == len(event)
    assert rest == event + b"\r\n"


def test_an_event_reaches_everyone_on_its_channel_and_nobody_else() -> None:
    hub = Hub()
    sinks = {channel: [watch(hub, channel, str(n)) for n in range(3)] for channel in (PHONES, ENGLISH, SCREEN, ELSEWHERE)}  # fmt: skip
    hub.publish(PHONES, b"hello")
    assert all(sink.sent == [b"hello"] for sink in sinks[PHONES])
    assert all(sink.chunks == [b"5\r\nhello\r\n"] for sink in sinks[PHONES])
    for channel in (ENGLISH, SCREEN, ELSEWHERE):
        assert all(sink.sent == [] for sink in sinks[channel])


def test_publishing_to_nobody_does_nothing() -> None:
    hub = Hub()
    hub.publish(PHONES, b"hello")
    assert (hub.watchers(), hub.channels("ABC234")) == (0, [])


def test_who_leaves_gets_nothing_more() -> None:
    hub = Hub()
    stays, leaves = watch(hub, PHONES, "a"), watch(hub, PHONES, "b")
    hub.unsubscribe(PHONES, leaves)
    hub.publish(PHONES, b"hello")
    assert (stays.sent, leaves.sent) == ([b"hello"], [])
    hub.unsubscribe(PHONES, stays)
    hub.unsubscribe(PHONES, stays)
    assert (hub.watchers(), hub.channels("ABC234")) == (0, [])


def test_who_cannot_follow_is_let_go_and_the_others_go_on() -> None:
    hub = Hub()
    before, stuck, after = watch(hub, PHONES, "a"), watch(hub, PHONES, "b", full=True), watch(hub, PHONES, "c")  # fmt: skip
    hub.publish(PHONES, b"one")
    hub.publish(PHONES, b"two")
    assert before.sent == after.sent == [b"one", b"two"]
    assert stuck.closed
    assert hub.watchers() == 2


def test_a_holder_keeps_the_newest_of_its_streams() -> None:
    hub = Hub()
    tabs = [watch(hub, PHONES, "pavel") for _ in range(5)]
    other = watch(hub, PHONES, "priya")
    assert [tab.closed for tab in tabs] == [True, True, True, False, False]
    hub.publish(PHONES, b"hello")
    assert [len(tab.sent) for tab in tabs] == [0, 0, 0, 1, 1]
    assert (other.closed, other.sent, hub.watchers()) == (False, [b"hello"], 3)


def test_the_channels_of_a_room_are_those_that_somebody_watches() -> None:
    hub = Hub()
    for channel in (PHONES, SCREEN, ELSEWHERE):
        watch(hub, channel)
    assert set(hub.channels("ABC234")) == {PHONES, SCREEN}
    assert hub.channels("nowhere") == []


def test_an_announcement_is_rendered_once_for_each_channel() -> None:
    hub = Hub()
    sinks = [watch(hub, PHONES, str(n)) for n in range(30)]
    watch(hub, SCREEN)
    rendered: list[Channel] = []

    def render(channel: Channel) -> bytes:
        rendered.append(channel)
        return f"{channel.role} {channel.language}".encode()

    hub.announce("ABC234", 3, render)
    assert sorted(rendered) == [PHONES, SCREEN]
    assert {event for sink in sinks for event in sink.sent} == {b"participant fr"}


def waiting(
    hub: Hub, room: str, version: int, timeout: float
) -> tuple[threading.Thread, list[object]]:
    """Somebody who waits in a thread, and what they were told."""
    told: list[object] = []

    def wait() -> None:
        told.append(hub.wait(room, version, timeout))

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, told


def test_a_new_version_wakes_all_who_wait() -> None:
    hub = Hub()
    people = [waiting(hub, "ABC234", 4, 600) for _ in range(5)]
    real_time.sleep(0.05)
    hub.announce("ABC234", 5, lambda _: b"")
    for thread, told in people:
        thread.join(60)
        assert told == [True], "they were woken long before their own limit"


def test_who_asks_about_an_old_version_is_told_at_once() -> None:
    hub = Hub()
    hub.announce("ABC234", 5, lambda _: b"")
    assert hub.wait("ABC234", 4, 0) is True
    assert hub.wait("ABC234", 5, 0.01) is False


def test_news_of_another_room_wakes_nobody() -> None:
    hub = Hub()
    thread, told = waiting(hub, "ABC234", 0, 0.2)
    hub.announce("XYZ789", 5, lambda _: b"")
    thread.join(5)
    assert told[0] is False


def test_an_older_version_does_not_take_back_a_newer_one() -> None:
    hub = Hub()
    hub.announce("ABC234", 5, lambda _: b"")
    hub.announce("ABC234", 3, lambda _: b"")
    assert hub.wait("ABC234", 4, 0) is True


def test_no_announcement_is_missed_between_asking_and_waiting() -> None:
    hub = Hub()
    seen = 0

    def follow() -> None:
        nonlocal seen
        for version in range(300):
            if hub.wait("ABC234", version, 2):
                seen += 1

    thread = threading.Thread(target=follow)
    thread.start()
    for version in range(1, 301):
        hub.announce("ABC234", version, lambda _: b"")
    thread.join(10)
    assert seen == 300


def test_marked_rooms_are_taken_once() -> None:
    hub = Hub()
    assert hub.take_marked() == set()
    for room in ("ABC234", "XYZ789", "ABC234"):
        hub.mark(room)
    assert hub.take_marked() == {"ABC234", "XYZ789"}
    assert hub.take_marked() == set()


def test_when_a_room_is_gone_everyone_in_it_is_let_go() -> None:
    hub = Hub()
    here = [watch(hub, PHONES, "a"), watch(hub, PHONES, "b"), watch(hub, SCREEN)]
    there = watch(hub, ELSEWHERE)
    hub.forget("ABC234")
    assert all(sink.closed for sink in here)
    assert not there.closed
    assert hub.watchers() == 1
    hub.forget("ABC234")


def test_who_waits_for_a_room_that_goes_is_not_kept_waiting() -> None:
    hub = Hub()
    thread, told = waiting(hub, "ABC234", 0, 600)
    real_time.sleep(0.05)
    hub.forget("ABC234")
    thread.join(60)
    assert told == [False], "they were let go long before their own limit"


def test_many_threads_may_come_go_and_publish_at_once() -> None:
    hub = Hub()
    errors: list[BaseException] = []

    def visit(number: int) -> None:
        try:
            for _ in range(50):
                sink = watch(hub, PHONES, str(number))
                hub.publish(PHONES, b"hello")
                hub.unsubscribe(PHONES, sink)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (errors, hub.watchers()) == ([], 0)
