"""How long a question may be."""

from convosphere.features.chat.errors import MessageTooLongError
from convosphere.platform.context import Platform


def require_length(platform: Platform, content: str) -> None:
    """Makes sure that this installation accepts it.

    Raises:
        MessageTooLongError: it does not.
    """
    limit = platform.settings.limits.message_characters
    if len(content) > limit:
        raise MessageTooLongError(field="body.content", limit=limit, given=len(content))
