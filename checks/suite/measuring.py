"""`pytest -p checks.suite.measuring`: which lines and branches of our packages the tests run.

SlipCover rewrites the code once when it is imported, instead of watching every call: the suite takes about two thirds
of the time that it takes with a tracer. Processes that tests start are not measured, so the figures say too little
rather than too much.
"""

import importlib.util
import json
import os
import shutil
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from typing import ParamSpec

import slipcover
from slipcover.importer import SlipcoverLoader

from checks.suite.parts import COVERAGE_FOLDER, SOURCES

# What no test can run: imports for the type checker, bodies of protocols, the end that types rule out.
EXCLUDED = ["if TYPE_CHECKING:", r"\.\.\.$", "assert_never"]

_ROOTS = tuple(f"{source}/" for source in SOURCES)
_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")


class _Sources:
    """What is measured. Asks the disk nothing: it is asked at every import, also from inside an event loop."""

    def matches(self, filename: str) -> bool:
        return filename.startswith(_ROOTS)


_measured = slipcover.Slipcover(
    branch=True,
    # A line that has been seen is watched no longer, at once. When many have been, it would look through all functions.
    immediate=True,
    source=[str(source) for source in SOURCES],
    exclude_also=EXCLUDED,
)
# As a plugin this is imported before any test, and so before anything of ours.
slipcover.ImportManager(_measured, _Sources()).__enter__()
_Given = ParamSpec("_Given")


def _measuring(find_spec: Callable[_Given, ModuleSpec | None]) -> Callable[_Given, ModuleSpec | None]:
    def find(*args: _Given.args, **kwargs: _Given.kwargs) -> ModuleSpec | None:
        spec = find_spec(*args, **kwargs)
        if spec is not None and spec.loader is not None and _Sources().matches(spec.origin or ""):
            spec.loader = SlipcoverLoader(_measured, spec.loader, spec.origin)
        return spec

    return find


# Migrations are loaded by their path. (SlipCover's own way to see that takes packages for modules.)
importlib.util.spec_from_file_location = _measuring(importlib.util.spec_from_file_location)


def pytest_configure() -> None:
    """Forgets the last run, before any worker has begun."""
    if _PROCESS == "main":
        shutil.rmtree(COVERAGE_FOLDER, ignore_errors=True)
        COVERAGE_FOLDER.mkdir(parents=True)


def pytest_sessionfinish() -> None:
    """Writes down what this process has run: one file a process, put together by the coverage gate."""
    (COVERAGE_FOLDER / f"{_PROCESS}.json").write_text(json.dumps(_measured.get_coverage()), encoding="utf-8")
