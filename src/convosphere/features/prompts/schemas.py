"""Shapes of prompts and templates."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from convosphere.features.prompts.types import FirstRole, VariableType, Visibility
from convosphere.platform.texts import one_line, seen, some_line


def _text(text: str) -> str:
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _some_text(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("string_too_short", "String should have at least 1 character", {"min_length": 1})
    return _text(text)


Title = Annotated[str, Field(max_length=100, examples=["Summarise"]), AfterValidator(some_line)]
Line = Annotated[str, Field(max_length=300), AfterValidator(one_line)]
Body = Annotated[str, Field(max_length=50_000), AfterValidator(_some_text)]
AnyText = Annotated[str, Field(max_length=50_000), AfterValidator(_text)]
Label = Annotated[str, Field(max_length=40), AfterValidator(some_line)]
# What can be typed behind a slash without thinking.
Command = Annotated[
    str,
    StringConstraints(pattern=r"^[\w-]{1,40}$", strip_whitespace=True, to_lower=True),
    Field(examples=["summary"]),
    AfterValidator(seen),
]
VariableName = Annotated[str, StringConstraints(pattern=r"^\w{1,40}$", strip_whitespace=True), AfterValidator(seen)]


class _Input(BaseModel):
    """Base of what comes in: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class LibraryQuery(_Input):
    """Which ones, which page."""

    q: Line | None = Field(None, description="Part of the title, of the command, or a tag")
    visibility: Visibility | None = None
    limit: int = Field(50, ge=1, le=200, description="How many at most")
    cursor: str | None = Field(None, max_length=1000, description="`next_cursor` of the page before")


class PromptIn(_Input):
    """A prompt as it is to be. Places like `{{language}}` in `content` are filled in by whoever uses it."""

    title: Title
    command: Command | None = Field(None, description="What brings it up in the composer, after a slash")
    content: Body
    visibility: Visibility = "private"
    tags: list[Label] = Field(default_factory=list, max_length=20)


class PromptOut(BaseModel):
    """A prompt."""

    id: UUID
    title: str
    command: str | None
    content: str
    variables: list[str] = Field(description="The names in `{{…}}`, in their order")
    visibility: Visibility
    tags: list[str]
    owner_id: UUID
    editable: bool = Field(description="Whether the one who asks may change and delete it")
    updated_at: datetime


class PromptPage(BaseModel):
    """Prompts by title."""

    items: list[PromptOut]
    next_cursor: str | None


class Variable(_Input):
    """A place in a template's texts, and what may stand there."""

    name: VariableName
    label: Line = Field("", description="What the form says; empty: the name")
    type: VariableType = "text"
    default: AnyText = ""
    options: list[Label] = Field(default_factory=list, max_length=50, description="For `choice`")
    required: bool = True

    @model_validator(mode="after")
    def _chooses_among_something(self) -> Self:
        if self.type == "choice" and not self.options:
            raise PydanticCustomError("options_missing", "A choice needs options.")
        if self.type == "choice" and self.default and self.default not in self.options:
            raise PydanticCustomError("default_no_option", "The default is none of the options.")
        return self


class FirstMessage(_Input):
    """A message that stands at the beginning, as if it had been said."""

    role: FirstRole
    content: Body


class TemplateIn(_Input):
    """A template as it is to be."""

    name: Title
    description: Line = ""
    prompt: AnyText = Field("", description="Sent as the question when a chat starts from it; empty: nothing is sent")
    variables: list[Variable] = Field(default_factory=list, max_length=20)
    model_id: UUID | None = None
    first_messages: list[FirstMessage] = Field(default_factory=list, max_length=20)
    visibility: Visibility = "private"

    @model_validator(mode="after")
    def _names_each_variable_once(self) -> Self:
        names = [variable.name for variable in self.variables]
        if len(set(names)) < len(names):
            raise PydanticCustomError("variable_twice", "Each variable has a name of its own.")
        return self

    @model_validator(mode="after")
    def _begins_like_a_talk(self) -> Self:
        expected: list[FirstRole] = ["user", "assistant"]
        roles = [message.role for message in self.first_messages]
        if roles != expected * (len(roles) // 2):
            raise PydanticCustomError("messages_alternate", "Question and answer alternate; the last is an answer.")
        return self


class TemplateOut(BaseModel):
    """A template."""

    id: UUID
    name: str
    description: str
    prompt: str
    variables: list[Variable]
    model_id: UUID | None
    first_messages: list[FirstMessage]
    visibility: Visibility
    owner_id: UUID
    editable: bool = Field(description="Whether the one who asks may change and delete it")
    updated_at: datetime


class TemplatePage(BaseModel):
    """Templates by name."""

    items: list[TemplateOut]
    next_cursor: str | None
