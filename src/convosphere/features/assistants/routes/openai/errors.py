"""What is wrong at this door alone. The texts are in the catalogues (assistants.json)."""

from convosphere.platform.errors import InvalidInputError, NotFoundError, TooManyRequestsError, UnauthenticatedError
from convosphere.platform.i18n import translate
from convosphere.platform.problems import MethodNotAllowedError


class InvalidApiKeyError(UnauthenticatedError):
    """There is no API key in the request, or it does not hold (any more)."""

    code = "invalid_api_key"


class UnsupportedError(InvalidInputError):
    """OpenAI's API has this, and it is not available here, or not with this model.

    `reason` is a word of `openai.unsupported.<reason>` in the catalogue, `kind` fills its placeholder.
    """

    code = "unsupported"

    def __init__(self, reason: str, *, field: str, kind: str = "") -> None:
        super().__init__(field=field, kind=kind)
        self.reason = reason

    def detail(self, locale: str) -> str:
        """What is not supported, and what is."""
        return translate(f"openai.unsupported.{self.reason}", locale, **self.params)


class WrongImageError(InvalidInputError):
    """A picture is none, is too large, or could not be fetched.

    `reason` is a word of `openai.image.<reason>` in the catalogue.
    """

    code = "invalid_image"

    def __init__(self, reason: str, *, field: str, **params: object) -> None:
        super().__init__(field=field, problems=(), **params)
        self.reason = reason

    def detail(self, locale: str) -> str:
        """What is wrong with the picture."""
        return translate(f"openai.image.{self.reason}", locale, **self.params)


class PaceExceededError(TooManyRequestsError):
    """The API key asks more often in a minute than the settings allow."""

    code = "rate_limit_exceeded"


class UnknownAddressError(NotFoundError):
    """OpenAI's API may have this address, this door does not."""

    code = "unknown_url"


class WrongMethodError(MethodNotAllowedError):
    """The address exists, but not for this method; `allowed` are those it exists for."""

    def __init__(self, allowed: str) -> None:
        super().__init__()
        self.allowed = allowed

    def headers(self) -> dict[str, str]:
        """`Allow` (RFC 9110, section 10.2.1)."""
        return {"Allow": self.allowed}
