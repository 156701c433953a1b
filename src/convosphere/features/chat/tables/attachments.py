"""Which files a message carries, here and in a snapshot."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from convosphere.platform.database import Base, TenantMixin


class MessageAttachment(TenantMixin, Base):
    """A file in a message. The last of a file's messages takes the file with it; a trigger counts them."""

    __tablename__ = "message_attachments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "message_id"], ["messages.organization_id", "messages.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["organization_id", "file_id"], ["files.organization_id", "files.id"]),
        Index("ix_message_attachments_file", "organization_id", "file_id"),
    )

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    # The order in which they were attached.
    position: Mapped[int]


class SharedAttachment(TenantMixin, Base):
    """A file in a message of a snapshot; it counts like one in a message."""

    __tablename__ = "shared_attachments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "share_id"], ["shares.organization_id", "shares.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["organization_id", "file_id"], ["files.organization_id", "files.id"]),
        Index("ix_shared_attachments_file", "organization_id", "file_id"),
    )

    share_id: Mapped[UUID] = mapped_column(primary_key=True)
    message_position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
