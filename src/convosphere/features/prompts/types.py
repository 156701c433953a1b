"""Enums and small values of prompts."""

from typing import Literal

Visibility = Literal["private", "organization"]
VariableType = Literal["text", "long_text", "number", "choice", "date"]
FirstRole = Literal["user", "assistant"]
