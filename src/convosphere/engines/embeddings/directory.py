"""A directory with a model: which files count, and how the model wants its texts."""

import hashlib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import orjson

from convosphere.engines.embeddings.errors import ModelBrokenError, ModelMissingError, ModelUnfitError
from convosphere.engines.embeddings.types import Profile

# The first that is there counts.
MODEL_FILES: Final = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
TOKENIZER_FILES: Final = ("tokenizer.json", "onnx/tokenizer.json")
# Ours: the fields of `Profile`. All it does not say is taken from what sentence-transformers leaves beside a model.
PROFILE_FILE: Final = "convosphere.json"

_LONGEST_TEXTS: Final = 8_192
_LARGEST_CONFIG: Final = 1 << 20
# Enough to tell any two trainings of one architecture apart: all of their weights differ.
_SAMPLES: Final = 16
_SAMPLE_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """What was found in a directory."""

    directory: Path
    model: Path
    tokenizer: Path
    profile: Profile


def open_directory(directory: Path) -> ModelFiles:
    """Finds and reads what a model needs. Blocks shortly.

    Raises:
        ModelMissingError: the directory, the model or its tokenizer is not there.
        ModelBrokenError: a file that describes it cannot be read.
        ModelUnfitError: it describes what there is no use for.
    """
    if not directory.is_dir():
        raise ModelMissingError(directory=str(directory), file=MODEL_FILES[0])
    model, tokenizer = _first(directory, MODEL_FILES), _first(directory, TOKENIZER_FILES)
    return ModelFiles(directory, model, tokenizer, _profile(directory))


def fingerprint(files: ModelFiles) -> str:
    """32 hex digits that change with the model, its tokenizer or its profile. Reads up to 16 MB of it. Blocks."""
    digest = hashlib.sha256(orjson.dumps(asdict(files.profile), option=orjson.OPT_SORT_KEYS))
    digest.update(hashlib.sha256(files.tokenizer.read_bytes()).digest())
    for path in (files.model, *sorted(files.model.parent.glob(f"{files.model.name}_data*"))):
        size = path.stat().st_size
        digest.update(f"{path.name} {size}".encode())
        with path.open("rb") as source:
            for number in range(_SAMPLES):
                source.seek(number * max(0, size - _SAMPLE_BYTES) // (_SAMPLES - 1))
                digest.update(source.read(_SAMPLE_BYTES))
                if size <= _SAMPLE_BYTES:
                    break
    return digest.hexdigest()[:32]


def _first(directory: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        if (directory / name).is_file():
            return directory / name
    raise ModelMissingError(directory=str(directory), file=names[0])


def _profile(directory: Path) -> Profile:
    profile = replace(Profile(), **_described(directory))
    own = _json(directory, PROFILE_FILE)
    known = {field.name: field.type for field in fields(Profile)}
    for name, value in own.items():
        if name not in known or not isinstance(value, type(getattr(profile, name))):
            raise ModelUnfitError(directory=str(directory), reason=f"{PROFILE_FILE}: {name}")
    profile = replace(profile, **own)
    if profile.pooling not in {"mean", "cls"}:
        raise ModelUnfitError(directory=str(directory), reason=f"pooling {profile.pooling}")
    if not 1 <= profile.max_tokens <= _LONGEST_TEXTS:
        raise ModelUnfitError(directory=str(directory), reason=f"max_tokens {profile.max_tokens}")
    return profile


def _described(directory: Path) -> dict[str, Any]:
    """What the usual files beside a model say of it."""
    found: dict[str, Any] = {}
    config = _json(directory, "config.json")
    if "model_type" in config or "_name_or_path" in config:
        name = config.get("_name_or_path")
        found["name"] = name.rstrip("/").rpartition("/")[2] if isinstance(name, str) and name else directory.name
    if isinstance(config.get("pad_token_id"), int):
        found["pad_id"] = config["pad_token_id"]
    sentences = _json(directory, "sentence_bert_config.json")
    if isinstance(sentences.get("max_seq_length"), int):
        found["max_tokens"] = sentences["max_seq_length"]
    pooling = _json(directory, "1_Pooling/config.json")
    if pooling.get("pooling_mode_cls_token") is True:
        found["pooling"] = "cls"
    # Of the models that say nothing of prefixes only these want some.
    if "name" in found and "e5" not in f"{found['name']} {directory.name}".lower():
        found["query_prefix"] = found["passage_prefix"] = ""
    prompts = _json(directory, "config_sentence_transformers.json").get("prompts")
    if isinstance(prompts, dict):
        found["query_prefix"] = str(prompts.get("query", ""))
        found["passage_prefix"] = str(prompts.get("passage", prompts.get("document", "")))
    return found


def _json(directory: Path, name: str) -> dict[str, Any]:
    path = directory / name
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as source:
            content = orjson.loads(source.read(_LARGEST_CONFIG))
    except (OSError, orjson.JSONDecodeError) as error:
        raise ModelBrokenError(directory=str(directory), file=name, reason=str(error)) from error
    if not isinstance(content, dict):
        raise ModelBrokenError(directory=str(directory), file=name, reason="no JSON object")
    return content
