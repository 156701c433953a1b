"""Texts as people may write them, and what several shapes share."""

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from convosphere.features.files.schemas.names import clean_name

_BLANKS = re.compile(r"\s+")
_LINE_BREAKS: Final = frozenset({"Cc", "Zl", "Zp"})
_LONGEST_PATH: Final = 4_096
MOST_DEPTH: Final = 20


def _line(text: str) -> str:
    """One line without control characters."""
    visible = "".join(" " if unicodedata.category(sign) in _LINE_BREAKS else sign for sign in text)
    return _BLANKS.sub(" ", visible).strip()


def _some_line(text: str) -> str:
    line = _line(text)
    if not line:
        raise PydanticCustomError("string_too_short", "String should have at least 1 character", {"min_length": 1})
    return line


def _text(text: str) -> str:
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


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


Title = Annotated[str, Field(max_length=100, examples=["Handbooks"]), AfterValidator(_some_line)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_line)]
Description = Annotated[str, Field(max_length=2_000), AfterValidator(_text)]
Label = Annotated[str, Field(max_length=60, examples=["contract"]), AfterValidator(_some_line)]
DocumentName = Annotated[
    str, BeforeValidator(_name), Field(min_length=1, max_length=255, examples=["Travel policy.pdf"])
]
FolderPath = Annotated[str, Field(max_length=_LONGEST_PATH, examples=["handbooks/2026"]), AfterValidator(_path)]
AnyText = Annotated[str, AfterValidator(_text)]
ColourName = Annotated[str, StringConstraints(pattern=r"^[a-z]{3,12}$"), Field(examples=["teal"])]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$"), Field(examples=["de"])]
Cursor = Annotated[str, Field(max_length=1_000, description="`next_cursor` of the page before")]
Search = Annotated[str, Field(max_length=200), AfterValidator(_line)]
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
