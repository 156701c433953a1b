"""Whether people want suggestions: each for themselves, administrators for all."""

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.schemas import ChatPreferencesOut, ChatPreferencesPatch
from convosphere.platform.context import Platform


async def get_preferences(session: AsyncSession, platform: Platform, actor: Actor) -> ChatPreferencesOut:
    """What holds for the actor."""
    actor.require("chat.read")
    found = await repository.list_preferences(session, [actor.organization_id, actor.person_id])
    return ChatPreferencesOut(
        suggestions=found.get(actor.person_id, True),
        organization_suggestions=found.get(actor.organization_id, True),
        suggestions_available=platform.settings.chat.suggestions,
    )


async def change_preferences(
    session: AsyncSession, platform: Platform, actor: Actor, patch: ChatPreferencesPatch
) -> ChatPreferencesOut:
    """Changes what is sent.

    Raises:
        ForbiddenError: what holds for all is not the actor's to change.
    """
    actor.require("chat.write")
    if patch.organization_suggestions is not None:
        actor.require("organization.manage")
    for subject_id, wanted in (
        (actor.person_id, patch.suggestions),
        (actor.organization_id, patch.organization_suggestions),
    ):
        if wanted is not None:
            await repository.put_preference(session, actor.organization_id, subject_id, suggestions=wanted)
    return await get_preferences(session, platform, actor)
