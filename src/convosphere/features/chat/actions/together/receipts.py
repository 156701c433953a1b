"""How far people have got in a joint conversation: what has reached them, what they have read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import encode, tell_conversation, tell_streams
from convosphere.features.chat.repository import Departed
from convosphere.features.chat.schemas import PersonRef, ReceiptIn, ReceiptOut
from convosphere.features.chat.tables import Conversation, ConversationReceipt
from convosphere.features.chat.types import person_stream
from convosphere.platform.context import Platform
from convosphere.platform.errors import NotFoundError


async def move_receipt(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, given: ReceiptIn
) -> None:
    """Takes the actor's receipt forward and tells those who watch; backwards it never goes. What was read has arrived.

    In a conversation that is not joint nobody would see it: nothing is stored.

    Raises:
        NotFoundError: there is no such conversation for the actor, or no such message in it.
    """
    actor.require("chat.read")
    conversation = await repository.get_conversation(session, actor, conversation_id)
    if not conversation.member_count:
        return
    named = {"body.delivered": given.delivered, "body.read": given.read}
    places = await repository.places_of(session, conversation_id, [each for each in named.values() if each is not None])
    for field, message_id in named.items():
        if message_id is not None and message_id not in places:
            raise NotFoundError(field=field)
    read = None if given.read is None else places[given.read]
    latest = max(places.values(), key=lambda place: place.position)
    moved = await repository.move_receipt(
        session,
        ConversationReceipt(
            organization_id=actor.organization_id,
            conversation_id=conversation_id,
            person_id=actor.person_id,
            delivered_position=latest.position,
            read_position=0 if read is None else read.position,
            delivered_until=latest.created_at,
            read_until=None if read is None else read.created_at,
            updated_at=platform.clock.now(),
        ),
    )
    if moved is None:
        return
    receipt = _receipt(actor.person_id, actor.name, moved.delivered_until, moved.read_until)
    tell_conversation(session, platform.log, conversation_id, [encode("receipt.changed", receipt=receipt)])
    if read is not None:
        # Their other devices need not say "unread" any more.
        event = encode("conversation.read", conversation_id=conversation_id)
        tell_streams(session, platform.log, {person_stream(actor.person_id): event})


async def show_receipts(session: AsyncSession, conversation: Conversation) -> list[ReceiptOut]:
    """How far everybody has got; one statement if the conversation is joint, else none."""
    if not conversation.member_count:
        return []
    return [_receipt(*row) for row in await repository.list_receipts(session, conversation.id)]


async def forget_departed(session: AsyncSession, platform: Platform, conversation_ids: Collection[UUID]) -> None:
    """Forgets how far those have got who may not read these any more, and tells those who still watch: a receipt with
    nothing in it. One statement.
    """
    _tell_departed(session, platform, await repository.forget_departed(session, conversation_ids))


async def forget_departed_of(
    session: AsyncSession, platform: Platform, group_id: UUID, person_ids: Collection[UUID]
) -> None:
    """The same in all conversations that are open to a group, of people who have just left it; who may read a
    conversation in another way loses nothing.
    """
    _tell_departed(session, platform, await repository.forget_departed_of(session, group_id, person_ids))


def _tell_departed(session: AsyncSession, platform: Platform, departed: Sequence[Departed]) -> None:
    for each in departed:
        gone = _receipt(each.person_id, each.name, None, None)
        tell_conversation(session, platform.log, each.conversation_id, [encode("receipt.changed", receipt=gone)])


async def read_so_far(session: AsyncSession, platform: Platform, conversation: Conversation) -> None:
    """The owner of a conversation that is being opened has read all of it."""
    newest = await repository.newest_place(session, conversation.id)
    if newest is None:
        return
    await repository.move_receipt(
        session,
        ConversationReceipt(
            organization_id=conversation.organization_id,
            conversation_id=conversation.id,
            person_id=conversation.owner_id,
            delivered_position=newest.position,
            read_position=newest.position,
            delivered_until=newest.created_at,
            read_until=newest.created_at,
            updated_at=platform.clock.now(),
        ),
    )


def _receipt(person_id: UUID, name: str, delivered: datetime | None, read: datetime | None) -> ReceiptOut:
    return ReceiptOut(person=PersonRef(id=person_id, name=name), delivered_until=delivered, read_until=read)
