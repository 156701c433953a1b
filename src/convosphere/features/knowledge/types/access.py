"""Who may do what in a base."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class BaseRole(StrEnum):
    """What a person may do in a base; each includes the one before it.

    Viewers read, editors change documents and see all of them, managers change the base and who may what.
    """

    VIEWER = "viewer"
    EDITOR = "editor"
    MANAGER = "manager"

    @property
    def rank(self) -> int:
        """1 to 3: as statements compare roles."""
        return _RANKS[self]

    @classmethod
    def of(cls, rank: int) -> "BaseRole":
        """The role of a rank."""
        return _ROLES[rank - 1]

    def allows(self, need: "BaseRole") -> bool:
        """Whether this is enough where `need` is asked for."""
        return self.rank >= need.rank


_ROLES = (BaseRole.VIEWER, BaseRole.EDITOR, BaseRole.MANAGER)
_RANKS = {role: number for number, role in enumerate(_ROLES, start=1)}


@dataclass(frozen=True, slots=True)
class Scopes:
    """What a person may read now.

    `scopes`: ids of bases, and of single documents with readers of their own; only what lies in one of these may be
    found. `bases`: the bases among them. `spaces`: the spaces in which these bases' vectors lie.
    """

    scopes: frozenset[UUID]
    bases: frozenset[UUID]
    spaces: frozenset[UUID]
