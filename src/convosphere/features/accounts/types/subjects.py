"""Whom something can be opened to or limited for: a person, or everybody in a group."""

from typing import Literal
from uuid import UUID

SubjectKind = Literal["person", "group"]

# Ids are unique among all subjects; the kind says where to look one up.
Subject = tuple[SubjectKind, UUID]
