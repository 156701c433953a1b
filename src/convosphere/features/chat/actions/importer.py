"""On whose behalf conversations come in."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Importer:
    """On whose behalf conversations come in; whoever calls has decided that they may."""

    organization_id: UUID
    person_id: UUID
    name: str
