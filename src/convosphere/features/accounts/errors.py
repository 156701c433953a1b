"""What can be wrong about signing in, people and their roles. The texts are in the catalogues (accounts.json)."""

from convosphere.platform.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    TooManyRequestsError,
    UnauthenticatedError,
)


class SessionEndedError(UnauthenticatedError):
    """The session or API key existed and no longer holds."""

    code = "session_ended"


class InvalidCredentialsError(UnauthenticatedError):
    """E-mail and password do not belong together; which of them is wrong stays untold."""

    code = "invalid_credentials"


class AccountDeactivatedError(ForbiddenError):
    """The password was right, but an administrator has closed the account."""

    code = "account_deactivated"


class SignInThrottledError(TooManyRequestsError):
    """Too many failed attempts for this account or from this address."""

    code = "sign_in_throttled"


class RegistrationClosedError(ForbiddenError):
    """Nobody can register in this organisation."""

    code = "registration_closed"


class InvitationNeededError(ForbiddenError):
    """Registering takes an invitation here."""

    code = "invitation_needed"


class InvitationInvalidError(InvalidInputError):
    """The invitation does not exist, was used, was withdrawn or has expired."""

    code = "invitation_invalid"


class InvitationForOtherEmailError(InvalidInputError):
    """The invitation names another e-mail address."""

    code = "invitation_for_other_email"


class AlreadySetUpError(ConflictError):
    """Somebody else has founded the organisation in the meantime."""

    code = "already_set_up"


class EmailTakenError(ConflictError):
    """An account with this e-mail address exists."""

    code = "email_taken"


class WrongPasswordError(InvalidInputError):
    """The current password is not this one."""

    code = "wrong_password"


class ResetTokenInvalidError(InvalidInputError):
    """The link to set a new password does not exist, was used or has expired."""

    code = "reset_token_invalid"


class LastOwnerError(ConflictError):
    """An organisation keeps at least one active owner."""

    code = "last_owner"


class OwnersOnlyError(ForbiddenError):
    """Only owners decide about owners."""

    code = "owners_only"


class PersonDeactivatedError(ConflictError):
    """The account is closed; open it first."""

    code = "person_deactivated"


class GroupNameTakenError(ConflictError):
    """Another group of the organisation has this name, in whatever case of letters."""

    code = "group_name_taken"


class TooManyGroupsError(ConflictError):
    """An organisation has as many groups as there can be."""

    code = "too_many_groups"
