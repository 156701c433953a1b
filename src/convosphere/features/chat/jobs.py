"""The jobs of the chat."""

from uuid import UUID

from convosphere.features.chat.actions import shares, small, summaries, temporary
from convosphere.features.chat.actions.answer import AnswerDesk, abandon_answer, write_answer
from convosphere.features.chat.actions.order import retention
from convosphere.features.chat.types import AnswerKey
from convosphere.features.models.types import Purpose
from convosphere.platform.context import Platform


async def answer(
    desk: AnswerDesk,
    *,
    organization_id: str,
    conversation_id: str,
    message_id: str,
    person_id: str,
    api_key_id: str | None = None,
) -> None:
    """Writes one answer. Runs again after a crash or a shutdown, and then goes on."""
    key = _key(organization_id, conversation_id, message_id, api_key_id)
    await write_answer(desk, key, UUID(person_id))


async def give_answer_up(
    desk: AnswerDesk,
    *,
    organization_id: str,
    conversation_id: str,
    message_id: str,
    person_id: str,
    api_key_id: str | None = None,
) -> None:
    """Writing failed for good: says so in place, and frees the conversation."""
    key = _key(organization_id, conversation_id, message_id, api_key_id)
    await abandon_answer(desk, key, UUID(person_id))


def _key(organization_id: str, conversation_id: str, message_id: str, api_key_id: str | None) -> AnswerKey:
    key_id = None if api_key_id is None else UUID(api_key_id)
    return AnswerKey(UUID(organization_id), UUID(conversation_id), UUID(message_id), key_id)


async def small_tasks(
    desk: AnswerDesk,
    *,
    organization_id: str,
    conversation_id: str,
    message_id: str,
    person_id: str,
    purposes: list[str],
) -> None:
    """Asks for a title, once, without which the first words stand; and for what could be asked next."""
    key = AnswerKey(UUID(organization_id), UUID(conversation_id), UUID(message_id))
    wanted = [Purpose(each) for each in purposes]
    await small.do_small_tasks(desk.platform, desk.gateway, key, UUID(person_id), wanted)


async def summarise(
    desk: AnswerDesk, *, organization_id: str, conversation_id: str, message_id: str, person_id: str, left_out: int
) -> None:
    """Sums up what no longer fits into the model's context."""
    key = AnswerKey(UUID(organization_id), UUID(conversation_id), UUID(message_id))
    await summaries.summarise(desk.platform, desk.gateway, key, UUID(person_id), left_out)


async def purge_temporary(platform: Platform) -> None:
    """Removes temporary conversations whose day is over; what it left it finds next time."""
    await temporary.purge_temporary(platform)


async def expire_archive(platform: Platform) -> None:
    """Removes archived conversations whose time is over; what it left it finds next time."""
    await retention.expire_archive(platform)


async def expire_shares(platform: Platform) -> None:
    """Removes snapshots whose time is over."""
    await shares.expire_shares(platform)
