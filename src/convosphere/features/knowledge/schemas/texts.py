"""Texts as people may write them, and what several shapes share."""

import re
from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from convosphere.features.files.schemas.names import clean_name
from convosphere.platform.texts import one_line, some_line

_LONGEST_PATH: Final = 4_096
_HALVES: Final = re.compile("[\ud800-\udfff]")
MOST_DEPTH: Final = 20
MOST_FOLDERS: Final = 5_000
MOST_TAGS: Final = 1_000
# What a column of whole numbers holds: a larger one is nobody's number.
LARGEST_NUMBER: Final = 2_147_483_647


def writable(text: str) -> str:
    """Without halves of signs, which JSON can hold and no database."""
    return text if text.isascii() else _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


def _text(text: str) -> str:
    return writable(text).replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _name(name: object) -> object:
    if not isinstance(name, str) or len(name) > _LONGEST_PATH:
        return name
    return clean_name(name) if name.strip() else ""


def _path(path: str) -> str:
    """Folders one below the other, each a name; what leads upwards or nowhere is left out."""
    parts = [part for part in path.replace("\\", "/").split("/") if part.strip(" .")]
    if len(parts) > MOST_DEPTH:
        raise PydanticCustomError("path_too_deep", "There are at most {most} folders in a path.", {"most": MOST_DEPTH})
    return "/".join(clean_name(part) for part in parts)


Title = Annotated[str, Field(max_length=100, examples=["Handbooks"]), AfterValidator(some_line)]
Line = Annotated[str, Field(max_length=300), AfterValidator(one_line)]
Description = Annotated[str, Field(max_length=2_000), AfterValidator(_text)]
Quote = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_text)]
FieldName = Annotated[str, Field(max_length=60, examples=["owner"]), AfterValidator(some_line)]
Label = Annotated[str, Field(max_length=60, examples=["contract"]), AfterValidator(some_line)]
DocumentName = Annotated[
    str, BeforeValidator(_name), Field(min_length=1, max_length=255, examples=["Travel policy.pdf"])
]
FolderPath = Annotated[str, Field(max_length=_LONGEST_PATH, examples=["handbooks/2026"]), AfterValidator(_path)]
AnyText = Annotated[str, AfterValidator(_text)]
ColourName = Annotated[str, StringConstraints(pattern=r"^[a-z]{3,12}$"), Field(examples=["teal"])]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$"), Field(examples=["de"])]
Cursor = Annotated[str, Field(max_length=1_000, description="`next_cursor` of the page before")]
Search = Annotated[str, Field(max_length=200), AfterValidator(one_line)]
Moment = AwareDatetime


class Input(BaseModel):
    """Base of what comes in: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(Input):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=200, description="Most items on a page")
    cursor: Cursor | None = None


class Problem(BaseModel):
    """What went wrong, or is missing, in the reader's language."""

    code: str = Field(examples=["document_protected"])
    title: str
    detail: str


class Link(BaseModel):
    """A link that needs no sign-in and ends soon."""

    url: str = Field(examples=["/api/v1/knowledge/content/AfKx…"])
    expires_at: datetime
