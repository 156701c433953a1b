"""What can go wrong with local models and rerankers; `retryable`: the same call may work later."""

from typing import ClassVar

from convosphere.platform.errors import ProblemError


class EmbeddingError(ProblemError):
    """Texts could not be made into vectors, or not be ordered."""

    code = "embedding_failed"
    status = 502
    retryable: ClassVar[bool] = False


class ModelDirectoryError(EmbeddingError):
    """A directory does not hold a model that can be used. Base of the reasons; `directory` is in all of them."""

    code = "embedding_directory_unusable"
    status = 409


class ModelMissingError(ModelDirectoryError):
    """The directory is not there, or `file` is missing in it."""

    code = "embedding_model_missing"


class ModelBrokenError(ModelDirectoryError):
    """`file` is there and cannot be read; `reason` is what its reader says."""

    code = "embedding_model_broken"


class ModelUnfitError(ModelDirectoryError):
    """The files can be read and are no model for this; `reason` says what does not fit."""

    code = "embedding_model_unfit"


class NotFiniteError(EmbeddingError):
    """The model made something that is no number."""

    code = "embedding_not_finite"


class LocalMemoryError(EmbeddingError):
    """There is not enough memory for the model or for what it works on."""

    code = "embedding_out_of_memory"
    status = 503
    retryable = True


class ModelFetchError(EmbeddingError):
    """A model could not be fetched; what came stays, and the next attempt goes on there. Base of the reasons."""

    code = "model_fetch_failed"
    retryable = True


class HubUnreachableError(ModelFetchError):
    """The hub did not answer, or again and again broke off; `host`, `reason`."""

    code = "model_hub_unreachable"


class HubRefusedError(ModelFetchError):
    """The hub answered with a status that trying again will not change; `host`, `file`, `status`."""

    code = "model_hub_refused"
    retryable = False


class HubFileMissingError(HubRefusedError):
    """The hub does not have `file`."""

    code = "model_hub_file_missing"


class HubBusyError(ModelFetchError):
    """The hub wants fewer requests, for longer than we wait; `host`, `seconds`."""

    code = "model_hub_busy"


class ModelCheckError(ModelFetchError):
    """What came for `file` is not what was expected; it has been thrown away."""

    code = "model_fetch_check_failed"


class DiskFullError(ModelFetchError):
    """There is no room for the model: `needed` and `free`, in bytes."""

    code = "model_fetch_disk_full"
    status = 507


class RerankError(EmbeddingError):
    """The reranker did not order the passages. Base of the reasons."""

    code = "rerank_failed"
    retryable = True


class RerankerRefusedError(RerankError):
    """The reranker answered with an error: `host`, `status`, `reason`."""

    code = "reranker_refused"


class RerankerAnswerError(RerankError):
    """The answer is not a score for each passage."""

    code = "reranker_answer_unreadable"
    retryable = False
