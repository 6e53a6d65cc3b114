"""How sure a learner says they are, and what that earns.

Certainty-based marking after Gardner-Medwin (UCL), with marks that are gentler than those of
https://docs.moodle.org/39/en/Using_certainty-based_marking : it pays to say 1 below a
probability of 0.50, 2 up to 2/3 and 3 above.
"""

from __future__ import annotations

from quizzes.items.problems import refuse

LEVELS = (1, 2, 3)

_MARKS = {1: (1, 0), 2: (2, -1), 3: (3, -3)}


def certainty_mark(*, right: bool, certainty: int) -> int:
    """Points (-3 to 3) for an answer given with `certainty` 1, 2 or 3."""
    for_right, for_wrong = _MARKS[certainty]
    return for_right if right else for_wrong


def read_certainty(value: object, *, asked: bool) -> int | None:
    """`value` as 1, 2 or 3, or None where nothing was said. Raises Problems otherwise."""
    if value is None:
        return None
    if not asked:
        raise refuse("This item does not ask how sure you are.", field="certainty")
    if isinstance(value, bool) or not isinstance(value, int) or value not in LEVELS:
        raise refuse("Certainty is 1, 2 or 3.", field="certainty")
    return value
