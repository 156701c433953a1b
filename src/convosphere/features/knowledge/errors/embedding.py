"""What can be wrong with embedders and vectors."""

from typing import ClassVar

from convosphere.platform.errors import ConflictError, ProblemError


class _CausedError(ProblemError):
    """Stands for `cause` with its code, status, parameters and texts, so that it can be told or stored like it."""

    def __init__(self, cause: ProblemError) -> None:
        super().__init__()
        self.params = cause.params
        self.cause = cause
        # Declared for classes, looked up at instances.
        vars(self).update(code=cause.code, status=cause.status)

    def title(self, locale: str) -> str:
        """The cause's."""
        return self.cause.title(locale)

    def detail(self, locale: str) -> str:
        """The cause's."""
        return self.cause.detail(locale)

    def headers(self) -> dict[str, str]:
        """The cause's."""
        return self.cause.headers()


class EmbeddingFailedError(_CausedError):
    """Texts could not be made into vectors. `retryable`: the same texts may succeed later."""

    code: ClassVar[str] = "embedding_failed"
    status: ClassVar[int] = 502

    def __init__(self, cause: ProblemError, *, retryable: bool) -> None:
        super().__init__(cause)
        self.retryable = retryable


class LocalEmbedderOffError(ConflictError):
    """This installation is set up without a local embedder."""

    code: ClassVar[str] = "local_embedder_off"


class LocalEmbedderGivenError(ConflictError):
    """The local embedder's directory is set by the administrator of the machine: nothing is fetched."""

    code: ClassVar[str] = "local_embedder_given"


class EmbedderChangedError(ConflictError):
    """The local model is another one than the one that made the base's vectors."""

    code: ClassVar[str] = "embedder_changed"


class WrongDimensionError(ConflictError):
    """The embedder makes vectors of another length than before: `expected`, `given`."""

    code: ClassVar[str] = "embedding_wrong_dimension"


class WrongCountError(ProblemError):
    """The embedder gave another number of vectors than it got texts: `expected`, `given`."""

    code: ClassVar[str] = "embedding_wrong_count"
    status: ClassVar[int] = 502


class UnusableVectorError(ProblemError):
    """A vector is all zeros: it has no direction, and so nothing is near to it."""

    code: ClassVar[str] = "embedding_unusable_vector"
    status: ClassVar[int] = 502


class NoSwitchError(ConflictError):
    """No change of embedder is running."""

    code: ClassVar[str] = "embedder_switch_not_running"


class RerankFailedError(_CausedError):
    """The reranker did not put the passages in order. The order without it holds."""

    code: ClassVar[str] = "rerank_failed"
    status: ClassVar[int] = 502
