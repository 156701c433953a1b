"""Sharing a conversation as a read-only snapshot inside the organisation."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.accounts.actions.organization import list_organization_ids
from convosphere.features.accounts.types import Actor
from convosphere.features.chat import repository
from convosphere.features.chat.actions.notify import tell_begun
from convosphere.features.chat.errors import NothingToShareError, ShareInThePastError
from convosphere.features.chat.events import ConversationShared, ShareRevoked
from convosphere.features.chat.schemas import ShareCreate, SharedMessageOut, SharedMessagePage, SharePageQuery
from convosphere.features.chat.tables import Conversation, Share, SharedMessage
from convosphere.features.chat.types import Access, MessageRole
from convosphere.features.files.actions import link_to, present_file
from convosphere.features.files.schemas import FileLink
from convosphere.features.files.tables import File
from convosphere.features.files.types import Variant
from convosphere.platform.context import Platform
from convosphere.platform.database import Page
from convosphere.platform.errors import NotFoundError
from convosphere.platform.events import publish
from convosphere.platform.ids import new_id


async def share_conversation(
    session: AsyncSession, platform: Platform, actor: Actor, conversation_id: UUID, wanted: ShareCreate
) -> Share:
    """Takes a snapshot of the branch that is shown. What is said later, and other branches, are not in it.

    Raises:
        NothingToShareError: nothing was said yet, or the conversation is temporary.
        ShareInThePastError: it would have expired already.
    """
    actor.require("chat.share")
    now = platform.clock.now()
    if wanted.expires_at is not None and wanted.expires_at <= now:
        raise ShareInThePastError(field="body.expires_at")
    # Locked, so that the snapshot and its title are of one moment.
    conversation = await repository.get_conversation(session, actor, conversation_id, need=Access.OWNER, lock=True)
    if conversation.temporary:
        raise NothingToShareError(field="path.conversation_id")
    share = Share(
        id=new_id(),
        organization_id=actor.organization_id,
        conversation_id=conversation.id,
        owner_id=actor.person_id,
        owner_name=actor.name,
        title=conversation.title,
        message_count=0,
        views=0,
        created_at=now,
        expires_at=wanted.expires_at,
    )
    session.add(share)
    await session.flush()
    share.message_count = await repository.take_snapshot(session, share.id, conversation.id)
    if share.message_count == 0:
        raise NothingToShareError(field="path.conversation_id")
    publish(
        session,
        ConversationShared(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="share",
            subject_id=str(share.id),
            address=actor.address,
            conversation_id=conversation.id,
            expires_at=share.expires_at,
        ),
    )
    return share


async def list_shares(
    session: AsyncSession, actor: Actor, query: SharePageQuery, conversation_id: UUID | None = None
) -> Page[Share]:
    """The actor's snapshots, of one conversation or of all."""
    actor.require("chat.read")
    if conversation_id is not None:
        await repository.get_conversation(session, actor, conversation_id, need=Access.OWNER)
    return await repository.list_shares(
        session, actor.person_id, conversation_id, limit=query.limit, cursor=query.cursor
    )


async def revoke_share(session: AsyncSession, actor: Actor, share_id: UUID) -> None:
    """Nobody can open it from now on.

    Raises:
        NotFoundError: there is none, or it is someone else's.
    """
    # Not "chat.share": who may not share any more still takes back what they shared.
    actor.require("chat.write")
    share = await repository.delete_share(session, actor.person_id, share_id)
    publish(
        session,
        ShareRevoked(
            organization_id=actor.organization_id,
            actor_id=actor.person_id,
            subject_type="share",
            subject_id=str(share.id),
            address=actor.address,
            conversation_id=share.conversation_id,
        ),
    )


async def open_share(session: AsyncSession, platform: Platform, actor: Actor, share_id: UUID) -> Share:
    """A snapshot, for anybody of its organisation; others' openings are counted.

    Raises:
        NotFoundError: there is none, it was revoked, or its time is over.
    """
    actor.require("chat.read")
    share = await repository.get_share(session, share_id, platform.clock.now())
    if share.owner_id != actor.person_id:
        await repository.count_view(session, share.id)
    return share


async def list_shared_messages(
    session: AsyncSession, platform: Platform, actor: Actor, share_id: UUID, query: SharePageQuery
) -> SharedMessagePage:
    """A page of a snapshot, oldest first."""
    actor.require("chat.read")
    share = await repository.get_share(session, share_id, platform.clock.now())
    page = await repository.list_shared_messages(session, share.id, limit=query.limit, cursor=query.cursor)
    files = await repository.files_of_share(session, share.id, [row.position for row in page.items])
    items = [_present(row, files.get(row.position, ()), actor.locale) for row in page.items]
    return SharedMessagePage(items=items, next_cursor=page.next_cursor)


async def link_to_shared_file(
    session: AsyncSession,
    platform: Platform,
    actor: Actor,
    share_id: UUID,
    *,
    file_id: UUID,
    variant: Variant,
    download: bool,
) -> FileLink:
    """A link to a file of a snapshot, for whoever may read that now.

    Like every link it opens the file for minutes, whatever becomes of the snapshot meanwhile.

    Raises:
        NotFoundError: there is no such snapshot (any more), or it does not carry this file.
        FileNotReadyError, NoSuchVariantError: see there.
    """
    actor.require("chat.read")
    share = await repository.get_share(session, share_id, platform.clock.now())
    file = await repository.find_shared_file(session, share.id, file_id)
    if file is None:
        raise NotFoundError(field="path.file_id")
    return link_to(platform, file, variant, download=download)


def _present(row: SharedMessage, files: Sequence[File], locale: str) -> SharedMessageOut:
    return SharedMessageOut(
        position=row.position,
        role=MessageRole(row.role),
        content=row.content,
        author_name=row.author_name,
        model_display_name=row.model_display_name,
        attachments=[present_file(file, locale) for file in files],
        created_at=row.created_at,
    )


async def copy_share(session: AsyncSession, platform: Platform, actor: Actor, share_id: UUID) -> Conversation:
    """A conversation of the actor's own that begins with a snapshot's messages, to go on from there."""
    actor.require("chat.write")
    now = platform.clock.now()
    share = await repository.get_share(session, share_id, now)
    conversation = Conversation(
        id=new_id(),
        organization_id=actor.organization_id,
        owner_id=actor.person_id,
        title=share.title,
        created_at=now,
        updated_at=now,
        last_message_at=now,
    )
    session.add(conversation)
    await session.flush()
    conversation.leaf_id = await repository.copy_snapshot(session, share.id, conversation.id)
    await session.flush()
    tell_begun(session, platform.log, conversation)
    return conversation


async def expire_shares(platform: Platform) -> None:
    """Removes snapshots whose time is over, in every organisation."""
    async with platform.database.transaction(None) as session:
        organizations = await list_organization_ids(session)
    for organization_id in organizations:
        async with platform.database.transaction(organization_id) as session:
            await repository.delete_expired_shares(session, platform.clock.now())
