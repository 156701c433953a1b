"""What searches look at of documents changes: in the transaction that changes it, and afterwards in a remote index."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from convosphere.features.knowledge.actions.desk import Desk
from convosphere.features.knowledge.actions.ingest.publishing import defer_settle
from convosphere.features.knowledge.repository.entries import entries_of
from convosphere.features.knowledge.tables import Document


async def publish_documents(session: AsyncSession, desk: Desk, documents: Sequence[Document]) -> None:
    """Tells the index of documents of one base as they are now; those of which nothing was ever found are left out."""
    known = [document for document in documents if document.current_version_id is not None]
    await desk.index.publish_many(session, await entries_of(session, known))
    await defer_settle(session, desk.platform, known)
