"""The accounts API."""

from convosphere.features.accounts.routes.api_keys import everybodys as all_api_keys_router
from convosphere.features.accounts.routes.api_keys import router as api_keys_router
from convosphere.features.accounts.routes.auth import router as auth_router
from convosphere.features.accounts.routes.groups import router as groups_router
from convosphere.features.accounts.routes.me import router as me_router
from convosphere.features.accounts.routes.people import router as people_router

ROUTERS = (auth_router, me_router, api_keys_router, all_api_keys_router, people_router, groups_router)

__all__ = ["ROUTERS"]
