"""Which models the search can be narrowed down to."""

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat.repository import search as index
from convosphere.features.chat.schemas.search import AnsweringModel, AnsweringModels
from convosphere.features.models.types import BUILTIN
from convosphere.platform.database import decode_text_cursor, encode_text_cursor
from convosphere.platform.i18n import translate


async def answering_models(session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None) -> AnsweringModels:
    """The models that have answered among the actor's messages.

    Raises:
        InvalidInputError: the cursor is none of ours.
    """
    actor.require("chat.read")
    after = "" if cursor is None else decode_text_cursor(cursor)[0]
    rows = await index.find_answering(session, actor, after=after, limit=limit + 1)
    keys = list(dict.fromkeys(row.key for row in rows))
    behind = keys[limit - 1] if len(keys) > limit else None
    models = {
        (row.id, row.name): AnsweringModel(id=row.id, name=_name(row, actor.locale), connected=row.connected)
        for row in rows
        if row.key in keys[:limit]
    }
    return AnsweringModels(
        items=list(models.values()),
        next_cursor=None if behind is None else encode_text_cursor(behind, actor.person_id),
    )


def _name(row: index.AnsweringRow, locale: str) -> str:
    """As the list of models calls it: the builtin one says that it is no language model."""
    return translate("models.builtin.model", locale) if row.provider == BUILTIN else row.name
