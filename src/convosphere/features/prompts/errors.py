"""What can be wrong with a request about prompts."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError


class CommandTakenError(ConflictError):
    """Another prompt that this person sees under the same visibility has the command."""

    code: ClassVar[str] = "command_taken"


class TooManyPromptsError(ConflictError):
    """A person has as many prompts or templates as there can be."""

    code: ClassVar[str] = "too_many_prompts"
