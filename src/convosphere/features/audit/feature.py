"""Announces the audit trail."""

from convosphere.features.accounts.types import ADMINISTRATORS
from convosphere.features.audit.listeners import AuditTrail
from convosphere.features.audit.routes import router
from convosphere.platform.context import Platform
from convosphere.platform.events import AuditedEvent
from convosphere.platform.feature import Feature


def audit_feature(platform: Platform) -> Feature:
    """Append-only records of everything sensitive."""
    return Feature(
        name="audit",
        routers=(router,),
        listeners=((AuditedEvent, AuditTrail(platform.clock).on_audited),),
        permissions={"audit.read": ADMINISTRATORS},
    )
