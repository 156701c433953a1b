"""What everybody may know about the installation."""

import convosphere
from convosphere.features.accounts.repository.installation import find_default_organization_id
from convosphere.features.accounts.repository.organizations import get_organization
from convosphere.features.accounts.schemas import InstanceLimits, InstanceOut
from convosphere.features.accounts.types import RegistrationPolicy
from convosphere.platform.context import Platform
from convosphere.platform.database.database import bind_organization
from convosphere.platform.i18n import LOCALES


async def describe_instance(platform: Platform) -> InstanceOut:
    """The installation, as its sign-in page needs it."""
    name: str | None = None
    # Whoever comes first may register, whatever the settings say about those who follow.
    registration: RegistrationPolicy = "open"
    async with platform.database.transaction(None) as session:
        organization_id = await find_default_organization_id(session)
        if organization_id is not None:
            await bind_organization(session, organization_id)
            organization = await get_organization(session, organization_id)
            name, registration = organization.name, organization.registration
    return InstanceOut(
        version=convosphere.__version__,
        needs_owner=organization_id is None,
        registration=registration,
        organization_name=name,
        password_min_length=platform.settings.accounts.password_min_length,
        password_reset="mail" if platform.mailer.available else "administrator",
        languages=list(LOCALES),
        limits=InstanceLimits(message_characters=platform.settings.limits.message_characters),
    )
