#!/usr/bin/env bash
# Writes the lock files anew from pyproject.toml: exact versions with hashes, for every platform. The client is ours and
# has no hash: what it needs is locked, itself it is linked by the Makefile.
set -euo pipefail
cd "$(dirname "$0")/../.."
uv=.venv/bin/uv
lock() { "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    --no-emit-package convosphere-client "$@"; }
lock pyproject.toml --group build --extra litellm --extra telemetry --extra weaviate -o deploy/requirements/run.txt
lock pyproject.toml --group build --group dev --all-extras -o deploy/requirements/dev.txt
