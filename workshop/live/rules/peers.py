"""Who reads whose text: everybody one of another, each text about as often."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def assign(authors: Sequence[Collection[int]], seats: Sequence[int]) -> dict[int, int]:
    """For each seat the place in `authors` of the text that it reads, never its own.

    `authors`: for each text the seats that wrote it. Whoever wrote one reads the next, so each is
    read; the others are dealt round. A seat that wrote the only text reads none.
    """
    count = len(authors)
    own = {seat: place for place, wrote in enumerate(authors) for seat in wrote}
    found: dict[int, int] = {}
    dealt = 0
    for seat in seats:
        if seat in own and count > 1:
            found[seat] = (own[seat] + 1) % count
        elif seat not in own and count:
            found[seat] = dealt % count
            dealt += 1
    return found
