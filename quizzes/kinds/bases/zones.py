"""Parts of a mock post, and passages of a text, that can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

from quizzes.items.problems import Problem, Rule
from quizzes.items.text import LANGUAGES, Language, Text
from quizzes.kinds.bases.options import Option

Part = Literal[
    "platform",
    "account",
    "handle",
    "role",
    "time",
    "label",
    "picture",
    "overlay",
    "caption",
    "more",
    "tags",
    "link",
    "counts",
    "menu",
    "text",
]
POST_PARTS: tuple[Part, ...] = get_args(Part)
"""From the top of a post to its foot; `text` is that of an excerpt."""
LISTS = ("tags", "menu")
"""Parts made of entries: a quote names one of them."""

NAMES: Mapping[Part, Text] = {
    "platform": Text(fr="Le nom de l’application", en="The name of the app"),
    "account": Text(fr="Le nom du compte", en="The name of the account"),
    "handle": Text(fr="L’identifiant du compte", en="The account’s handle"),
    "role": Text(fr="La présentation du compte", en="What the account says it is"),
    "time": Text(fr="L’heure de la publication", en="The time of the post"),
    "label": Text(fr="La mention près du compte", en="The label near the account"),
    "picture": Text(fr="L’image", en="The picture"),
    "overlay": Text(fr="Le texte sur l’image", en="The words on the picture"),
    "caption": Text(fr="La légende", en="The caption"),
    "more": Text(fr="Le texte derrière « … voir plus »", en="The text behind “… see more”"),
    "tags": Text(fr="Les mots-clics", en="The hashtags"),
    "link": Text(fr="Le lien", en="The link"),
    "counts": Text(fr="Les compteurs", en="The counts"),
    "menu": Text(fr="Le menu de la publication", en="The post’s menu"),
    "text": Text(fr="Le texte", en="The text"),
}
_FROM_PART = Text(fr="-", en="-")

_QUOTE = Rule(
    "quote",
    Text(
        fr="Ce passage doit se trouver une seule fois dans la publication ou le texte, mot pour "
        "mot, sans mot commun avec un autre passage. Changez les deux de la même façon.",
        en="This passage must stand in the post or text exactly once, word for word, and share no "
        "words with another passage. Change both alike.",
    ),
)
_PART = Rule(
    "zone_part",
    Text(
        fr="Un endroit à montrer se trouve ici. Il ne peut pas être retiré.",
        en="Something to point at lies on this. It cannot be left out.",
    ),
)
_ORDER = Rule(
    "zone_order",
    Text(
        fr="Les passages doivent suivre l’ordre de la publication ou du texte.",
        en="The passages must come in the order of the post or text.",
    ),
)


class Zone(Option):
    """What can be pointed at: a whole part of a post, or the passage of it that `quote` repeats
    word for word. `text` names it in the numbered list; without one, its quote or its part does."""

    part: Part
    quote: Text | None = None
    text: Text = _FROM_PART

    def model_post_init(self, _context: Any) -> None:
        """The name in the list follows from the quote or the part."""
        if self.text == _FROM_PART:
            object.__setattr__(self, "text", self.own_name())

    def own_name(self) -> Text:
        """Its name where nothing else was written."""
        return _quoted(self.quote) or NAMES[self.part]


def _quoted(quote: Text | None) -> Text | None:
    return Text(fr=f"« {quote.fr} »", en=f"“{quote.en}”") if quote else None


def pieces(stimulus: Mapping[str, Any], part: Part) -> list[str]:
    """The words of a part, in the view of a post or excerpt; one for each entry of a list.

    Empty where the post has no such part. A picture is its alternative text.
    """
    if part == "counts":
        found = [stimulus.get(name) for name in ("likes", "comments", "shares", "views")]
        return [str(count) for count in found if count is not None]
    held = stimulus.get(part)
    if part == "picture":
        return [held["alt"]] if held else []
    texts = list(held or ()) if part in LISTS else [held]
    return [str(one) for one in texts if one]


def _in_list(entries: Sequence[str], wanted: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    zones = dict(wanted)
    return [{"text": entry, "zone": zones.get(entry, "")} for entry in entries]


_CLOSING = re.compile(r"(?:[\u00a0\u202f]?[.,;:!?…)»”])*")


def cut(text: str, wanted: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """`text` in pieces, those that are a zone with its id. `wanted`: quotes with their zones.

    A sign that closes a sentence stays with its zone, so that no line begins with it.

    >>> cut("Hello you. And me", [("you", "z")])
    [{'text': 'Hello ', 'zone': ''}, {'text': 'you.', 'zone': 'z'}, {'text': ' And me', 'zone': ''}]
    """
    found, at = [], 0
    for start, quote, zone in sorted((text.find(quote), quote, zone) for quote, zone in wanted):
        if start < at:  # missing, or within another: the pack’s problems say so
            continue
        closing = _CLOSING.match(text, start + len(quote))
        end = closing.end() if closing else start + len(quote)
        found += [{"text": text[at:start], "zone": ""}, {"text": text[start:end], "zone": zone}]
        at = end
    found.append({"text": text[at:], "zone": ""})
    return [one for one in found if one["text"]]


def lay_out(
    stimulus: Mapping[str, Any], zones: Sequence[Zone], language: Language
) -> dict[str, Any]:
    """Where the zones lie: `whole` maps a part to its zone, `runs` a part to its pieces."""
    whole = {zone.part: zone.id for zone in zones if zone.quote is None}
    runs = {}
    for part in POST_PARTS:
        inside = [
            (zone.quote.say(language), zone.id)
            for zone in zones
            if zone.part == part and zone.quote is not None
        ]
        texts = pieces(stimulus, part) if inside else []
        if texts:
            runs[part] = _in_list(texts, inside) if part in LISTS else cut(texts[0], inside)
    return {"whole": whole, "runs": runs}


def zone_problems(
    views: Mapping[Language, Mapping[str, Any]], zones: Sequence[Zone]
) -> Iterable[Problem]:
    """Zones that lie nowhere, twice, on one another, or not in the order of the post."""
    whole = [zone.part for zone in zones if zone.quote is None]
    for zone in zones:
        if zone.part in whole and (zone.quote or whole.count(zone.part) > 1):
            yield Problem(
                f"Zone {zone.id} lies on another zone of the same part.",
                "Quote different passages, or make the whole part one zone.",
                field="zones",
            )
    for language in LANGUAGES:
        for place, zone in enumerate(zones):
            yield from _place_problem(views[language], zone, language, place)
    starts = [_start(views["fr"], zone) for zone in zones]
    if starts != sorted(starts):
        yield Problem(
            "The zones do not stand in the order of the post.",
            "List them from top to bottom, as they are read: their numbers follow.",
            field="zones",
            rule=_ORDER,
        )
    yield from _overlaps(views, zones)


def _place_problem(
    view: Mapping[str, Any], zone: Zone, language: Language, place: int
) -> Iterable[Problem]:
    texts = pieces(view, zone.part)
    if not texts:
        yield Problem(
            f"Zone {zone.id} lies on a {zone.part} that the stimulus has not.",
            "Add that part, or move the zone.",
            field=f"stimulus.{zone.part}",
            rule=_PART,
        )
    elif zone.quote and zone.part in ("picture", "counts"):
        yield Problem(f"The {zone.part} cannot be quoted.", "Leave quote out.", field="zones")
    elif zone.quote:
        quote = zone.quote.say(language)
        times = texts.count(quote) if zone.part in LISTS else texts[0].count(quote)
        if times != 1:
            yield Problem(
                f"The {language} quote of zone {zone.id} stands {times} times in the {zone.part}.",
                "Copy a passage that stands there exactly once.",
                field=f"zones.{place}.quote.{language}",
                rule=_QUOTE,
            )


def _start(view: Mapping[str, Any], zone: Zone) -> tuple[int, int]:
    place = POST_PARTS.index(zone.part)
    if zone.quote is None:
        return place, 0
    texts, quote = pieces(view, zone.part), zone.quote.fr
    if zone.part in LISTS:
        return place, texts.index(quote) if quote in texts else 0
    return place, texts[0].find(quote) if texts else 0


def _overlaps(
    views: Mapping[Language, Mapping[str, Any]], zones: Sequence[Zone]
) -> Iterable[Problem]:
    for language in LANGUAGES:
        laid = lay_out(views[language], zones, language)
        shown = {one["zone"] for runs in laid["runs"].values() for one in runs}
        for place, zone in enumerate(zones):
            quoted_once = not list(_place_problem(views[language], zone, language, place))
            if zone.quote and quoted_once and zone.id not in shown:
                yield Problem(
                    f"Zone {zone.id} overlaps another zone in {language}.",
                    "Quote passages that do not share words.",
                    field=f"zones.{place}.quote.{language}",
                    rule=_QUOTE,
                )
