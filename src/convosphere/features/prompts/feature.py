"""Announces the prompts."""

from convosphere.features.accounts.types import ADMINISTRATORS, STAFF
from convosphere.features.prompts.routes import router
from convosphere.platform.feature import Feature


def prompts_feature() -> Feature:
    """The prompt library and chat templates. Reading and keeping one's own goes with the chat's permissions."""
    return Feature(
        name="prompts",
        routers=(router,),
        permissions={"prompts.share": STAFF, "prompts.manage": ADMINISTRATORS},
    )
