"""The kit's own drawings for mock posts: `static/img/posts/<name>.svg`, and what each shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from quizzes.items.text import Language, Text, Value

DrawingName = Literal[
    "backpack",
    "blackboard",
    "bubbles",
    "canteen",
    "clothes",
    "concert",
    "cosmetics",
    "dog",
    "fall",
    "flask",
    "flood",
    "football",
    "game",
    "market",
    "newspaper",
    "no-phone",
    "old-computers",
    "recipe",
    "shoes",
    "study-app",
    "tap",
]
NAMES: tuple[DrawingName, ...] = get_args(DrawingName)
FOLDER = "img/posts"
"""Below `static`."""

ALT: Mapping[DrawingName, Text] = {
    "backpack": Text(
        fr="Dessin d’un sac à dos posé par terre.",
        en="Drawing of a backpack standing on the floor.",
    ),
    "blackboard": Text(
        fr="Dessin d’une classe : devant le tableau, une personne aux sourcils froncés ; "
        "deux élèves, de dos.",
        en="Drawing of a classroom: a frowning person at the board, two pupils seen from behind.",
    ),
    "bubbles": Text(
        fr="Dessin d’une personne à lunettes qui regarde des bulles à la loupe.",
        en="Drawing of a person with glasses who looks at bubbles through a magnifying glass.",
    ),
    "canteen": Text(
        fr="Dessin d’un plateau de cantine : une assiette qui fume, des couverts, un verre.",
        en="Drawing of a canteen tray: a steaming plate, cutlery, a glass.",
    ),
    "clothes": Text(
        fr="Dessin d’un tee-shirt et d’une robe sur des cintres, avec un sac de magasin.",
        en="Drawing of a T-shirt and a dress on hangers, with a shopping bag.",
    ),
    "concert": Text(
        fr="Dessin d’un concert : quelqu’un chante sous les projecteurs, devant la foule.",
        en="Drawing of a concert: somebody sings in the spotlights, in front of a crowd.",
    ),
    "cosmetics": Text(
        fr="Dessin de trois produits de beauté : un flacon, un tube et un pot.",
        en="Drawing of three beauty products: a bottle, a tube and a jar.",
    ),
    "dog": Text(
        fr="Dessin d’un chien assis, la langue sortie, à côté d’un os.",
        en="Drawing of a sitting dog with its tongue out, next to a bone.",
    ),
    "fall": Text(
        fr="Dessin d’une personne qui glisse sur une peau de banane.",
        en="Drawing of a person slipping on a banana skin.",
    ),
    "flask": Text(
        fr="Dessin d’une fiole de laboratoire et d’une feuille avec une coche.",
        en="Drawing of a laboratory flask and a sheet with a tick.",
    ),
    "flood": Text(
        fr="Dessin d’une rue inondée : une voiture est dans l’eau entre les maisons.",
        en="Drawing of a flooded street: a car stands in the water between the houses.",
    ),
    "football": Text(
        fr="Dessin d’un but et d’un ballon de football.",
        en="Drawing of a goal and a football.",
    ),
    "game": Text(
        fr="Dessin d’une manette de jeu vidéo.",
        en="Drawing of a video game controller.",
    ),
    "market": Text(
        fr="Dessin d’un étal de marché avec des fruits et des légumes.",
        en="Drawing of a market stall with fruit and vegetables.",
    ),
    "newspaper": Text(
        fr="Dessin d’un journal plié, avec un gros titre et une photo.",
        en="Drawing of a folded newspaper, with a headline and a photo.",
    ),
    "no-phone": Text(
        fr="Dessin d’une école et d’un panneau : un téléphone barré.",
        en="Drawing of a school and a sign: a phone, crossed out.",
    ),
    "old-computers": Text(
        fr="Dessin d’un tas de vieux écrans, d’ordinateurs et de téléphones cassés.",
        en="Drawing of a heap of old screens, computers and broken phones.",
    ),
    "recipe": Text(
        fr="Dessin d’un bol qui fume, d’un œuf, d’un légume et d’une toque.",
        en="Drawing of a steaming bowl, an egg, a vegetable and a chef’s hat.",
    ),
    "shoes": Text(
        fr="Dessin d’une paire de chaussures de sport.",
        en="Drawing of a pair of running shoes.",
    ),
    "study-app": Text(
        fr="Dessin d’un téléphone avec une liste d’exercices cochés, un crayon et une toque "
        "d’étudiant.",
        en="Drawing of a phone with a list of ticked exercises, a pencil and a graduation cap.",
    ),
    "tap": Text(
        fr="Dessin d’un robinet qui remplit un verre ; à côté, une loupe avec un point "
        "d’interrogation.",
        en="Drawing of a tap filling a glass; beside it, a magnifying glass with a question mark.",
    ),
}


class Drawing(Value):
    """One of the kit's own drawings. Its words come with it, unless `alt` says better ones."""

    drawing: DrawingName
    alt: Text | None = None

    def view(self, language: Language) -> dict[str, Any]:
        """Where it lies below `static`, and its alternative text in one language."""
        alt = self.alt or ALT[self.drawing]
        return {"drawing": f"{FOLDER}/{self.drawing}.svg", "alt": alt.say(language)}
