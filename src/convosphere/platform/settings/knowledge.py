"""Settings of knowledge."""

from pydantic import Field

from convosphere.platform.settings.area import Area


class KnowledgeSettings(Area):
    """Knowledge bases and their documents. Sizes are bytes."""

    max_bytes: int = Field(200_000_000, ge=1_000, le=5_000_000_000, description="Largest document")
    archive_bytes: int = Field(2_147_483_648, ge=1_000, le=20_000_000_000, description="Largest archive to unpack")
    unpacked_bytes: int = Field(
        8_589_934_592, ge=1_000, description="Most that may come out of one archive to unpack, in all"
    )
    archive_members: int = Field(10_000, ge=1, le=1_000_000, description="Most files in one archive to unpack")
    organization_bytes: int = Field(
        500_000_000_000, ge=1_000, description="What all versions of all documents of one organisation may take"
    )
    bases_per_organization: int = Field(1_000, ge=1, le=100_000, description="Knowledge bases of one organisation")
    open_uploads: int = Field(2_000, ge=1, le=100_000, description="Uploads one person may have begun and not ended")
    text_characters: int = Field(
        2_000_000, ge=1_000, le=20_000_000, description="Longest text that can be pasted as a document, in characters"
    )
    document_characters: int = Field(
        20_000_000, ge=1_000, le=100_000_000, description="Most text taken out of one document, in characters"
    )
    document_pages: int = Field(5_000, ge=1, le=100_000, description="Most pages read of one document")
    document_chunks: int = Field(50_000, ge=10, le=1_000_000, description="Most passages of one document")
    read_seconds: float = Field(
        900, gt=0, le=7_200, description="Time for reading one document, text recognition included"
    )
    read_memory_mb: int = Field(1_536, ge=256, le=65_536, description="Memory for reading one document")
    read_processes: int = Field(2, ge=1, le=64, description="Documents read at the same time, each in its own process")
    fetch_seconds: float = Field(60, gt=0, le=600, description="Time for fetching a document from the web")
    link_seconds: int = Field(300, ge=10, le=86_400, description="Life of a link to a document's content")
    keep_deleted_days: int = Field(
        30, ge=0, le=3_650, description="How long a deleted document or base can be brought back"
    )
    versions_per_document: int = Field(
        50, ge=1, le=10_000, description="Versions of a document that are kept; the oldest go first"
    )
    zip_bytes: int = Field(4_294_967_296, ge=1_000, description="Most that one download of several documents carries")
