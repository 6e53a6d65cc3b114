"""Server-sent events: their framing, and the two ways in which a phone is reached."""

from __future__ import annotations

import json
import socket
import threading
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.push import sse
from workshop.push.framing import PACKED_HEAD, Event, chunked, frame, packed
from workshop.push.hub import Channel, Hub
from workshop.push.sse import QueueSink, SocketSink, stream

PHONES = Channel("ABC234", "participant", "fr")


def test_an_event_is_framed_with_its_name_and_number() -> None:
    assert frame("screen", {"a": 1}, event_id=7) == b'event: screen\nid: 7\ndata: {"a":1}\n\n'
    assert frame("beat", 1) == b"event: beat\ndata: 1\n\n"
    assert frame("screen", "é") == 'event: screen\ndata: "é"\n\n'.encode()


@given(
    st.recursive(
        st.text() | st.integers(), lambda one: st.lists(one) | st.dictionaries(st.text(), one)
    )
)
def test_whatever_is_sent_stays_one_event_on_one_line(data: object) -> None:
    sent = frame("screen", data)
    lines = sent.split(b"\n")
    assert len(lines) == 4
    assert b"\r" not in sent
    assert json.loads(lines[1].removeprefix(b"data: ")) == data


def send(sink: QueueSink, event: bytes) -> bool:
    return sink.send(Event(event))


def test_a_queue_keeps_the_newest_event_of_each_name() -> None:
    sink = QueueSink()
    for version in range(5):
        assert send(sink, frame("screen", version))
    send(sink, frame("counts", "a"))
    send(sink, frame("counts", "b"))
    assert sink.take(0) == [frame("screen", 4), frame("counts", "b")]
    assert sink.take(0.01) == []


def test_a_waiting_queue_wakes_up_for_an_event() -> None:
    sink = QueueSink()
    timer = threading.Timer(0.05, send, (sink, frame("screen", 1)))
    timer.start()
    assert sink.take(5) == [frame("screen", 1)]
    timer.join()


def test_a_closed_queue_takes_nothing_and_does_not_wait() -> None:
    sink = QueueSink()
    sink.close()
    assert sink.take(60) == []
    assert send(sink, frame("screen", 1)) is False


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Our end and the phone's end of a connection."""
    ours, phone = socket.socketpair()
    phone.settimeout(5)
    yield ours, phone
    ours.close()
    phone.close()


Pair = tuple[socket.socket, socket.socket]


def test_a_socket_gets_the_chunk_at_once(pair: Pair) -> None:
    ours, phone = pair
    assert SocketSink(ours).send(Event(b"hello"))
    assert phone.recv(100) == b"5\r\nhello\r\n"


@given(st.lists(st.text(max_size=300), max_size=5))
def test_packed_events_are_one_gzip_stream_wherever_it_begins(texts: list[str]) -> None:
    events = [frame("screen", text) for text in texts]
    received = PACKED_HEAD + b"".join(map(packed, events))
    assert zlib.decompressobj(31).decompress(received) == b"".join(events)


def test_a_phone_that_takes_gzip_gets_packed_chunks(pair: Pair) -> None:
    ours, phone = pair
    hub, event = Hub(), frame("screen", "x" * 5000)
    hub.subscribe(PHONES, SocketSink(ours, gzip=True), holder="a", most=2)
    hub.publish(PHONES, event)
    received = phone.recv(10_000)
    assert received == chunked(packed(event))
    assert len(received) < len(event) / 10


def test_a_full_socket_is_let_go_without_waiting(pair: Pair) -> None:
    ours, phone = pair
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    sink, hub = SocketSink(ours), Hub()
    hub.subscribe(PHONES, sink, holder="a", most=2)
    event = frame("screen", "x" * 2000)
    for _ in range(1000):
        hub.publish(PHONES, event)
        if not hub.watchers():
            break
    assert hub.watchers() == 0
    assert sink.closed
    assert sink.send(Event(event)) is False
    received = b""
    while part := phone.recv(65_536):
        received += part
    assert received.startswith(chunked(event))


def test_an_event_that_does_not_fit_whole_ends_the_connection(pair: Pair) -> None:
    ours, _phone = pair
    assert SocketSink(ours).send(Event(b"x" * 10_000_000)) is False


def test_a_phone_that_went_away_is_let_go(pair: Pair) -> None:
    ours, phone = pair
    sink = SocketSink(ours)
    phone.close()
    assert not (sink.send(Event(b"a")) and sink.send(Event(b"b")))
    sink.close()
    sink.close()
    assert sink.closed


def test_a_stream_says_hello_then_the_present_then_what_is_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sse, "HEARTBEAT", 0.02)
    hub = Hub()
    body = stream(hub, PHONES, lambda: [b"now"], holder="a", most=2, hand_over=None)
    assert next(body) == b"retry: 1500\n\n"
    assert next(body) == b"now"
    hub.publish(PHONES, frame("screen", 1))
    hub.publish(PHONES, frame("screen", 2))
    assert next(body) == frame("screen", 2)
    assert next(body) == b"event: beat\ndata: 1\n\n"
    body.close()  # type: ignore[attr-defined]
    assert hub.watchers() == 0


def test_nothing_is_missed_while_the_present_is_rendered() -> None:
    hub = Hub()

    def first() -> list[bytes]:
        hub.publish(PHONES, frame("screen", "newer"))
        return [frame("screen", "older")]

    body = stream(hub, PHONES, first, holder="a", most=2, hand_over=None)
    assert [next(body) for _ in range(3)][1:] == [
        frame("screen", "older"),
        frame("screen", "newer"),
    ]


def test_a_stream_ends_when_its_room_is_gone() -> None:
    hub = Hub()
    body = stream(hub, PHONES, list, holder="a", most=2, hand_over=None)
    next(body)
    hub.forget("ABC234")
    assert set(body) <= {b"event: beat\ndata: 1\n\n"}


def test_a_stream_on_our_own_server_takes_the_connection_over_and_ends_its_request(
    pair: Pair,
) -> None:
    ours, phone = pair
    hub, now = Hub(), frame("screen", "now")
    body = stream(hub, PHONES, lambda: [now], holder="a", most=2, hand_over=lambda: ours)
    assert list(body) == [sse.HELLO]  # the server writes this with the head; then it is done
    assert hub.watchers() == 1
    hub.publish(PHONES, frame("screen", 1))
    hub.beat(sse.BEAT)
    sent = b"".join(chunked(one) for one in (now, frame("screen", 1), sse.BEAT))
    assert phone.recv(1000) == sent


def test_a_stream_whose_present_cannot_be_told_lets_the_phone_go(pair: Pair) -> None:
    ours, phone = pair
    hub = Hub()

    def first() -> list[bytes]:
        raise RuntimeError

    body = stream(hub, PHONES, first, holder="a", most=2, hand_over=lambda: ours)
    with pytest.raises(RuntimeError):
        list(body)
    assert hub.watchers() == 0
    assert phone.recv(10) == b""


def test_the_sign_of_life_finds_out_who_is_gone(pair: Pair) -> None:
    ours, phone = pair
    hub = Hub()
    hub.subscribe(PHONES, SocketSink(ours), holder="a", most=2)
    phone.close()
    hub.beat(sse.BEAT)
    hub.beat(sse.BEAT)
    assert hub.watchers() == 0


def test_a_stream_carries_headers_that_no_proxy_may_hold_back() -> None:
    assert sse.HEADERS["Content-Type"].startswith("text/event-stream")
    assert "no-store" in sse.HEADERS["Cache-Control"]
    assert sse.HEADERS["X-Accel-Buffering"] == "no"
