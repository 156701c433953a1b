"""Prints the OpenAPI document: `python -m convosphere.entry.openapi`. The client is generated from it."""

import sys

import orjson

from convosphere.entry.api import create_app
from convosphere.entry.wiring import unconnected_application


def document() -> bytes:
    """The document as JSON, keys sorted so that it compares well."""
    app = create_app(unconnected_application())
    return orjson.dumps(app.openapi(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(document())
