"""Announces the assistants: the OpenAI-compatible door, and for other features the loop that answers."""

from convosphere.engines.llm import Gateway
from convosphere.features.accounts.types import EVERYONE
from convosphere.features.assistants.routes import openai_router
from convosphere.platform.context import Platform
from convosphere.platform.feature import Feature


def assistants_feature(_platform: Platform, _gateway: Gateway) -> Feature:
    """The feature of one process. Platform and gateway reach its routes by the application's state."""
    return Feature(
        name="assistants",
        root_routers=(openai_router,),
        # Part of what an API key's scope `chat` covers; chatting in the product has permissions of its own.
        permissions={"chat.complete": EVERYONE},
    )
