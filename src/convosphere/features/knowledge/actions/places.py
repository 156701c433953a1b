"""Where contents lie in the storage. No name that a person gave is part of it."""

from uuid import UUID

# What has not been checked lies apart from what has.
_INCOMING = "incoming"
_KNOWLEDGE = "knowledge"


def incoming(organization_id: UUID, arriving_id: UUID) -> str:
    """The folder of what has arrived: pieces of an upload, a text, a page from the web."""
    return f"{_INCOMING}/{organization_id}/knowledge/{arriving_id}"


def content(organization_id: UUID, content_id: UUID) -> str:
    """The folder of an original and what is made of it; several versions may share it."""
    return f"{_KNOWLEDGE}/{organization_id}/contents/{content_id}"


def original(organization_id: UUID, content_id: UUID) -> str:
    """Where an original lies."""
    return f"{content(organization_id, content_id)}/original"


def page_picture(organization_id: UUID, content_id: UUID, page: int, width: int) -> str:
    """Where the picture of a page lies."""
    return f"{content(organization_id, content_id)}/pages/{page}-{width}.webp"


def page_words(organization_id: UUID, content_id: UUID, page: int) -> str:
    """Where the words lie that were recognised on a page, which is a picture of text."""
    return f"{content(organization_id, content_id)}/pages/{page}.words.json"


def version(organization_id: UUID, version_id: UUID) -> str:
    """The folder of what belongs to one version alone."""
    return f"{_KNOWLEDGE}/{organization_id}/versions/{version_id}"


def text(organization_id: UUID, version_id: UUID) -> str:
    """Where a version's text lies, as JSON of a `Document`."""
    return f"{version(organization_id, version_id)}/text"
