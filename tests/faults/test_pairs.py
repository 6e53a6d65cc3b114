"""Two faults at once: a short run of `python -m tests.faults.run --pairs`."""

from __future__ import annotations

from typing import Any

from tests.faults.run import Stage, many_pairs, row_of

SEED = 3


def test_a_pair_of_faults_loses_nothing(servers: Any) -> None:
    server, disk = servers.start_on_disk()
    pairs = many_pairs(
        server, disk, servers.token, enough=lambda runs: runs >= 1, phones=20, seed=SEED, say=print
    )
    assert sum(pair.runs for pair in pairs) == 1
    for pair in pairs:
        assert pair.names[0] != pair.names[1] and set(pair.names) <= set(Stage.FAULTS)
        assert pair.found.clean, pair
        assert row_of(pair)[3:6] == ("0", "0", "0")
    assert sum(pair.found.acknowledged for pair in pairs) == 20
