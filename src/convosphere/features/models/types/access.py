"""Who may use a model, and who asks for one."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class AccessKind(StrEnum):
    """Whom a restricted model is opened to."""

    ROLE = "role"
    GROUP = "group"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """Somebody whom a restricted model is opened to: a role's name, or a group's or person's id."""

    kind: AccessKind
    subject: str


@dataclass(frozen=True, slots=True)
class Asker:
    """On whose behalf a model is looked for. Without a person (theirs is gone) only what is open to all is found."""

    person_id: UUID | None
