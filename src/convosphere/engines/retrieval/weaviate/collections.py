"""Collections: one for each length of vectors, in it a tenant for each organisation.

A chunk is an object for each space that it has a vector in; one without vectors lies in the collection of length 0.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from convosphere.engines.retrieval.weaviate.connection import Connection

if TYPE_CHECKING:
    from weaviate import WeaviateAsyncClient
    from weaviate.collections import CollectionAsync

# By property: its type, and how its text is cut if it can be filtered by text.
_UUIDS = ("chunk", "document", "version", "space", "scope", "base")
_UUID_LISTS = ("folders", "tags")
_NAMES = ("media_kind", "language", "author", "stamp")
_DATES = ("date", "valid_from", "valid_until")


class Collections:
    """Makes what is missing and remembers what is there."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        self._connection = connection
        self._prefix = prefix
        self._made: set[tuple[int, UUID]] = set()
        connection.on_failure = self._made.clear

    def of(
        self, client: "WeaviateAsyncClient", organization_id: UUID, dimension: int
    ) -> "CollectionAsync[dict[str, Any], None]":
        """An organisation's part of a collection."""
        return client.collections.use(self._name(dimension)).with_tenant(organization_id.hex)

    async def make(self, organization_id: UUID, dimension: int) -> None:
        """Makes sure that the organisation has its part."""
        if (dimension, organization_id) in self._made:
            return

        async def create(client: "WeaviateAsyncClient") -> None:
            name = self._name(dimension)
            if not await client.collections.exists(name):
                try:
                    await client.collections.create_from_dict(_definition(name, dimension))
                except self._connection.package.exceptions.UnexpectedStatusCodeError:
                    # Somebody else has just made it; otherwise the next line fails.
                    await client.collections.export_config(name)
            await client.collections.use(name).tenants.create([organization_id.hex])

        await self._connection.call(create)
        self._made.add((dimension, organization_id))

    def _name(self, dimension: int) -> str:
        return f"{self._prefix}Chunks{dimension}"


def _definition(name: str, dimension: int) -> dict[str, Any]:
    """As the server's REST interface takes it: the client's own builders change between its versions."""

    def column(name: str, kind: str, **more: object) -> dict[str, Any]:
        return {"name": name, "dataType": [kind], "indexFilterable": True, "indexSearchable": False, **more}

    words = [
        column(each, "text", tokenization="whitespace", indexFilterable=False, indexSearchable=True)
        for each in ("words", "parts")
    ]
    return {
        "class": name,
        "multiTenancyConfig": {"enabled": True, "autoTenantActivation": True},
        "vectorizer": "none",
        "vectorIndexType": "hnsw",
        "vectorIndexConfig": {"distance": "cosine", "skip": dimension == 0},
        # The terms are analysed already: no word among them is a little one.
        "invertedIndexConfig": {"bm25": {"k1": 1.2, "b": 0.6}, "stopwords": {"preset": "none"}},
        "properties": [
            *words,
            *(column(each, "uuid") for each in _UUIDS),
            *(column(each, "uuid[]") for each in _UUID_LISTS),
            *(column(each, "text", tokenization="field") for each in _NAMES),
            *(column(each, "date", indexRangeFilters=True) for each in _DATES),
            column("current", "boolean"),
        ],
    }
