"""What can be wrong with a connection or with the choice of a model."""

from convosphere.platform.errors import ConflictError, InvalidInputError, NotFoundError


class ConnectionNotFoundError(NotFoundError):
    """There is no such connection in this organisation."""

    code = "connection_not_found"


class ModelNotFoundError(NotFoundError):
    """There is no such model in this organisation."""

    code = "model_not_found"


class SubjectNotFoundError(NotFoundError):
    """There is no such role, group or person in this organisation."""

    code = "subject_not_found"


class NameTakenError(ConflictError):
    """Another connection has this name."""

    code = "connection_name_taken"


class BuiltinConnectionError(ConflictError):
    """The builtin connection can be switched off, but neither changed nor deleted."""

    code = "connection_builtin"


class BaseUrlError(InvalidInputError):
    """The address of a provider is not usable; `code` says why."""

    code = "base_url_invalid"


class KeyNeededAgainError(InvalidInputError):
    """A stored key must not follow a connection to another address by itself."""

    code = "api_key_needed_again"


class FallbackToItselfError(InvalidInputError):
    """A model is to stand in for itself."""

    code = "fallback_to_itself"


class ModelUnavailableError(ConflictError):
    """The model exists but cannot be asked. Base of the reasons."""

    code = "model_unavailable"


class ModelDisabledError(ModelUnavailableError):
    """An administrator has switched the model off."""

    code = "model_disabled"


class ModelDoesNotChatError(ModelUnavailableError):
    """The model makes vectors of texts; it answers nobody."""

    code = "model_does_not_chat"


class ModelDoesNotEmbedError(ModelUnavailableError):
    """The model answers; it makes no vectors of texts."""

    code = "model_does_not_embed"


class ModelVanishedError(ModelUnavailableError):
    """The provider no longer offers the model."""

    code = "model_vanished"


class ConnectionDisabledError(ModelUnavailableError):
    """An administrator has switched the model's connection off."""

    code = "connection_disabled"


class NoModelError(ModelUnavailableError):
    """No model at all can be asked in this organisation."""

    code = "no_model"


class SecretUnreadableError(ModelUnavailableError):
    """The stored key cannot be decrypted: it was sealed with another secret key."""

    code = "connection_secret_unreadable"


class NoOrganizationError(ConflictError):
    """Nobody has registered yet, so there is no organisation to connect a provider for."""

    code = "no_organization"


class BudgetNotFoundError(NotFoundError):
    """There is no such budget in this organisation."""

    code = "budget_not_found"


class BudgetExistsError(ConflictError):
    """The same people have a budget for the same period already."""

    code = "budget_exists"
