"""Who reads whose text: everybody one of another, each text about as often."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from workshop.live.rules.peers import assign


@given(st.integers(0, 30), st.integers(0, 30))
def test_each_text_is_read_about_as_often_and_nobody_reads_their_own(
    writers: int, silent: int
) -> None:
    seats = list(range(writers + silent))
    found = assign([{seat} for seat in range(writers)], seats)
    assert not [seat for seat, place in found.items() if seat == place]
    times = Counter(found.values())
    counts = [times[place] for place in range(writers)]
    if writers > 1:
        assert found.keys() == set(seats)
        assert max(counts) - min(counts) <= 1
        assert min(counts) >= 1


def test_a_text_that_several_wrote_is_read_by_others() -> None:
    found = assign([{1, 2}, {3}], [1, 2, 3, 4, 5])
    assert found == {1: 1, 2: 1, 3: 0, 4: 0, 5: 1}


def test_who_wrote_the_only_text_reads_none() -> None:
    assert assign([{1}], [1, 2]) == {2: 0}


def test_without_texts_nobody_reads() -> None:
    assert assign([], [1, 2]) == {}
