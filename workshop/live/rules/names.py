"""Names of participants: made up by default, checked when they may be chosen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from itertools import count

from quizzes.items.text import Language

MAX_LENGTH = 20

# In French: animals of either gender with adjectives that do not change with it.
_FR_ANIMALS = (
    "Loutre Hibou Renard Hérisson Mésange Castor Dauphin Panda Koala Lynx Moineau "
    "Écureuil Tortue Colibri Hermine Bouquetin Cigogne Coccinelle Faucon Girafe "
    "Hirondelle Libellule Marmotte Narval Ocelot Papillon Rouge-gorge Salamandre Tamia "
    "Toucan Zèbre Alouette Chouette Chamois Fennec Flamant Grillon"
).split()
_FR_ADJECTIVES = (
    "agile calme habile lucide tenace sincère tranquille énergique fidèle aimable brave "
    "drôle solide souple rapide modeste honnête sage rare magnifique optimiste "
    "fantastique logique sympathique pacifique"
).split()
_EN_ANIMALS = (
    "Otter Owl Fox Hedgehog Robin Beaver Dolphin Panda Koala Lynx Sparrow Squirrel Turtle "
    "Heron Ermine Ibex Stork Ladybird Falcon Giraffe Swallow Dragonfly Marmot Narwhal "
    "Ocelot Butterfly Finch Newt Toucan Zebra Lark Puffin Badger Fennec Flamingo Cricket "
    "Wren"
).split()
_EN_ADJECTIVES = (
    "agile calm skilful bright steady honest quiet lively loyal kind brave funny solid "
    "supple quick modest wise rare curious cheerful logical friendly peaceful gentle "
    "patient"
).split()

_KEPT_CATEGORIES = frozenset({"L", "M", "N"})
# Letters and marks that nobody sees (Default_Ignorable_Code_Point in L and M), and enclosing marks.
_UNSEEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
    r"\u20dd-\u20e4\U000e0100-\U000e01ef]"
)
_KEPT_SIGNS = frozenset(" -'’.·")


def made_up_name(
    language: Language, taken: Collection[str], choice: Callable[[Sequence[str]], str]
) -> str:
    """A friendly name that nobody in the room has; with a number when words run out."""
    french = language == "fr"
    animals = _FR_ANIMALS if french else _EN_ANIMALS
    adjectives = _FR_ADJECTIVES if french else _EN_ADJECTIVES
    used = {name_key(name) for name in taken}
    name = ""
    for _ in range(40):
        animal, adjective = choice(animals), choice(adjectives)
        name = f"{animal} {adjective}" if french else f"{adjective.capitalize()} {animal}"
        if len(name) <= MAX_LENGTH and name_key(name) not in used:
            return name
    return free_variant(name, taken)


def is_made_up(name: str) -> bool:
    """Whether a name could come from the lists above, so that no moderation is needed."""
    words = name.split()
    if len(words) == 3 and words[2].isdigit():
        words = words[:2]
    if len(words) != 2:
        return False
    french = words[0] in _FR_ANIMALS and words[1] in _FR_ADJECTIVES
    return french or (words[0].lower() in _EN_ADJECTIVES and words[1] in _EN_ANIMALS)


def free_variant(name: str, taken: Collection[str]) -> str:
    """`name`, or `name 2`, `name 3` … if somebody has it already."""
    used = {name_key(one) for one in taken}
    if name_key(name) not in used:
        return name
    for tail in map(" {}".format, count(2)):
        variant = name[: MAX_LENGTH - len(tail)].rstrip() + tail
        if name_key(variant) not in used:
            return variant
    raise AssertionError("there is always a larger number")


# Whole words, without accents, as a class would throw them at one another; approval does the rest.
_UNKIND = frozenset(
    (
        "abruti abrutie batard batarde bitch bite bougnoule boche chier chienne con conard connard "
        "connasse conne couille cul cunt debile encule enculee fag faggot fdp feuj fils2pute ftg "
        "fuck fucker fucking gogol gouine hitler merde mongol mongole motherfucker nazi negre "
        "negresse negro nigga nigger nique niquer ntm pd pede pedale petasse pute putain salaud "
        "salope shit slut tapette tarlouze trisomique tg tranny troudeballe wanker whore youpin"
    ).split()
)
_STEMS = ("connard", "encule", "salope", "fuck", "nigger", "hitler", "petasse", "filsdepute")
_DISGUISES = str.maketrans("013457", "oieast")


def is_unkind(name: str) -> bool:
    """Whether a name holds an insult, also with digits for letters or signs between them."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.split(r"[^a-z0-9]+", plain)
    closed = "".join(words)
    spelt = {form for one in [*words, closed] for form in (one, one.translate(_DISGUISES))}
    spelt |= {form.removesuffix("s") for form in spelt}
    stems = (closed, closed.translate(_DISGUISES))
    return bool(spelt & _UNKIND) or any(stem in form for stem in _STEMS for form in stems)


def name_key(name: str) -> str:
    """What two names share when people would take them for the same."""
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "")


def read_name(text: str) -> str | None:
    """A name of 1 to 20 characters of any script, trimmed and normalised; None if it is none.

    Invisible signs, direction marks and emoji are refused rather than dropped.
    """
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not 1 <= len(name) <= MAX_LENGTH or _UNSEEN.search(name):
        return None
    kinds = "".join(unicodedata.category(sign)[0] for sign in name)
    if "MMM" in kinds:  # no script needs three marks on one letter; towers of them are a prank
        return None
    for sign in name:
        if unicodedata.category(sign)[0] not in _KEPT_CATEGORIES and sign not in _KEPT_SIGNS:
            return None
    return name if any(unicodedata.category(sign)[0] in "LN" for sign in name) else None
