"""Texts as people may write them: trimmed, valid, printable."""

import unicodedata
from typing import Annotated
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from convosphere.features.accounts.types import Role
from convosphere.platform.texts import TURNING, seen

# Controls and lone surrogates; the signs that turn what stands around them are refused, too.
_UNWANTED_CATEGORIES = frozenset({"Cc", "Cs"})


def printable(text: str) -> str:
    """Refuses characters that nobody types and that can disguise a text."""
    for position, character in enumerate(text):
        if unicodedata.category(character) in _UNWANTED_CATEGORIES or character in TURNING:
            raise PydanticCustomError(
                "unwanted_character",
                "The character U+{code} at position {position} is not allowed.",
                {"code": f"{ord(character):04X}", "position": position + 1},
            )
    return text


def _email(text: str) -> str:
    """A mail address in its normal form. Domains of a private network are fine."""
    try:
        address = validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise PydanticCustomError("email", "This is not an e-mail address.") from error
    if "." not in address.ascii_domain or len(address.normalized) > _LONGEST_EMAIL:
        raise PydanticCustomError("email", "This is not an e-mail address.")
    return address.normalized


_LONGEST_EMAIL = 254
_Trimmed = StringConstraints(strip_whitespace=True)

Name = Annotated[
    str,
    _Trimmed,
    Field(min_length=1, max_length=100, examples=["Ada Lovelace"]),
    AfterValidator(printable),
    AfterValidator(seen),
]
Email = Annotated[
    str,
    _Trimmed,
    Field(min_length=3, max_length=_LONGEST_EMAIL, examples=["ada@example.org"], json_schema_extra={"format": "email"}),
    AfterValidator(printable),
    AfterValidator(_email),
]
# Where nothing is made of it but a look-up: what is no address simply belongs to nobody.
SomeEmail = Annotated[str, _Trimmed, Field(max_length=320, examples=["ada@example.org"]), AfterValidator(printable)]
# How long it must be says the setting `accounts.password_min_length`, which the action knows.
NewPassword = Annotated[str, Field(max_length=1000, examples=["correct horse battery"]), AfterValidator(printable)]
Password = Annotated[str, Field(max_length=1000, examples=["correct horse battery"])]
Token = Annotated[str, Field(max_length=200)]
Search = Annotated[str, _Trimmed, Field(max_length=100), AfterValidator(printable)]
Cursor = Annotated[str, Field(max_length=200, description="`next_cursor` of the page before")]
PageSize = Annotated[int, Field(ge=1, le=100, description="Most items on a page")]


class Input(BaseModel):
    """Base of what comes in: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(Input):
    """Which page of a list."""

    limit: PageSize = 50
    cursor: Cursor | None = None


class ApiKeysQuery(PageQuery):
    """Which API keys of the organisation."""

    q: Search | None = Field(None, description="Part of the key's name, its last characters, or its person's name")
    person_id: UUID | None = Field(None, description="Whose keys")


class PeopleQuery(PageQuery):
    """Which people."""

    q: Search | None = Field(None, description="Part of a name or an e-mail address")
    role: Role | None = None
    active: bool | None = None
