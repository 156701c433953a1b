"""The models: made by datamodel-code-generator."""

import json
from pathlib import Path

from checks.process import capture
from checks.python_client.document import Json

_SECONDS = 120.0
_HEAD = '"""The API\'s shapes, each with the words of the server\'s document. Made from it by `make openapi`."""\n'
_OPTIONS = (
    "--input-file-type=openapi",
    "--output-model-type=pydantic_v2.BaseModel",
    "--base-class=convosphere_client.model.Model",
    "--target-python-version=3.11",
    "--enum-field-as-literal=all",
    "--use-type-alias",
    "--use-annotated",
    "--use-standard-collections",
    "--use-union-operator",
    "--use-schema-description",
    "--use-field-description",
    "--strict-nullable",
    "--use-double-quotes",
    "--disable-timestamp",
    "--disable-future-imports",
    "--no-formatters",
)


def render_models(document: Json, binaries: Path, scratch: Path) -> str:
    """The source of the models of all schemas in `document`.

    Raises:
        RuntimeError: the generator could not do it; with its words.
    """
    source, target = scratch / "openapi.json", scratch / "models_gen.py"
    source.write_text(json.dumps(document), encoding="utf-8")
    command = [str(binaries / "datamodel-codegen"), "--input", str(source), "--output", str(target), *_OPTIONS]
    code, output, errors = capture(command, cwd=scratch, seconds=_SECONDS)
    if code != 0 or not target.is_file():
        raise RuntimeError(f"the models cannot be made: {(errors or output).strip()[-500:]}")
    made = target.read_text(encoding="utf-8")
    return _HEAD + made[made.index("\nfrom ") :]
