"""Texts of a document in Dutch and English: a description, what an event does, and what a part is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator
from pydantic_core import PydanticKnownError

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language


class Text(BaseModel):
    """A text in Dutch and, where there is one, in English.

    A document may write it as a plain text, which is then the same in both. It is no section of the document: who
    extends another and writes a text of its own has no use for the other's English.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    nl: str = Field(max_length=10_000)
    en: str | None = Field(default=None, max_length=10_000)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"nl": data}
        if not isinstance(data, Mapping | Text):
            raise PydanticKnownError("string_type")  # told as for any other text: most texts are plain
        return data

    def in_language(self, language: Language) -> str:
        """The text in a language, Dutch where there is no English."""
        return self.nl if language == "nl" or not self.en else self.en


class Title(Text):
    """What a part is called on screens: a text that fits on a line."""

    nl: str = Field(max_length=200)
    en: str | None = Field(default=None, max_length=200)

    @model_serializer(mode="wrap")
    def _as_written(self, written: SerializerFunctionWrapHandler) -> Any:
        """A title without English is a plain text, as all titles once were: so a scenario that has only such titles
        keeps its digest, by which results on disk know it.
        """
        return self.nl if self.en is None else written(self)
