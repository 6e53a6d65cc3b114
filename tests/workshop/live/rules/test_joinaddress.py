"""Addresses with which phones join."""

from __future__ import annotations

import pytest

from workshop.network.joinaddress import JoinAddress


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080/j/ABC",
        "http://127.0.0.1/j/ABC",
        "http://127.8.0.1/",
        "http://[::1]:5000/",
        "http://0.0.0.0:80/",
        "http://pc.localhost/",
        "http:///j/ABC",
        "nonsense",
    ],
)
def test_no_phone_can_open_an_address_that_means_this_machine(url: str) -> None:
    assert not JoinAddress(url).is_reachable


def test_what_a_person_types_has_neither_scheme_nor_path() -> None:
    join = JoinAddress("http://192.168.1.20:8080/j/ABCDEF?k=secret")
    assert join.is_reachable
    assert join.host == "192.168.1.20:8080"
