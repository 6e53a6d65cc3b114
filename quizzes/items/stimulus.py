"""What is judged: an excerpt, a mock post, a table or a picture."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from quizzes.items.drawings import Drawing
from quizzes.items.text import Language, Text, Value

MediaPath = Annotated[str, StringConstraints(pattern=r"^media/[a-z0-9][a-z0-9._-]{0,80}$")]
ShortName = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]

OWN_FIELDS = ("account", "handle", "tags.*", "likes", "comments", "shares", "views")
"""Fields of a stimulus that are no text in two languages, and that may be typed anew."""


class Picture(Value):
    """A file of the pack's own `media` folder, with what it shows in words."""

    file: MediaPath
    alt: Text

    def view(self, language: Language) -> dict[str, str]:
        """File and alternative text in one language."""
        return {"file": self.file, "alt": self.alt.say(language)}


class ExcerptStimulus(Value):
    """A passage of text."""

    type: Literal["text"]
    text: Text
    credit: Text | None = None

    def view(self, language: Language) -> dict[str, Any]:
        """The passage in one language."""
        credit = self.credit.say(language) if self.credit else ""
        return {"type": self.type, "text": self.text.say(language), "credit": credit}

    def media(self) -> tuple[str, ...]:
        """Files it needs."""
        return ()


class PostStimulus(Value):
    """A mock post. Every screen and sheet labels it as fictional.

    `platform` is an invented app or the kind of screen. `label` is what marks it as paid for.
    `overlay` is written on the picture. `more` is folded behind “… see more”, unless the post is
    shown `unfolded`. `menu` is what the post’s own menu offers.
    """

    type: Literal["post"]
    platform: Text | None = None
    account: ShortName
    handle: ShortName | None = None
    role: Text | None = None
    time: Text
    caption: Text
    more: Text | None = None
    unfolded: bool | None = None
    picture: Picture | Drawing | None = None
    overlay: Text | None = None
    tags: tuple[ShortName, ...] = Field(default=(), max_length=30)
    label: Text | None = None
    link: Text | None = None
    likes: Count | None = None
    comments: Count | None = None
    shares: Count | None = None
    views: Count | None = None
    menu: Annotated[tuple[Text, ...], Field(min_length=1, max_length=8)] | None = None

    @model_validator(mode="after")
    def _goes_together(self) -> PostStimulus:
        if self.unfolded is not None and self.more is None:
            raise ValueError("unfolded says how `more` is shown: add more, or leave it out")
        if self.overlay is not None and self.picture is None:
            raise ValueError("overlay is written on the picture: add a picture, or leave it out")
        return self

    def view(self, language: Language) -> dict[str, Any]:
        """The post in one language."""
        said = {
            name: text.say(language) if text else ""
            for name, text in (
                ("platform", self.platform),
                ("role", self.role),
                ("time", self.time),
                ("caption", self.caption),
                ("more", self.more),
                ("overlay", self.overlay),
                ("label", self.label),
                ("link", self.link),
            )
        }
        return {
            "type": self.type,
            "account": self.account,
            "handle": self.handle or "",
            **said,
            "unfolded": bool(self.unfolded),
            "picture": self.picture.view(language) if self.picture else None,
            "tags": list(self.tags),
            "likes": self.likes,
            "comments": self.comments,
            "shares": self.shares,
            "views": self.views,
            "menu": [one.say(language) for one in self.menu or ()],
        }

    def media(self) -> tuple[str, ...]:
        """Files it needs."""
        return (self.picture.file,) if isinstance(self.picture, Picture) else ()


class TableStimulus(Value):
    """Rows and columns; the first column heads its row."""

    type: Literal["table"]
    caption: Text
    columns: tuple[Text, ...] = Field(min_length=2, max_length=8)
    rows: tuple[tuple[Text, ...], ...] = Field(min_length=1, max_length=14)

    @model_validator(mode="after")
    def _rows_are_even(self) -> TableStimulus:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row needs as many cells as there are columns")
        return self

    def view(self, language: Language) -> dict[str, Any]:
        """The table in one language."""
        return {
            "type": self.type,
            "caption": self.caption.say(language),
            "columns": [cell.say(language) for cell in self.columns],
            "rows": [[cell.say(language) for cell in row] for row in self.rows],
        }

    def media(self) -> tuple[str, ...]:
        """Files it needs."""
        return ()


class PictureStimulus(Value):
    """One picture, alone."""

    type: Literal["picture"]
    file: MediaPath
    alt: Text
    credit: Text | None = None

    def view(self, language: Language) -> dict[str, Any]:
        """The picture in one language."""
        credit = self.credit.say(language) if self.credit else ""
        alt = self.alt.say(language)
        return {"type": self.type, "file": self.file, "alt": alt, "credit": credit}

    def media(self) -> tuple[str, ...]:
        """Files it needs."""
        return (self.file,)


Stimulus = Annotated[
    ExcerptStimulus | PostStimulus | TableStimulus | PictureStimulus, Field(discriminator="type")
]
