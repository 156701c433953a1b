"""What can be done with prompts and templates."""

from convosphere.features.prompts.actions.library import (
    create_prompt,
    delete_prompt,
    get_prompt,
    list_prompts,
    present_prompt,
    replace_prompt,
)
from convosphere.features.prompts.actions.templates import (
    create_template,
    delete_template,
    get_template,
    list_templates,
    present_template,
    replace_template,
)

__all__ = [
    "create_prompt",
    "create_template",
    "delete_prompt",
    "delete_template",
    "get_prompt",
    "get_template",
    "list_prompts",
    "list_templates",
    "present_prompt",
    "present_template",
    "replace_prompt",
    "replace_template",
]
