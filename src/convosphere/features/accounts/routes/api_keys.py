"""`/me/api-keys`: keys for programs that act for the person; `/api-keys`: everybody's, for administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from convosphere.features.accounts.access import InTransaction
from convosphere.features.accounts.actions import api_keys
from convosphere.features.accounts.schemas import (
    ApiKeyCreated,
    ApiKeyIn,
    ApiKeyItemPage,
    ApiKeyPage,
    ApiKeysQuery,
    PageQuery,
)
from convosphere.platform.problems import problems

router = APIRouter(prefix="/me/api-keys", tags=["API keys"], responses=problems(401, 403, 422))


@router.get("", operation_id="listApiKeys", summary="My API keys")
async def list_api_keys(tx: InTransaction, query: Annotated[PageQuery, Query()]) -> ApiKeyPage:
    """Keys that were not revoked, the newest first; without their secrets."""
    return await api_keys.list_api_keys(tx.session, tx.actor, limit=query.limit, cursor=query.cursor)


@router.post("", operation_id="createApiKey", summary="Make an API key", status_code=status.HTTP_201_CREATED)
async def create_api_key(tx: InTransaction, body: ApiKeyIn, response: Response) -> ApiKeyCreated:
    """`secret` is the key. It is shown this once: only its hash is stored."""
    response.headers["Cache-Control"] = "no-store"
    return await api_keys.create_api_key(tx.session, tx.platform.clock, tx.actor, body)


@router.delete(
    "/{key_id}",
    operation_id="revokeApiKey",
    summary="Revoke an API key",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def revoke_api_key(tx: InTransaction, key_id: UUID) -> None:
    """Effective at once, on every server."""
    await api_keys.revoke_api_key(tx.session, tx.platform.clock, tx.actor, key_id)


everybodys = APIRouter(prefix="/api-keys", tags=["API keys"], responses=problems(401, 403, 422))


@everybodys.get("", operation_id="listAllApiKeys", summary="Everybody's API keys")
async def list_all_api_keys(tx: InTransaction, query: Annotated[ApiKeysQuery, Query()]) -> ApiKeyItemPage:
    """The organisation's keys that were not revoked, the newest first, and whom they act for; without their secrets."""
    return await api_keys.list_all_api_keys(tx.session, tx.actor, query)


@everybodys.delete(
    "/{key_id}",
    operation_id="revokeAnyApiKey",
    summary="Revoke anybody's API key",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(404),
)
async def revoke_any_api_key(tx: InTransaction, key_id: UUID) -> None:
    """Effective at once, on every server. An owner's key is for owners to revoke."""
    await api_keys.revoke_any_api_key(tx.session, tx.platform.clock, tx.actor, key_id)
