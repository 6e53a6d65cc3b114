"""Ready-made ways to rank a feed, and the sliders to make one’s own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from quizzes.items.text import Text
from quizzes.kinds.bases.feed import Recipe, Signal

PresetName = Literal["newest", "likes", "watch", "x2023", "x2023_no_negatives", "shares", "quality"]
PRESET_NAMES: tuple[PresetName, ...] = get_args(PresetName)

X_2023: Mapping[Signal, float] = {
    "like": 0.5,
    "reply": 13.5,
    "repost": 1,
    "author_reply": 75,
    "profile": 12,
    "dwell": 10,
    "video": 0.005,
    "negative": -74,
    "report": -369,
}
"""Weights that X published on 5 April 2023. It may have changed them on any day since."""
WITHOUT_NEGATIVES: Mapping[Signal, float] = {
    signal: weight for signal, weight in X_2023.items() if weight > 0
}


@dataclass(frozen=True)
class Preset:
    """A recipe with its name and what must be said about it."""

    name: Text
    note: Text
    recipe: Recipe


PRESETS: Mapping[PresetName, Preset] = {
    "newest": Preset(
        Text(
            fr="Chronologique (un exemple de fil sans profilage)",
            en="Newest first (one example of a feed without profiling)",
        ),
        Text(
            fr="Le plus récent d’abord. En Europe, une très grande plateforme doit proposer un "
            "fil sans profilage : il n’est pas forcément chronologique.",
            en="The newest first. In Europe a very large platform must offer a feed without "
            "profiling: it need not be this one.",
        ),
        Recipe(newest=True),
    ),
    "likes": Preset(
        Text(fr="« J’aime » seuls", en="Likes only"),
        Text(
            fr="La chance que tu cliques sur « j’aime », et rien d’autre.",
            en="The chance that you click “like”, and nothing else.",
        ),
        Recipe({"like": 1}),
    ),
    "watch": Preset(
        Text(fr="Temps de visionnage", en="Watch time"),
        Text(
            fr="Le nombre de secondes que tu devrais y passer.",
            en="The number of seconds that you should spend on it.",
        ),
        Recipe({"watch": 1}),
    ),
    "x2023": Preset(
        Text(fr="X, avril 2023", en="X, April 2023"),
        Text(
            fr="Vrais poids publiés par X le 5 avril 2023. X a changé depuis.",
            en="Real weights, published by X on 5 April 2023. X has changed since.",
        ),
        Recipe(X_2023),
    ),
    "x2023_no_negatives": Preset(
        Text(fr="X 2023 sans signaux négatifs", en="X 2023 without negative signals"),
        Text(
            fr="Inventé pour l’exercice : les mêmes poids, sans « pas intéressé » ni "
            "« signaler ». X ne l’a jamais publié ainsi.",
            en="Invented for the exercise: the same weights without “not interested” and "
            "“report”. X never published it like this.",
        ),
        Recipe(WITHOUT_NEGATIVES),
    ),
    "shares": Preset(
        Text(fr="Partages seuls", en="Shares only"),
        Text(
            fr="La chance que tu partages, et rien d’autre.",
            en="The chance that you share it, and nothing else.",
        ),
        Recipe({"repost": 1}),
    ),
    "quality": Preset(
        Text(fr="Qualité", en="Quality"),
        Text(
            fr="Inventé pour l’exercice : la crédibilité compte pour 60 %, les poids de X "
            "(avril 2023) pour 40 %. Qui déciderait de ce qui est crédible ?",
            en="Invented for the exercise: credibility counts for 60%, the weights of X "
            "(April 2023) for 40%. Who would decide what is credible?",
        ),
        Recipe(X_2023, quality=0.6),
    ),
}


@dataclass(frozen=True)
class Slider:
    """One number to change by hand: its name and range."""

    name: Text
    low: float
    high: float
    step: float


SLIDERS: Mapping[Signal, Slider] = {
    "like": Slider(Text(fr="« J’aime »", en="Likes"), 0, 20, 0.5),
    "reply": Slider(Text(fr="Réponses", en="Replies"), 0, 50, 0.5),
    "repost": Slider(Text(fr="Partages", en="Shares"), 0, 50, 0.5),
    "author_reply": Slider(
        Text(
            fr="Réponses auxquelles l’auteur réagit",
            en="Replies that the author reacts to",
        ),
        0,
        150,
        1,
    ),
    "profile": Slider(Text(fr="Visites du profil", en="Visits to the profile"), 0, 50, 0.5),
    "dwell": Slider(
        Text(fr="Deux minutes passées dessus", en="Two minutes spent on it"), 0, 50, 0.5
    ),
    "video": Slider(Text(fr="Moitié de la vidéo vue", en="Half of the video seen"), 0, 2, 0.005),
    "negative": Slider(
        Text(fr="« Pas intéressé », masquer, bloquer", en="“Not interested”, mute, block"),
        -150,
        0,
        1,
    ),
    "report": Slider(Text(fr="Signaler", en="Reports"), -500, 0, 1),
    "watch": Slider(Text(fr="Secondes de visionnage", en="Seconds watched"), 0, 5, 0.1),
}
HALF_LIFE = Slider(
    Text(
        fr="Vieillissement : le total perd la moitié toutes les … heures (0 : jamais)",
        en="Ageing: the total halves every … hours (0: never)",
    ),
    0,
    48,
    1,
)
DIVERSITY = Slider(
    Text(
        fr="Variété : ce que vaut la publication suivante du même compte (1 : autant)",
        en="Variety: what the next post of the same account is worth (1: as much)",
    ),
    0.1,
    1,
    0.05,
)
QUALITY = Slider(
    Text(fr="Part de la crédibilité (de 0 à 1)", en="Share of credibility (0 to 1)"), 0, 1, 0.05
)

ROLES: Mapping[str, Recipe] = {
    "likes": PRESETS["likes"].recipe,
    "watch": PRESETS["watch"].recipe,
    "quality": Recipe(quality=1),
}
"""What each team looks for when the feed is ranked with cards on a table."""
