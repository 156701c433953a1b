"""The OpenAI-compatible door at `/v1`: programs written for OpenAI's API work here with an API key of ours."""

from fastapi import APIRouter

from convosphere.features.assistants.routes.openai import completions, elsewhere, embeddings, models, responses
from convosphere.features.assistants.routes.openai.door import api_errors

router = APIRouter(tags=["openai"], responses=api_errors(400, 401, 403))
_PARTS = (models, completions, responses, embeddings)
for part in _PARTS:
    router.include_router(part.router)
# The last: it takes every address that none of the others takes.
router.include_router(elsewhere.router_beside(*(part.router for part in _PARTS)))

__all__ = ["router"]
