"""What knowledge lets whom do; beside it stand the roles in single bases."""

from typing import Final

from convosphere.features.accounts.types import ADMINISTRATORS, EVERYONE, STAFF

# For `Feature.permissions`, and for jobs that work on somebody's behalf.
PERMISSIONS: Final = {
    "knowledge.read": EVERYONE,
    "knowledge.write": STAFF,
    "knowledge.manage": ADMINISTRATORS,
}
