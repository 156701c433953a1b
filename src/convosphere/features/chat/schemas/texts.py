"""Texts as they are taken in."""

from typing import Annotated

from pydantic import AfterValidator, Field

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean_content(content: str) -> str:
    """A message as it can be stored. NUL becomes a visible sign; a message of nothing but blanks is refused.

    Raises:
        ValueError: there is nothing to say in it.
    """
    if not content.strip():
        raise ValueError("must not be empty")
    return content.replace("\x00", _REPLACEMENT)


def clean_question(content: str) -> str:
    """A question as it can be stored: beside files it may be empty, and blanks are as good as nothing."""
    return content.replace("\x00", _REPLACEMENT) if content.strip() else ""


# The setting `limits.message_characters` is checked by the action; this bound only keeps nonsense out.
Content = Annotated[str, Field(min_length=1, max_length=2_000_000), AfterValidator(clean_content)]
# Whether files come with it, which let it be empty, is for those to say who know of them.
QuestionContent = Annotated[str, Field(max_length=2_000_000), AfterValidator(clean_question)]
